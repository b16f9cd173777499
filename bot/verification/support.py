"""Support of words: what a claim says must have been said in what it cites."""

from collections.abc import Iterable

from bot.verification.meanings import CRITICAL, FREE, LOOSE, SYNONYMS
from bot.verification.naming import spans
from bot.verification.reading import Reading, squash

#: What an ungrounded word weighs, by tag; a claim falls at `LIMIT`. A noun alone is enough, a verb is not:
#: paraphrases change verbs first.
WEIGHTS = {"NNG": 1.0, "NNP": 2.0, "SL": 2.0, "XR": 1.0, "VV": 0.4, "VA": 0.4, "MAG": 0.3, "NR": 0.0}
LIMIT = 1.0
#: Last letters that make a noun of a noun: 활용법, 구매자, 대여비.
_SUFFIXES = frozenset("법자용별비료금액율률처점제형식권증일지당용도")


def ungrounded(claim: Reading, evidence: Reading, program: str = "") -> list[tuple[str, float]]:
    """The words of the claim that the evidence has in no form, with what each weighs.

    A word that the same program's other facts have (`program`, squashed) weighs half: it may be left from the
    context, and is not made up.
    """
    missing: dict[str, float] = {}
    verbs = {said.lemma for said in claim.said}
    named = {
        t.form.lower() for t in claim.tokens for start, end, _ in spans(claim.text) if start <= t.start < end
    }
    for form, tag in claim.words:
        if form in FREE or form in named or grounded(form, evidence):
            continue
        # A letter alone is more often half a word than a word.
        missing[form] = WEIGHTS.get(tag, 0.0) if len(form) > 1 or tag in ("VV", "VA") else 0.2
        if len(form) > 1 and form in program:
            missing[form] /= 2
        if form in LOOSE:
            missing[form] = min(missing[form], 0.5)
        if form in CRITICAL:
            missing[form] = LIMIT
        elif form in verbs and tag != "XR":
            missing[form] = min(missing[form], WEIGHTS["VV"])
    for _, _, name in spans(claim.text):
        if squash(name) not in evidence.squashed:
            missing[name] = LIMIT
    return list(missing.items())


def grounded(word: str, evidence: Reading) -> bool:
    """Whether the evidence has the word, a word of the same meaning, or the word inside a longer one."""
    if has(word, evidence):
        return True
    if word in CRITICAL:
        return any(other in evidence.forms or has(other, evidence) for other in CRITICAL[word])
    stem = word[:-1]
    if len(stem) > 1 and word[-1] in _SUFFIXES and (has(stem, evidence) or grounded(stem, evidence)):
        return True
    if any(has(other, evidence) for other in SYNONYMS.get(word, ())):
        return True
    # 점심시간: a compound of what the evidence has and what says nothing alone.
    return any(
        all(part in FREE or has(part, evidence) for part in (word[:cut], word[cut:]))
        and not (word[:cut] in FREE and word[cut:] in FREE)
        for cut in range(2, len(word) - 1)
    )


def has(word: str, evidence: Reading) -> bool:
    """Whether the evidence has the very word, alone or inside a longer one."""
    # A letter alone must be a word there: 다 is also how any sentence ends.
    if len(word) == 1:
        return word in evidence.content
    return word in evidence.forms or word in evidence.squashed


def weight(missing: Iterable[tuple[str, float]]) -> float:
    """What the missing words weigh together."""
    return sum(value for _, value in missing)
