"""What a message leaves out (말고): "배민 말고 수수료 싼 배달앱", "… 알려 주세요, 배달 수수료 말고요".

The search would find what is left out first. A name, or what is added at the end, is taken out; anything else says
what is meant ("사업자등록증 말고 또 뭘 내요" asks of the papers among which it stands) and stays.
"""

from collections.abc import Sequence

from bot.names import Names, platforms
from bot.words import content_words
from knowledge.korean import Analyzer, Token, normalise

_NOUNS = frozenset(["NNG", "NNP", "SL", "SN", "XSN", "XPN", "JC", "XR", "NR"])
#: Fewer words than these say nothing alone: the message stays as it is.
LEAST_WORDS = 2


def without_excluded(text: str, names: Names, analyzer: Analyzer) -> str:
    """A message without the names that it leaves out."""
    text = normalise(text)
    tokens = analyzer.tokens(text)
    for place in range(1, len(tokens)):
        if (tokens[place].form, tokens[place].tag) != ("고", "EC") or tokens[place - 1].form not in (
            "말",
            "빼",
        ):
            continue
        start, end = _phrase(tokens, place - 1), tokens[place].end
        excluded, behind = (
            text[start : tokens[place - 1].start].strip(),
            text[end:].lstrip("요는도").strip(" .!?~ㅠㅋ"),
        )
        if not excluded or (behind and not platforms(excluded) and not names.find(excluded)):
            continue
        rest = f"{text[:start]} {text[end:].lstrip('요는도')}".strip()
        if len(content_words(analyzer.tokens(rest))) >= LEAST_WORDS:
            return " ".join(rest.split())
    return text


def _phrase(tokens: Sequence[Token], end: int) -> int:
    """Where the nouns begin that stand right before a token, in letters."""
    start = end
    while start and tokens[start - 1].tag in _NOUNS:
        start -= 1
    return tokens[start].start
