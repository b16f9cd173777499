"""Order (순서): what a claim puts first must not come after it where it is told."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.verification.alignment import Alignment, like, means
from bot.verification.predicates import Said
from bot.verification.reading import Reading

#: To have done with a thing is to have done it.
_FINISH: Final = frozenset("끝내 끝나 마치 완료 끝마치".split())
_LATER: Final = frozenset(["뒤", "후", "다음", "이후", "나"])
_EARLIER: Final = frozenset(["전", "이전"])


def order(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """A sign that what comes first and what after it are told the other way round."""
    claim, told = aligned.claim.reading, aligned.told.reading
    theirs = _steps(told)
    for first, then in _steps(claim):
        for earlier, later in theirs:
            if _same(first, later) and _same(then, earlier) and not _same(first, earlier):
                yield "order turned", 1.0
    timed = _timed(told)
    for said, after in _timed(claim):
        known = {turned for other, turned in timed if means(said.lemma, other.lemma)}
        if known == {not after}:
            yield "order turned", 1.0


def _timed(reading: Reading) -> list[tuple[Said, bool]]:
    """The predicates that something comes before (False) or after (True)."""
    found = []
    for said in reading.said:
        ending = reading.tokens[said.end - 1]
        after = reading.tokens[said.end].form if said.end < len(reading.tokens) else ""
        done = said.lemma in _FINISH and said.nouns
        event = replace(said, lemma=said.nouns[-1]) if done else said
        if (after in _LATER and ending.tag == "ETM") or re.match(
            r"\S{0,2}고 나", reading.text[reading.tokens[max(0, said.end - 3)].start :]
        ):
            found.append((event, True))
        elif after in _EARLIER and ending.tag in ("ETN", "ETM"):
            found.append((event, False))
    return found


def _steps(reading: Reading) -> list[tuple[Said, Said]]:
    """Pairs of predicates of which the first comes first (A한 뒤 B, A하면 B, B하기 전에 A)."""
    timed = {said.end: after for said, after in _timed(reading)}
    found = []
    for said, then in zip(reading.said, reading.said[1:], strict=False):
        if said.sentence != then.sentence:
            continue
        after = timed.get(said.end)
        if after is False:
            found.append((then, said))
        elif after or said.if_:
            found.append((said, then))
    return found


def _same(said: Said, other: Said) -> bool:
    return means(said.lemma, other.lemma) and (
        not said.nouns or not other.nouns or any(like(a, b) for a in said.nouns for b in other.nouns)
    )
