"""Who does what to whom: a noun must be to a predicate what the passages make it (구매자가 요청하고 판매자가 받아들이면)."""

from collections import defaultdict

from bot.verification.meanings import FREE, LIGHT, SYNONYMS
from bot.verification.predicates import Said
from bot.verification.reading import Reading

#: The places between which a noun may have been moved.
_RIVALS = {
    "who": ("who", "whom", "topic"),
    "whom": ("who", "whom", "topic"),
    "what": ("who",),
    "where": ("where", "how"),
    "how": ("where", "how"),
}
#: Predicates of so many things that their arguments say little.
_VAGUE = LIGHT | frozenset("쓰 들 따르 위하 통하 대하 보이 알리 밝히 안내 설명 말 말하 발표 보도".split())


def exchanged(claim: Reading, evidence: Reading) -> str:
    """A noun that the claim puts in a place where the passages have another; empty when there is none.

    Only a predicate that both tell is compared. A place in which the passages name nobody is open, and a topic
    may stand in any place.
    """
    theirs: dict[str, list[Said]] = defaultdict(list)
    for said in evidence.said:
        theirs[said.lemma].append(said)
    for said in claim.said:
        if said.lemma in _VAGUE:
            continue
        known = theirs.get(said.lemma, [])
        for slot, nouns in said.slots:
            if slot == "topic" or not nouns:
                continue
            places = [_taken(other, slot) for other in known]
            if not places or not all(places):
                continue
            words = [_odd(nouns, taken) for taken in places]
            held = {
                noun
                for other in evidence.said
                for name, found in other.slots
                if name in _RIVALS[slot] and (other not in known or name not in (slot, "topic"))
                for noun in found
            }
            if not all(word for word, _ in words):
                continue
            word, whole = words[0]
            if word in held and (whole or slot == "who"):
                return word
            if whole and slot in ("who", "what", "where") and not _stands(word, evidence):
                return word
    return ""


def _taken(said: Said, slot: str) -> list[tuple[str, ...]]:
    """The phrases in a place of a predicate, with its topics; empty when nothing stands there."""
    if not any(name == slot for name, _ in said.slots):
        return []
    return [nouns for name, nouns in said.slots if name in (slot, "topic") and nouns]


def _odd(nouns: tuple[str, ...], taken: list[tuple[str, ...]]) -> tuple[str, bool]:
    """The noun of a phrase that fits none of those in its place, and whether it is the phrase's last one.

    Of 유입 수수료 in the place of 판매 수수료 it is 유입.
    """
    others = [noun for phrase in taken for noun in phrase]
    head = nouns[-1]
    if not any(_like(head, other) for other in others) and not any(
        _like(noun, phrase[-1]) for noun in nouns for phrase in taken
    ):
        return head, True
    ours = [noun for noun in nouns if not any(_like(noun, other) for other in others)]
    left = [other for other in others if not any(_like(noun, other) for noun in nouns)]
    return (ours[0], False) if ours and left else ("", False)


def _stands(word: str, evidence: Reading) -> bool:
    return word in FREE or any(_like(word, form) for form in evidence.forms)


def _like(noun: str, other: str) -> bool:
    return (
        noun == other
        or (len(noun) > 1 and noun in other)
        or (len(other) > 1 and other in noun)
        or other in SYNONYMS.get(noun, ())
    )
