"""Denials (부정) of a claim that contradict nothing, though no passage denies the same."""

import re

from bot.verification.predicates import Said
from bot.verification.reading import Reading, by_lemma


def contraposed(claim: Reading, evidence: Reading) -> bool:
    """Whether the claim denies of the others what is told of some: 등록했다면 대상이 아니다 of 등록하지 않은 사람이 대상이다."""
    theirs = by_lemma(evidence)
    return bool(
        claim.said
        and evidence.said
        and claim.said[-1].denied
        and not evidence.said[-1].denied
        and any(
            said.if_
            and not said.denied
            and (known := theirs.get(said.lemma))
            and all(other.denied for other in known)
            for said in claim.said
        )
    )


def by_itself(said: Said, evidence: Reading) -> bool:
    """Whether a denial only tells how a thing comes by itself: 따로 신청하지 않아도 of what is automatic."""
    return said.denied and said.although and "자동" in evidence.forms


def contrasted(said: Said, claim: Reading) -> bool:
    """Whether it only stands against what is told behind it (가게마다가 아니라 상인회 단위로)."""
    return re.search(rf"{re.escape(said.lemma)}\S{{0,3}} 아니라", claim.text, re.IGNORECASE) is not None
