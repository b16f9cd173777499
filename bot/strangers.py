"""Names of things that no document has: a bank's loan, another ministry's voucher, a platform's other service.

Such a name is built like a covered one (수출바우처, 카카오뱅크), and its parts may well stand in the documents;
an answer from the nearest covered program would be wrong.
"""

from collections.abc import Sequence

from bot.corpus import Corpus
from bot.names import PLATFORM_OF, squash
from knowledge.korean import Token

#: Nouns that end the name of a program or a product, and are seldom used to describe one.
_HEADS = frozenset(
    ["바우처", "패키지", "사관학교", "장려금", "자금", "공제", "페이", "뱅크", "은행", "카드", "금융", "펀드", "통장", "보증", "연금", "적금", "보험", "수당", "급여", "저축", "쿠폰", "머니", "포인트", "마일리지", "멤버십", "캐시", "아카데미", "스쿨", "센터", "대출", "론", "지원단", "추진단", "재단", "인증", "업소"]
)
_NOUN_TAGS = frozenset(["NNG", "NNP", "SL", "SN", "XPN", "XSN", "XR", "NR"])


def strange_names(tokens: Sequence[Token], corpus: Corpus) -> list[str]:
    """The names in a text that are built like a program's or a service's, and stand in no document."""
    found = []
    for run in _runs(tokens):
        forms = [token.form.lower() for token in run]
        for place, form in enumerate(forms):
            if place and (form in _HEADS or any(form.endswith(head) and form != head for head in _HEADS)):
                name = "".join(forms[: place + 1])
                if not corpus.says(name) and not _described(forms[:place], form, corpus):
                    found.append(name)
            platform = PLATFORM_OF.get(form)
            if platform and place + 1 < len(forms) and run[place + 1].start == run[place].end:
                after = forms[place + 1]
                if run[place + 1].tag in ("NNG", "NNP", "SL") and not _of_platform(after, platform, corpus):
                    found.append(form + after)
    return list(dict.fromkeys(found))


def _runs(tokens: Sequence[Token]) -> list[list[Token]]:
    """The longest chains of nouns written without a space between them."""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if token.tag not in _NOUN_TAGS or (runs[-1] and token.start != runs[-1][-1].end):
            runs.append([])
        if token.tag in _NOUN_TAGS:
            runs[-1].append(token)
    return [run for run in runs if len(run) > 1]


def _described(before: Sequence[str], head: str, corpus: Corpus) -> bool:
    """Whether a document has the head with the word right before it (소상공인대출, 고용보험)."""
    return corpus.says(before[-1] + head) and len(before) == 1


def _of_platform(word: str, platform: str, corpus: Corpus) -> bool:
    """Whether a document that tells of the platform has the word."""
    return any(platform in corpus.names.mentioned_in[slug] for slug in corpus.words.get(squash(word), ()))
