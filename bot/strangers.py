"""Names of things that no document has: a bank's loan, another ministry's voucher, a platform's other service.

Such a name is built like a covered one (수출바우처, 카카오뱅크), and its parts may well stand in the documents;
an answer from the nearest covered program would be wrong.
"""

import re
from collections.abc import Sequence
from functools import cache

from bot.corpus import Corpus
from bot.names import PLATFORM_OF, squash
from bot.wordlists import word_list
from knowledge.korean import Token

#: Words that stand before a name without being part of it, in a message without spaces.
_BEFORE_NAMES = frozenset(
    "예전 옛날 지금 올해 작년 재작년 요즘 이번 우리 저희 제 내 그 이 저 나라 정부 소상공인 사장 가게".split()
)
#: Whoever uses a thing is no part of its name (손님 카드, 가게 인증), in a message without spaces either.
_USERS = frozenset("손님 고객 가게 매장 점포 사장 사장님 직원 알바".split())
_NOUN_TAGS = frozenset(["NNG", "NNP", "SL", "SN", "XPN", "XSN", "XR", "NR"])

#: A name that is surely a program's.
KNOWN = 0.5


@cache
def heads() -> frozenset[str]:
    """Nouns that end a name."""
    return frozenset(word_list("heads"))


@cache
def off_topic_words() -> frozenset[str]:
    """Words that say that a question is about none of this."""
    return frozenset(word_list("off_topic"))


@cache
def _elsewhere() -> re.Pattern[str]:
    return re.compile("|".join(word_list("elsewhere")))


def strange_names(text: str, tokens: Sequence[Token], corpus: Corpus) -> list[str]:
    """The names in a text that are built like a program's or a service's, and stand in no document."""
    found = [name for name in elsewhere(text) if not corpus.says(name)]
    for token in tokens:
        # One word to the analyser (근로장려금), but built like a name.
        form = token.form.lower()
        if token.tag in ("NNG", "NNP") and not corpus.says(form) and _ends_like_name(form):
            found.append(form)
    known = [mention.name for mention in corpus.names.find(text) if mention.share >= KNOWN]
    for run in _runs(tokens):
        if run[0].form in _USERS or run[0].tag == "XSN":
            run = run[1:]
        while run and (run[0].form in _BEFORE_NAMES or run[0].form.lower() in PLATFORM_OF) and len(run) > 2:
            run = run[1:]
        forms = [token.form.lower() for token in run]
        for place, form in enumerate(forms):
            if place and (form in heads() or _ends_like_name(form)):
                name = "".join(forms[: place + 1])
                if any(name.endswith(own) for own in known):
                    continue
                if not corpus.says(name) and not _described(forms[:place], form, corpus):
                    found.append(name)
            platform = PLATFORM_OF.get(form)
            if platform and place + 1 < len(forms) and run[place + 1].start == run[place].end:
                after = forms[place + 1]
                if run[place + 1].tag in ("NNG", "NNP", "SL") and not _of_platform(after, platform, corpus):
                    found.append(form + after)
    return list(dict.fromkeys(found))


def elsewhere(text: str) -> list[str]:
    """The platforms, shops, banks and schemes that a text names and that are nobody's covered here, squashed."""
    return _elsewhere().findall(squash(text))


def from_elsewhere(text: str, corpus: Corpus) -> bool:
    """Whether a text names a platform, a bank or a scheme that merchants know and no document has."""
    return any(not corpus.says(name) for name in elsewhere(text))


def foreign_to(text: str, slug: str, corpus: Corpus) -> bool:
    """Whether a text names a platform, a bank or a scheme of which a program's names, facts and questions say nothing."""
    document, rows = corpus.documents[slug], (*corpus.facts.get(slug, ()), *corpus.questions.get(slug, ()))
    said = squash(" ".join((document.title, *document.aliases, *(row.text for row in rows))))
    return any(name not in said for name in elsewhere(text))


def off_topic(words: Sequence[str], top: Sequence[str], corpus: Corpus) -> bool:
    """Whether a word says that the question is about something else, and the best programs do not have it."""
    subjects = off_topic_words()
    return any(word in subjects and not corpus.words.get(word, frozenset()) & set(top) for word in words)


def _ends_like_name(form: str) -> bool:
    return any(form.endswith(head) and form != head for head in heads())


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
