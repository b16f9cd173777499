"""Text with bold parts and links, cut into messages that Telegram takes.

Telegram counts in UTF-16 units: a message has at most 4,096 of them, and an entity's offset and length
are given in them too. Formatting comes first, cutting second, so that a length is what Telegram counts.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

MESSAGE_UNITS = 4096
#: Telegram ignores entities beyond a hundred and refuses a message with about 9,500 bytes of them.
MESSAGE_ENTITIES = 90
ENTITY_BYTES = 8000

#: Everything that Telegram would replace or drop: control characters but the line feed, halves of a pair.
UNSENDABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\ud800-\udfff]")
#: Characters that belong to the one before them: a cut in front of one would tear an emoji or a syllable.
JOINED = re.compile(
    r"[\u0300-\u036f\u1160-\u11ff\u200d\u20e3\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
)
JOINER = "\u200d"

Kind = Literal["bold", "text_link"]


@dataclass(frozen=True, slots=True)
class Span:
    """A formatted stretch of a text, in characters; spans do not overlap and are in order."""

    start: int
    end: int
    kind: Kind
    url: str | None = None

    @property
    def weight(self) -> int:
        """About what the entity takes of the bytes that Telegram allows."""
        return 64 + len((self.url or "").encode())


@dataclass(frozen=True, slots=True)
class Rich:
    """A text and its formatting."""

    text: str
    spans: tuple[Span, ...] = ()

    def __add__(self, other: "Rich") -> "Rich":
        moved = (Span(s.start + len(self.text), s.end + len(self.text), s.kind, s.url) for s in other.spans)
        return Rich(self.text + other.text, (*self.spans, *moved))

    def __bool__(self) -> bool:
        return bool(self.text)

    def cut(self, start: int, end: int) -> "Rich":
        """The part from `start` to `end`; a span that reaches beyond it is cut with it."""
        spans = (
            Span(max(s.start, start) - start, min(s.end, end) - start, s.kind, s.url) for s in self.spans
        )
        return Rich(self.text[start:end], tuple(s for s in spans if s.start < s.end))


def clean(text: str) -> str:
    """The text as Telegram will show it."""
    return UNSENDABLE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))


def plain(text: str) -> Rich:
    """Text as it is."""
    return Rich(clean(text))


def bold(text: str) -> Rich:
    """Bold text."""
    return _styled(text, "bold")


def link(text: str, url: str | None) -> Rich:
    """A link, or plain text without a url."""
    return _styled(text, "text_link", url) if url else plain(text)


def join(separator: str, parts: Iterable[Rich]) -> Rich:
    """Parts with a separator between them; empty parts are left out."""
    whole = Rich("")
    for part in parts:
        if part:
            whole = whole + (plain(separator) if whole else Rich("")) + part
    return whole


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(whole: Rich, limit: int = MESSAGE_UNITS) -> list[Rich]:
    """The messages that a text becomes: nothing lost but white space where it was cut.

    Cut at a blank line if one is near enough, else at a line's end, else at a space; never inside a
    span that would fit into a message of its own, never inside a character.
    """
    return [whole.cut(start, end) for start, end in _cuts(whole, limit)]


def _styled(text: str, kind: Kind, url: str | None = None) -> Rich:
    text = clean(text).strip()
    return Rich(text, (Span(0, len(text), kind, url),) if text else ())


def _cuts(whole: Rich, limit: int) -> Iterator[tuple[int, int]]:
    text = whole.text
    at = [0, *accumulate(1 + (character > "\uffff") for character in text)]
    start, length = _skip(text, 0), len(text.rstrip())
    while start < length:
        end = _furthest(whole, at, start, limit, length)
        if end < length:
            end = _good_place(whole, start, end)
        # What is cut off ends in no white space, as Telegram would trim it.
        yield start, start + len(text[start:end].rstrip())
        start = _skip(text, end)


def _skip(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start


def _furthest(whole: Rich, at: list[int], start: int, limit: int, length: int) -> int:
    """The end of the longest part from `start` that Telegram takes."""
    end = start
    while end < length and at[end + 1] - at[start] <= limit:
        end += 1
    count = weight = 0
    for span in whole.spans:
        if span.end <= start or span.start >= end:
            continue
        count, weight = count + 1, weight + span.weight
        if count > 1 and (count > MESSAGE_ENTITIES or weight > ENTITY_BYTES):
            return max(span.start, start + 1)
    return max(end, start + 1)


def _good_place(whole: Rich, start: int, end: int) -> int:
    """Where to cut, at `end` or before it."""
    text, half = whole.text, start + (end - start) // 2
    inside = {
        i
        for s in whole.spans
        if s.start >= start
        for i in range(max(s.start + 1, start), min(s.end, end + 1))
    }
    for boundary in ("\n\n", "\n", " "):
        place = text.rfind(boundary, half, end + len(boundary))
        while place > start:
            if place not in inside and place <= end:
                return place
            place = text.rfind(boundary, half, place + len(boundary) - 1)
    for spans in (inside, set[int]()):
        place = end
        while place > start and (place in spans or _torn(text, place)):
            place -= 1
        if place > start:
            return place
    # One long cluster fills the message: then it is cut after all.
    return end


def _torn(text: str, place: int) -> bool:
    return 0 < place < len(text) and (JOINED.match(text[place]) is not None or text[place - 1] == JOINER)
