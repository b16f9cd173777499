"""What a question turns out to ask once it has been searched for: of one thing, a list, or several side by side."""

from collections.abc import Callable
from dataclasses import replace

from bot.apart import asked_apart, described
from bot.corpus import Corpus
from bot.counterparts import by_platform, by_year, one_tells_all
from bot.evidence import Evidence
from bot.lists import of_one_program
from bot.question import Question, with_and_without
from bot.sides import About, Side, named_sides
from knowledge.korean import Analyzer

#: What is found for a part of a question.
Weigh = Callable[[Question], Evidence]


def shaped(
    question: Question,
    found: Evidence,
    corpus: Corpus,
    analyzer: Analyzer,
    weigh: Weigh,
    about: About,
    this_year: int,
) -> Question:
    """The question with the shape that its evidence gives it, and with its sides when it has several.

    `about`: the programs of a text and how sure that is; `weigh`: what is found for a part of the question.
    """
    if one_tells_all(question, found, corpus):
        return replace(question, shape="one")
    if of_one_program(question, found.programs, found.near):
        question = replace(question, shape="one")
    if question.shape == "list" or _undivided(question):
        return question
    return replace(question, sides=_sides(question, found, corpus, analyzer, weigh, about, this_year))


def _undivided(question: Question) -> bool:
    """Whether it asks of one thing with and without it, and names no two others."""
    return max(len(question.platforms), len(question.named)) < 2 and with_and_without(question.text)


def _sides(
    question: Question,
    whole: Evidence,
    corpus: Corpus,
    analyzer: Analyzer,
    weigh: Weigh,
    about: About,
    this_year: int,
) -> tuple[Side, ...]:
    """The things that a question joins by name, or asks for one after the other, each with its program."""
    named = named_sides(question, corpus, analyzer, about)
    return (
        by_platform(question, named, whole, corpus, weigh)
        or named
        or by_year(question, whole, corpus, analyzer, weigh, this_year)
        or described(question, whole, corpus, analyzer, weigh)
        or asked_apart(question, whole, corpus, analyzer, weigh)
    )
