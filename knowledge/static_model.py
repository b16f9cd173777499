"""The bundled embedding model on disk, and its vectors with numpy alone.

A text's vector has two parts. The *semantic* part is the sum of its pieces' learned vectors. The *lexical*
part is the sum of its pieces' signatures: 1 and -1 in the order of a hash of the piece's name, which needs no
room on disk, exists for every word, and is as good as orthogonal to every other word's. In both a piece
counts its weight times its count to the power `power`. Each part is brought to length 1 before the two are
joined, so that neither drowns the other in a long text; `lexical` is the lexical part's share.

The folder holds `config.json`, `vocabulary.txt` (one piece a line), `vectors.npy` (int8, one row a piece),
`scales.npy` (float32: row r stands for `scales[r] * vectors[r]`, its weight folded in) and `weights.npy`
(float32, of the signatures), beside what makes it a sentence-transformers folder.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge import pieces
from knowledge.arrays import read_array
from knowledge.pieces import NUMBER, PAIR, UNKNOWN, Vocabulary

FORMAT = 2
CONFIG, VOCABULARY, VECTORS, SCALES, WEIGHTS = (
    "config.json",
    "vocabulary.txt",
    "vectors.npy",
    "scales.npy",
    "weights.npy",
)

Floats = npt.NDArray[np.float32]


@lru_cache(maxsize=30_000)
def signature(name: str, size: int) -> bytes:
    """The hash of a piece's name whose `size` bits are the signs of its lexical vector (size ≤ 512)."""
    return hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=size // 8).digest()


def signs(names: Sequence[str], size: int) -> Floats:
    """The lexical vectors of pieces, len(names) × size, of 1 and -1."""
    packed = np.frombuffer(b"".join(signature(name, size) for name in names), dtype=np.uint8)
    return np.unpackbits(packed).reshape(len(names), size).astype(np.float32) * 2 - 1


def unit(vector: Floats) -> Floats:
    """The vector at length 1; zeros stay zeros."""
    return vector / np.float32(max(float(np.linalg.norm(vector)), 1e-12))


@dataclass(frozen=True)
class StaticModel:
    """A model as it lies on disk.

    `unknown` gives the signature weights of pieces without a row, by the first letter of their names;
    `digest` changes with any of the contents.
    """

    vocabulary: Vocabulary
    vectors: npt.NDArray[np.int8]
    scales: Floats
    weights: Floats
    unknown: Mapping[str, float]
    power: float
    lexical: float
    lexical_size: int
    digest: str

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self.vectors.shape[1]) + self.lexical_size

    def semantic_pieces(self, counts: Mapping[str, float]) -> tuple[npt.NDArray[np.int64], Floats]:
        """Of the pieces that have a row: their rows, and their counts dampened."""
        rows = self.vocabulary.rows
        known = [(rows[name], count) for name, count in counts.items() if name in rows]
        weights = np.array([count for _, count in known], dtype=np.float32)
        return np.array([row for row, _ in known], dtype=np.int64), np.power(weights, np.float32(self.power))

    def lexical_part(self, counts: Mapping[str, float]) -> Floats:
        """The weighted sum of the signatures of all pieces, known or not."""
        if not counts:
            return np.zeros(self.lexical_size, dtype=np.float32)
        rows = self.vocabulary.rows
        own = [float(self.weights[rows[name]]) if name in rows else self.unknown[name[0]] for name in counts]
        dampened = np.power(np.array(list(counts.values()), dtype=np.float32), np.float32(self.power))
        part: Floats = (np.array(own, dtype=np.float32) * dampened) @ signs(list(counts), self.lexical_size)
        return part

    def vector(self, counts: Mapping[str, float]) -> Floats:
        """The vector of a text from its pieces' counts: length 1, or all zeros for a text without pieces."""
        rows, weights = self.semantic_pieces(counts)
        semantic: Floats = (weights * self.scales[rows]) @ self.vectors[rows].astype(np.float32)
        parts = (
            unit(semantic) * np.float32((1 - self.lexical) ** 0.5),
            unit(self.lexical_part(counts)) * np.float32(self.lexical**0.5),
        )
        return unit(np.concatenate(parts))

    def table(self) -> Floats:
        """Every row as float32, pieces × semantic dimension."""
        table: Floats = self.vectors.astype(np.float32) * self.scales[:, None]
        return table


def read_model(folder: Path) -> StaticModel:
    """The model in a folder, its vectors memory-mapped.

    Raises OSError for a file that is missing or cannot be read, ValueError, KeyError or TypeError for
    contents that are not a model of this version's.
    """
    config: Any = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
    if not isinstance(config, dict) or (config.get("format"), config.get("pieces")) != (
        FORMAT,
        pieces.VERSION,
    ):
        raise ValueError(f"{CONFIG}: not format {FORMAT} with pieces {pieces.VERSION}")
    vocabulary = Vocabulary((folder / VOCABULARY).read_text(encoding="utf-8").split("\n"))
    vectors = read_array(folder / VECTORS, copied=0)
    scales, weights = read_array(folder / SCALES), read_array(folder / WEIGHTS)
    expected = (len(vocabulary), int(config["semantic_size"]))
    if vectors.shape != expected or vectors.dtype != np.int8:
        raise ValueError(f"{VECTORS}: {vectors.shape} {vectors.dtype}, expected {expected} int8")
    for name, found in ((SCALES, scales), (WEIGHTS, weights)):
        if found.shape != expected[:1] or found.dtype != np.float32:
            raise ValueError(f"{name}: {found.shape} {found.dtype}, expected {expected[:1]} float32")
    return StaticModel(
        vocabulary,
        vectors,
        scales,
        weights,
        {first: float(config["unknown"][first]) for first in (UNKNOWN, NUMBER, PAIR)},
        float(config["power"]),
        float(config["lexical"]),
        int(config["lexical_size"]),
        str(config["digest"]),
    )
