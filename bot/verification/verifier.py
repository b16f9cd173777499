"""Verification: a claim is told only when what it cites carries it, word, figure and sense."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal

from bot.answer import Claim
from bot.names import platforms
from bot.style import polite
from bot.verification import contacts, decision, modality, naming, own, roles, topics, values
from bot.verification.clauses import parse
from bot.verification.figures import figures, supported
from bot.verification.grounds import Grounds, background, parsed, together
from bot.verification.reading import Reading, opened, read, squash
from bot.verification.signs import Signs, signs
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
        weighed = signs(parse(claim), grounds.parsed, grounds.both, grounds.program)
        return _told(weighed) if decision.doubtful(weighed) else ("", "")

    def signs(self, text: str, found: Sequence[Passage], documents: Mapping[str, Document]) -> Signs | None:
        """The signs that passages do not carry a claim; None for one that a rule drops without weighing."""
        claim, grounds = self._read(opened(text)), self._grounds(found, documents)
        if _broken(claim, grounds)[0]:
            return None
        return signs(parse(claim), grounds.parsed, grounds.both, grounds.program)

    def _grounds(self, found: Sequence[Passage], documents: Mapping[str, Document]) -> Grounds:
        document = documents.get(found[0].slug)
        told = self._read("\n".join(passage.text for passage in found))
        shown = self._read(background(found, documents))
        return Grounds(
            told=told,
            shown=shown,
            both=together(told, shown),
            parsed=parsed(told),
            program=self._program(document),
            owners=platforms(f"{found[0].title} {document.provider if document else ''}"),
            status=document.status if document else "",
        )


def _broken(claim: Reading, grounds: Grounds) -> tuple[Kind, str]:
    """The rule that a claim breaks, whatever else speaks for it, as a kind and a reason; empty for none."""
    told = grounds.told
    if address := contacts.foreign(claim.text, grounds.both):
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
    if word := modality.modality(claim, told, grounds.status):
        return "modality", f"{word!r} is meant otherwise in what is cited"
    return "", ""


#: What a rule that is weighed says of the word that breaks it.
_RULES: Final[dict[str, tuple[Kind, str]]] = {
    "denial": ("negation", "{!r} is denied on one side only"),
    "opposite": ("negation", "{!r} is the opposite of what is cited"),
    "widened": ("quantifier", "{!r} is added"),
    "exchanged": ("role", "{!r} is in another's place in what is cited"),
}


def _told(weighed: Signs) -> tuple[Kind, str]:
    """What is most wrong with a doubtful claim, as a kind and a reason."""
    name, group = decision.heaviest(weighed)
    if group == "rule":
        kind, reason = _RULES[name]
        return kind, reason.format(weighed.words[name])
    if group == "gap" and weighed.words["ungrounded"]:
        return "unsupported", f"not in what is cited: {weighed.words['ungrounded']}"
    if group == "binding":
        return "role", "something is told of another than in what is cited"
    if group == "turn":
        return "negation", "the sense differs from what is cited"
    return "unsupported", "words differ from what is cited"


@cache
def _shared() -> Verifier:
    return Verifier(Analyzer())


def verify(
    claims: Iterable[Claim], passages: Mapping[str, Passage], documents: Mapping[str, Document]
) -> list[Verdict]:
    """Judge each claim as `Verifier.verify` does, with the process's one Kiwi."""
    return _shared().verify(claims, passages, documents)
