"""The bundled embedding model on disk, and its vectors with numpy alone.

The folder holds `config.json`, `vocabulary.txt` (one piece a line), `vectors.npy` (int8, one row a piece,
then one a bucket) and `scales.npy` (float32: row r stands for `scales[r] * vectors[r]`; a piece's weight is
folded in), beside what sentence-transformers reads. A text's vector is the sum of its pieces' rows, each
times its count to the power `power`, at length 1.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge import pieces
from knowledge.pieces import Vocabulary, dampen

FORMAT = 1
CONFIG, VOCABULARY, VECTORS, SCALES = "config.json", "vocabulary.txt", "vectors.npy", "scales.npy"

#: What makes the folder a sentence-transformers model (loaded with trust_remote_code=True).
MODULES = [{"idx": 0, "name": "0", "path": "", "type": "knowledge.sentence_module.MorphemeEmbedding"}]
SENTENCE_TRANSFORMERS = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


@dataclass(frozen=True)
class StaticModel:
    """Vocabulary, rows and scales as they lie on disk; `digest` changes with any of them."""

    vocabulary: Vocabulary
    vectors: npt.NDArray[np.int8]
    scales: npt.NDArray[np.float32]
    power: float
    digest: str

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.vectors.shape[1])

    def vector(self, counts: Mapping[int, float]) -> npt.NDArray[np.float32]:
        """The vector of a text from its pieces' counts: length 1, or all zeros when no piece is known."""
        rows, weights = dampen(counts, self.power)
        total: npt.NDArray[np.float32] = (weights * self.scales[rows]) @ self.vectors[rows].astype(np.float32)
        return total / max(float(np.linalg.norm(total)), 1e-12)

    def table(self) -> npt.NDArray[np.float32]:
        """Every row as float32, pieces × dimension."""
        table: npt.NDArray[np.float32] = self.vectors.astype(np.float32) * self.scales[:, None]
        return table


def read_model(folder: Path) -> StaticModel:
    """The model in a folder, its vectors memory-mapped.

    Raises OSError for a file that is missing or cannot be read, ValueError for contents that are not a
    model of this version's.
    """
    config: Any = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    if not isinstance(config, dict) or (config.get("format"), config.get("pieces")) != (
        FORMAT,
        pieces.VERSION,
    ):
        raise ValueError(f"{CONFIG}: not format {FORMAT} with pieces {pieces.VERSION}")
    keys = (folder / VOCABULARY).read_text(encoding="utf-8").split("\n")
    vocabulary = Vocabulary(keys, int(config["buckets"]))
    vectors = np.load(folder / VECTORS, mmap_mode="r", allow_pickle=False)
    scales = np.load(folder / SCALES, allow_pickle=False)
    expected = (len(vocabulary), int(config["dimension"]))
    if vectors.shape != expected or vectors.dtype != np.int8 or scales.shape != expected[:1]:
        raise ValueError(f"{VECTORS}: {vectors.shape} {vectors.dtype}, expected {expected} int8")
    return StaticModel(vocabulary, vectors, scales, float(config["power"]), str(config["digest"]))


def quantise(table: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Rows as int8 with a scale each: the largest number of a row becomes 127."""
    scales = np.abs(table).max(axis=1).astype(np.float32) / np.float32(127)
    rows = np.rint(table / np.maximum(scales, np.float32(1e-30))[:, None])
    return rows.astype(np.int8), scales


def write_model(folder: Path, vocabulary: Vocabulary, table: npt.NDArray[np.float32], power: float) -> None:
    """Write the folder; `table` has a float row for each key and then each bucket. A README.md in it stays."""
    vectors, scales = quantise(table)
    text = "\n".join(vocabulary.keys)
    config: dict[str, Any] = {
        "format": FORMAT,
        "pieces": pieces.VERSION,
        "dimension": int(table.shape[1]),
        "buckets": vocabulary.buckets,
        "power": power,
    }
    config["digest"] = digest(config, text, vectors, scales)
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / VECTORS, vectors)
    np.save(folder / SCALES, scales)
    (folder / VOCABULARY).write_text(text, encoding="utf-8", newline="\n")
    for name, content in (
        (CONFIG, config),
        ("modules.json", MODULES),
        ("config_sentence_transformers.json", SENTENCE_TRANSFORMERS),
    ):
        written = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        (folder / name).write_text(written, encoding="utf-8", newline="\n")


def digest(
    config: Mapping[str, Any],
    vocabulary: str,
    vectors: npt.NDArray[np.int8],
    scales: npt.NDArray[np.float32],
) -> str:
    """A name for exactly these contents; `config` without its own `digest`."""
    settings = json.dumps({name: config[name] for name in sorted(config) if name != "digest"})
    hashed = hashlib.blake2b(digest_size=8)
    for part in (settings.encode(), vocabulary.encode(), vectors.tobytes(), scales.tobytes()):
        hashed.update(part)
    return hashed.hexdigest()
