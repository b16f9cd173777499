"""When a model's rewriting of a follow-up may be used: it asks what the person asked, and brings in nothing of its own."""

from collections.abc import Sequence

from bot.aspects import asked
from bot.corpus import Corpus
from bot.guard import clean, screen
from bot.llm.letters import strange_letters
from bot.names import platforms, squash
from bot.question import leans_back
from bot.verification.figures import figures, supported
from bot.words import nouns
from knowledge.korean import Analyzer

#: A rewriting may take so many seconds and characters; the rules' own form is there already.
SECONDS, LONGEST = 5.0, 200


def accepted(
    text: str, turns: Sequence[str], fallback: str, topic: str, corpus: Corpus, analyzer: Analyzer
) -> str | None:
    """The rewritten question; None when it must not be used.

    It keeps what the last turn asks for, its names, platforms and figures, and every noun, name and figure of it stands in
    the conversation, in the topic's title or in the rules' own form.
    """
    lines = [clean(line).strip(" \"'“”`*-") for line in text.splitlines() if line.strip()]
    if len(lines) != 1 or not lines[0] or len(lines[0]) > LONGEST:
        return None
    found, own = lines[0], turns[-1]
    given = "\n".join([*turns, fallback, topic])
    if not set(asked(own)) <= set(asked(found)):
        return None
    if leans_back(found) or screen(found).orders or strange_letters(found, given):
        return None
    names, mine = {m.name for m in corpus.names.find(own)}, {m.name for m in corpus.names.find(found)}
    if not names <= mine or not set(platforms(own)) <= set(platforms(found)):
        return None
    if not set(platforms(found)) <= set(platforms(given)):
        return None
    theirs, all_given = figures(found), figures(given)
    if any(not supported(figure, theirs) for figure in figures(own)):
        return None
    if any(not supported(figure, all_given) for figure in theirs):
        return None
    letters = squash(given)
    if any(squash(word) not in letters for word in nouns(analyzer.tokens(found))):
        return None
    things = nouns(analyzer.tokens(own))
    return found if all(squash(word) in squash(found) for word in things) else None
