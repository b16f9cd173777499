"""Contrasts (맞섬): what is told of the one where what is cited tells it of the other, or the other way round."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot.verification.alignment import PART, Alignment, like
from bot.verification.clauses import Unit
from bot.verification.dates import Day
from bot.verification.figures import Figure, comparable, same
from bot.verification.meanings import FREE, LIGHT, REPORTING, SYNONYMS
from bot.verification.predicates import Said

#: Two ways for a clause to be of which it has one: what is in and what is not, what is free and what costs.
_WAYS: Final = tuple(
    (name, re.compile(one), re.compile(other))
    for name, one, other in (
        (
            "in for out",
            r"포함|들어 ?있|들어가|합친|합쳐|합한",
            r"제외|별도|따로 (?:붙|내|낸|받|든)|빼|뺀|뺐|빠지|빠졌|빠진|안 들어",
        ),
        (
            "free for paid",
            r"무료|공짜|무상|0원|면제|(?:돈|비용|요금|수수료|이용료)\S{0,2} (?:따로 |전혀 )?(?:안 |내지 않|받지 않|들지 않|없)",
            r"유료|(?:돈|비용|요금|수수료|이용료|통화료)[을를이가] (?:따로 )?(?:든|들[어고며]|내[야고며요]|낸|받[는아고]|붙)",
        ),
    )
)
#: To have done with a thing is to have done it.
_FINISH: Final = frozenset("끝내 끝나 마치 완료 끝마치".split())
_TOPICS: Final = frozenset(["topic", "who", "also"])
_CORE: Final = frozenset(["who", "what", "whom", "topic"])
_LATER: Final = frozenset(["뒤", "후", "다음", "이후", "나"])
_EARLIER: Final = frozenset(["전", "이전"])
_PAST: Final = frozenset("예전 그전 이전 전 당시 처음 종전 과거".split())


def contrasts(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """Signs of one thing put in the place of another, by name; a name may come more than once."""
    yield from _ways(aligned)
    yield from _directions(aligned)
    yield from _astray(aligned)
    yield from _own_figures(aligned)
    yield from _facts(aligned)
    yield from _predicates(aligned)
    yield from _order(aligned)


def _ways(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """A clause that is one way where its home is the other way."""
    claim, told = aligned.claim.reading.text, aligned.told.reading.text
    for place, home in enumerate(aligned.homes):
        if home is None:
            continue
        ours = aligned.claim.texts[place]
        if aligned.claim.clauses[place].kind in ("rel", "cond"):
            ours = " ".join(aligned.claim.texts[place : place + 2])
        # What the claim's other clauses tell is no measure of this one.
        others = {other for n, other in enumerate(aligned.homes) if n != place and other is not None}
        reach = [home, *sorted(aligned.attached(home) - others - {home})]
        theirs = " ".join(aligned.told.texts[n] for n in reach)
        for name, one, other in _WAYS:
            if all(way.search(text) for way in (one, other) for text in (claim, told)):
                continue  # both are told of both
            for mine, turned in ((one, other), (other, one)):
                if (
                    mine.search(ours)
                    and not turned.search(ours)
                    and turned.search(theirs)
                    and not mine.search(theirs)
                ):
                    yield name, 1.0

    for name, one, other in _WAYS[:1]:
        for mine, turned in ((one, other), (other, one)):
            if any(
                mine.search(text) and _anchored(aligned, n, mine, turned)
                for n, text in enumerate(aligned.claim.texts)
            ):
                yield name, 1.0


def _anchored(aligned: Alignment, place: int, mine: re.Pattern[str], turned: re.Pattern[str]) -> bool:
    """Whether a noun of a clause is this way where each clause that has it there is the other way."""
    if turned.search(aligned.claim.texts[place]):
        return False
    for unit in aligned.claim.units:
        if unit.clause != place or unit.kind != "noun" or unit.form in FREE:
            continue
        clauses = {other.clause for other in aligned.told.units if other.form == unit.form}
        if clauses and all(
            turned.search(aligned.told.texts[n]) and not mine.search(aligned.told.texts[n]) for n in clauses
        ):
            return True
    return False


def _directions(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """A is compared with B for B with A, or B becomes A for A becomes B."""
    pairs = [
        (unit.role, aligned.told.units[pair.unit].role)
        for unit, pair in zip(aligned.claim.units, aligned.pairs, strict=True)
        if pair is not None and unit.form not in FREE
    ]
    told = {unit.role for unit in aligned.told.units}
    if any(ours == "than" != theirs for ours, theirs in pairs) and any(
        theirs == "than" != ours for ours, theirs in pairs
    ):
        yield "compared the other way", 1.0
    if ("where", "how") in pairs and ("how", "where") in pairs and {"where", "how"} <= told:
        yield "to for from", 1.0


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


def _place(unit: Unit) -> str:
    return {"who": "agent", "topic": "agent", "also": "agent", "only": "agent"}.get(unit.role, unit.role)


def _predicates(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """What is said of a noun or a figure that the cited text says of another one."""
    theirs = aligned.told.reading.said
    count = Counter(noun for said in theirs for noun in set(said.nouns))
    ours = aligned.claim.reading.said
    crossed = 0
    for said in ours:
        if said.lemma in LIGHT | REPORTING:
            continue
        same = [other for other in theirs if _very(said.lemma, other.lemma)]
        args = {noun for slot, nouns in said.slots if slot in _CORE for noun in nouns}
        telling = {noun for noun in args if count[noun] == 1 and noun not in FREE}
        if (
            not same
            or not telling
            or any({n for n in said.nouns if count[n] == 1} & set(other.nouns) for other in same)
        ):
            continue
        rivals = [other for other in theirs if other not in same and telling & set(other.nouns)]
        left = all(
            any(not _in(noun, said.nouns) and noun not in FREE for noun in other.nouns) for other in same
        )
        # Where the claim tells the other predicate too, that one must be of another noun as well.
        beside = [
            (mine, r) for mine in ours for r in rivals if mine is not said and _means(mine.lemma, r.lemma)
        ]
        if (
            rivals
            and left
            and not any(
                {noun for noun in r.nouns if count[noun] == 1} & set(mine.nouns) for mine, r in beside
            )
        ):
            yield "said of another", 1.0
            crossed += 1
    if crossed > 1:
        yield "predicates exchanged", 1.0


def _order(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """What comes first and what after it, told the other way round."""
    ours, theirs = _steps(aligned, True), _steps(aligned, False)
    for first, then in ours:
        for earlier, later in theirs:
            if _same(first, later) and _same(then, earlier) and not _same(first, earlier):
                yield "order turned", 1.0
    mine, other = _timed(aligned, True), _timed(aligned, False)
    for said, after in mine:
        if any(_means(said.lemma, known.lemma) and after != turned for known, turned in other):
            if not any(_means(said.lemma, known.lemma) and after == turned for known, turned in other):
                yield "order turned", 1.0


def _timed(aligned: Alignment, ours: bool) -> list[tuple[Said, bool]]:
    """The predicates that something comes before (False) or after (True)."""
    reading = (aligned.claim if ours else aligned.told).reading
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


def _steps(aligned: Alignment, ours: bool) -> list[tuple[Said, Said]]:
    """Pairs of predicates of which the first comes first (A한 뒤 B, A하면 B, B하기 전에 A)."""
    reading = (aligned.claim if ours else aligned.told).reading
    timed = {said.end: after for said, after in _timed(aligned, ours)}
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
    return _means(said.lemma, other.lemma) and (
        not said.nouns or not other.nouns or any(_in(noun, other.nouns) for noun in said.nouns)
    )


def _means(word: str, other: str) -> bool:
    return word == other or other in SYNONYMS.get(word, ())


def _very(word: str, other: str) -> bool:
    """Whether two predicates are one; short verbs stand for too much to be meant by others."""
    return word == other or (len(word) > 1 and len(other) > 1 and other in SYNONYMS.get(word, ()))


def _in(noun: str, nouns: tuple[str, ...]) -> bool:
    return any(like(noun, other) for other in nouns)
