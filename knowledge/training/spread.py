"""Even out the directions of texts: Kiwi's vectors lie in a narrow cone, so that all texts look alike."""

import random
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from knowledge.training.analysis import Analysed
from knowledge.training.pairs import Material

Floats = npt.NDArray[np.float32]

#: Texts of each kind that are looked at.
SAMPLE = 3_000

#: No direction is taken for narrower than this share of the usual one, or noise would be blown up.
LEAST = 1e-3


def sample(material: Material, seed: int) -> list[str]:
    """Texts of every kind alike."""
    chance = random.Random(seed)
    kinds = [
        [text for pair in pairs for text in (pair.anchor, pair.positive)] for pairs in material.pairs.values()
    ]
    kinds.append([text for one in material.scored for text in (one.sentence1, one.sentence2)])
    return [text for texts in kinds for text in chance.sample(texts, min(SAMPLE, len(texts)))]


def sums(analysed: Analysed, texts: Sequence[str], table: Floats, power: float) -> Floats:
    """The semantic parts of texts at length 1; `table` has a row for each analysed piece."""
    found = np.empty((len(texts), table.shape[1]), dtype=np.float32)
    for row, text in enumerate(texts):
        numbers, counts = analysed.of(text)
        found[row] = (counts**power) @ table[numbers]
    found /= np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-12)
    return found


def evened(vectors: Floats, strength: float) -> Floats:
    """The symmetric map under which the principal directions of the rows spread as they did to the power
    1 - `strength`: 0 changes nothing, 1 makes all directions equal."""
    values, directions = np.linalg.eigh(np.cov(vectors.T.astype(np.float64)))
    values = np.maximum(values / values.mean(), LEAST)
    found: Floats = ((directions * values ** (-strength / 2)) @ directions.T).astype(np.float32)
    return found
