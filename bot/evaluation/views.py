"""What the report's template draws: bodies in pieces, bars, times in columns, and what two answers differ in."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.evaluation.run import Graded, Share
from bot.terminal import printable

_PIECES = re.compile(r"(\[\d+\])")
_WORDS = re.compile(r"\s+|[^\s]+")
#: The columns of the chart of times: up to so many milliseconds, and the rest.
COLUMNS = (5, 10, 20, 40, 80, 160, 1000, 5000)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a body: a `heading`, an `item` or plain `text`, as pieces; a piece like [1] is a marker."""

    kind: str
    pieces: tuple[str, ...]


def body_lines(body: str) -> list[Line]:
    """A body's lines."""
    lines = []
    for text in printable(body).strip().splitlines():
        kind = "heading" if text.startswith("■") else "item" if text.startswith("•") else "text"
        pieces = _PIECES.split(re.sub(r"^[■•]\s*", "", text))
        lines.append(Line(kind, tuple(piece for piece in pieces if piece.strip())))
    return lines


@dataclass(frozen=True, slots=True)
class Bar:
    """A share as a bar, with that of the run before when there is one. Values are percentages."""

    name: str
    share: Share
    value: float
    before: float | None


def bars(
    shares: Mapping[str, Share], names: Mapping[str, str], before: Mapping[str, Share] | None
) -> list[Bar]:
    """The bars of a chart, in the order of the shares; what was not asked at all has none."""
    found = []
    for key, share in shares.items():
        old = (before or {}).get(key)
        if share.value is not None:
            was = None if old is None or old.value is None else 100 * old.value
            found.append(Bar(names.get(key, key), share, 100 * share.value, was))
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """How many answers took so long, and the height of that in percent of the highest column."""

    name: str
    count: int
    height: float


def time_columns(rows: Iterable[Graded]) -> list[Column]:
    """The times of whole answers; empty columns at both ends are left out."""
    times = [row.answer.elapsed_ms.get("total", 0.0) for row in rows if row.answer]
    counts = [0] * (len(COLUMNS) + 1)
    for time in times:
        counts[next((place for place, edge in enumerate(COLUMNS) if time <= edge), len(COLUMNS))] += 1
    filled = [place for place, count in enumerate(counts) if count]
    if not filled:
        return []
    names = [_milliseconds(edge) for edge in COLUMNS] + ["그 밖"]
    return [
        Column(names[place], counts[place], 100 * counts[place] / max(counts))
        for place in range(filled[0], filled[-1] + 1)
    ]


def _milliseconds(edge: int) -> str:
    return f"{edge}ms" if edge < 1000 else f"{edge // 1000}초"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text beside another text: the `same`, or only `here`."""

    kind: str
    text: str


def differences(before: str, after: str) -> tuple[list[Piece], list[Piece]]:
    """Two texts with what only one of them has, word by word."""
    old, new = _WORDS.findall(printable(before)), _WORDS.findall(printable(after))
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        same = "same" if kind == "equal" else "here"
        left += [Piece(same, "".join(old[a:b]))] if a < b else []
        right += [Piece(same, "".join(new[c:d]))] if c < d else []
    return left, right


@dataclass(frozen=True, slots=True)
class Card:
    """What the report shows as one: a question, or a conversation with all its turns."""

    rows: tuple[Graded, ...]

    @property
    def talk(self) -> bool:
        return bool(self.rows[0].case.talk)

    @property
    def id(self) -> str:
        return self.rows[0].case.talk or self.rows[0].case.id

    @property
    def passed(self) -> bool:
        return all(row.passed for row in self.rows)


def cards(rows: Sequence[Graded]) -> list[Card]:
    """The questions in their order, a conversation's turns together."""
    talks: dict[str, list[Graded]] = {}
    for row in rows:
        key = f"talk {row.case.talk}" if row.case.talk else f"case {row.case.id}"
        talks.setdefault(key, []).append(row)
    return [Card(tuple(found)) for found in talks.values()]
