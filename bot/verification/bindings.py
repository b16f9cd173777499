"""Bindings (짝): whether agents and words are told of what the cited text tells them of."""

from collections.abc import Iterator
from typing import Final

from bot.verification.alignment import Alignment
from bot.verification.clauses import Unit
from bot.verification.meanings import FREE

_AGENTS: Final = frozenset(["who", "topic", "also", "only"])
_NOUNS: Final = frozenset(["name", "noun", "letter"])


def bindings(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """Signs of things told of one another that are not, by name; a name may come more than once."""
    yield from _astray(aligned)
    yield from _agents(aligned)
    yield from _order(aligned)


def _astray(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """Units told in one clause that stand in another one there."""
    for unit, pair in zip(aligned.claim.units, aligned.pairs, strict=True):
        if pair is None:
            continue
        other = aligned.told.units[pair.unit]
        if pair.far >= 2 and unit.kind in ("noun", "verb", "adverb") and unit.form not in FREE:
            yield f"{unit.kind} astray", 1.0
        if {unit.role, other.role} == {"who", "what"}:
            yield "who for what", 1.0


def _agents(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """A clause's subject or topic that is not the one of its home."""
    told = aligned.told.units
    for place, home in enumerate(aligned.homes):
        ours = [
            n
            for n, unit in enumerate(aligned.claim.units)
            if unit.clause == place and _agent(unit) and unit.form not in FREE
        ]
        if home is None or not ours:
            continue
        reach = aligned.attached(home)
        pairs = [aligned.pairs[n] for n in ours]
        inside = any(pair is not None and told[pair.unit].clause in reach for pair in pairs)
        absent = all(pair is None for pair in pairs)
        rival = any(
            unit.clause in reach and _agent(unit) and unit.form not in FREE and n not in aligned.covered
            for n, unit in enumerate(told)
        )
        if rival and absent:
            yield "new agent for another", 1.0
        if not inside and not absent:
            yield "agent of another clause", 1.0


def _agent(unit: Unit) -> bool:
    return unit.role in _AGENTS and unit.figure is None and unit.kind in _NOUNS


def _order(aligned: Alignment) -> Iterator[tuple[str, float]]:
    places = [pair.unit for pair in aligned.pairs if pair is not None]
    turned = sum(a > b for n, a in enumerate(places) for b in places[n + 1 :])
    yield "reordered", turned / max(1, len(places) * (len(places) - 1) // 2)
