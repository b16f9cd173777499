"""Where training starts: Kiwi's vectors under the model's names, with weights, and room for learned words."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.pieces import FUNCTION, NUMBER, PAIR, UNKNOWN, Vocabulary, key

#: How often a word must be met in the training texts to get a row of its own when Kiwi has no vector for it.
OFTEN = 5

#: Smooth inverse frequency (Arora, Liang and Ma 2017), with Zipf's law for the frequency: 0.1 / rank.
SIF = 1e-4

#: The rank that an unknown word is taken to have, and what particles and character pairs count beside words.
UNKNOWN_RANK = 20_000
FUNCTION_WEIGHT = 0.1
PAIR_WEIGHT = 0.5

#: Kinds of pieces whose weights are learned together, by frequency.
KINDS = 5

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Kiwi:
    """Kiwi's morphemes under the model's names, the most frequent first: `vectors` and `ranks`, row by row."""

    vocabulary: Vocabulary
    vectors: Floats
    ranks: Floats


@dataclass(frozen=True)
class Start:
    """Of every piece met in training: its vector (zeros without a row), its weight, frequency and kind.

    `learned` says which pieces have a row: those that Kiwi has a vector for, which come first, and those
    that are met often.
    """

    vectors: Floats
    weights: Floats
    frequency: Floats
    kinds: npt.NDArray[np.int64]
    learned: npt.NDArray[np.bool_]


def read_kiwi(path: Path) -> Kiwi:
    """The vectors that `recover` wrote. Of the meanings of a form the most frequent stands for all."""
    with np.load(path, allow_pickle=False) as data:
        forms, tags, vectors = data["forms"].tolist(), data["tags"].tolist(), data["vectors"]
    ranks: dict[str, int] = {}
    for rank, (form, tag) in enumerate(zip(forms, tags, strict=True)):
        name = key(form, tag.split("-")[0])
        if name is not None and "\n" not in name and vectors[rank].any():
            ranks.setdefault(name, rank)
    chosen = np.array(list(ranks.values()))
    return Kiwi(Vocabulary(list(ranks)), vectors[chosen], chosen.astype(np.float32))


def kind(name: str) -> int:
    """0 a word, 1 a particle, ending or affix, 2 an unknown word, 3 a number, 4 a character pair."""
    if name.endswith(FUNCTION):
        return 1
    if len(name) > 1 and name[0] in (UNKNOWN, NUMBER, PAIR):
        return {UNKNOWN: 2, NUMBER: 3, PAIR: 4}[name[0]]
    return 3 if re.fullmatch(r"[\d.,:/-]+", name) else 0


def start(kiwi: Kiwi, names: list[str], met: npt.NDArray[np.int64]) -> Start:
    """The start for `names`, Kiwi's first and in its order; `met` says in how many texts each stands."""
    known = len(kiwi.vocabulary)
    kinds = np.array([kind(name) for name in names], dtype=np.int64)
    vectors = np.zeros((len(names), kiwi.vectors.shape[1]), dtype=np.float32)
    vectors[:known] = kiwi.vectors
    learned = (met >= OFTEN) & (kinds != 4)
    learned[:known] = True
    frequency = np.full(len(names), 0.1 / UNKNOWN_RANK, dtype=np.float32)
    frequency[:known] = 0.1 / (kiwi.ranks + 1)
    own = np.flatnonzero(learned[known:]) + known
    frequency[own] = met[own] / max(1, met.sum())
    weights = np.float32(SIF) / (np.float32(SIF) + frequency)
    weights *= np.array([1, FUNCTION_WEIGHT, 1, 1, PAIR_WEIGHT], dtype=np.float32)[kinds]
    return Start(vectors, weights, frequency, kinds, learned)


def bands(begin: Start, count: int) -> Floats:
    """Each piece's place among its kind's `count` bands of frequency, as shares of two neighbours: N × KINDS·count."""
    logs = np.log(begin.frequency)
    place = (logs - logs.min()) / max(float(logs.max() - logs.min()), 1e-9) * (count - 1)
    low = np.minimum(place.astype(np.int64), count - 2)
    share = (place - low).astype(np.float32)
    found = np.zeros((len(logs), KINDS * count), dtype=np.float32)
    every = np.arange(len(logs))
    found[every, begin.kinds * count + low] = 1 - share
    found[every, begin.kinds * count + low + 1] = share
    return found
