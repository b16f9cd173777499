"""The pieces of every text of the training, counted once: Kiwi takes longer than the learning does."""

import logging
import pickle
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.korean import Analyzer
from knowledge.pieces import Vocabulary

log = logging.getLogger(__name__)

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float32]


class Analysed:
    """The pieces of texts as numbers; `names[number]` is a piece, `numbers` goes the other way.

    Names grow as texts are added; a text's pieces are two arrays, numbers and counts.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.names: list[str] = list(vocabulary.keys)
        self.numbers: dict[str, int] = {name: number for number, name in enumerate(self.names)}
        self._places: dict[str, tuple[int, int]] = {}
        self._pieces, self._counts = array("i"), array("f")

    def __contains__(self, text: str) -> bool:
        return text in self._places

    def add(self, texts: Iterable[str], analyzer: Analyzer) -> None:
        """Analyse the texts that are not there yet."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._places]
        for done, (text, tokens) in enumerate(zip(fresh, analyzer.tokens_many(fresh), strict=True)):
            start = len(self._pieces)
            for name, count in self.vocabulary.count(tokens).items():
                number = self.numbers.setdefault(name, len(self.names))
                if number == len(self.names):
                    self.names.append(name)
                self._pieces.append(number)
                self._counts.append(count)
            self._places[text] = (start, len(self._pieces))
            if done % 20_000 == 0 and len(fresh) > 1_000:
                log.info("analysed %d of %d texts", done, len(fresh))

    def of(self, text: str) -> tuple[Integers, Floats]:
        """The numbers of a text's pieces, each once, and their counts."""
        start, end = self._places[text]
        return (
            np.frombuffer(self._pieces, dtype=np.int32)[start:end].astype(np.int64),
            np.frombuffer(self._counts, dtype=np.float32)[start:end],
        )

    def met(self, texts: Iterable[str]) -> Integers:
        """In how many of the texts each piece stands, by number."""
        found = np.zeros(len(self.names), dtype=np.int64)
        for text in texts:
            found[self.of(text)[0]] += 1
        return found

    def save(self, path: Path) -> None:
        """Keep the analysis for the next run of the same training."""
        path.write_bytes(pickle.dumps((self.names, self._places, self._pieces, self._counts)))

    def load(self, path: Path) -> None:
        """Read what `save` wrote: only a file of one's own, since it is a pickle."""
        self.names, self._places, self._pieces, self._counts = pickle.loads(path.read_bytes())
        self.numbers = {name: number for number, name in enumerate(self.names)}


def batches(texts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """The texts, `size` at a time."""
    for start in range(0, len(texts), size):
        yield texts[start : start + size]
