"""Modality (양태): a plan told as done, a must told as may, what goes on of what is only announced."""

import re

from bot.verification.meanings import LIGHT, PLANS, REPORTING
from bot.verification.opposites import alike
from bot.verification.reading import Reading, by_lemma

_GOING = re.compile(r"고 있(?!었)|하는 중|시행 중|진행 중|운영 중")


def modality(claim: Reading, evidence: Reading, status: str = "") -> str:
    """A plan told as done, or what is done as a plan; must told as may, or the reverse; empty when neither.

    `status` is the document's: what is only announced or pending is not told as going on.
    """
    if status in ("announced", "pending") and "이미" in claim.forms and "이미" not in evidence.forms:
        return "already"
    if status in ("announced", "pending") and _GOING.search(claim.text) and not _GOING.search(evidence.text):
        done = {said.lemma for said in evidence.said if not said.planned}
        if not any(said.lemma in done for said in claim.said[-1:]):
            return "goes on"
    theirs = by_lemma(evidence)
    hedged = bool(PLANS & claim.forms) or any(said.planned or said.quoted for said in claim.said)
    scope = {word for said in evidence.said if said.planned for word in (*said.nouns, said.lemma)}
    deeds = [said for said in evidence.said if said.final and said.lemma not in REPORTING | LIGHT]
    if not hedged and deeds and all(said.planned for said in deeds) and claim.said:
        last = claim.said[-1]
        if last.past and not last.denied and last.lemma not in REPORTING:
            return f"{last.lemma}: planned"
    for said in claim.said:
        if said.lemma in LIGHT or said.lemma in REPORTING:
            continue
        known = alike(said.lemma, theirs)
        if not hedged and said.final and not said.can and not said.must:
            if known and all(other.planned for other in known):
                return f"{said.lemma}: planned"
            if said.past and not known and said.lemma in scope:
                return f"{said.lemma}: planned"
        if not known:
            continue
        if said.planned and not any(other.planned for other in evidence.said) and not PLANS & evidence.forms:
            return f"{said.lemma}: not planned"
        if all(other.must for other in known) and said.can and not said.denied:
            return f"{said.lemma}: must"
        if said.must and all(other.can for other in known):
            return f"{said.lemma}: may"
        if said.although and all(other.if_ for other in known):
            return f"{said.lemma}: if"
    return ""
