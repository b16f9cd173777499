"""Flips: what a passage denies and a claim says, what one plans and the other has done, more for less."""

import re
from collections import defaultdict
from collections.abc import Callable

from bot.verification.meanings import LIGHT, OPPOSITES, PLANS, QUANTIFIERS, SYNONYMS
from bot.verification.reading import Reading, Said

#: Only (만), behind a noun: not 만 of 30만, of 만큼, of 하지만, of 본인인증만으로 or of a condition (신청만 하면).
_ONLY = re.compile(r"(?<=[가-힣])(?<![지하])만(?=\s)(?!\s?(?:하면|내면|있으면|되면|원|명))")
_ONLY_GROUNDS = re.compile(r"만|뿐|밖에|한해|한정|한 (?:곳|사람|기관|과정)|하나")


def denial(claim: Reading, evidence: Reading) -> str:
    """What is denied on one side only: a predicate, or a noun that one side leaves out; empty when nothing is."""
    theirs = _by_lemma(evidence)
    for said in claim.said:
        known = _like(said.lemma, theirs)
        if known and all(other.denied != said.denied for other in known) and not _agrees(said, evidence):
            return said.lemma
    left_out, told = _nouns(evidence, True), _nouns(evidence, False)
    kept, ours_out = _nouns(claim, False), _nouns(claim, True)
    for noun in kept:
        if not any(_akin(noun, other) for other in told | ours_out) and any(_akin(noun, o) for o in left_out):
            return noun
    for noun in ours_out:
        known = theirs.get(noun)
        if known and all(other.must and not other.denied for other in known):
            return noun
    return ""


def _agrees(said: Said, evidence: Reading) -> bool:
    """Whether the evidence denies something of the same nouns in other words: 받지 않는다 and 빠진다."""
    return said.denied and any(
        other.denied and any(_akin(a, b) for a in said.nouns for b in (*other.nouns, other.lemma))
        for other in evidence.said
    )


def _akin(noun: str, other: str) -> bool:
    """Whether two nouns are one, however the analysis cut them (통신비, 통신)."""
    return len(noun) > 1 and len(other) > 1 and (noun.startswith(other) or other.startswith(noun))


def modality(claim: Reading, evidence: Reading) -> str:
    """A plan told as done, or what is done as a plan; must told as may, or the reverse; empty when neither."""
    theirs = _by_lemma(evidence)
    hedged = bool(PLANS & claim.forms) or any(said.planned or said.quoted for said in claim.said)
    scope = {word for said in evidence.said if said.planned for word in (*said.nouns, said.lemma)}
    for said in claim.said:
        if said.lemma in LIGHT:
            continue
        known = _like(said.lemma, theirs)
        if not hedged and said.final and not said.can:
            if known and all(other.planned for other in known):
                return f"{said.lemma}: planned"
            if said.past and not known and said.lemma in scope:
                return f"{said.lemma}: planned"
        if not known:
            continue
        if said.planned and not any(other.planned for other in known) and not PLANS & evidence.forms:
            return f"{said.lemma}: not planned"
        if all(other.must for other in known) and said.can and not said.denied:
            return f"{said.lemma}: must"
        if said.must and all(other.can for other in known):
            return f"{said.lemma}: may"
        if said.although and all(other.if_ for other in known):
            return f"{said.lemma}: if"
    return ""


def opposite(claim: Reading, evidence: Reading) -> str:
    """A word whose opposite the evidence has, without having the word; empty when there is none."""
    for sides in OPPOSITES:
        ours, theirs = _sides(claim, sides), _sides(evidence, sides)
        for side in (0, 1):
            if ours[side] and not theirs[side] and theirs[1 - side] and not ours[1 - side]:
                return next(iter(ours[side]))
    return ""


def widened(claim: Reading, evidence: Reading) -> str:
    """누구나, 모두, 매년, 반드시, 만 and the like that only the claim has; empty when there is none."""
    for words, grounds in QUANTIFIERS:
        ours = words & claim.forms
        if ours and not grounds.search(evidence.text):
            return next(iter(ours))
    if _ONLY.search(claim.text) and not _ONLY_GROUNDS.search(evidence.text):
        return "만"
    return ""


def _by_lemma(reading: Reading) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for said in reading.said:
        found[said.lemma].append(said)
    return found


def _like(lemma: str, known: dict[str, list[Said]]) -> list[Said]:
    """What is said with the same predicate; without it, with one of the same meaning."""
    return known.get(lemma) or [said for other in SYNONYMS.get(lemma, ()) for said in known.get(other, ())]


def _nouns(reading: Reading, denied: bool) -> set[str]:
    return {noun for said in reading.said if said.denied == denied for noun in said.nouns}


def _sides(reading: Reading, sides: tuple[frozenset[str], ...]) -> tuple[set[str], set[str]]:
    """The words of each side; a denied predicate stands on the other one."""
    denied: Callable[[str], bool] = lambda word: any(s.lemma == word and s.denied for s in reading.said)  # noqa: E731
    found: tuple[set[str], set[str]] = (set(), set())
    for side in (0, 1):
        for word in sides[side] & reading.forms:
            found[1 - side if denied(word) else side].add(word)
    return found
