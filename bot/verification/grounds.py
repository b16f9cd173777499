"""Grounds (근거): what a claim is held against, read once: what is cited and what is shown beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.verification import naming
from bot.verification.reading import Reading
from knowledge.document import Document
from knowledge.passage import Passage


@dataclass(frozen=True, slots=True)
class Grounds:
    """What is cited, what is shown beside it, and the platforms whose program it is."""

    told: Reading
    shown: Reading
    owners: tuple[str, ...]


def background(found: Sequence[Passage], documents: Mapping[str, Document]) -> str:
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
