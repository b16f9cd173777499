"""Answers without a passage: refusals (자료에 없어요) that say what is near and where to ask, and small talk."""

from dataclasses import replace

from bot import replies
from bot.answer import Answer, Related, Trace
from bot.corpus import Corpus
from bot.evidence import Evidence
from bot.names import short_title
from bot.question import Question
from bot.unspecific import examples

#: The document whose title names the number to call when Ongil does not know.
CALL_CENTER = "call-center-1357"


def refusal(asked: str, text: str, body: str) -> Answer:
    """A refusal with this body; `text` is the standalone form of what was asked."""
    return Answer(question=asked, standalone_question=text, outcome="refused", body=body)


def pleasantry(asked: str, text: str, body: str) -> Answer:
    """An answer to what is no question."""
    return Answer(question=asked, standalone_question=text, outcome="small_talk", body=body)


def not_found(
    asked: str, question: Question, evidence: Evidence, corpus: Corpus, contact: str | None
) -> Answer:
    """A refusal that helps: what is near, and where to ask. `contact`: a person to turn to."""
    parts = [replies.NOT_FOUND]
    named = [
        slug for slug, _ in evidence.programs[:8] if corpus.names.platforms_of[slug] & set(question.platforms)
    ]
    # A refusal cites nothing, so that its body has no figure: numbers to call stand beside it.
    titles = [short_title(corpus.documents[slug].title) for slug in named[:3]]
    plain = [title for title in titles if not any(char.isdigit() for char in title)]
    if plain:
        parts.append(replies.NEARBY.format(titles=", ".join(plain)))
    if CALL_CENTER in corpus.documents:
        parts.append(replies.ASK_ELSEWHERE)
    related = tuple(Related(slug, short_title(corpus.documents[slug].title)) for slug in named[:3])
    answer = refusal(asked, question.text, "\n".join(parts))
    return replace(answer, related=related, status_line=_where(corpus, contact))


def ask_back(
    asked: str, question: Question, evidence: Evidence, corpus: Corpus, contact: str | None
) -> Answer:
    """What a question of nothing gets: which program is meant, with some that may be."""
    slugs = examples(evidence.programs, corpus)
    titles = ", ".join(short_title(corpus.documents[slug].title) for slug in slugs)
    body = " ".join([replies.ASK_BACK, *([replies.FOR_EXAMPLE.format(titles=titles)] if titles else [])])
    return replace(
        refusal(asked, question.text, body),
        related=tuple(Related(slug, short_title(corpus.documents[slug].title)) for slug in slugs),
        status_line=_where(corpus, contact),
        trace=Trace(candidates=evidence.candidates),
    )


def _where(corpus: Corpus, contact: str | None) -> str:
    """Where else to ask, in one line; empty when nobody is known."""
    where = []
    if CALL_CENTER in corpus.documents:
        where.append(short_title(corpus.documents[CALL_CENTER].title))
    if contact:
        where.append(replies.CONTACT.format(contact=contact))
    return replies.WHERE_TO_ASK.format(where=" / ".join(where)) if where else ""
