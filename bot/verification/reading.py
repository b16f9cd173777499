"""A sentence as the checks read it: its tokens, words and figures."""

import re
from dataclasses import dataclass

from bot.verification.aliases import unified
from bot.verification.dates import Day
from bot.verification.figures import Figure, figures
from knowledge.korean import Analyzer, Token, normalise

#: Tags of words that say something of their own.
CONTENT = frozenset(["NNG", "NNP", "XR", "SL", "VV", "VA", "MAG", "NR"])


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, analysed once. `squashed` is the text without spaces and punctuation, in small letters."""

    text: str
    tokens: tuple[Token, ...]
    squashed: str
    words: tuple[tuple[str, str], ...]  # (form, tag) of the content words, in their order
    figures: tuple[Figure | Day, ...]


def read(text: str, analyzer: Analyzer) -> Reading:
    """The reading of a text."""
    text = normalise(text)
    tokens = unified(text, analyzer.tokens(text))
    found = tuple(figures(text))
    words = tuple(
        (t.form.lower(), t.tag)
        for t in tokens
        if t.tag in CONTENT and not any(f.start <= t.start < f.end for f in found)
    )
    return Reading(
        text=text,
        tokens=tokens,
        squashed=squash(text),
        words=words,
        figures=found,
    )


#: How an answer to a yes-or-no question begins; what it denies is the question. A mark stands behind it, or another
#: such word with its mark (네 사장님, …): 네 곳 is a number and 예 시장 a place.
_OPENINGS = r"(?:네|예|넵|아니요|아니오|아뇨|아니에요|맞아요|맞습니다|그럼요|그래요|참고로|사장님|즉|그래서)"
_MARK = r"[,.!…~]+"
_OPENING = re.compile(rf"^\s*{_OPENINGS}(?:{_MARK}\s*|\s(?={_OPENINGS}{_MARK}))")


def opened(text: str) -> str:
    """A sentence behind its opening (네, / 아니요. / 참고로)."""
    while (rest := _OPENING.sub("", text)) != text and rest:
        text = rest
    return text


def squash(text: str) -> str:
    """A text without spaces and punctuation, in small letters."""
    return re.sub(r"[\W_]+", "", text).lower()
