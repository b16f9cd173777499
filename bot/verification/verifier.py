"""Verification: a claim is told only when what it cites carries it, word, figure and sense."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from bot.answer import Claim
from bot.names import platforms
from bot.style import polite
from bot.verification import contacts, decision, naming, own, roles, topics, values
from bot.verification.copying import Copying, copying
from bot.verification.figures import figures, supported
from bot.verification.grounds import Grounds, background
from bot.verification.reading import Reading, opened, read
from knowledge.document import Document
from knowledge.korean import Analyzer
from knowledge.passage import Passage

Kind = Literal[
    "",
    "citation",
    "uncited",
    "contact",
    "figure",
    "bound",
    "role",
    "name",
    "meaning",
    "omission",
    "unsupported",
]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a claim: kept, or dropped for an English reason that /why shows and a kind that is counted."""

    claim: Claim
    kept: bool
    reason: str = ""
    kind: Kind = ""


class Verifier:
    """Judges claims. Analyses of passages and claims are remembered; safe for threads."""

    def __init__(self, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._read = lru_cache(maxsize=8_192)(lambda text: read(text, analyzer))
        self._polite = lru_cache(maxsize=8_192)(lambda text: polite(text, analyzer))

    def verify(
        self, claims: Iterable[Claim], passages: Mapping[str, Passage], documents: Mapping[str, Document]
    ) -> list[Verdict]:
        """Judge each claim against the passages that it cites.

        A claim without support is the code's own sentence: it may name a cited program, say how things stand
        with it, and say what the documents do not have.
        """
        claims = list(claims)
        slugs = {passages[key].slug for claim in claims for key in claim.support if key in passages}
        cited = {slug: documents[slug] for slug in slugs if slug in documents}
        return [self._verdict(claim, passages, documents, cited) for claim in claims]

    def _verdict(
        self,
        claim: Claim,
        passages: Mapping[str, Passage],
        documents: Mapping[str, Document],
        cited: Mapping[str, Document],
    ) -> Verdict:
        unknown = [key for key in claim.support if key not in passages]
        if unknown:
            return Verdict(claim, False, f"cites unknown passages: {', '.join(unknown)}", "citation")
        found = [passages[key] for key in claim.support]
        if len({passage.slug for passage in found}) > 1:
            return Verdict(claim, False, "one sentence cites several programs", "citation")
        if not found:
            return self._uncited(claim, documents, cited)
        if self._is_quoted(claim.text, found, documents):
            return Verdict(claim, True)
        kind, reason = self._fault(claim.text, found, documents)
        return Verdict(claim, not kind, reason, kind)

    def _uncited(
        self, claim: Claim, documents: Mapping[str, Document], cited: Mapping[str, Document]
    ) -> Verdict:
        titles = [figure for document in cited.values() for figure in figures(document.title)]
        for figure in figures(claim.text):
            if not supported(figure, titles):
                return Verdict(claim, False, f"figure {figure} stands in no cited passage", "figure")
        if not own.is_own(self._read(claim.text), documents):
            return Verdict(claim, False, "says something of its own and cites nothing", "uncited")
        return Verdict(claim, True)

    def _is_quoted(self, text: str, found: Sequence[Passage], documents: Mapping[str, Document]) -> bool:
        """Whether the claim is a cited passage's own sentence, in polite style, perhaps behind its program's name."""
        for passage in found:
            for said in (self._polite(passage.text), passage.text):
                if not text.endswith(said):
                    continue
                head = text.removesuffix(said).rstrip()
                head = head.removeprefix(own.INSTEAD).lstrip()
                if not head or (
                    head.endswith(":")
                    and passage.slug in documents
                    and own.is_heading(head[:-1], documents[passage.slug])
                ):
                    return True
        return False

    def _fault(
        self, text: str, found: Sequence[Passage], documents: Mapping[str, Document]
    ) -> tuple[Kind, str]:
        """What of the claim the passages do not carry, as a kind and a reason; empty when they carry all."""
        claim, grounds = self._read(opened(text)), self._grounds(found, documents)
        kind, reason = _broken(claim, grounds)
        if kind:
            return kind, reason
        copied = copying(claim, grounds.told)
        return _told(copied) if copied.departs or decision.doubtful(copied.signs) else ("", "")

    def signs(
        self, text: str, found: Sequence[Passage], documents: Mapping[str, Document]
    ) -> dict[str, float] | None:
        """What a claim leaves out of its passages, to be weighed; None for one that falls without that."""
        claim, grounds = self._read(opened(text)), self._grounds(found, documents)
        copied = copying(claim, grounds.told)
        return None if copied.departs or _broken(claim, grounds)[0] else copied.signs

    def _grounds(self, found: Sequence[Passage], documents: Mapping[str, Document]) -> Grounds:
        document = documents.get(found[0].slug)
        told = self._read("\n".join(passage.text for passage in found))
        shown = self._read(background(found, documents))
        return Grounds(
            told=told,
            shown=shown,
            owners=platforms(f"{found[0].title} {document.provider if document else ''}"),
        )


def _broken(claim: Reading, grounds: Grounds) -> tuple[Kind, str]:
    """The rule that a claim breaks, whatever else speaks for it, as a kind and a reason; empty for none."""
    told = grounds.told
    if address := contacts.foreign(claim.text, told, grounds.shown):
        return "contact", f"{address!r} stands in no cited passage"
    for figure in claim.figures:
        if values.unsupported(figure, claim, told, grounds.shown):
            return "figure", f"figure {figure} stands in no cited passage"
        if values.misbound(figure, claim, told):
            return "bound", f"figure {figure} is bounded otherwise in what is cited"
        if values.another_period(figure, claim, told):
            return "bound", f"figure {figure} is for another time in what is cited"
    if word := roles.swapped(claim, told):
        return "role", f"figure {word} is said of something else in what is cited"
    if word := topics.crossed(claim, told):
        return "role", f"what is said of {word!r} is said of something else in what is cited"
    if name := naming.stranger(claim, told, grounds.owners):
        return "name", f"{name} is not named in what is cited"
    return "", ""


#: Signs that a predicate, or the sentence, is meant otherwise.
_MEANING: Final = re.compile(r"meant otherwise|no longer past|ends otherwise|cut|stuck on")


def _told(copied: Copying) -> tuple[Kind, str]:
    """What is most wrong with a doubtful claim, as a kind and a reason."""
    if copied.strange:
        return "unsupported", f"stands at no such place in what is cited: {', '.join(copied.strange)}"
    if any(_MEANING.search(name) for name in copied.signs):
        return "meaning", "what is cited puts it otherwise"
    return "omission", "what was left out of the cited sentence changes it"


@cache
def _shared() -> Verifier:
    return Verifier(Analyzer())


def verify(
    claims: Iterable[Claim], passages: Mapping[str, Passage], documents: Mapping[str, Document]
) -> list[Verdict]:
    """Judge each claim as `Verifier.verify` does, with the process's one Kiwi."""
    return _shared().verify(claims, passages, documents)
