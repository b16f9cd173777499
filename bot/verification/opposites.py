"""Flips: what a passage denies and a claim says, what one plans and the other has done, more for less."""

import re
from itertools import pairwise

from bot.verification.denials import by_itself, contraposed, contrasted
from bot.verification.meanings import (
    EXCLUDING,
    FEES,
    GRATIS,
    LIGHT,
    MEASURING,
    OPPOSITES,
    QUANTIFIERS,
    SYNONYMS,
)
from bot.verification.predicates import Said
from bot.verification.reading import Reading, by_lemma
from knowledge.korean import Token

#: What a passage denies with, in so many ways: without any of it there is nothing to deny.
_DENIAL = re.compile(
    r"없|않|못|아니|아닌|안 |말[지고]|빼|빠|뺀|제외|면제|금지|불가|무료|무상|무제한|미만|이하|이내|초과|외|밖|그만|멈[추춘췄]|중단|그치|그쳤|만 |0%|비계약|대신|감면|취소|거절|어기|의심|반품|폐업|닫"
)
#: Only (만), behind a noun: not 만 of 30만, of 만큼, of 하지만, of 본인인증만으로 or of a condition (신청만 하면).
_ONLY = re.compile(
    r"(?<=[가-힣])(?<![지하다])만(?=\s)(?!\s?(?:아니|원|명))(?!\s(?:\S{1,6}\s){0,2}\S{0,5}(?:면|[어아여와해돼]도)[ ,])"
)
_ONLY_GROUNDS = re.compile(r"만|뿐|밖에|한해|한정|한 (?:곳|사람|기관|과정)|하나|단순")

_UNLIKE = frozenset(["비", "미", "불", "무", "부"])

#: 모두 합쳐, 모두 21조: a sum.
_SUM = re.compile(r"(?:모두|전부)\s?(?:\d|합)")

_DUTY = frozenset("의무 필수 반드시 무조건 꼭 강제".split())


#: What is said of how a thing is: denied, it denies the thing (자동으로 적용되지 않는다).
_STANDING = frozenset("적용 가능 해당 허용 인정 제공 지원 신청 이루어지 마련".split())


def denial(claim: Reading, evidence: Reading) -> str:
    """What is denied on one side only: a predicate, or a noun that one side leaves out; empty when nothing is."""
    if contraposed(claim, evidence):
        return ""
    theirs = by_lemma(evidence)
    for said in claim.said:
        known = alike(said.lemma, theirs)
        if (
            not known
            or any(other.denied == said.denied for other in known)
            or (
                _agrees(said, evidence)
                and not (said.lemma in theirs and any(o.must for o in theirs[said.lemma]))
            )
        ):
            continue
        if by_itself(said, evidence):
            continue
        if len(said.lemma) < 2 and said.nouns and not any(_shares(said, other) for other in known):
            continue
        # One need not, where the passages only say that one does; and one may, where they say one need not.
        if (said.needless and not any(other.must for other in known)) or (
            not said.must and all(other.needless for other in known)
        ):
            continue
        if any(other.lemma == said.lemma and other.denied != said.denied for other in claim.said) and (
            len({other.denied for other in evidence.said if other.lemma == said.lemma}) != 1
        ):
            continue  # the claim tells of both sides
        if said.denied and FEES & set(said.nouns) and GRATIS & evidence.forms:
            continue  # 돈이 들지 않는다 is 무료
        # 받다, 내다, 쓰다 are said of too many things to be one predicate without a noun in common.
        if len(said.lemma) > 1 or not said.nouns or any(_shares(said, other) for other in known):
            return said.lemma
    left_out = {noun for said in evidence.said if said.denied and not said.needless for noun in said.core}
    told = _nouns(evidence, False)
    # 포털에 노출되는 비용은 받지 않는다: what a clause in front of a noun says is no claim of its own.
    kept = {noun for said in claim.said if said.final and not said.denied for noun in said.nouns}
    ours_out = _nouns(claim, True)
    gone = {said.lemma for said in evidence.said if said.denied} - {
        said.lemma for said in evidence.said if not said.denied
    }
    for said in claim.said:
        if said.denied or not said.final or _covered(claim, evidence):
            continue
        as_told = said.lemma not in LIGHT and any(not other.denied for other in theirs.get(said.lemma, ()))
        for noun in said.nouns:
            if as_told and noun in gone:
                continue  # 자격이 없어진다 and 유지된다 may both be told
            if not any(_akin(noun, other) for other in told | ours_out) and any(
                _akin(noun, o) for o in left_out
            ):
                return noun
    for noun in kept & gone - told - ours_out - {said.lemma for said in claim.said if said.denied}:
        if len(noun) > 1:
            return noun
    for said in claim.said:
        if (
            said.lemma in EXCLUDING
            and said.denied
            and not _agrees(said, evidence)
            and any(_akin(noun, other) for noun in said.nouns for other in told)
        ):
            return said.lemma
        if said.denied and said.lemma not in MEASURING and not _DENIAL.search(evidence.text):
            if by_itself(said, evidence) or (said.lemma not in evidence.forms and contrasted(said, claim)):
                continue
            return said.lemma
    for noun in ours_out:
        told_of = theirs.get(noun, [])
        if told_of and all(other.must and not other.denied for other in told_of):
            return noun
    return ""


