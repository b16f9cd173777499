"""Whether a sentence says only what its passage says (근거): each word that means something must stand there.

The verifier holds figures, names and negation against the passage. A language model may also invent without any of
these (누구나 바로 받아요); so every noun, verb, adverb and spelt number of its sentence is looked for in the passage. What
a strict test rejects wrongly costs nothing but style: the passage's own sentence takes its place.
"""

import re
import unicodedata
from collections.abc import Iterable

from bot.names import squash
from knowledge.document import Document
from knowledge.korean import Analyzer, Token
from knowledge.passage import Passage

_NOUNS = frozenset(["NNG", "NNP", "NR", "XR", "SL", "SH"])
_VERBS = frozenset(["VV", "VA", "MAG"])

#: Words that carry a sentence and add nothing to what it says.
_FREE = frozenset(
    """사장 내용 사업 프로그램 하 되 있 이렇 그렇 주 받 드리 보 알 알리 들 나오 위하 대하 관하 따르 또 더 함께 같이 따로 먼저 그
    """.split()
)
#: Number words that would tell a count, and words that make a statement wider than it was.
_COUNTS = frozenset(
    "두 세 네 다섯 여섯 일곱 여덟 아홉 열 스무 서너 두세 수십 수백 수천 몇 모든 전 각 매 온".split()
)
_WIDE = frozenset("누구 아무 언제 어디 무엇".split())
#: Particles and endings that narrow or turn what is said: a sentence has them when its passage has, and not else.
_TURNS = (
    re.compile(r"않|없|못|아니|아닌|(?<![가-힣])안\s|말(?:아야|고)|불가|제외"),
    re.compile(r"예정|계획|계류|논의|검토|추진|목표|전망|방침|기로\s|예상|미정|미확인"),
)
_LATIN = re.compile(r"[A-Za-z0-9@._-]*[A-Za-z][A-Za-z0-9@._-]*")


def ungrounded(text: str, passage: Passage, document: Document | None, analyzer: Analyzer) -> list[str]:
    """The words of a sentence that its passage does not have; empty when it says nothing but what stands there."""
    given = "\n".join(_given(passage, document))
    tokens = analyzer.tokens(given)
    known = {token.form.lower() for token in tokens}
    letters = squash(given)
    missing = [
        token.form for token in analyzer.tokens(text) if _weighs(token) and not _stands(token, known, letters)
    ]
    # sbiz24.kr and sbiz42.kr are the same word and another number to Kiwi.
    missing += [name for name in _LATIN.findall(text) if name.strip(".-_").lower() not in given.lower()]
    for turn in _TURNS:
        said, stands = turn.search(text), turn.search(passage.text)
        if (said is None) != (stands is None):
            missing.append((said or stands)[0])  # type: ignore[index]
    return [*dict.fromkeys([*missing, *strange_letters(text, given)])]


def strange_letters(text: str, given: str) -> list[str]:
    """Letters and signs of other scripts that the passage does not have."""
    return sorted(
        {
            char
            for char in text
            if not ("가" <= char <= "힣" or char.isascii() or char in "·~–—‘’“”…%℃㎡×→∼")
            and unicodedata.category(char)[0] in "LNSMC"
            and char not in given
        }
    ) + sorted({char for char in text if char in "[]{}<>|\\^$#@*_=`" and char not in given})


def _given(passage: Passage, document: Document | None) -> Iterable[str]:
    """What the passage says, and what it is about: its program's names, its section, its sources' dates."""
    yield unicodedata.normalize("NFKC", passage.text)
    yield passage.context
    yield passage.section
    if document is not None:
        yield document.provider
    for source in passage.sources:
        yield source.date or ""


def _weighs(token: Token) -> bool:
    """Whether a morpheme says something that must be supported."""
    form = token.form.lower()
    if token.tag in ("MM", "NP"):
        return form in _COUNTS or form in _WIDE
    if token.tag.startswith("W_"):
        return True
    return token.tag in _NOUNS | _VERBS and form not in _FREE


def _stands(token: Token, known: set[str], letters: str) -> bool:
    form = token.form.lower()
    if form in known:
        return True
    # Compounds are cut differently in another sentence; a single letter may be a part of anything.
    return token.tag in _NOUNS and len(form) > 1 and squash(form) in letters and bool(squash(form))
