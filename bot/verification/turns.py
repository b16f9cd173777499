"""Turns (뒤집힘): what a claim's clauses demand, plan or tell by, and their homes do not, or the reverse."""

import re
from collections.abc import Iterable, Iterator
from itertools import permutations

from bot.verification.alignment import Alignment, like
from bot.verification.clauses import Unit
from bot.verification.marks import AND, BOTH, EACH, MARKS, ONE_OF, OR, SOME, periods
from bot.verification.meanings import ANTONYMS, LIGHT, REPORTING, SYNONYMS
from bot.verification.predicates import Said


def turns(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """Signs of a turned sense, by name; a name may come more than once."""
    yield from _marks(aligned)
    yield from _predicates(aligned)
    yield from _antonyms(aligned)


def _marks(aligned: Alignment) -> Iterator[tuple[str, float]]:
    claim, told = aligned.claim.reading.text, aligned.told.reading.text
    here = " ".join(["", *(aligned.told.texts[home] for home in sorted(aligned.near))])
    ours, near = ({name: bool(mark.search(text)) for name, mark in MARKS.items()} for text in (claim, here))
    if near["plan"] and not ours["plan"]:
        yield "plan nowhere", 1.0

    def flipped(one: str, other: str) -> bool:
        return ours[one] and not ours[other] and near[other] and not near[one]

    for one, other, name in (
        ("more", "less", "more for less"),
        ("before", "after", "before for after"),
        ("must", "can", "must for may"),
    ):
        if flipped(one, other) or flipped(other, one):
            yield name, 1.0
    if ours["past"] and not ours["plan"] and near["plan"]:
        yield "done for planned", 1.0
    either = OR.search(claim)
    if OR.search(here) and AND.search(claim) and not either:
        yield "and for or", 1.0
    if ONE_OF.search(claim) and not SOME.search(told):
        yield "one of", 1.0
    if BOTH.search(claim) and OR.search(told) and not either:
        yield "both for one", 1.0
    if EACH.search(claim) and not re.search(r"각각|씩|마다|당 ", told):
        yield "one of", 1.0
    by, by_near = periods(claim), periods(here)
    if by - by_near and by_near - by:
        yield "period for another", 1.0


def _home_said(aligned: Alignment, home: int) -> Said | None:
    """What is said in a clause, or in the one that ends its list."""
    clauses = aligned.told.clauses
    for clause in clauses[home:]:
        if clause.sentence != clauses[home].sentence:
            return None
        if clause.said is not None:
            return clause.said
    return None


def _predicates(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """A predicate that is not the one of its home; one that nothing cited has, where the home's own is left out."""
    told = aligned.told
    known = {said.lemma for said in told.reading.said} | {unit.form for unit in told.units}
    ours = [said.lemma for said in aligned.claim.reading.said]
    for clause, home in zip(aligned.claim.clauses, aligned.homes, strict=True):
        said = clause.said
        if said is None or home is None:
            continue
        there = _home_said(aligned, home)
        if there is not None and not _means(said.lemma, there.lemma, parts=False):
            yield "another predicate", 1.0
        if said.lemma in LIGHT | REPORTING or any(_means(said.lemma, lemma) for lemma in known):
            continue
        here = [found for n in aligned.attached(home) if (found := told.clauses[n].said) is not None]
        if any(
            other.lemma not in LIGHT | REPORTING and not any(_means(other.lemma, lemma) for lemma in ours)
            for other in here
        ):
            yield "predicate new for another", 1.0


def _means(word: str, other: str, parts: bool = True) -> bool:
    return word == other or other in SYNONYMS.get(word, ()) or (parts and like(word, other))


def _antonyms(aligned: Alignment) -> Iterator[tuple[str, float]]:
    told = aligned.told
    sentences = {told.clauses[home].sentence for home in aligned.homes if home is not None}
    claim = _written(aligned.claim.units)
    all_ = _written(told.units)
    near = _written(unit for unit in told.units if unit.clause in aligned.near)
    around = _written(unit for unit in told.units if told.clauses[unit.clause].sentence in sentences)
    free = all(MARKS["free"].search(side.reading.text) for side in (aligned.claim, told))
    anywhere = False
    for sides in ANTONYMS:
        if free and "무료" in sides[0]:
            continue  # 돈이 들지 않는다 is 무료
        for one, other in permutations(sides, 2):
            if not one & claim or other & claim:
                continue
            if not one & all_ and other & near:
                yield "antonym", 1.0
            anywhere = anywhere or bool(not one & around and other & around)
    if anywhere:
        yield "antonym in the sentence", 1.0


def _written(units: Iterable[Unit]) -> set[str]:
    """The words of units as the antonyms are written."""
    return {unit.form + "다" if unit.kind == "verb" else unit.form for unit in units}
