"""Verification: a claim is told only when what it cites carries it, word, figure and sense."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from bot.answer import Claim
from bot.names import platforms
from bot.style import polite
from bot.verification import (
    arguments,
    burdens,
    contacts,
    copying,
    counts,
    naming,
    opposites,
    own,
    roles,
    support,
    values,
)
from bot.verification.figures import figures, supported
from bot.verification.reading import Reading, read, squash
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
    "negation",
    "modality",
    "quantifier",
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
        self._squashed = lru_cache(maxsize=1_024)(squash)
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

    def _program(self, document: Document | None) -> str:
        """All that a document says, squashed."""
        return "" if document is None else self._squashed("\n".join(fact.text for fact in document.facts))

    def _is_quoted(self, text: str, found: Sequence[Passage], documents: Mapping[str, Document]) -> bool:
        """Whether the claim is a cited passage's own sentence, in polite style, perhaps behind its program's name."""
        for passage in found:
            for said in (self._polite(passage.text), passage.text):
                if not text.endswith(said):
                    continue
                head = text.removesuffix(said).rstrip()
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
        """The first thing that the passages do not carry, as a kind and a reason; empty when they carry all."""
        claim = self._read(text)
        told = self._read("\n".join(passage.text for passage in found))
        shown = self._read(_background(found, documents))
        both = _together(told, shown)
        if address := contacts.foreign(text, both):
            return "contact", f"{address!r} stands in no cited passage"
        for figure in claim.figures:
            if values.unsupported(figure, told, shown):
                return "figure", f"figure {figure} stands in no cited passage"
            if values.misbound(figure, claim, told):
                return "bound", f"figure {figure} is bounded otherwise in what is cited"
            if values.exact(figure, claim, told):
                return "bound", f"figure {figure} is only about so much in what is cited"
            if values.another_period(figure, claim, told):
                return "bound", f"figure {figure} is for another time in what is cited"
        if word := roles.swapped(claim, told):
            return "role", f"figure {word} is said of something else in what is cited"
        if word := counts.miscounted(claim, told):
            return "role", f"{word} are of something else in what is cited"
        if word := roles.crossed(claim, told):
            return "role", f"what is said of {word!r} is said of something else in what is cited"
        if word := arguments.exchanged(claim, told):
            return "role", f"{word!r} is in another's place in what is cited"
        document = documents.get(found[0].slug)
        owner, status = (document.provider, document.status) if document else ("", "")
        if name := naming.stranger(claim, told, platforms(f"{found[0].title} {owner}")):
            return "name", f"{name} is not named in what is cited"
        if name := naming.mistyped(claim, told):
            return "name", f"{name} is another kind than what is cited"
        if name := naming.mismatched(claim, told):
            return "name", f"{name} do not stand together in what is cited"
        if word := opposites.denial(claim, told):
            return "negation", f"{word!r} is denied on one side only"
        if word := opposites.opposite(claim, told):
            return "negation", f"{word!r} is the opposite of what is cited"
        if word := opposites.reordered(claim, told):
            return "negation", f"{word!r} turns what is cited around"
        if word := burdens.regardless(claim, told):
            return "negation", f"{word!r} matters on one side only"
        if burdens.charged(claim, told):
            return "negation", "free in what is cited"
        if word := opposites.modality(claim, told, status):
            return "modality", f"{word!r} is meant otherwise in what is cited"
        if word := opposites.widened(claim, told):
            return "quantifier", f"{word!r} is added"
        kind, word = copying.changed(claim, told)
        if kind:
            return kind, f"{word!r} stands for another word of what is cited"
        if support.demanded(claim, told):
            return "modality", "nothing in what is cited demands it"
        if word := support.elsewhere(claim, told):
            return "unsupported", f"{word!r} is not where what is cited applies"
        missing = support.ungrounded(claim, both, self._program(document))
        if support.weight(missing) >= support.LIMIT:
            return "unsupported", f"not in what is cited: {', '.join(word for word, _ in missing)}"
        return "", ""


def _background(found: Sequence[Passage], documents: Mapping[str, Document]) -> str:
    """What is shown beside the cited sentences: the program's names, the sections, the sources."""
    parts = dict.fromkeys(
        part for passage in found for part in (passage.title, passage.context, passage.section)
    )
    for passage in found:
        parts |= dict.fromkeys(
            part for source in passage.sources for part in (source.title, source.date or "")
        )
    document = documents.get(found[0].slug)
    if document is not None:
        parts[document.provider] = None
    text = "\n".join(part for part in parts if part)
    return f"{text}\n{naming.other_names(text + ' '.join(passage.text for passage in found))}"


@lru_cache(maxsize=4_096)
def _together(told: Reading, shown: Reading) -> Reading:
    """Both texts as one reading, for the words that may stand in either."""
    return Reading(
        text=f"{told.text}\n{shown.text}",
        tokens=told.tokens,
        squashed=told.squashed + shown.squashed,
        words=told.words + shown.words,
        forms=told.forms | shown.forms,
        content=told.content | shown.content,
        said=told.said,
        figures=told.figures + shown.figures,
    )


@cache
def _shared() -> Verifier:
    return Verifier(Analyzer())


def verify(
    claims: Iterable[Claim], passages: Mapping[str, Passage], documents: Mapping[str, Document]
) -> list[Verdict]:
    """Judge each claim as `Verifier.verify` does, with the process's one Kiwi."""
    return _shared().verify(claims, passages, documents)
