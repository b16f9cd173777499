"""Hedges (유보): the words that tell a report from a fact, a plan from a deed, then from now, some from all.

A composer may leave out half a passage, but not that it is only said, planned, possible, or over.
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.verification.clauses import Parsed
from bot.verification.marks import OR
from bot.verification.reading import Reading

_NOW: Final = re.compile(r"지금|현재|아직|여전히|계속|요즘|요새|올해|이제")
_GOING: Final = re.compile(r"고 있(?!었)|는 중|진행 중|운영 중|중이에요")
_OVER: Final = re.compile(r"끝났|끝난|끝나|종료|마감됐|마감된|중단|없어졌|폐지|그만|더는|더 이상")
_PAST: Final = re.compile(r"[았었였했됐렸졌갔왔났]|ᆻ")
_NO_PAST: Final = re.compile(r"있|겠")
#: What makes a statement wider, or more certain, than it was.
_ABSOLUTE: Final = re.compile(
    r"모든|모두|누구나|누구든|아무나|항상|언제나|언제든|무조건|반드시|꼭|바로|즉시|곧바로|자동|무료|공짜|전액|전부|어디서나|어디든|무제한|평생|매번|다 |"
    r"별도|따로|추가|만으로|없이|당장|직접|대신|유일|최초|가장|훨씬|이미|먼저|미리"
)
#: What is hedged by it, by name.
_HEDGES: Final = {
    "report": re.compile(
        r"(?:다는|라는|라고|다고|자는)(?=\s)|(?<![가-힣])적은\s|적혀|적힌|글[이은도에]|보도|설명|분석|밝혔|밝힌|주장|전망|추정|민간|블로그|출처"
    ),
    "plan": re.compile(
        r"계획|예정|하겠다|겠다|겠어|기로|방침|추진|검토|목표|논의|전망|예고|계류|협의|발의|요구|제안"
    ),
    "may": re.compile(r"수 있|가능|수도"),
    "some": re.compile(r"일부|경우|대부분|대체로|보통|원칙|부분|주로|거의|가량|약 |정도|안팎|쯤"),
}


def hedges(claim: Parsed, told: Parsed, near: str, around: str) -> Iterator[tuple[str, float]]:
    """Signs of hedges lost and added, by name.

    `near` is the text of the clauses that the claim tells, `around` that of their sentences.
    """
    ours, theirs = claim.reading, told.reading
    yield "now for then", float(bool(set(_NOW.findall(ours.text)) - set(_NOW.findall(theirs.text))))
    yield "going on", _new(_GOING, ours, theirs)
    yield "told as over", _new(_OVER, ours, theirs)
    yield "absolute", float(len(set(_ABSOLUTE.findall(ours.text)) - set(_ABSOLUTE.findall(theirs.text))))
    for name, mark in _HEDGES.items():
        # What clauses cut apart look like is no hedge (늘리겠다고 / 도 했다).
        lost = bool(mark.search(theirs.text)) and not mark.search(ours.text)
        yield f"{name} lost", float(lost and bool(mark.search(near)))
        yield f"{name} of the sentence lost", float(lost and bool(mark.search(around)))
        yield f"{name} added", _new(mark, ours, theirs)
    past = _is_past(ours.text)
    yield "told as past", float(past and not _is_past(theirs.text))
    yield "told as present", float(_is_past(around) and not past)
    either = bool(OR.search(theirs.text))
    yield "or added", float(bool(OR.search(ours.text)) and not either)
    yield "or lost", float(bool(OR.search(near)) and not OR.search(ours.text))
    for name in ("must", "can", "if_"):
        mine, known = (any(getattr(said, name) for said in side.said) for side in (ours, theirs))
        yield f"{name.rstrip('_')} in a predicate of its own", float(mine and not known)


def _new(mark: re.Pattern[str], claim: Reading, told: Reading) -> float:
    return float(bool(mark.search(claim.text)) and not mark.search(told.text))


def _is_past(text: str) -> bool:
    return bool(_PAST.search(_NO_PAST.sub("", text)))
