"""Whether a model's sentence says only what its passage says (근거), word by word.

The verifier leaves a careful writer room: a word or two of his own, a figure from a source's title. A language model
gets less, as it may invent without a wrong figure or name (누구나 바로 받아요): each of its words but those that only carry
a sentence must stand in the passage or its program's name, or mean what a word there means, and each number must be
written there, bounded alike; and what it tells must be told of what the passage is about. What this rejects wrongly
costs nothing but style: the passage's own sentence takes its place.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.llm.bounds import misbound
from bot.llm.splices import spliced, stray
from bot.verification import support
from bot.verification.changes import CARRYING
from bot.verification.reading import Reading, read
from knowledge.document import Document
from knowledge.korean import Analyzer, Token
from knowledge.passage import Passage

#: Words that add nothing to what a sentence says, beside those that carry it; who gives and who gets is said by its passage.
_FREE = (CARRYING | frozenset("또 하 더 먼저 뒤".split())) - frozenset("주 받".split())
#: What is given may be told as received, and the other way round, where the passage gives something.
_GIVES = frozenset("주 받 지원 돕 도와주 빌려주 보태 제공 돌려주".split())
#: Number words that would tell a count, and words that make a statement wider than it was.
_COUNTS = frozenset(
    "두 세 네 다섯 여섯 일곱 여덟 아홉 열 스무 서너 두세 수십 수백 수천 몇 모든 전 각 매 온".split()
)
_OPENING = frozenset("이 그 또 또한 다만 그리고 사장 사업 신청 지원".split())
_WIDE = frozenset("누구 아무 언제 어디 무엇".split())
#: What turns a statement round: no sentence has it whose passage has not. (The other way is the verifier's.)
_TURNS = (
    re.compile(r"않|없|못|아니|아닌|(?<![가-힣])안\s|불가|제외|빠[지진져졌]"),
    re.compile(r"예정|계획|계류|논의|검토|추진|목표|전망|방침|예상|미정|미확인"),
)
#: Endings that make a passive or a causative of a verb: 열리다 of 열다.
_PASSIVE = frozenset("이히리기")
#: What bounds a figure: no more of it than the passage has.
_BOUNDS = re.compile(r"까지|부터|이내|이하|이상|미만|초과|최대|최소|최고|최저")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
#: sbiz24.kr and sbiz42.kr are the same word and another number to Kiwi.
_LATIN = re.compile(r"[A-Za-z0-9@._-]*[A-Za-z][A-Za-z0-9@._-]*")
#: What NFKC makes of ㎡; a figure's unit has no figure of its own.
_SQUARE = re.compile(r"(?<=\d)m2(?!\d)")
_SIGNS = frozenset("·~–—‘’“”…%℃㎡×→∼「」『』")
_MARKUP = frozenset("[]{}<>|\\^$#@*_=`")


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a passage says, ready to be looked up."""

    told: Reading  # the passage alone
    reading: Reading  # with its program's names and its section
    numbers: Counter[str]


def ungrounded(text: str, passage: Passage, document: Document | None, analyzer: Analyzer) -> list[str]:
    """What of a sentence its passage does not have, as words; empty when it says nothing but what stands there."""
    names = (document.title, *document.aliases) if document else (passage.title,)
    ground = _ground(passage.text, names, passage.section, analyzer)
    given = ground.reading.text
    claim = read(text, analyzer)
    missing = [
        form
        for form, tag in claim.words
        if form not in _FREE
        and not (form in _GIVES and _GIVES & ground.told.forms)
        and not _stands(form, tag, ground.reading)
    ]
    missing += [
        token.form for token in claim.tokens if _counts(token) and token.form not in ground.reading.forms
    ]
    missing += (Counter(_numbers(text)) - ground.numbers).elements()
    missing += [name for name in _LATIN.findall(text) if name.strip(".-_").lower() not in given.lower()]
    missing += (Counter(_BOUNDS.findall(text)) - Counter(_BOUNDS.findall(given))).elements()
    missing += misbound(
        read(_SQUARE.sub("㎡", text), analyzer) if _SQUARE.search(text) else claim, ground.told
    )
    missing += [said[0] for turn in _TURNS if (said := turn.search(text)) and not turn.search(passage.text)]
    if not _begins(text, claim.tokens, given):
        missing.append(text.split()[0])
    missing += filter(
        None,
        [stray(claim, ground.told, document), spliced(claim, ground.told, passage, document, analyzer)],
    )
    return [*dict.fromkeys([*missing, *strange_letters(text, given)])]


def strange_letters(text: str, given: str) -> list[str]:
    """Letters and signs of other scripts, and what is markup, that the given text does not have."""
    return sorted(
        {
            char
            for char in text
            if char not in given
            and (
                char in _MARKUP
                or not ("가" <= char <= "힣" or char.isascii() or char in _SIGNS or char.isspace())
            )
        }
    )


@lru_cache(maxsize=2_048)
def _ground(text: str, names: tuple[str, ...], section: str, analyzer: Analyzer) -> _Ground:
    told = read(_SQUARE.sub("㎡", unicodedata.normalize("NFKC", text)), analyzer)
    reading = read(unicodedata.normalize("NFKC", "\n".join([text, *names, section])), analyzer)
    numbers = Counter(_numbers(unicodedata.normalize("NFKC", text)))
    numbers |= Counter(_numbers(names[0]))
    return _Ground(told, reading, numbers)


def _stands(form: str, tag: str, ground: Reading) -> bool:
    """Whether the passage has a word. A noun may stand for one that means the same, a verb only for its own forms."""
    verbs = {known for known, kind in ground.words if kind in ("VV", "VA")}
    if tag not in ("VV", "VA"):
        # A letter alone may be a part of anything.
        return (
            support.grounded(form, ground) if len(form) > 1 else (form, tag) in ground.words or form in verbs
        )
    return form in verbs or (form[-1] in _PASSIVE and form[:-1] in verbs)


def _counts(token: Token) -> bool:
    """Whether a small word tells a number or makes a statement wider: 두, 칠백, 누구, 모든, 대(기업)."""
    return token.tag in ("NR", "XPN") or (token.tag in ("MM", "NP") and token.form in _COUNTS | _WIDE)


def _begins(text: str, tokens: Sequence[Token], given: str) -> bool:
    """Whether a sentence begins where a sentence may: with a word of the passage, not with the rest of one."""
    words = re.match(r"[“‘「『\"'(]*([0-9A-Za-z가-힣]+)", text)
    first = tokens[0] if tokens else None
    if words is None or first is None or first.tag in ("NNB", "XSN", "XSV", "XSA") or first.tag[0] in "JE":
        return False
    if first.tag in ("VV", "VA") and re.match(r"\S+(?:고|며|지만|는데)[,\s]", text):
        return False
    if first.form in _OPENING:
        return True
    # The first two letters; a word of one letter must be a word of the passage.
    start = re.escape(words[1][:2]) + ("" if len(words[1]) > 1 else r"(?![0-9A-Za-z가-힣])")
    return bool(re.search(rf"(?<![0-9A-Za-z가-힣]){start}", given, re.IGNORECASE))


def _numbers(text: str) -> list[str]:
    """The numbers of a text as written, without the commas of thousands."""
    return [number.replace(",", "") for number in _NUMBER.findall(text)]
