"""The answer about things that a question joins by name (bot/sides.py): on the same points, each asked for itself."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot import josa
from bot.answer import Claim
from bot.aspects import asked
from bot.compose import BROAD_LIMIT
from bot.compose_broad import compose_side_by_side
from bot.corpus import Corpus
from bot.draft import Draft, Line
from bot.evidence import Evidence
from bot.facts import ScoredFact, score_facts
from bot.missing import gap
from bot.names import platforms, short_title
from bot.parts import for_each_part, put_first
from bot.question import Question
from bot.sides import Side, ask_of
from knowledge.document import Document
from knowledge.korean import Analyzer

#: The draft of an answer about one program.
PlanOne = Callable[[Question, Evidence], Draft]


def joined(
    question: Question, evidence: Evidence, corpus: Corpus, analyzer: Analyzer, plan_one: PlanOne
) -> Draft:
    """A block for each thing that the documents have; what they do not have is named."""
    if all(side.alone for side in question.sides):
        return _one_after_the_other(question, corpus, plan_one)
    sides = {
        side.slug: side for side in reversed(question.sides) if side.slug and corpus.facts.get(side.slug)
    }
    outside = [side.name for side in question.sides if not side.slug]
    if len(sides) == 1:
        (side,) = sides.values()
        both = [one for one in question.sides if one.slug]
        # What is asked of two parts of one program is asked of it whole.
        text = question.text if len(both) > 1 else side.text
        part = replace(ask_of(replace(side, text=text), question, corpus), shape="one", sides=())
        draft = plan_one(part, in_front(side.slug, evidence))
    else:
        draft = _blocks(question, list(sides.values())[::-1], evidence, corpus, analyzer)
    if not outside:
        return draft
    place = int(draft.lines[0].lead == "■ " and len(sides) == 1)
    lines = (*draft.lines[:place], Line((_outside(outside),)), *draft.lines[place:])
    return replace(draft, lines=lines, missing=(*outside, *draft.missing))


def _one_after_the_other(question: Question, corpus: Corpus, plan_one: PlanOne) -> Draft:
    """The answers to questions of their own (bot/apart.py), each as if it had been asked alone."""
    lines: list[Line] = []
    missing: list[str] = []
    for side in question.sides:
        part = replace(ask_of(side, question, corpus), shape="one", sides=(), aspects=asked(side.text))
        assert side.evidence is not None
        draft = plan_one(part, in_front(side.slug, side.evidence))
        lines += draft.lines
        missing += [f"{short_title(corpus.documents[side.slug].title)}: {name}" for name in draft.missing]
    return Draft(tuple(lines), tuple(missing), BROAD_LIMIT)


def _blocks(
    question: Question, sides: Sequence[Side], evidence: Evidence, corpus: Corpus, analyzer: Analyzer
) -> Draft:
    facts: dict[str, Sequence[ScoredFact]] = {}
    untold: dict[str, str] = {}
    searched = replace(evidence, reranked={})
    for side in sides:
        part, document = ask_of(side, question, corpus), corpus.documents[side.slug]

        def of(evidence: Evidence, part: Question = part, side: Side = side) -> list[ScoredFact]:
            return score_facts(part, side.slug, corpus, analyzer, evidence.within, evidence.reranked)

        all_facts = of(evidence)
        parts = for_each_part(part, side.slug, corpus, analyzer, evidence.within)
        facts[side.slug] = _own(side, document, put_first(parts, all_facts))
        hole = gap(part, document, of(searched), searched, corpus, analyzer)
        if hole.surely:
            untold[side.slug] = hole.name
    documents = [corpus.documents[side.slug] for side in sides]
    return compose_side_by_side(question, documents, facts.__getitem__, untold, analyzer)


def _own(side: Side, document: Document, facts: Sequence[ScoredFact]) -> list[ScoredFact]:
    """What a program that several platforms share tells of this one; of any other, all that it tells."""
    asked = set(platforms(side.name))
    if len(set(platforms(f"{document.title} {document.provider}"))) < 2 or not asked:
        return list(facts)
    named = [(fact, set(platforms(fact.passage.text))) for fact in facts]
    return [fact for fact, own in named if own & asked] or [fact for fact, own in named if not own]


def in_front(slug: str, evidence: Evidence) -> Evidence:
    """The evidence with a program in front."""
    best = evidence.programs[0][1]
    others = tuple(pair for pair in evidence.programs if pair[0] != slug)
    return replace(evidence, programs=((slug, best), *others))


def _outside(names: Sequence[str]) -> Claim:
    """The sentence that says which of the things the documents do not have; without figures, which have no source."""
    plain = [name for name in names if not any(char.isdigit() for char in name)]
    what = ", ".join(plain) or "함께 물어보신 다른 쪽"
    return Claim(f"{josa.topic(what)} 자료에 없어서 비교해 드릴 수 없어요.")
