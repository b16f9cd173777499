"""Verification: a claim is told only when what it cites carries it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answer import Claim
from bot.figures import Figure, figures, supported
from knowledge.document import Document
from knowledge.passage import Passage


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a claim: kept, or dropped for an English reason that /why shows."""

    claim: Claim
    kept: bool
    reason: str = ""


def verify(
    claims: list[Claim], passages: Mapping[str, Passage], documents: Mapping[str, Document]
) -> list[Verdict]:
    """Judge each claim: its passages are known, and every figure stands in one of them.

    A figure may also stand in the cited document's title or in the date of the cited source. A claim
    without support is the code's own sentence and may have no figure but those of a cited program's title.
    """
    slugs = {passages[key].slug for claim in claims for key in claim.support if key in passages}
    titles = [figure for slug in slugs if slug in documents for figure in figures(documents[slug].title)]
    return [_verdict(claim, passages, documents, titles) for claim in claims]


def _verdict(
    claim: Claim, passages: Mapping[str, Passage], documents: Mapping[str, Document], titles: list[Figure]
) -> Verdict:
    unknown = [key for key in claim.support if key not in passages]
    if unknown:
        return Verdict(claim, False, f"cites unknown passages: {', '.join(unknown)}")
    cited = [passages[key] for key in claim.support]
    if len({passage.slug for passage in cited}) > 1:
        return Verdict(claim, False, "one sentence cites several programs")
    # A heading may name any cited program; a sentence that stands on passages, only theirs.
    given = ([] if cited else titles) + [
        figure for passage in cited for figure in figures(_evidence(passage, documents))
    ]
    for figure in figures(claim.text):
        if not supported(figure, given):
            return Verdict(claim, False, f"figure {figure.value:g}{figure.unit} stands in no cited passage")
    return Verdict(claim, True)


def _evidence(passage: Passage, documents: Mapping[str, Document]) -> str:
    """Everything that a citation of the passage shows to a reader."""
    document = documents.get(passage.slug)
    parts = [passage.text, passage.title, document.provider if document else ""]
    for source in passage.sources:
        parts += [source.title, source.date or ""]
    return "\n".join(parts)
