"""The parts of a question (얼마고 언제까지예요): the facts that tell each best, in front of the others."""

from collections.abc import Sequence
from dataclasses import replace

from bot.aspects import asked
from bot.clauses import clauses
from bot.corpus import Corpus
from bot.facts import ScoredFact, Within, score_facts
from bot.question import Question
from knowledge.korean import Analyzer

#: How many facts answer each thing that is asked.
FOR_EACH = 2


def for_each_part(
    question: Question, slug: str, corpus: Corpus, analyzer: Analyzer, within: Within
) -> list[ScoredFact]:
    """The best fact of each part, then the second best of each; none when the question asks for one thing."""
    told = []
    for clause in clauses(question.text, analyzer):
        part = replace(question, text=clause, aspects=asked(clause))
        told.append(score_facts(part, slug, corpus, analyzer, within)[:FOR_EACH])
    first: dict[str, ScoredFact] = {}
    for place in range(FOR_EACH):
        for best in told:
            for fact in best[place : place + 1]:
                first.setdefault(fact.passage.id, fact)
    return list(first.values())


def put_first(first: Sequence[ScoredFact], facts: Sequence[ScoredFact]) -> list[ScoredFact]:
    """The facts with some of them before all others, as good as the best."""
    if not first:
        return list(facts)
    raised = [replace(fact, score=facts[0].score) for fact in first]
    ids = {fact.passage.id for fact in first}
    return raised + [fact for fact in facts if fact.passage.id not in ids]
