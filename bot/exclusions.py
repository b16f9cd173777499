"""What a message leaves out (말고): "배민 말고 수수료 싼 배달앱", "… 알려 주세요, 배달 수수료 말고요".

The search would find what is left out first. A platform or a program is taken out, and so is what is added at the end
and names none; anything else says what is meant ("배민 배달비 빼고 중개수수료" asks of 배민, "사업자등록증 말고 또 뭘 내요"
of the papers among which it stands) and stays.
"""

import re
from collections.abc import Sequence

from bot.names import PLATFORM_OF, Names, platforms, squash
from bot.words import content_words
from knowledge.korean import Analyzer, Token, normalise

_PARTICLE = re.compile(r"^(?:요|은|는|도)(?=[\s,.!?~]|$)")
_JOINT = re.compile(r"(?<=[가-힣A-Za-z0-9])(?:이랑|랑|하고|와|과)\s")
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
        excluded, behind = text[start : tokens[place - 1].start].strip(), _PARTICLE.sub("", text[end:])
        if not excluded or not (
            _is_name(excluded, names) or (_is_last(behind) and not _names(excluded, names))
        ):
            continue
        rest = f"{text[:start]} {behind}".strip()
        if len(content_words(analyzer.tokens(rest))) >= LEAST_WORDS:
            return " ".join(rest.split())
    return text


def _is_name(text: str, names: Names) -> bool:
    """Whether a text is nothing but platforms or programs."""
    parts = [squash(part) for part in _JOINT.split(text) if part.strip()]
    return bool(parts) and all(part in PLATFORM_OF or part in names.programs for part in parts)


def _names(text: str, names: Names) -> bool:
    return bool(platforms(text) or names.find(text))


def _is_last(behind: str) -> bool:
    """Whether nothing is asked behind what is left out."""
    return not behind.strip(" .,!?~ㅠㅜㅋㅎ")


def _phrase(tokens: Sequence[Token], end: int) -> int:
    """Where the nouns begin that stand right before a token, in letters."""
    start = end
    while start and tokens[start - 1].tag in _NOUNS:
        start -= 1
    return tokens[start].start
