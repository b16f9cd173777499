"""What a language model wrote, as lines with the passages they name. All of it is untrusted.

A line is text and, behind it, marks in square brackets. Only marks that were handed out in this request mean
anything; the numbers that readers see are given by code.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.guard import clean

#: Longer lines are no sentence, more lines no answer.
LONGEST_LINE, MOST_LINES = 400, 40

_MARKS = re.compile(r"\s*[\[【]\s*([a-z]{4}(?:\s*[,·/]\s*[a-z]{4})*)\s*[\]】]\s*")
_BULLET = re.compile(r"^(?:[-*•·‣▪■#>+~]+\s*|\(?\d{1,2}[.)]\s+|[①-⑳]\s*)+")
_STYLE = re.compile(r"\*\*|__|~~|`+|<[^<>]{0,60}>|(?<=\s)[*_](?=\S)|(?<=\S)[*_](?=\s|$)")
#: Numbers in brackets look like our citations.
_NUMBERS = re.compile(r"\s*[\[【(]\s*(?:\d{1,3}\s*[,·-]?\s*)+[\]】)](?!\s*\d{3,4}-)")
#: A yes or a no in front of a sentence: what it answers is the code's to say, and the sentence's.
_YES_OR_NO = re.compile(r"^(?:네|예|아니요|아니오|아뇨|맞아요|그래요)[,.!]\s+")
#: How a polite or plain sentence ends; a remark in brackets may stand behind.
_ENDS = re.compile(r"(?:요|죠|다)\s?(?:\([^()]{1,60}\))?[.!]?$")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as the model gave it: cleaned, with the marks that stood behind it."""

    text: str
    marks: tuple[str, ...]

    @property
    def is_sentence(self) -> bool:
        """Whether it is a whole sentence in Korean, and not half of one, a heading or a question."""
        return bool(_ENDS.search(self.text)) and bool(re.search(r"[가-힣]{2}", self.text))


class Lines:
    """Cuts a stream into lines as they become complete."""

    def __init__(self) -> None:
        self._rest = ""
        self._count = 0

    def feed(self, piece: str) -> Iterator[str]:
        """The lines that a further piece completes."""
        *whole, self._rest = re.split(r"\r\n|[\r\n\u2028\u2029\x85]", self._rest + piece)
        for line in whole:
            yield from self._line(line)
        # What is too long already is none of ours; its end must not be taken for a line.
        self._rest = self._rest[: LONGEST_LINE + 1]

    def end(self) -> Iterator[str]:
        """What stands behind the last line break."""
        rest, self._rest = self._rest, ""
        yield from self._line(rest)

    def _line(self, line: str) -> Iterator[str]:
        if not line.strip():
            return
        self._count += 1
        if self._count <= MOST_LINES and len(line) <= LONGEST_LINE:
            yield line


def read(line: str) -> list[Written]:
    """The sentences of a line: text up to each group of marks. What no marks follow has none."""
    line = unicodedata.normalize("NFKC", clean(line))
    sentences, start = [], 0
    groups = list(_MARKS.finditer(line))
    for place, group in enumerate(groups):
        following = groups[place + 1] if place + 1 < len(groups) else None
        if following is not None and following.start() == group.end():
            continue  # [abcd] [efgh]: one group
        first = place
        while first and groups[first - 1].end() == groups[first].start():
            first -= 1
        marks = [mark for g in groups[first : place + 1] for mark in re.findall(r"[a-z]{4}", g[1])]
        text = line[start : groups[first].start()]
        start = group.end()
        # "… 지원해요 [abcd]." has its full stop behind the mark.
        if line[start : start + 1] in (".", "!"):
            text, start = text.rstrip(" .") + ".", start + 1
        sentences.append(Written(_plain(text), tuple(dict.fromkeys(marks))))
    if rest := _plain(line[start:]):
        sentences.append(Written(rest, ()))
    return [sentence for sentence in sentences if sentence.text]


def _plain(text: str) -> str:
    """A sentence without the ornaments of a chat: bullets, Markdown, tags, numbers in brackets."""
    text = _NUMBERS.sub("", _STYLE.sub("", _BULLET.sub("", text.strip())))
    text = _YES_OR_NO.sub("", text)
    return re.sub(r"\s+", " ", text).strip(" -–—·|\"'“”")
