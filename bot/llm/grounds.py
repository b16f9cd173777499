"""Whether a model's sentence says only what its passage says (근거), word by word.

The verifier leaves a careful writer room: a synonym, a figure from a source's title. A language model gets none, as it
may invent without a wrong figure or name (누구나 바로 받아요). Each noun, verb, adverb and number of its sentence must
stand in the passage or its program's name. What this rejects wrongly costs nothing but style: the passage's own
sentence takes its place.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.names import squash
from knowledge.document import Document
from knowledge.korean import Analyzer, Token
from knowledge.passage import Passage

_NOUNS = frozenset(["NNG", "NNP", "NR", "XR", "SL", "SH"])
_VERBS = frozenset(["VV", "VA", "MAG"])
#: Words that carry a sentence and add nothing to what it says.
_FREE = frozenset(
    "사장 내용 사업 프로그램 하 되 있 이렇 그렇 주 받 드리 보 알 알리 들 나오 위하 대하 관하 따르 또 더 함께 같이 따로 먼저 그 이".split()
)
#: Number words that would tell a count, and words that make a statement wider than it was.
_COUNTS = frozenset(
    "두 세 네 다섯 여섯 일곱 여덟 아홉 열 스무 서너 두세 수십 수백 수천 몇 모든 전 각 매 온".split()
)
_WIDE = frozenset("누구 아무 언제 어디 무엇".split())
#: What turns a statement round: a sentence has it when its passage has it, and not else.
_TURNS = (
    re.compile(r"않|없|못|아니|아닌|(?<![가-힣])안\s|말(?:아야|고)|불가|제외"),
    re.compile(r"예정|계획|계류|논의|검토|추진|목표|전망|방침|기로\s|예상|미정|미확인"),
)
#: What bounds a figure: no more of it than the passage has.
_BOUNDS = re.compile(r"까지|부터|이내|이하|이상|미만|초과|최대|최소|최고|최저")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ABOUT_BEFORE = re.compile(r"(?:약|평균|대략|거의)\s?$")
_ABOUT_BEHIND = re.compile(r"\s?[가-힣%]{0,3}\s?(?:정도|가량|안팎|내외)|\s?[천백만억]?\s?여\s?(?=[가-힣])")
#: sbiz24.kr and sbiz42.kr are the same word and another number to Kiwi.
_LATIN = re.compile(r"[A-Za-z0-9@._-]*[A-Za-z][A-Za-z0-9@._-]*")
_SIGNS = frozenset("·~–—‘’“”…%℃㎡×→∼「」『』")
_MARKUP = frozenset("[]{}<>|\\^$#@*_=`")
#: A compound may be written apart or together: so many morphemes are tried as one.
_LONGEST_COMPOUND = 4


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a passage says, ready to be looked up."""

    text: str
    forms: frozenset[str]
    compounds: frozenset[str]
    numbers: Counter[str]


def ungrounded(text: str, passage: Passage, document: Document | None, analyzer: Analyzer) -> list[str]:
    """What of a sentence its passage does not have, as words; empty when it says nothing but what stands there."""
    names = (document.title, *document.aliases) if document else (passage.title,)
    ground = _ground(passage.text, names, passage.section, analyzer)
    tokens = analyzer.tokens(text)
    missing = [token.form for token in tokens if _weighs(token) and not _stands(token, ground)]
    missing += (Counter(_numbers(text)) - ground.numbers).elements()
    missing += [name for name in _LATIN.findall(text) if name.strip(".-_").lower() not in ground.text.lower()]
    missing += (Counter(_BOUNDS.findall(text)) - Counter(_BOUNDS.findall(ground.text))).elements()
    missing += [
        number for number in _about(passage.text) if number in _numbers(text) and number not in _about(text)
    ]
    for turn in _TURNS:
        said, stands = turn.search(text), turn.search(passage.text)
        if (said is None) != (stands is None):
            missing.append((said or stands)[0])  # type: ignore[index]
    if not _begins(text, tokens, ground):
        missing.append(text.split()[0])
    return [*dict.fromkeys([*missing, *strange_letters(text, ground.text)])]


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
    given = unicodedata.normalize("NFKC", "\n".join([text, *names, section]))
    tokens = [token.form.lower() for token in analyzer.tokens(given)]
    compounds = {
        squash("".join(tokens[start : start + length]))
        for start in range(len(tokens))
        for length in range(2, _LONGEST_COMPOUND + 1)
    }
    numbers = Counter(_numbers(unicodedata.normalize("NFKC", text)))
    numbers |= Counter(_numbers(names[0]))
    return _Ground(given, frozenset(tokens), frozenset(compounds), numbers)


def _weighs(token: Token) -> bool:
    """Whether a morpheme says something that must be supported."""
    form = token.form.lower()
    if token.tag in ("MM", "NP"):
        return form in _COUNTS or form in _WIDE
    if token.tag.startswith("W_"):
        return True
    return token.tag in _NOUNS | _VERBS and form not in _FREE


def _stands(token: Token, ground: _Ground) -> bool:
    form = token.form.lower()
    if form in ground.forms:
        return True
    if token.tag not in _NOUNS or len(form) < 2:
        return False
    # 현장교육 for 현장 교육; 교육 for AI교육. A rest of one letter would be half a word (사|회적).
    return squash(form) in ground.compounds or any(
        len(known) >= len(form) + 2 and (known.startswith(form) or known.endswith(form))
        for known in ground.forms
    )


def _begins(text: str, tokens: Sequence[Token], ground: _Ground) -> bool:
    """Whether a sentence begins where a sentence may: with a word of the passage, not with the rest of one."""
    words = re.match(r"[“‘「『\"'(]*([0-9A-Za-z가-힣]+)", text)
    first = tokens[0] if tokens else None
    if words is None or first is None or first.tag in ("NNB", "XSN", "XSV", "XSA") or first.tag[0] in "JE":
        return False
    if first.tag in ("VV", "VA") and re.match(r"\S+(?:고|며|지만|는데)[,\s]", text):
        return False
    if first.form in _FREE or first.tag in ("MM", "NP", "MAJ"):
        return True
    # The first two letters; a word of one letter must be a word of the passage.
    start = re.escape(words[1][:2]) + ("" if len(words[1]) > 1 else r"(?![0-9A-Za-z가-힣])")
    return bool(re.search(rf"(?<![0-9A-Za-z가-힣]){start}", ground.text, re.IGNORECASE))


def _numbers(text: str) -> list[str]:
    """The numbers of a text as written, without the commas of thousands."""
    return [number.replace(",", "") for number in _NUMBER.findall(text)]


def _about(text: str) -> set[str]:
    """The numbers that a text gives only as being about so much."""
    return {
        match[0].replace(",", "")
        for match in _NUMBER.finditer(text)
        if _ABOUT_BEFORE.search(text[: match.start()]) or _ABOUT_BEHIND.match(text, match.end())
    }
