"""Polarity (긍정과 부정): what a claim denies must be denied where it is told, and the other way round."""

from collections.abc import Iterator
from typing import Final

from bot.verification.alignment import Alignment, like, means
from bot.verification.clauses import Parsed
from bot.verification.denials import by_itself, contraposed, contrasted
from bot.verification.marks import MARKS
from bot.verification.meanings import FEES, LIGHT, MEASURING, REPORTING, SYNONYMS
from bot.verification.predicates import Said

#: Verbs that leave their nouns out, or stop, without a denial of their own.
_OUT: Final = frozenset("빼 생략 멈추 중단 그치 다르 면제 줄이 없이".split())
_NOT_YET: Final = frozenset(["예비", "미", "비", "무"])


def polarity(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """Signs of a denial added, lost or turned, by name; a name may come more than once.

    A denial counts as told when what is cited denies the same predicate, or something of the same nouns near the
    place that the claim tells; that no money is taken, and that a figure is not passed, deny nothing.
    """
    if contraposed(aligned.claim.reading, aligned.told.reading):
        return
    ours, theirs = _saids(aligned.claim), _saids(aligned.told)
    near = [said for clause, said in theirs if clause in aligned.near]
    free = all(MARKS["free"].search(side.reading.text) for side in (aligned.claim, aligned.told))
    claim, told = aligned.claim.reading, aligned.told.reading
    for clause, said in ours:
        if by_itself(said, told) or (said.denied and contrasted(said, claim)):
            continue
        same = [other for _, other in theirs if means(said.lemma, other.lemma)]
        denied = _denies(said, aligned.claim, clause, free)
        if same and said.lemma not in LIGHT:
            if all(
                _denies(other, aligned.told, n, free) != denied for n, other in theirs if other in same
            ) and not (denied and any(_left_out(other) and _shared(said, other) for _, other in theirs)):
                yield "turned predicate", 1.0
        elif (
            denied
            and not any(_left_out(other) and _akin(said, other) for other in near)
            and not _NOT_YET & told.forms
        ):
            yield "denial added", 1.0
    for clause, other in theirs:
        if clause not in aligned.near or not _denies(other, aligned.told, clause, free):
            continue
        if other.nouns and not any(_shared(other, said) for _, said in ours):
            continue
        if not any(
            _left_out(said) and (means(said.lemma, other.lemma) or _akin(said, other)) for _, said in ours
        ):
            yield "denial lost", 1.0


def _left_out(said: Said) -> bool:
    """Whether something is denied, or left out of the rest, or stopped."""
    return said.denied or said.lemma in _OUT


def _saids(side: Parsed) -> list[tuple[int, Said]]:
    """The predicates of a text, each with its clause."""
    return [(n, clause.said) for n, clause in enumerate(side.clauses) if clause.said is not None]


def _denies(said: Said, side: Parsed, clause: int, free: bool) -> bool:
    if not said.denied or (free and FEES & {said.lemma, *said.nouns}):
        return False
    measured = any(unit.figure is not None and unit.clause == clause for unit in side.units)
    return not (said.lemma in MEASURING and measured)


def _akin(said: Said, other: Said) -> bool:
    return _shared(said, other) or (not said.nouns or not other.nouns)


def _shared(said: Said, other: Said) -> bool:
    words = [word for word in (*said.nouns, said.lemma) if word not in LIGHT | REPORTING]
    return any(like(a, b) or b in SYNONYMS.get(a, ()) for a in words for b in (*other.nouns, other.lemma))
