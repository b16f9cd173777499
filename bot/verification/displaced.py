"""Displaced (뒤바뀜): a figure or a name told where what is cited tells another one of its kind."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.verification.alignment import PART, Alignment
from bot.verification.clauses import Unit
from bot.verification.dates import Day
from bot.verification.figures import Figure, comparable, same
from bot.verification.meanings import FREE, LIGHT

_TOPICS: Final = frozenset(["topic", "who", "also"])
#: Words that stand where else a date does (예전에는 …, 2026년부터는 …).
_PAST: Final = frozenset("예전 그전 이전 전 당시 처음 종전 과거".split())


def displaced(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """Signs of figures and names in another's place, by name; a name may come more than once."""
    yield from _astray(aligned)
    yield from _own_figures(aligned)
    yield from _facts(aligned)


def _astray(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """What is told in a clause of another one there, where its home has its like, which the claim leaves out."""
    told = aligned.told
    for unit, pair in zip(aligned.claim.units, aligned.pairs, strict=True):
        home = aligned.homes[unit.clause]
        if home is None or (unit.figure is None and unit.form in FREE | LIGHT):
            continue
        reach = aligned.attached(home)
        if pair is not None and told.units[pair.unit].clause in reach:
            continue
        left = [
            other
            for n, other in enumerate(told.units)
            if other.clause in reach and n not in aligned.covered and (other.figure or other.form not in FREE)
        ]
        if unit.figure is not None:
            if pair is not None and any(
                (other.figure is not None and comparable(unit.figure, other.figure))
                or (isinstance(unit.figure, Day) and other.form in _PAST)
                for other in left
            ):
                yield "figure for another's", 1.0
        elif unit.kind == "name" and any(
            other.kind == "name" and _place(other) == _place(unit) for other in left
        ):
            yield "name for another's", 1.0


def _place(unit: Unit) -> str:
    return {"who": "agent", "topic": "agent", "also": "agent", "only": "agent"}.get(unit.role, unit.role)


def _facts(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """A figure or a name of one fact, told in a clause whose other words are of another fact that has its like."""
    told = aligned.told
    sentence = [told.clauses[unit.clause].sentence for unit in told.units]
    if len(set(sentence)) < 2:
        return
    where = [frozenset(sentence[m] for m, value in enumerate(row) if value >= PART) for row in aligned.alike]
    for place in range(len(aligned.claim.clauses)):
        units = [n for n, unit in enumerate(aligned.claim.units) if unit.clause == place]
        values = [
            n
            for n in units
            if aligned.claim.units[n].figure is not None or aligned.claim.units[n].kind == "name"
        ]
        votes = Counter(
            min(where[n])
            for n in units
            if n not in values and len(where[n]) == 1 and aligned.claim.units[n].form not in FREE | LIGHT
        )
        if len(votes) != 1 or votes.total() < 2:
            continue
        (home,) = votes
        for n in values:
            unit = aligned.claim.units[n]
            if not where[n] or home in where[n]:
                continue
            rivals = [
                m
                for m, other in enumerate(told.units)
                if sentence[m] == home
                and not any(aligned.alike[k][m] >= PART for k in units)
                and (
                    comparable(unit.figure, other.figure)
                    if unit.figure is not None and other.figure is not None
                    else unit.figure is None and other.kind == "name" and _place(other) == _place(unit)
                )
            ]
            if rivals:
                yield "of another fact", 1.0


def _own_figures(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """A figure told of a topic that has another one of its own there (뤼튼 300명, where 뤼튼 has 100명)."""
    every = [unit.figure for unit in aligned.claim.units if unit.figure is not None]
    found, kept = 0, 0
    for place in range(len(aligned.claim.clauses)):
        ours = [u.figure for u in aligned.claim.units if u.clause == place and u.figure is not None]
        groups = [group for group in _of_topics(aligned, place) if group]
        for figure in ours:
            if not any(
                same(figure, other.figure) for other in aligned.told.units if other.figure is not None
            ):
                continue
            if not groups or any(same(figure, other) for own in groups for other in own):
                continue
            rivals = [other for own in groups for other in own if comparable(figure, other)]
            if rivals and not any(same(f, other) for f in ours for other in rivals):
                found += 1
                kept += not any(same(f, other) for f in every for other in rivals)
    # Where the claim tells a topic's own figure too, two of them must have changed places.
    if kept or found > 1:
        yield "figure of another topic", 1.0


def _of_topics(aligned: Alignment, place: int) -> Iterator[list[Figure | Day]]:
    """For each topic of a clause the figures that the cited text tells of it."""
    told = aligned.told
    for n, unit in enumerate(aligned.claim.units):
        if unit.clause != place or unit.figure is not None or unit.role not in _TOPICS or unit.form in FREE:
            continue
        where: set[int] = set()
        for m, other in enumerate(told.units):
            if aligned.alike[n][m] >= PART:
                sentence = told.clauses[other.clause].sentence
                spread = m in aligned.topics[sentence]
                where |= (
                    {k for k, clause in enumerate(told.clauses) if clause.sentence == sentence}
                    if spread
                    else {other.clause}
                )
        yield [o.figure for o in told.units if o.clause in where and o.figure is not None]
