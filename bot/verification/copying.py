"""Near copies: a passage's sentence told again with one word changed, which hides among so many right ones."""

from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from bot.verification.meanings import CRITICAL, EXCLUDING, FREE, SYNONYMS
from bot.verification.reading import Reading
from knowledge.korean import Token

Fault = Literal["", "negation", "bound", "unsupported"]

#: From this share of common morphemes on, a claim is a copy, and what differs is weighed word by word.
COPY = 0.84
_DENIALS = frozenset("않 못 못하 없 없이 아니 안".split())
_CONTENT = frozenset(["NNG", "NNP", "SL", "XR", "VV", "VA", "MAG"])
_OTHER_SIDE = {"까지": "부터", "부터": "까지"}


def changed(claim: Reading, evidence: Reading) -> tuple[Fault, str]:
    """What a near copy of a cited sentence changes: a kind of fault and the word; two empty texts for none."""
    ours = _parts(claim.tokens)
    best, copied = COPY, None
    for theirs in _sentences(evidence.tokens):
        if abs(len(theirs) - len(ours)) > len(ours) // 2:
            continue
        matcher = SequenceMatcher(None, [t.form for t in theirs], [t.form for t in ours], autojunk=False)
        if matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, copied = ratio, (theirs, matcher)
    return _fault(copied[0], ours, copied[1]) if copied else ("", "")


def _fault(
    theirs: tuple[Token, ...], ours: tuple[Token, ...], matcher: SequenceMatcher[str]
) -> tuple[Fault, str]:
    if _denials(theirs) != _denials(ours) and not _beside(theirs, ours, matcher):
        return "negation", "않"
    for what, a, b, c, d in matcher.get_opcodes():
        old, new = theirs[a:b], ours[c:d]
        if what != "replace":
            continue
        for token in new:
            if token.tag == "JX" and _OTHER_SIDE.get(token.form) in {t.form for t in old}:
                return "bound", token.form
        gone = [t.form.lower() for t in old if t.tag in _CONTENT]
        # A lone letter, or an ending taken for a word (해요), is the analysis's doing.
        come = [
            t.form.lower()
            for t in new
            if t.tag in _CONTENT and (len(t.form) > 1 or t.tag[0] == "V") and not t.form.endswith("요")
        ]
        # More words for fewer are another way to say it; one for one is another thing.
        if len(come) == len(gone) == 1 and come[0] not in FREE and not _means(come[0], gone):
            return "unsupported", come[0]
    return "", ""


def _beside(theirs: tuple[Token, ...], ours: tuple[Token, ...], matcher: SequenceMatcher[str]) -> bool:
    """Whether what differs in denials is told otherwise: a whole clause left out, or 안 되다 for 빠지다."""
    for what, a, b, c, d in matcher.get_opcodes():
        old, new = theirs[a:b], ours[c:d]
        if what == "delete" and _denials(old) and sum(t.tag in _CONTENT for t in old) > 2:
            return True
        if what == "replace" and _denials(new) and any(t.form in EXCLUDING for t in old):
            return True
        if what == "replace" and _denials(old) and any(t.form in EXCLUDING for t in new):
            return True
    return False


def _means(word: str, others: list[str]) -> bool:
    if word in CRITICAL:
        return bool(CRITICAL[word] & set(others))
    known = SYNONYMS.get(word, set())
    return any(o in known or (len(o) > 1 and o in word) or (len(word) > 1 and word in o) for o in others)


def _denials(tokens: tuple[Token, ...]) -> int:
    """Whether the denials of a sentence cancel out: 않으면 안 되다 and 없이도 are told in many ways."""
    return sum(t.form in _DENIALS for t in tokens) % 2


def _parts(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The tokens without endings and marks, which style changes."""
    return tuple(t for t in tokens if t.tag[0] not in "ES" or t.tag in ("SL", "SN"))


@lru_cache(maxsize=8_192)
def _sentences(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], ...]:
    """The sentences of an evidence, and each pair of neighbours."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.tag == "SF":
            found.append([])
        else:
            found[-1].append(token)
    parts = [_parts(tuple(sentence)) for sentence in found if sentence]
    return (*parts, *((_parts(tokens),) if len(parts) > 1 else ()))
