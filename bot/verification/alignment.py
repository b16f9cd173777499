"""Alignment (정렬): which unit of what is cited each unit of a claim stands for, and from which clause it is told."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.verification.clauses import Parsed, Unit
from bot.verification.figures import Figure, same
from bot.verification.meanings import CRITICAL, FREE, SYNONYMS
from bot.verification.values import NEARLY

#: How alike two units are: the same, one inside the other, of one meaning.
SAME, PART, MEANT = 1.0, 0.9, 0.8
_WEIGHTS: Final = {
    "NNG": 1.0,
    "NNP": 1.5,
    "SL": 1.5,
    "XR": 1.0,
    "VV": 0.5,
    "VA": 0.5,
    "XPN": 0.5,
    "SN": 2.0,
    "NP": 0.1,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A unit of the cited text that one of the claim stands for; `far`: how far from where the clause is told."""

    unit: int
    likeness: float
    far: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """A claim beside what it cites.

    `alike`: likeness of each unit of the claim to each cited one. `homes`: for each clause of the claim the clause
    that tells most of it, `shares` how much. `near`: the homes and what belongs to them. `covered`: cited units
    that the claim tells. `topics`: the units up to the first topic of each sentence of what is cited.
    """

    claim: Parsed
    told: Parsed
    alike: tuple[tuple[float, ...], ...]
    pairs: tuple[Pair | None, ...]
    homes: tuple[int | None, ...]
    shares: tuple[float, ...]
    near: frozenset[int]
    covered: frozenset[int]
    topics: dict[int, set[int]]

    def attached(self, home: int) -> frozenset[int]:
        """A clause with those that hang on it: what qualifies its nouns, its conditions, its brackets."""
        return attached(self.told, home)

    @property
    def near_text(self) -> str:
        """The text of the clauses that the claim tells, with those that hang on them."""
        return " ".join(self.told.texts[place] for place in sorted(self.near))

    @property
    def around_text(self) -> str:
        """The text of the sentences that the claim tells of."""
        clauses = self.told.clauses
        sentences = {clauses[home].sentence for home in self.homes if home is not None}
        return " ".join(
            text
            for text, clause in zip(self.told.texts, clauses, strict=True)
            if clause.sentence in sentences
        )


def weight(unit: Unit) -> float:
    """How much of what is said a unit says."""
    return 0.1 if unit.figure is None and unit.form in FREE else _WEIGHTS.get(unit.tag, 0.3)


def like(word: str, other: str) -> bool:
    """Whether two words are one, or one of more than a letter stands inside the other."""
    return word == other or (len(word) > 1 and word in other) or (len(other) > 1 and other in word)


def means(word: str, other: str) -> bool:
    """Whether two words are one or say the same."""
    return word == other or other in SYNONYMS.get(word, ())


def likeness(unit: Unit, other: Unit) -> float:
    """How alike two units are, from 0 to 1."""
    if unit.figure is not None or other.figure is not None:
        known = unit.figure is not None and other.figure is not None and same(unit.figure, other.figure)
        return SAME if known else 0.0
    if unit.form == other.form:
        return SAME if unit.tag[0] == other.tag[0] else PART
    if like(unit.form, other.form):
        return PART
    meant = other.form in SYNONYMS.get(unit.form, ()) or other.form in CRITICAL.get(unit.form, ())
    return MEANT if meant else 0.0


def align(claim: Parsed, told: Parsed) -> Alignment:
    """The claim beside what it cites."""
    alike = tuple(_row(unit, told) for unit in claim.units)
    homes, shares = _homes(claim, told, alike)
    topics = _topics(told)
    pairs = tuple(
        _pair(unit, row, told, homes[unit.clause], topics)
        for unit, row in zip(claim.units, alike, strict=True)
    )
    used = {pair.unit for pair in pairs if pair is not None}
    covered = used | {place for place in range(len(told.units)) if any(row[place] >= MEANT for row in alike)}
    near: set[int] = set()
    for home in set(homes):
        if home is not None:
            near |= attached(told, home)
    return Alignment(
        claim, told, alike, pairs, tuple(homes), tuple(shares), frozenset(near), frozenset(covered), topics
    )


def _row(unit: Unit, told: Parsed) -> tuple[float, ...]:
    """How alike a unit is to each cited one; a figure that none has stands for the one that it rounds."""
    row = [likeness(unit, other) for other in told.units]
    if isinstance(unit.figure, Figure) and not any(row):
        for n, other in enumerate(told.units):
            if isinstance(other.figure, Figure) and other.figure.unit == unit.figure.unit:
                near = abs(other.figure.value - unit.figure.value) <= NEARLY * other.figure.value
                row[n] = MEANT if near else 0.0
    return tuple(row)


def attached(told: Parsed, home: int) -> frozenset[int]:
    """A clause with those that hang on it: what qualifies its nouns, its conditions, its brackets."""
    clauses = told.clauses
    found = {home}
    before = home - 1
    while (
        before >= 0
        and clauses[before].kind in ("rel", "cond", "nom")
        and clauses[before].sentence == clauses[home].sentence
    ):
        found.add(before)
        before -= 1
    if clauses[home].kind in ("rel", "nom", "cond") and home + 1 < len(clauses):
        found.add(home + 1)
    found |= {place for place, clause in enumerate(clauses) if clause.host == home}
    host = clauses[home].host
    return frozenset(found if host is None else found | {host})


def _homes(
    claim: Parsed, told: Parsed, alike: Sequence[Sequence[float]]
) -> tuple[list[int | None], list[float]]:
    within: dict[int, list[int]] = defaultdict(list)
    for place, unit in enumerate(told.units):
        within[unit.clause].append(place)
    homes: list[int | None] = []
    shares = []
    for place in range(len(claim.clauses)):
        units = [n for n, unit in enumerate(claim.units) if unit.clause == place]
        best, home = -1.0, 0
        for other in range(len(told.clauses)):
            share = sum(
                weight(claim.units[n]) * max((alike[n][m] for m in within[other]), default=0.0) for n in units
            )
            # Of two that tell as much, the one in the same place, and the shorter one.
            share -= 0.01 * abs(other / len(told.clauses) - place / len(claim.clauses))
            share -= 0.002 * len(within[other])
            if share > best:
                best, home = share, other
        homes.append(home if best > 0 else None)
        shares.append(best)
    return homes, shares


def _topics(told: Parsed) -> dict[int, set[int]]:
    """The units up to the first topic of each sentence: they may be said of all its clauses."""
    found: dict[int, set[int]] = {}
    for sentence in {clause.sentence for clause in told.clauses}:
        own = [n for n, unit in enumerate(told.units) if told.clauses[unit.clause].sentence == sentence]
        marks = [n for n in own if told.units[n].role == "topic"]
        found[sentence] = {n for n in own if n <= marks[0]} if marks else set()
    return found


def _pair(
    unit: Unit, row: Sequence[float], told: Parsed, home: int | None, topics: dict[int, set[int]]
) -> Pair | None:
    reach = attached(told, home) if home is not None else frozenset()
    best, found = 0.0, None
    for place, likeness_ in enumerate(row):
        if not likeness_:
            continue
        other = told.units[place]
        if other.clause == home:
            far = 0.0
        elif other.clause in reach:
            far = 1.0
        elif place in topics[told.clauses[other.clause].sentence]:
            far = 1.5
        else:
            far = 2.0 if home is not None and abs(other.clause - home) == 1 else 3.0
        value = likeness_ - 0.05 * far - (0.02 if other.role != unit.role else 0.0)
        if value > best:
            best, found = value, Pair(place, likeness_, far)
    return found
