"""Rows (표의 줄): neighbouring facts that tell the same of one class after another (구간별 수수료).

One row alone misleads: who is told 2.0% does not see that others pay 7.8%. They are told together.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.aspects import Aspect, asked, told
from bot.facts import ScoredFact, without_programs
from bot.question import Question
from bot.words import content_words
from knowledge.korean import Analyzer
from knowledge.passage import Passage

#: How much of the shorter text two rows have in common, figures aside.
ALIKE = 0.5
LEAST_ROWS = 3
#: A longer table is not told whole, in letters.
LONGEST_TABLE = 320
_EACH = re.compile(
    r"(?:구간|등급|매출|업종|크기|사이즈|종류|금액|단계|규모)\s?(?:별|마다|에\s?따라)|별로|각각|구간들?|표로|전부|모두"
)
_FIGURE = re.compile(r"\d[\d.,]*")
_NO_LETTER = re.compile(r"[\W_]+")


def completed(
    chosen: Sequence[ScoredFact], facts: Sequence[ScoredFact], question: Question, analyzer: Analyzer
) -> list[ScoredFact]:
    """What is told, each row of it with the rest of its table, unless the question asks for one row."""
    kept = list(chosen)
    for run in rows(facts):
        places = {fact.place for fact in run}
        first = next((n for n, fact in enumerate(kept) if fact.place in places), None)
        if first is None or not _asked(run, question) or singled_out(run, question, analyzer):
            continue
        if sum(len(fact.passage.text) for fact in run) > LONGEST_TABLE:
            continue
        kept = [fact for fact in kept if fact.place not in places]
        kept[first:first] = run
    return kept


def _asked(run: Sequence[ScoredFact], question: Question) -> bool:
    """Whether the rows tell of what the question asks for; of a program as a whole they always do."""
    asks = {aspect for aspect in question.aspects if aspect is not Aspect.WHAT}
    return not asks or any(asks & told(fact.passage.text) for fact in run)


def rows(facts: Sequence[ScoredFact]) -> list[list[ScoredFact]]:
    """The runs of rows among a program's facts, each in the document's order."""
    runs: list[list[ScoredFact]] = []
    for before, fact in pairwise(sorted(facts, key=lambda fact: fact.place)):
        if not siblings(before.passage, fact.passage):
            continue
        if runs and runs[-1][-1] is before:
            runs[-1].append(fact)
        else:
            runs.append([before, fact])
    return [run for run in runs if len(run) >= LEAST_ROWS]


def singled_out(run: Sequence[ScoredFact], question: Question, analyzer: Analyzer) -> bool:
    """Whether a question has a word or a figure of some of the rows and not of the others (하위 20% 가게는 얼마)."""
    if _EACH.search(question.text):
        return False
    rest = without_programs(question)
    # 수수료 and 금액 name what is asked; often only the first row says them.
    words = [word for word in content_words(analyzer.tokens(rest)) if not asked(word)]
    said = [*words, *_FIGURE.findall(rest)]
    having = [sum(word in fact.passage.text for fact in run) for word in said]
    return any(0 < some < len(run) for some in having)


def siblings(one: Passage, other: Passage) -> bool:
    """Whether two facts are rows of one table: the same words around other figures."""
    if one.section != other.section or not (_FIGURE.search(one.text) and _FIGURE.search(other.text)):
        return False
    ours, theirs = _letters(one.text), _letters(other.text)
    return len(ours & theirs) / max(1, min(len(ours), len(theirs))) >= ALIKE


def _letters(text: str) -> set[str]:
    """The pairs of letters around a text's figures."""
    squeezed = _NO_LETTER.sub("", _FIGURE.sub("#", text))
    return {squeezed[i : i + 2] for i in range(len(squeezed) - 1)}