def _covered(claim: Reading, evidence: Reading) -> bool:
    """Whether the claim tells in its own way all that the evidence denies."""
    ours = {word for mine in claim.said if mine.denied for word in (mine.lemma, *mine.nouns)}
    theirs = [{other.lemma, *other.nouns} for other in evidence.said if other.denied]
    return bool(ours) and all(any(_akin(a, b) for a in ours for b in words) for words in theirs)


def _agrees(said: Said, evidence: Reading) -> bool:
    """Whether the evidence denies something of the same nouns in other words: 받지 않는다 and 빠진다."""
    return said.denied and any(
        other.denied and any(_akin(a, b) for a in said.nouns for b in (*other.nouns, other.lemma))
        for other in evidence.said
    )


def _shares(said: Said, other: Said) -> bool:
    return not other.nouns or any(a == b or _akin(a, b) for a in said.nouns for b in other.nouns)


def _akin(noun: str, other: str) -> bool:
    """Whether two nouns are one, however the analysis cut them (통신비, 통신)."""
    if noun == other == "돈":
        return True
    return len(noun) > 1 and len(other) > 1 and (noun.startswith(other) or other.startswith(noun))


def opposite(claim: Reading, evidence: Reading) -> str:
    """A word whose opposite the evidence has, without having the word; empty when there is none."""
    for sides in OPPOSITES:
        ours, theirs = _sides(claim, sides), _sides(evidence, sides)
        for side in (0, 1):
            if ours[side] and not theirs[side] and theirs[1 - side] and not ours[1 - side]:
                return next(iter(ours[side]))
    for prefix, noun in _unlike(evidence) ^ _unlike(claim):
        plain, prefixed = (claim, evidence) if (prefix, noun) in _unlike(evidence) else (evidence, claim)
        # 가맹점이 아닌 곳 is 비가맹점
        denied = re.search(rf"{re.escape(noun)}\S* (?:아니|아닌|않|없|밖)", plain.text)
        if noun in plain.forms and not denied and not _bare(noun, prefixed):
            return prefix + noun
    return ""


def _unlike(reading: Reading) -> set[tuple[str, str]]:
    """The nouns with a denying prefix (비 수도권, 미 가입), as pairs."""
    return {
        (a.form, b.form.lower())
        for a, b in pairwise(reading.tokens)
        if a.form in _UNLIKE and a.tag == "XPN" and b.start == a.end
    }


def _bare(noun: str, reading: Reading) -> bool:
    """Whether the noun also stands without such a prefix."""
    return any(
        b.form.lower() == noun and not (a.form in _UNLIKE and a.tag == "XPN")
        for a, b in pairwise((Token("", "", 0, 0), *reading.tokens))
    )


def widened(claim: Reading, evidence: Reading) -> str:
    """누구나, 모두, 매년, 반드시, 만 and the like that only the claim has; empty when there is none."""
    for words, grounds in QUANTIFIERS:
        if words & _DUTY and any(said.needless for said in claim.said):
            continue
        ours = {w for w in words if w in claim.forms or (w.endswith("마다") and _each(w, claim))}
        ours -= {"모두", "전부"} if _SUM.search(claim.text) else set()
        if ours and not grounds.search(evidence.text):
            return next(iter(ours))
    if _ONLY.search(claim.text) and not _ONLY_GROUNDS.search(evidence.text):
        return "만"
    return ""


def _each(word: str, claim: Reading) -> bool:
    """Whether 달마다 stands alone, not behind a number (석 달마다)."""
    at = claim.text.find(word)
    return at >= 0 and not any(figure.start <= at < figure.end for figure in claim.figures)


def alike(lemma: str, known: dict[str, list[Said]]) -> list[Said]:
    """What is said with the same predicate; without it, with one of the same meaning."""
    return known.get(lemma) or [said for other in SYNONYMS.get(lemma, ()) for said in known.get(other, ())]


def _nouns(reading: Reading, denied: bool) -> set[str]:
    return {noun for said in reading.said if said.denied == denied for noun in said.nouns}


def _sides(reading: Reading, sides: tuple[frozenset[str], ...]) -> tuple[set[str], set[str]]:
    """The words of each side; a denied predicate stands on the other one."""

    def denied(word: str) -> bool:
        return any(
            (s.lemma == word or (s.denied and word in s.nouns[-2:] and s.lemma in LIGHT | _STANDING))
            and s.denied != (word in EXCLUDING)
            for s in reading.said
        )

    found: tuple[set[str], set[str]] = (set(), set())
    for side in (0, 1):
        for word in sides[side]:
            if word not in reading.forms and (len(word) < 2 or word not in reading.squashed):
                continue
            if word in _DUTY and any(said.needless for said in reading.said):
                continue
            found[1 - side if denied(word) else side].add(word)
    return found
