"""Support of words: what a claim says must have been said in what it cites."""

from collections.abc import Iterable

from bot.verification.meanings import FREE, SYNONYMS
from bot.verification.reading import Reading

#: What an ungrounded word weighs, by tag; a claim falls at `LIMIT`. A noun alone is enough, a verb is not:
#: paraphrases change verbs first.
WEIGHTS = {"NNG": 1.0, "NNP": 2.0, "SL": 2.0, "XR": 0.5, "VV": 0.4, "VA": 0.4, "MAG": 0.3, "NR": 0.0}
LIMIT = 1.0


def ungrounded(claim: Reading, evidence: Reading) -> list[tuple[str, float]]:
    """The words of the claim that the evidence has in no form, with what each weighs."""
    missing: dict[str, float] = {}
    verbs = {said.lemma for said in claim.said}
    for form, tag in claim.words:
        if form in FREE or grounded(form, evidence):
            continue
        # A letter alone is more often half a word than a word.
        missing[form] = WEIGHTS.get(tag, 0.0) if len(form) > 1 or tag in ("VV", "VA") else 0.2
        if form in verbs:
            missing[form] = min(missing[form], WEIGHTS["VV"])
    return list(missing.items())


def grounded(word: str, evidence: Reading) -> bool:
    """Whether the evidence has the word, a word of the same meaning, or the word inside a longer one."""
    if word in evidence.forms or (len(word) > 1 and word in evidence.squashed):
        return True
    return any(_has(other, evidence) for other in SYNONYMS.get(word, ()))


def _has(word: str, evidence: Reading) -> bool:
    return word in evidence.forms or (len(word) > 1 and word in evidence.squashed)


def weight(missing: Iterable[tuple[str, float]]) -> float:
    """What the missing words weigh together."""
    return sum(value for _, value in missing)
