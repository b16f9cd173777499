"""Whether each sentence of an answer is carried by what it cites: citation recall and precision as in ALCE.

ALCE (Gao et al. 2023) asks a model whether citations entail a sentence; here the product's own verifier is asked.
Recall: the sentence is supported by all its citations together. Precision: a citation is relevant unless the
sentence is not supported at all, or this citation alone does not support it and the others do without it.
"""

import re
from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from bot.answer import Answer, Citation, Claim
from bot.assemble import SEPARATOR
from bot.reasons import in_korean
from bot.verification import verify
from knowledge.document import Document, Source
from knowledge.passage import Passage

_MARKS = re.compile(r"((?:\[\d+\]\s?)+)")
_LEAD = re.compile(r"^\s*(?:[■•]\s*)?")


class Statement(BaseModel):
    """A sentence of the answer with the markers behind it, and what the verifier says of it.

    One without markers that the verifier takes for the code's own words (a heading, "자료에 없어요") needs none.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    markers: tuple[int, ...] = ()
    needs_support: bool = False
    supported: bool = True
    reason: str = ""
    irrelevant: tuple[int, ...] = ()


def recall(statements: tuple[Statement, ...]) -> float | None:
    """The share of an answer's sentences that their citations support; None for no sentence that needs any."""
    flags = [statement.supported for statement in statements if statement.needs_support]
    return sum(flags) / len(flags) if flags else None


def precision(statements: tuple[Statement, ...]) -> float | None:
    """The share of an answer's citations that are relevant to their sentence; None for no citation."""
    marks = sum(len(statement.markers) for statement in statements)
    return 1 - sum(len(statement.irrelevant) for statement in statements) / marks if marks else None


def split(body: str) -> list[tuple[str, tuple[int, ...]]]:
    """The sentences of a body as a reader takes them: what stands before a group of markers, line by line.

    A heading and what is said behind it are two.
    """
    found: list[tuple[str, tuple[int, ...]]] = []
    for line in body.splitlines():
        for said in line.split(SEPARATOR["■ "]) if line.startswith("■") else [line]:
            parts = [*_MARKS.split(_LEAD.sub("", said)), ""]
            for text, marks in zip(parts[::2], parts[1::2], strict=False):
                if text.strip(" .") or marks:
                    found.append((text.strip(), tuple(int(mark) for mark in re.findall(r"\d+", marks))))
    return found


def judge(answer: Answer, documents: Mapping[str, Document]) -> tuple[Statement, ...]:
    """Each sentence of the answer, judged by the citations that the reader is shown.

    A refusal and small talk tell nothing of the documents: they have no sentences to judge.
    """
    if answer.outcome in ("refused", "small_talk"):
        return ()
    cited = {citation.marker: citation for citation in answer.citations}
    passages = {_key(citation): _passage(citation, documents) for citation in answer.citations}
    rows = split(answer.body)
    asked: dict[tuple[int, tuple[int, ...]], Claim] = {}
    for place, (text, marks) in enumerate(rows):
        for chosen in _subsets(marks):
            # A marker without its citation is an unknown passage to the verifier.
            keys = tuple(_key(cited[mark]) if mark in cited else f"#{mark}" for mark in chosen)
            asked[place, chosen] = Claim(text, keys)
    verdicts = dict(zip(asked, verify(list(asked.values()), passages, documents), strict=True))
    statements = []
    for place, (text, marks) in enumerate(rows):
        whole = verdicts[place, marks]
        statements.append(
            Statement(
                text=text,
                markers=marks,
                needs_support=bool(marks) or not whole.kept,
                supported=whole.kept,
                reason=in_korean(whole.reason),
                irrelevant=tuple(
                    mark
                    for mark in marks
                    if not whole.kept
                    or (
                        len(marks) > 1
                        and not verdicts[place, (mark,)].kept
                        and verdicts[place, _without(marks, mark)].kept
                    )
                ),
            )
        )
    return tuple(statements)


def _subsets(marks: tuple[int, ...]) -> set[tuple[int, ...]]:
    """All the markers, each alone, and all but each."""
    if len(marks) < 2:
        return {marks}
    return {marks, *((mark,) for mark in marks), *(_without(marks, mark) for mark in marks)}


def _without(marks: tuple[int, ...], mark: int) -> tuple[int, ...]:
    return tuple(other for other in marks if other != mark)


def _key(citation: Citation) -> str:
    return f"{citation.slug}#{citation.marker}"


def _passage(citation: Citation, documents: Mapping[str, Document]) -> Passage:
    """The citation as the passage it shows."""
    document = documents.get(citation.slug)
    names = [citation.title, citation.provider, *(document.aliases if document else ())]
    return Passage(
        id=_key(citation),
        slug=citation.slug,
        kind="fact",
        section=citation.section,
        text=citation.quote,
        title=citation.title,
        context=" · ".join(dict.fromkeys(name for name in names if name)),
        sources=(
            Source(
                title=citation.source_title,
                url=citation.source_url,
                date=citation.source_date,
                private=citation.unofficial,
            ),
        ),
    )
