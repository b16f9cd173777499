"""What a question becomes: claims, citations, an answer."""

from dataclasses import dataclass, field
from typing import Any, Literal

Outcome = Literal["answered", "partial", "refused", "small_talk"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the answer with the passages it stands on.

    `support` holds passage ids, best first; a sentence of the code's own (a greeting, a heading, "자료에
    없어요") stands on nothing and has no figures.
    """

    text: str
    support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered source of an answer: the passage's sentence, where it is from, and what is known of its program.

    `source_date` is the date of the source, `checked_on` the day on which the program's status was last
    confirmed; both YYYY, YYYY-MM or YYYY-MM-DD. `unofficial`: a blog or a seller's guide (비공식).
    """

    marker: int
    slug: str
    title: str
    provider: str
    section: str
    quote: str
    source_title: str
    source_url: str
    source_date: str | None
    checked_on: str | None
    status: str
    unofficial: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """A neighbouring program that the reader may ask about next."""

    slug: str
    title: str


@dataclass(slots=True)
class Candidate:
    """A passage as the search ranked it, for /why. Scores are the fused one and those of the two legs.

    `asked` and `asked_dense`: the scores of the question that is written below it and fits best; None without one.
    `reranked`: what a second pass says of it, 0 to 1; None when it was not read (bot/reranking). Not frozen: an answer
    makes two thousand of them, and a frozen one takes several times as long to make. Nothing changes one.
    """

    passage_id: str
    slug: str
    section: str
    text: str
    score: float
    lexical: float | None = None
    dense: float | None = None
    asked: float | None = None
    asked_dense: float | None = None
    reranked: float | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """How the answer came about, for /why: the search's candidates, what was understood, what was dropped.

    `composed`: what the language model did, when it was asked.
    """

    candidates: tuple[Candidate, ...] = ()
    understood: dict[str, str] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    composed: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the pipeline gives and every renderer takes.

    `body` has markers like [1] and no sources; `status_line` says in one line what the reader must know
    of the cited programs (ended, not confirmed, when last checked); renderers print it under the body.
    """

    question: str
    standalone_question: str
    outcome: Outcome
    body: str
    missing: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    related: tuple[Related, ...] = ()
    status_line: str = ""
    answered_by: str = "extractive"
    elapsed_ms: dict[str, float] = field(default_factory=dict)
    trace: Trace = field(default_factory=Trace)

    def to_json(self, id: str | None = None) -> dict[str, Any]:
        """The answer as `ongil ask --json` prints it."""
        row: dict[str, Any] = {} if id is None else {"id": id}
        return row | {
            "question": self.question,
            "standalone_question": self.standalone_question,
            "outcome": self.outcome,
            "answer": self.body,
            "missing": list(self.missing),
            "citations": [
                {
                    "marker": c.marker,
                    "slug": c.slug,
                    "title": c.title,
                    "provider": c.provider,
                    "section": c.section,
                    "quote": c.quote,
                    "source_title": c.source_title,
                    "source_url": c.source_url,
                    "source_date": c.source_date,
                    "checked_on": c.checked_on,
                    "status": c.status,
                    "unofficial": c.unofficial,
                }
                for c in self.citations
            ],
            "related": [program.slug for program in self.related],
            "answered_by": self.answered_by,
            "elapsed_ms": {stage: round(ms, 1) for stage, ms in self.elapsed_ms.items()},
        }
