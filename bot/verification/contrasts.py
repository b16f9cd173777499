"""Contrasts (맞섬): what is told the other way round: in for out, free for paid, from for to, one predicate for another."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.verification.alignment import Alignment, means
from bot.verification.meanings import FREE, LIGHT, REPORTING
from bot.verification.predicates import Said

#: Two ways for a clause to be of which it has one: the name of the sign, the one way, the other.
_Pair = tuple[str, re.Pattern[str], re.Pattern[str]]
_IN_OR_OUT: Final[_Pair] = (
    "in for out",
    re.compile(r"포함|들어 ?있|들어가|합친|합쳐|합한"),
    re.compile(r"제외|별도|따로 (?:붙|내|낸|받|든)|빼|뺀|뺐|빠지|빠졌|빠진|안 들어"),
)
_FREE_OR_PAID: Final[_Pair] = (
    "free for paid",
    re.compile(
        r"무료|공짜|무상|0원|면제|(?:돈|비용|요금|수수료|이용료)\S{0,2} (?:따로 |전혀 )?(?:안 |내지 않|받지 않|들지 않|없)"
    ),
    re.compile(
        r"유료|(?:돈|비용|요금|수수료|이용료|통화료)[을를이가] (?:따로 )?(?:든|들[어고며]|내[야고며요]|낸|받[는아고]|붙)"
    ),
)
_CORE: Final = frozenset(["who", "what", "whom", "topic"])


def contrasts(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """Signs of what is told the other way round, by name; a name may come more than once."""
    yield from _ways(aligned)
    yield from _directions(aligned)
    yield from _predicates(aligned)


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
        for name, one, other in (_IN_OR_OUT, _FREE_OR_PAID):
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

    # What a price includes is told of a noun, wherever that stands; 무료 and 유료 are told of the clause.
    name, one, other = _IN_OR_OUT
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


def _predicates(aligned: Alignment) -> Iterator[tuple[str, float]]:
    """Two predicates of which each is told of the other's nouns (판매수수료를 없애고 유입수수료를 도입한다)."""
    theirs = aligned.told.reading.said
    count = Counter(noun for said in theirs for noun in set(said.nouns))
    crossed: list[tuple[Said, set[str]]] = []
    for said in aligned.claim.reading.said:
        same = [other for other in theirs if _very(said.lemma, other.lemma)]
        core = {noun for slot, nouns in said.slots if slot in _CORE for noun in nouns}
        telling = {noun for noun in core if count[noun] == 1 and noun not in FREE}
        if said.lemma in LIGHT | REPORTING or not same or not telling:
            continue
        own = {noun for noun in said.nouns if count[noun] == 1}
        if not any(own & set(other.nouns) for other in same):
            crossed.append((said, {other.lemma for other in theirs if own & set(other.nouns)}))
    for n, (said, rivals) in enumerate(crossed):
        if any(other.lemma in rivals and said.lemma in back for other, back in crossed[n + 1 :]):
            yield "predicates exchanged", 1.0


def _very(word: str, other: str) -> bool:
    """Whether two predicates are one; short verbs stand for too much to be meant by others."""
    return word == other or (len(word) > 1 and len(other) > 1 and means(word, other))
