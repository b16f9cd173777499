"""Writing the bundled model's folder; training does it, and `static_model` reads it."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from knowledge import pieces
from knowledge.pieces import Vocabulary
from knowledge.static_model import CONFIG, FORMAT, SCALES, VECTORS, VOCABULARY, WEIGHTS, Floats, StaticModel

#: What makes the folder a sentence-transformers model (loaded with trust_remote_code=True).
MODULES = [{"idx": 0, "name": "0", "path": "", "type": "knowledge.sentence_module.MorphemeEmbedding"}]
SENTENCE_TRANSFORMERS = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def quantise(table: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """Rows as int8 with a scale each: the largest number of a row becomes 127."""
    scales = np.abs(table).max(axis=1).astype(np.float32) / np.float32(127)
    rows = np.rint(table / np.maximum(scales, np.float32(1e-30))[:, None])
    return rows.astype(np.int8), scales


def static_model(
    vocabulary: Vocabulary,
    table: Floats,
    weights: Floats,
    unknown: Mapping[str, float],
    *,
    power: float,
    lexical: float,
    lexical_size: int,
) -> StaticModel:
    """The quantised model of a float `table` (a row a key) and the signatures' `weights`."""
    vectors, scales = quantise(table)
    model = StaticModel(
        vocabulary, vectors, scales, weights, unknown, power, lexical, lexical_size, digest=""
    )
    return StaticModel(
        vocabulary, vectors, scales, weights, unknown, power, lexical, lexical_size, digest=digest(model)
    )


def config(model: StaticModel) -> dict[str, Any]:
    """What config.json says, without the digest."""
    return {
        "format": FORMAT,
        "pieces": pieces.VERSION,
        "semantic_size": int(model.vectors.shape[1]),
        "lexical_size": model.lexical_size,
        "lexical": model.lexical,
        "power": model.power,
        "unknown": dict(model.unknown),
    }


def digest(model: StaticModel) -> str:
    """A name for exactly these contents."""
    hashed = hashlib.blake2b(json.dumps(config(model), sort_keys=True).encode(), digest_size=8)
    hashed.update("\n".join(model.vocabulary.keys).encode())
    for array in (model.vectors, model.scales, model.weights):
        hashed.update(array.tobytes())
    return hashed.hexdigest()


def write_model(folder: Path, model: StaticModel) -> None:
    """Write the folder; other files in it, such as its README.md, stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, array in ((VECTORS, model.vectors), (SCALES, model.scales), (WEIGHTS, model.weights)):
        np.save(folder / name, array)
    (folder / VOCABULARY).write_text("\n".join(model.vocabulary.keys), encoding="utf-8", newline="\n")
    for name, content in (
        (CONFIG, {**config(model), "digest": model.digest}),
        ("modules.json", MODULES),
        ("config_sentence_transformers.json", SENTENCE_TRANSFORMERS),
    ):
        written = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
        (folder / name).write_text(written, encoding="utf-8", newline="\n")
