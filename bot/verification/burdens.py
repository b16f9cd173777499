"""Who bears what: what is free, who pays for it, and what it does not depend on."""

import re

from bot.verification.reading import Reading

_PAYING = frozenset("내 부담 지불 납부".split())
_GIVING = frozenset("지원 대 대주 제공 면제 돕".split())
_BEARERS = frozenset("판매자 기업 사장 가게 소상공인 상공인 본인 점주 업체 참여자 손님 상인 신청자".split())
GRATIS = frozenset(["무료", "무상", "공짜"])
FEES = frozenset(["돈", "비용", "요금", "이용료", "수수료", "값", "회비", "참가비"])


def charged(claim: Reading, evidence: Reading) -> bool:
    """Whether the claim has somebody pay for what the passages call free, or have paid for them."""
    given = {n for said in evidence.said if said.lemma in _GIVING and not said.denied for n in said.nouns}
    for said in claim.said:
        payers = {noun for slot, nouns in said.slots if slot in ("who", "topic") for noun in nouns}
        if (
            said.lemma in _PAYING
            and not said.denied
            and payers & _BEARERS
            and not _pays(evidence)
            and any(slot != "who" and nouns and nouns[-1] in given for slot, nouns in said.slots)
        ):
            return True
    return _pays(claim) and not _pays(evidence) and bool(GRATIS & evidence.forms)


def _pays(reading: Reading) -> bool:
    return any(
        said.lemma in ("내", "들", "부담", "지불", "납부") and not said.denied and FEES & set(said.nouns)
        for said in reading.said
    )


def regardless(claim: Reading, evidence: Reading) -> str:
    """What does not matter (매출과 상관없이) in the one and does in the other; empty when nothing is turned so."""
    ours, theirs = _irrelevant(claim), _irrelevant(evidence)
    for noun in ours - theirs:
        if theirs and noun in evidence.forms:
            return noun
    for noun in theirs - ours:
        if re.search(rf"{noun}(?:에|의)? ?(?:따라|따른|별로|으로만|로만)", claim.text):
            return noun
    return ""


def _irrelevant(reading: Reading) -> set[str]:
    """The nouns before 상관없이, 관계없이 and 무관하게."""
    return {
        words[-1].lower()
        for match in re.finditer(r"([가-힣A-Za-z ]+?)(?:과|와|에)?\s?(?:상관|관계)\s?없이", reading.text)
        if (words := match[1].split())
    }
