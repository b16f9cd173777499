"""From a draft to an answer: claims verified, citations numbered, what did not survive left out."""

from datetime import date

from bot.answer import Answer, Citation, Claim, Related, Trace
from bot.corpus import Corpus
from bot.draft import Draft
from bot.evidence import Evidence
from bot.names import short_title
from bot.question import Question
from bot.verification import verify
from knowledge.document import Document

#: A status that was confirmed longer ago than this is told with a warning.
STALE_DAYS = 180
RELATED_NEAR = 0.5
#: Of so many programs the notes are told one by one: in a list, whose items are marked, and side by side.
NOTED_IN_A_LIST, MOST_NOTED = 2, 4
#: A status that came without a note.
UNNOTED = {
    "ongoing": "진행 중이에요",
    "announced": "발표 단계예요",
    "pending": "논의 중(계류)이에요",
    "ended": "끝났어요",
}
#: What stands between the claims of a line: a heading is set off from what is said of its program.
SEPARATOR = {"■ ": " — ", "• ": " ", "": " "}


def assemble(
    asked: str, question: Question, draft: Draft, evidence: Evidence, corpus: Corpus, today: date
) -> Answer | None:
    """The answer that a draft comes to; None when no cited sentence survived."""
    verdicts = verify(
        [claim for line in draft.lines for claim in line.claims], corpus.passages, corpus.documents
    )
    kept = {id(verdict.claim) for verdict in verdicts if verdict.kept}
    numbers: dict[str, int] = {}
    lines: list[str] = []
    length = 0
    for line in draft.lines:
        claims = [claim for claim in line.claims if id(claim) in kept]
        if not claims:
            continue
        known = dict(numbers)
        text = line.lead + SEPARATOR.get(line.lead, " ").join(_with_markers(claim, known) for claim in claims)
        if lines and length + len(text) + 1 > draft.limit:
            continue
        numbers = known
        lines.append(text)
        length += len(text) + 1
    if not numbers:
        return None
    citations = tuple(_citation(key, marker, corpus) for key, marker in numbers.items())
    cited = list(dict.fromkeys(citation.slug for citation in citations))
    return Answer(
        question=asked,
        standalone_question=question.text,
        outcome="partial" if draft.missing else "answered",
        body="\n".join(lines),
        missing=draft.missing,
        citations=citations,
        related=_related(cited, evidence, corpus),
        status_line=_standing([corpus.documents[slug] for slug in cited], question.shape == "list", today),
        trace=Trace(dropped=tuple(f"{v.claim.text} ({v.reason})" for v in verdicts if not v.kept)),
    )


def _with_markers(claim: Claim, numbers: dict[str, int]) -> str:
    """The claim's text with its markers; a passage gets its number when it is first cited."""
    marks = [numbers.setdefault(key, len(numbers) + 1) for key in claim.support]
    return f"{claim.text} {''.join(f'[{mark}]' for mark in marks)}" if marks else claim.text


def _citation(key: str, marker: int, corpus: Corpus) -> Citation:
    passage = corpus.passages[key]
    document = corpus.documents[passage.slug]
    source = passage.sources[0] if passage.sources else None
    return Citation(
        marker=marker,
        slug=passage.slug,
        title=document.title,
        provider=document.provider,
        section=passage.section,
        quote=passage.text,
        source_title=source.title if source else document.title,
        source_url=source.url if source else "",
        source_date=source.date if source else None,
        checked_on=document.checked_on,
        status=document.status,
        unofficial=bool(source and source.private),
    )


def _related(cited: list[str], evidence: Evidence, corpus: Corpus) -> tuple[Related, ...]:
    """Up to three programs that came near, of which the answer does not tell."""
    best = evidence.programs[0][1]
    near = [slug for slug, score in evidence.programs if slug not in cited and score >= best - RELATED_NEAR]
    return tuple(Related(slug, short_title(corpus.documents[slug].title)) for slug in near[:3])


def _standing(documents: list[Document], listed: bool, today: date) -> str:
    """How the cited programs stand; a longer list has marked those that cannot simply be used by their names."""
    if not listed or len(documents) <= NOTED_IN_A_LIST:
        return " / ".join(_status(document, len(documents) > 1, today) for document in documents[:MOST_NOTED])
    plain = any(document.status in ("ongoing", "published") for document in documents)
    told = ["표시가 없는 것은 마지막으로 확인했을 때 진행 중이었어요"] if plain else []
    if any(
        document.checked_on and age_days(document.checked_on, today) > STALE_DAYS for document in documents
    ):
        told.append("확인한 지 반년이 넘은 것이 있으니 신청 전에 다시 확인해 주세요")
    return " · ".join(told)


def _status(document: Document, several: bool, today: date) -> str:
    """What is known of a program's standing, and a warning when that was long ago."""
    note = document.status_note or UNNOTED.get(document.status, "상태가 확인되지 않았어요")
    text = f"{short_title(document.title)}: {note}" if several else note
    if document.checked_on and age_days(document.checked_on, today) > STALE_DAYS:
        text += " · 확인한 지 반년이 넘었으니 신청 전에 다시 확인해 주세요"
    return text


def age_days(checked_on: str, today: date) -> int:
    """Days since a date that may be only a year or a month, counted from its first day."""
    year, month, day = ([int(part) for part in checked_on.split("-")] + [1, 1])[:3]
    return (today - date(year, month, day)).days
