"""Splices (이어 붙이기): a sentence made of parts of two facts of a program, each of which is told of something else.

Each word of such a sentence may stand in the passage that it cites or in its program's names, and the verifier lets a
writer take a subject from what stands around. A language model gets less: what it tells is told of what its passage is
about, or of the program where the passage names nothing else; and it neither begins nor ends as another fact does while
the rest is a copy of its passage.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from operator import eq
from typing import Final

from bot.names import short_title, squash
from bot.style import polite
from bot.verification import support
from bot.verification.reading import Reading
from knowledge.document import Document
from knowledge.korean import Analyzer
from knowledge.passage import Passage

_TOPICS: Final = frozenset("은 는 이 가 도 께서".split())
_PHRASE: Final = frozenset("NNG NNP NNB SL SN SW SO SP XPN XSN NR XR SSO SSC MM".split())
_NAMES: Final = frozenset("NNG NNP SL XR".split())
#: What anything may be told of that a passage does not name: the reader, the program, what a section is about.
_OPEN: Final = frozenset("사업 프로그램 제도 서비스 사장 내용 금액 규모 신청 지원 대상 사람".split())
#: What only says that something is told of the word before it (일반 기술의 경우).
_CASES: Final = frozenset("경우 쪽 기준 때".split())
#: What may stand behind a word and make no other of it: 2025년에는 is 2025년에, 네이버는 is 네이버가.
_ALSO: Final = re.compile(r"(?<=[가-힣](?:에|게|서|로|지|터))(?:은|는|도)$")
_TOPIC: Final = re.compile(r"(?<=[가-힣A-Za-z)」])(?:은|는|이|가)$")
#: An ending that tells nothing: 있어요, 해요, 됐어요.
_LIGHT: Final = re.compile(r"(?:있|하|해|했|되|돼|됐)\S{0,2}요[.!]?")


@dataclass(frozen=True, slots=True)
class _Subject:
    """What something is told of: squashed, its nouns with their tags, and where its particle ends."""

    text: str
    nouns: frozenset[tuple[str, str]]
    end: int

    @property
    def open(self) -> bool:
        return all(noun in _OPEN for noun, _ in self.nouns)


_NOBODY: Final = _Subject("", frozenset(), 0)


def stray(claim: Reading, passage: Reading, document: Document | None) -> str:
    """What a claim is about, squashed, when its passage has no word for it; empty when it has.

    The program and who runs it may take the place of a subject that the passage leaves out, the program's title of any.
    """
    ours = _subject(claim)
    if ours.open or all(_has(noun, tag, passage) for noun, tag in ours.nouns):
        return ""
    if document is None:
        return ours.text
    told = squash(claim.text)
    titles = [squash(title) for title in (document.title, short_title(document.title))]
    if any(told.startswith(title) for title in titles):
        return ""
    names = [*titles, *map(squash, (*document.aliases, *re.split(r"[·,/()]", document.provider)))]
    named = any(ours.text in name or name in ours.text for name in names if name)
    return "" if named and _subject(passage).text in told else ours.text


def _has(noun: str, tag: str, passage: Reading) -> bool:
    """Whether a passage has a noun or one of its meaning; a name must stand there itself (카카오톡 is not 카카오)."""
    return noun in passage.forms if tag == "NNP" else support.grounded(noun, passage)


def spliced(
    claim: Reading, told: Reading, passage: Passage, document: Document | None, analyzer: Analyzer
) -> str:
    """The beginning or the end of a claim that its passage does not have, where all the rest is its passage's.

    It must be another fact's, or a subject in the place of the passage's own; empty when it is neither.
    """
    if document is None:
        return ""
    own = _polite(passage.text, analyzer)
    others = [_words(_polite(fact.text, analyzer)) for fact in document.facts if fact.text != passage.text]
    ours, theirs = _words(claim.text), _words(own)
    begin = max([_common(ours, other) for other in others] + [_replaced(claim, told)])
    if begin and _foreign(ours[:begin], ours, theirs) and _within(ours[begin:], theirs, _like):
        return " ".join(claim.text.split()[:begin])
    end = len(ours) - max((_common(ours[::-1], other[::-1]) for other in others), default=0)
    last = claim.text.split()[end:]
    if (
        _foreign(ours[end:], ours, theirs)
        and not _tells_nothing(last, own)
        and _within(ours[:end], theirs, _like)
    ):
        return " ".join(last)
    return ""


@lru_cache(maxsize=2_048)
def _polite(text: str, analyzer: Analyzer) -> str:
    return polite(text, analyzer)


def _subject(reading: Reading) -> _Subject:
    """What is first told of something in a text: the nouns before 은, 는, 이, 가 or 도."""
    tokens = reading.tokens
    for place, token in enumerate(tokens):
        if token.tag not in ("JX", "JKS", "JKC") or token.form not in _TOPICS:
            continue
        start = place
        while start and tokens[start - 1].tag in _PHRASE:
            start -= 1
        phrase = tokens[start:place]
        # 10개가, 첫 이틀은: a figure is told of nothing.
        if phrase and not any(phrase[0].start < f.end and f.start < token.start for f in reading.figures):
            nouns = frozenset(
                (word.form.lower(), word.tag)
                for word in phrase
                if word.tag in _NAMES and word.form not in _CASES
            )
            if nouns:
                return _Subject(squash(reading.text[phrase[0].start : token.start]), nouns, token.end)
    return _NOBODY


def _words(text: str) -> list[str]:
    """The words of a sentence; which of 은, 는, 이 and 가 stands behind one makes no other word of it."""
    return [_TOPIC.sub("~", _ALSO.sub("", word.rstrip(".,"))) for word in text.split()]


def _replaced(claim: Reading, told: Reading) -> int:
    """How many words a claim has up to its subject, where that stands for its passage's, which is left out; else 0."""
    ours, theirs = _subject(claim), _subject(told)
    if ours.open or not theirs.text or any(_has(noun, tag, claim) for noun, tag in theirs.nouns):
        return 0
    return len(claim.text[: ours.end].split())


def _common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many words two sentences begin with alike."""
    return sum(1 for _ in takewhile(bool, map(eq, ours, theirs)))


def _foreign(part: Sequence[str], ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether a part of a sentence is none of its passage's, or stands there less often (쿠팡은 … 쿠팡이 …)."""
    return bool(part) and (
        not _within(part, theirs, eq) or any(ours.count(word) > theirs.count(word) for word in part)
    )


def _tells_nothing(last: Sequence[str], own: str) -> bool:
    """Whether a sentence ends in a light verb that its passage has in another form (쓸 수 있어요 of 쓸 수 있는 서비스)."""
    return len(last) == 1 and _LIGHT.fullmatch(last[0]) is not None and last[0][0] in own


def _within(ours: Sequence[str], theirs: Sequence[str], like: Callable[[str, str], bool]) -> bool:
    """Whether all the words stand in the other ones, in this order."""
    rest = iter(theirs)
    return all(any(like(word, other) for other in rest) for word in ours)


def _like(a: str, b: str) -> bool:
    """Whether two words are one but for its ending."""
    return a == b or (a[:2] == b[:2] and len(a) > 1 and re.sub(r"\D", "", a) == re.sub(r"\D", "", b))
