"""Passages: what is indexed, searched and cited."""

import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict

from knowledge.document import Document, Source


class Passage(BaseModel):
    """A row of the index.

    A `fact` is one sentence of a document and can be cited. A `question` is one line of `asked_as`:
    it leads to its document, or to the fact whose id `of` gives, and is never cited. A `gap` is an entry of
    `not_known`, what the document does not tell, or a question below one (`of`): never cited either, and it leads to
    no document. `context` is the
    document's title, provider and aliases: a sentence torn from its program's name finds nothing. `id`
    is opaque and stable: it changes only when the content does.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    slug: str
    kind: Literal["fact", "question", "gap"]
    section: str
    text: str
    title: str
    context: str
    sources: tuple[Source, ...] = ()
    of: str = ""


def cut(document: Document) -> list[Passage]:
    """The passages of a document: its facts in the document's order, then its questions, its gaps, and the questions below those."""
    names = dict.fromkeys([document.title, document.provider, *document.aliases])
    common = {
        "id": "",
        "slug": document.slug,
        "title": document.title,
        "context": " · ".join(name for name in names if name),
    }
    passages: dict[str, Passage] = {}

    def add(passage: Passage) -> str:
        digest = hashlib.blake2b(passage.model_dump_json().encode(), digest_size=8).hexdigest()
        # The same sentence twice in one section is one passage.
        passages.setdefault(digest, passage.model_copy(update={"id": f"{document.slug}#{digest}"}))
        return passages[digest].id

    asked: list[tuple[str, str]] = []
    for fact in document.facts:
        id = add(Passage(kind="fact", section=fact.section, text=fact.text, sources=fact.sources, **common))
        asked += [(question, id) for question in fact.asked_as]
    for question, of in [*((question, "") for question in document.asked_as), *asked]:
        add(Passage(kind="question", section="", text=question, of=of, **common))
    # The rows of a gap stand together, behind all that leads to the document.
    gaps = {entry: add(Passage(kind="gap", section="", text=entry, **common)) for entry in document.not_known}
    for entry, question in document.not_known_as:
        add(Passage(kind="gap", section="", text=question, of=gaps[entry], **common))
    return list(passages.values())
