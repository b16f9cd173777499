"""Gaps (빈틈): what a claim says that nothing cited says, and what it leaves out of the clauses that it tells."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from bot.verification import support
from bot.verification.alignment import MEANT, Alignment, weight
from bot.verification.clauses import Unit
from bot.verification.meanings import CRITICAL, FREE, LIGHT, LOOSE, REPORTING, TIMES
from bot.verification.reading import Reading, squash

#: From this likeness of letters on, a claim copies a sentence, and each word that differs has been put there.
COPY = 0.7

#: Words of time with which anybody says how things are.
_UNTIMELY = frozenset(["지금", "현재", "최근", "전"])


def gaps(aligned: Alignment, both: Reading) -> Iterator[tuple[str, float]]:
    """Signs of words added and words left out, by name; a name may come more than once.

    `both` is what is cited with what is shown beside it.
    """
    missing = [unit for unit, pair in zip(aligned.claim.units, aligned.pairs, strict=True) if pair is None]
    copied = _copied(aligned)
    yield "copied", copied
    yield from _added(missing, aligned, both)
    yield from _left_out(aligned)
    yield from _differing(aligned, copied)
    weights = [weight(unit) for unit in aligned.claim.units]
    told = sum(
        value * (pair.likeness if pair else 0.0) for value, pair in zip(weights, aligned.pairs, strict=True)
    )
    total = max(0.1, sum(weights))
    yield "told", told / total
    yield "told at home", sum(aligned.shares) / max(1.0, sum(weights))
    yield "length", min(len(weights), 30) / 10
    yield "aligned", float(len(weights) - len(missing))
    yield "homes", float(len({home for home in aligned.homes if home is not None}))


def _added(missing: list[Unit], aligned: Alignment, both: Reading) -> Iterator[tuple[str, float]]:
    told = aligned.told.reading
    for unit in missing:
        form = unit.form
        if unit.figure is not None:
            continue
        if form in TIMES - _UNTIMELY:
            yield "new time", 1.0
        if form in FREE or support.has(form, told) or (len(form) > 1 and form in told.squashed):
            continue
        if support.grounded(form, told) or support.grounded(form, both):
            continue
        if form in LOOSE:
            if unit.kind == "noun":
                yield "new noun (loose)", 1.0
        elif unit.kind != "adverb":
            yield f"new {unit.kind}", 1.0
        if form in CRITICAL:
            yield "new critical", 1.0


def _left_out(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """What the claim leaves out of the clauses that it tells; of several facts a part is often enough."""
    clauses = aligned.told.clauses
    homes = set(aligned.homes)
    several = len({clause.sentence for clause in clauses}) > 1
    for place, unit in enumerate(aligned.told.units):
        if place in aligned.covered or unit.clause not in homes or clauses[unit.clause].kind == "paren":
            continue
        kind = unit.kind
        if kind == "figure":
            yield f"lost figure{' of several facts' if several else ''}", 1.0
        elif unit.form in FREE | REPORTING or kind == "adverb":
            continue
        elif kind in ("noun", "name"):
            if unit.role in ("how", "where"):
                yield "lost means", 1.0
            if not several:
                yield f"lost {kind}", 1.0
        else:
            yield f"lost {kind}", 1.0


def _differing(aligned: Alignment, copied: float) -> Iterator[tuple[str, float]]:
    """How the claim's words differ from a copy: a new word in a copy has taken another's place."""
    free = new = meant = 0
    for unit, pair in zip(aligned.claim.units, aligned.pairs, strict=True):
        if pair is not None:
            meant += pair.likeness == MEANT
        elif unit.figure is None and unit.form in FREE:
            free += not (unit.form in LIGHT or unit.tag == "NP")
        else:
            new += unit.figure is not None or not (unit.form in LIGHT or unit.tag == "NP")
    gone = sum(
        place not in aligned.covered
        and unit.clause in aligned.homes
        and (unit.figure is not None or unit.form not in LIGHT)
        for place, unit in enumerate(aligned.told.units)
    )
    if free:
        yield "free word in a copy", free * max(0.0, copied - 0.5) * 2
    if copied > COPY and new:
        yield "new in a copy", 1.0
    yield "differences", (free + new + meant) / 5
    yield "losses", gone / 5
    yield "meant", float(meant)


def _copied(aligned: Alignment) -> float:
    """How like the nearest cited sentence the claim is, letter by letter, from 0 to 1."""
    ours = aligned.claim.reading.squashed
    sentences = re.split(r"(?<=[.])\s|\n", aligned.told.reading.text)
    return max(
        (SequenceMatcher(None, ours, squash(told), autojunk=False).ratio() for told in sentences), default=0.0
    )
