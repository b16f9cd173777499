"""Gaps (빈틈): what a claim says that nothing cited says, and what it leaves out of the clauses that it tells."""

import re
from collections import Counter
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


def gaps(aligned: Alignment, both: Reading, program: str) -> Iterator[tuple[str, float]]:
    """Signs of words added and words left out, by name; a name may come more than once.

    `both` is what is cited with what is shown beside it, `program` all that the document says, squashed.
    """
    missing = [unit for unit, pair in zip(aligned.claim.units, aligned.pairs, strict=True) if pair is None]
    copied = _copied(aligned)
    yield "copied", copied
    yield from _added(missing, aligned, both, program)
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


def _added(
    missing: list[Unit], aligned: Alignment, both: Reading, program: str
) -> Iterator[tuple[str, float]]:
    told = aligned.told.reading
    new = 0
    for unit in missing:
        form = unit.form
        if unit.figure is None and form in TIMES - _UNTIMELY:
            yield "new time", 1.0
        if unit.figure is not None:
            yield "new figure", 1.0
        elif form in FREE:
            yield "new free word", 1.0
        elif support.has(form, told) or (len(form) > 1 and form in told.squashed):
            yield "new part of a word", 1.0
        elif not support.grounded(form, told) and not support.grounded(form, both):
            loose = form in LOOSE
            yield f"new {unit.kind}{' (loose)' if loose else ''}", 1.0
            new += unit.kind in ("noun", "name")
            if len(form) > 1 and form in program:
                yield "new, of the program", 1.0
            if form in CRITICAL:
                yield "new critical", 1.0
    if new >= 2:
        yield "new nouns", 1.0


def _left_out(aligned: Alignment) -> Iterator[tuple[str, float]]:
    clauses = aligned.told.clauses
    homes = set(aligned.homes)
    several = len({clause.sentence for clause in clauses}) > 1
    for place, unit in enumerate(aligned.told.units):
        if place in aligned.covered or unit.clause not in homes:
            continue
        kind = unit.kind
        if unit.figure is None and (unit.form in FREE or unit.form in REPORTING):
            kind = "free word"
        if clauses[unit.clause].kind == "paren":
            kind = "brackets"
        elif kind in ("noun", "name") and unit.role in ("how", "where"):
            yield "lost means", 1.0
        yield (
            f"lost {kind}{' of several facts' if several and kind in ('figure', 'noun', 'name') else ''}",
            1.0,
        )


def _differing(aligned: Alignment, copied: float) -> Iterator[tuple[str, float]]:
    """How the claim's words differ from a copy: a new word in a copy has taken another's place."""
    kinds = []
    for unit, pair in zip(aligned.claim.units, aligned.pairs, strict=True):
        if pair is None:
            if unit.figure is not None or not (unit.form in LIGHT or unit.tag == "NP"):
                kinds.append("free word" if unit.figure is None and unit.form in FREE else unit.kind)
        elif pair.likeness == MEANT:
            kinds.append(f"meant {unit.kind}")
    gone = [
        unit
        for place, unit in enumerate(aligned.told.units)
        if place not in aligned.covered
        and unit.clause in aligned.homes
        and (unit.figure is not None or unit.form not in LIGHT)
    ]
    real = [kind for kind in kinds if kind != "free word" and not kind.startswith("meant")]
    count = Counter(kinds)
    if len(kinds) == 2 and "noun" in count:
        yield "one of two nouns", 1.0
    for kind in ("free word", "meant noun", "meant verb"):
        if count[kind]:
            yield f"{kind} in a copy", count[kind] * max(0.0, copied - 0.5) * 2
    if copied > COPY:
        if kinds:
            yield "differs in a copy", 1.0
        if real:
            yield "new in a copy", 1.0
        if real and gone:
            yield "exchanged in a copy", 1.0
    yield "differences", len(kinds) / 5
    yield "losses", len(gone) / 5
    if any(pair is not None and pair.likeness == MEANT for pair in aligned.pairs):
        yield "meant", float(sum(pair is not None and pair.likeness == MEANT for pair in aligned.pairs))


def _copied(aligned: Alignment) -> float:
    """How like the nearest cited sentence the claim is, letter by letter, from 0 to 1."""
    ours = aligned.claim.reading.squashed
    sentences = re.split(r"(?<=[.])\s|\n", aligned.told.reading.text)
    return max(
        (SequenceMatcher(None, ours, squash(told), autojunk=False).ratio() for told in sentences), default=0.0
    )
