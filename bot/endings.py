"""Endings (물음의 끝): what a question asks stands at its end, behind what it asks it of.

"카카오 직원들이 상점가 돌면서 1대1로 가르쳐주는 거 저희 가게만 따로 신청할 수는 없나요": the whole of it leads to the program,
and most of its words to the sentence that says what the program is. Which fact answers, and whether any does, its
last words say best. So a question is held against a program three times: whole, and by both endings.
"""

import re
from collections.abc import Sequence

from bot.aspects import asked, close
from bot.clauses import asks
from knowledge.korean import Analyzer, normalise

#: How many words the endings have: with others it was no better (tests/benchmarks/README.md).
ENDS = (8, 4)

#: A told sentence of so many letters is a story.
A_STORY = 8

#: Tags of what counts as a word: whatever says something by itself, as against particles, endings and marks.
_WORDS = frozenset("NNG NNP NNB NP NR VV VA VCN MM MAG MAJ XPN XR SL SH SN".split())
_SENTENCE = re.compile(r"[^.?!~…]*[.?!~…]*\s*")


def endings(text: str, analyzer: Analyzer) -> Sequence[str]:
    """The last words of what a text asks, one ending for each of `ENDS`; all of it when it has no more words."""
    text = asking(normalise(text))
    starts = [token.start for token in analyzer.tokens(text) if token.tag in _WORDS]
    return [text[starts[-count] :] if len(starts) > count else text for count in ENDS]


def asking(text: str) -> str:
    """A text up to its last sentence that asks, when what follows is told at length (… 어디서 떼요? 비누 파는 초보예요).

    A word or two behind the question may narrow it (… 얼마예요? 포장이요).
    """
    end = 0
    for sentence in _SENTENCE.finditer(text):
        if asks(sentence[0].strip()) or asked(sentence[0]):
            end = sentence.end()
    return text[:end].strip() if end and len(close(text[end:])) >= A_STORY else text
