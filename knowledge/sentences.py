"""The vectors of passages' sentences: a long passage is about several things, and its own vector about none of them.

A sentence's vector is made as its passage's, under the same title. Passages of one sentence have none here: their
own vector is their sentence's. Only the bundled model reads sentences, from morphemes that are there already;
another model would take several times as long to index.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from knowledge.arrays import read_array
from knowledge.errors import IndexUnreadable
from knowledge.korean import Token
from knowledge.passage import Passage

if TYPE_CHECKING:
    from knowledge.bundled import BundledModel
    from knowledge.tokens import Reads

Floats = npt.NDArray[np.float32]
Codes = npt.NDArray[np.int8]

#: Raised when the same passages would give other vectors.
VERSION: Final = 1

CODES, STARTS = "codes.npy", "starts.npy"

#: Morphemes of a sentence, punctuation too. A shorter one goes with its neighbour; a longer one (a table, a list
#: without full stops) is read in parts.
LEAST, LONGEST = 3, 40


class Sentences:
    """The sentences of passages by row, a byte a number: only their directions are kept."""

    def __init__(self, codes: Codes, starts: npt.NDArray[np.int64]) -> None:
        """The sentences of passage `row` are `codes[starts[row]:starts[row + 1]]`."""
        self._codes, self._starts = codes, starts

    def __len__(self) -> int:
        """The number of passages."""
        return len(self._starts) - 1

    @classmethod
    def build(
        cls,
        passages: Sequence[Passage],
        reads: "Reads",
        model: "BundledModel",
        known: Mapping[str, Codes] = MappingProxyType({}),
    ) -> "Sentences":
        """Read the sentences of all passages; `reads` takes titles and texts apart.

        `known` has what an earlier build by the same model made of passages, by their ids.
        """
        codes, starts = bytearray(), np.zeros(len(passages) + 1, dtype=np.int64)
        titles: dict[str, tuple[Token, ...]] = {}
        texts = reads.tokens_many(passage.text for passage in passages if passage.id not in known)
        for row, passage in enumerate(passages):
            if (made := known.get(passage.id)) is not None:
                codes += made.tobytes()
            elif len(parts := list(split(next(texts)))) > 1:
                if passage.kind == "fact" and passage.title not in titles:
                    (titles[passage.title],) = reads.tokens_many([passage.title])
                title = titles[passage.title] if passage.kind == "fact" else ()
                for part in parts:
                    codes += _coded(model.embed_tokens([*title, *part])).tobytes()
            starts[row + 1] = len(codes) // model.dimension
        return cls(np.frombuffer(codes, dtype=np.int8).reshape(-1, model.dimension), starts)

    def of(self, row: int) -> Codes:
        """The sentences of a passage, one a row; none of a passage of one sentence."""
        return self._codes[self._starts[row] : self._starts[row + 1]]

    def cosines(self, asked: Floats, rows: Sequence[int]) -> Floats:
        """How near each row's nearest sentence is to a vector of length 1; not a number for a row without sentences."""
        found = np.full(len(rows), np.nan, dtype=np.float32)
        for place, row in enumerate(rows):
            # One passage after the other stays in the processor's cache, and takes a fifth of the time of all at once.
            vectors = self.of(row).astype(np.float32)
            if len(vectors):
                lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
                found[place] = ((vectors @ asked) / np.maximum(lengths, 1e-9)).max()
        return found

    def save(self, folder: Path) -> None:
        """Write the sentences into a folder, which is made where it does not exist."""
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / CODES, self._codes, allow_pickle=False)
        np.save(folder / STARTS, self._starts, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "Sentences":
        """Open what `save` wrote, memory-mapped where it is large. Raises IndexUnreadable when it is missing or broken."""
        try:
            codes, starts = read_array(folder / CODES), read_array(folder / STARTS)
        except (OSError, ValueError) as error:
            raise _unreadable(type(error).__name__) from error
        whole = (
            (codes.ndim, starts.ndim) == (2, 1)
            and codes.dtype == np.int8
            and starts.dtype == np.int64
            and len(starts) > 0
            and int(starts[0]) == 0
            and int(starts[-1]) == len(codes)
            and bool((np.diff(starts) >= 0).all())
        )
        if not whole:
            raise _unreadable("크기가 맞지 않아요")
        return cls(codes, starts)


def split(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """The sentences of an analysed text: up to a full stop, a question or exclamation mark."""
    part: list[Token] = []
    held: list[Token] | None = None
    for token in tokens:
        part.append(token)
        if len(part) >= LONGEST or (token.tag == "SF" and len(part) >= LEAST):
            if held is not None:
                yield held
            held, part = part, []
    if held is None:
        yield part
    elif len(part) < LEAST:
        yield held + part
    else:
        yield held
        yield part


def _coded(vector: Floats) -> Codes:
    """A vector's direction in whole numbers up to 127."""
    codes: Codes = np.rint(vector * (127 / max(float(np.abs(vector).max()), 1e-9))).astype(np.int8)
    return codes


def _unreadable(reason: str) -> IndexUnreadable:
    return IndexUnreadable(
        f"문장 벡터를 읽을 수 없어요 ({reason}). `ongil ingest`로 색인을 다시 만들어 주세요."
    )
