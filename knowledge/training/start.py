"""Where training starts: Kiwi's vectors under the model's own keys, weighted, with room for learned words.

    python -m knowledge.training.start KIWI.npz FOLDER

writes FOLDER, the model before any training; `train` builds the same start in memory and goes on.
"""

import argparse
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.pieces import Vocabulary, key
from knowledge.static_model import write_model

#: Rows in all: at 256 bytes a row the folder stays under 16 MB.
ROWS = 58_000
BUCKETS = 4_096

#: How often a word must be met in the training texts to get a row of its own when Kiwi has no vector for it.
OFTEN = 5

#: Smooth inverse frequency (Arora et al. 2017), with Zipf's law for the frequency: 0.1 / rank.
SIF = 1e-4

#: Particles and endings say little of what a text is about; training may raise them.
FUNCTION_WEIGHT = 0.1


@dataclass(frozen=True)
class Start:
    """Keys and buckets; `directions` (rows of length 1) and `weights`, one each for every row."""

    vocabulary: Vocabulary
    directions: npt.NDArray[np.float32]
    weights: npt.NDArray[np.float32]


def start(kiwi_file: Path, met: Mapping[str, int], rows: int = ROWS, buckets: int = BUCKETS) -> Start:
    """Keep the words that were `met` (key → count) and the most frequent others, as many as there are rows.

    A word that Kiwi has no vector for starts from its parts, or at random: random directions are as good
    as orthogonal, so that such a word is like itself and nothing else.
    """
    with np.load(kiwi_file, allow_pickle=False) as data:
        forms, tags, vectors = data["forms"], data["tags"], data["vectors"]
    ranks: dict[str, int] = {}
    for rank, (form, tag) in enumerate(zip(forms.tolist(), tags.tolist(), strict=True)):
        name = key(form, tag.split("-")[0])
        if name is not None and "\n" not in name and vectors[rank].any():
            # The most frequent of the meanings of a form stands for all.
            ranks.setdefault(name, rank)
    fresh = [name for name, count in Counter(met).most_common() if count >= OFTEN and name not in ranks]
    room = rows - buckets
    kept = [name for name in ranks if name in met] + fresh
    kept = (kept + [name for name in ranks if name not in met])[:room]
    vocabulary = Vocabulary(sorted(kept), buckets)

    random = np.random.default_rng(0)
    directions = random.standard_normal((len(vocabulary), vectors.shape[1])).astype(np.float32)
    # What a learned word or a bucket weighs: as a word that is met as seldom.
    frequency = np.full(len(vocabulary), 0.1 / 20_000, dtype=np.float32)
    total = max(1, sum(met.values()))
    for row, name in enumerate(vocabulary.keys):
        if name in ranks:
            directions[row] = vectors[ranks[name]]
            frequency[row] = 0.1 / (ranks[name] + 1)
        else:
            frequency[row] = met[name] / total
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    weights = np.float32(SIF) / (np.float32(SIF) + frequency)
    functional = [row for row, name in enumerate(vocabulary.keys) if name.endswith(("/J", "/E", "/X"))]
    weights[functional] *= np.float32(FUNCTION_WEIGHT)
    return Start(vocabulary, directions, weights)


def main() -> None:
    """The command line; see the module's docstring."""
    parser = argparse.ArgumentParser(description="Write the model as it is before training.")
    parser.add_argument("kiwi", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    begin = start(options.kiwi, {})
    write_model(options.folder, begin.vocabulary, begin.directions * begin.weights[:, None], power=0.75)


if __name__ == "__main__":
    main()
