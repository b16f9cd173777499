"""Lines as a page breaks them, joined to paragraphs again: for plain text and PDF."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ingest.readers.outline import heading_mark

#: What begins a paragraph or an item whatever stood before it.
_STARTS: Final = re.compile(
    r"[□■▣◈◆❏▶►◎●○ㅇ◦•∙▪▫☞✓✔→❍※*＊]|[-–—]\s|o\s|\(?\d{1,2}[.)]\s?\D|[①-⑳㉠-㉻]|\(?[가-하][.)]\s|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|제\s?\d+\s?[장절조관]|"
    r"[<〈【\[]|(?:붙임|별첨|참고|별지)\s?\d*"
)
_ENDS: Final = re.compile(r"(?:[다요까죠음함임됨]\.|[.!?:：。;])[\"'”’)」』]*$")
#: A line shorter than this share of the longest ends its paragraph.
FULL: Final = 0.85
#: Where people and programs put the right margin of a plain text; Hangul counts for two.
NARROW, WIDE = 50, 130


def paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """The paragraphs of a text's lines: a line each, unless the lines are broken at a right margin.

    An empty line ends a paragraph there, and so does a line that is short of the margin or ends a sentence.
    """
    widths = sorted(_width(line) for line in lines if line.strip())
    margin = widths[int(len(widths) * 0.95)] if widths else 0.0
    full = margin * FULL
    wrapped = NARROW <= margin <= WIDE and sum(width >= full for width in widths) >= max(3, len(widths) * 0.4)
    yield from join([(line, wrapped and _width(line) >= full) for line in lines])


def join(lines: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """Paragraphs from lines, each with whether it reaches the margin, so that the next one may go on with it."""
    held = ""
    held_full = False
    for raw, full in lines:
        line = raw.strip()
        if not line:
            if held:
                yield held
            held = ""
            continue
        joins = held_full and not _STARTS.match(line) and not _ENDS.search(held) and not heading_mark(held)
        if held and not joins:
            yield held
            held = ""
        held = f"{held} {line}" if held else line
        held_full = full
    if held:
        yield held


def _width(line: str) -> float:
    """How wide a line looks: Hangul counts for two."""
    return sum(2 if letter >= "\u1100" else 1 for letter in line.strip())


def split_lines(text: str) -> list[str]:
    """The lines of a text, whatever ends them; tabs between columns become a bar that can be read."""
    return [re.sub(r"\t+", " | ", line.strip("\t ")) for line in text.splitlines()]
