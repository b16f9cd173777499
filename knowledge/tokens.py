"""What Kiwi made of a generation's texts: written at ingest, so that no reader analyses them again.

A folder of three files: `morphemes.tsv` (one form and tag a line), `ids.npy` (the morphemes of all texts, one
text after the other, as lines of the first file) and `ends.npy` (where each text ends in it). The texts are
the passages in the index's order, then the documents' headings in the order of their slugs.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from knowledge.arrays import read_array
from knowledge.errors import IndexUnreadable
from knowledge.korean import BATCH, Token

if TYPE_CHECKING:
    from knowledge.document import Document

#: Raised when a generation made before has not what is written today.
VERSION: Final = 1

MORPHEMES, IDS, ENDS = "morphemes.tsv", "ids.npy", "ends.npy"


class Reads(Protocol):
    """Who takes texts apart: Kiwi (`Analyzer`), or one who remembers what Kiwi said."""

    def tokens_many(self, texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
        """The morphemes of many texts, in their order."""


def heading(document: "Document") -> str:
    """What a document is called: title, provider and aliases."""
    return "\n".join([document.title, document.provider, *document.aliases])


class Tokens:
    """The morphemes of texts by number. They have form and tag; where they stand is not kept (0)."""

    def __init__(self, morphemes: Sequence[Token], ids: npt.NDArray[Any], ends: npt.NDArray[Any]) -> None:
        self._morphemes, self._ids, self._ends = morphemes, ids, ends

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[list[Token]]:
        morphemes, start = self._morphemes, 0
        for end in self._ends.tolist():
            yield [morphemes[place] for place in self._ids[start:end].tolist()]
            start = end

    @classmethod
    def load(cls, folder: Path) -> "Tokens":
        """Open what `Recorder.save` wrote. Raises IndexUnreadable when it is missing or broken."""
        try:
            lines = (folder / MORPHEMES).read_text(encoding="utf-8").split("\n")
            rows = (line.split("\t") for line in lines if line)
            morphemes = [Token(form, tag, 0, 0) for form, tag in rows]
            ids, ends = read_array(folder / IDS), read_array(folder / ENDS)
            whole = (int(ends[-1]) if len(ends) else 0) == len(ids) and (
                not len(ids) or int(ids.max()) < len(morphemes)
            )
        except (OSError, ValueError, TypeError) as error:
            raise _unreadable(type(error).__name__) from error
        if not whole:
            raise _unreadable("크기가 맞지 않아요")
        return cls(morphemes, ids, ends)


class Recorder:
    """Passes texts on to Kiwi, each once, and remembers what came back, 4 bytes a morpheme, to be saved for readers.

    As with `Tokens`, where morphemes stand is not told.
    """

    def __init__(self, analyzer: Reads) -> None:
        self._analyzer = analyzer
        self._places: dict[tuple[str, str], int] = {}
        self._morphemes: list[Token] = []
        self._ids = array("I")
        self._spans: dict[str, tuple[int, int]] = {}

    def learn(self, texts: Sequence[str], tokens: Tokens) -> None:
        """Take over what an earlier recorder saved of texts: they need not go through Kiwi again."""
        places = np.fromiter(map(self._place, tokens._morphemes), np.uint32, len(tokens._morphemes))
        start = before = len(self._ids)
        if len(tokens._ids):
            self._ids.frombytes(places[tokens._ids].tobytes())
        for text, end in zip(texts, tokens._ends.tolist(), strict=True):
            self._spans[text] = (start, before + end)
            start = before + end

    def tokens_many(self, texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
        """The morphemes of many texts, in their order."""
        source = iter(texts)
        while batch := list(islice(source, BATCH)):
            fresh = dict.fromkeys(text for text in batch if text not in self._spans)
            for text, tokens in zip(fresh, self._analyzer.tokens_many(fresh), strict=True):
                start = len(self._ids)
                self._ids.extend(map(self._place, tokens))
                self._spans[text] = (start, len(self._ids))
            for text in batch:
                yield self._recalled(text)

    def _place(self, token: Token) -> int:
        """The number of a morpheme."""
        place = self._places.setdefault((token.form, token.tag), len(self._places))
        if place == len(self._morphemes):
            self._morphemes.append(Token(token.form, token.tag, 0, 0))
        return place

    def _recalled(self, text: str) -> tuple[Token, ...]:
        start, end = self._spans[text]
        return tuple(self._morphemes[place] for place in self._ids[start:end])

    def save(self, folder: Path, texts: Iterable[str]) -> None:
        """Write the morphemes of some texts; those that were not passed on before are analysed now."""
        wanted = list(texts)
        for _ in self.tokens_many(dict.fromkeys(text for text in wanted if text not in self._spans)):
            pass
        spans = [self._spans[text] for text in wanted]
        ids = np.frombuffer(self._ids, dtype=np.uint32) if self._ids else np.zeros(0, np.uint32)
        parts = [ids[start:end] for start, end in spans]
        # Only the morphemes of these texts: what was learned may be of documents that are gone.
        used, numbers = np.unique(np.concatenate(parts) if parts else ids[:0], return_inverse=True)
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / IDS, numbers.astype(np.uint32), allow_pickle=False)
        ends = np.cumsum([end - start for start, end in spans], dtype=np.int64)
        np.save(folder / ENDS, ends, allow_pickle=False)
        morphemes = [self._morphemes[place] for place in used.tolist()]
        lines = [f"{_line(token.form)}\t{token.tag}\n" for token in morphemes]
        (folder / MORPHEMES).write_text("".join(lines), encoding="utf-8", newline="\n")


class Recall:
    """Answers from what a recorder remembers; what it does not know goes through Kiwi once.

    A text of several lines is known by its first line and the rest, too: Kiwi reads line by line. As with
    `Tokens`, where morphemes stand is not told.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def tokens_many(self, texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
        """The morphemes of many texts, in their order."""
        source = iter(texts)
        while batch := list(islice(source, BATCH)):
            parts = [[part for part in text.partition("\n")[::2] if part] for text in batch]
            known = self._recorder._spans
            fresh = dict.fromkeys(part for row in parts for part in row if part not in known)
            for _ in self._recorder.tokens_many(fresh):
                pass
            for row in parts:
                yield tuple(token for part in row for token in self._recorder._recalled(part))


def _line(form: str) -> str:
    """A form as it fits in a line: Kiwi's forms have no tabs and line ends but in what it leaves whole."""
    return form.replace("\t", " ").replace("\n", " ").replace("\r", " ")


def _unreadable(reason: str) -> IndexUnreadable:
    return IndexUnreadable(
        f"낱말 모음을 읽을 수 없어요 ({reason}). `ongil ingest`로 색인을 다시 만들어 주세요."
    )
