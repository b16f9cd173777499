"""A generation, built in a folder that nobody reads yet, and published by replacing the pointer."""

import logging
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from ingest.base import Base, generation_folders, sweep
from ingest.difference import Difference
from ingest.errors import VerificationFailed
from ingest.guard import disk_full, is_tight, may_be_full
from ingest.report import Progress
from ingest.vectors import Vector, copy_store, drop_collection, lay_store, read_vectors, update_store
from ingest.verify import verify_vectors
from knowledge.bundled import BundledModel
from knowledge.document import Document
from knowledge.errors import IndexUnreadable
from knowledge.generation import (
    DOCUMENTS,
    LEXICAL,
    NAMES,
    PASSAGES,
    SENTENCES,
    SMALL,
    TOKENS,
    VECTORS,
    dump_documents,
    dump_passages,
    generation_folder,
    names_of,
)
from knowledge.manifest import MANIFEST, Fingerprint, Manifest, checksum
from knowledge.passage import Passage
from knowledge.pointer import Pointer, sync_folder, write_durably, write_pointer
from knowledge.sentences import Codes, Sentences
from knowledge.settings import KnowledgeSettings
from knowledge.tokens import Recall, Recorder, Tokens, heading
from knowledge.vectors import DATABASE, FOLDER, chroma_errors

if TYPE_CHECKING:
    from knowledge.bundled import Embedder
    from knowledge.korean import Analyzer, Token

log = logging.getLogger(__name__)

#: Generations kept beside the published one.
KEPT: Final = 2
#: Texts between two words about the lexical index.
TOLD: Final = 250
#: Deleted vectors leave holes in HNSW: past this share of the passages they are laid down afresh.
CHURN: Final = 0.3


@dataclass(frozen=True)
class Work:
    """What a build needs, all of it decided. `before` are the base's passages in their order.

    `old`: the ids of those whose vectors still hold. `twins`: new passages that take over the vector of such a
    one, id by id.
    """

    settings: KnowledgeSettings
    base: Base
    difference: Difference
    passages: Sequence[Passage]
    before: Sequence[Passage]
    old: frozenset[str]
    twins: Mapping[str, str]
    fingerprint: Fingerprint
    model: "Embedder"
    analyzer: "Analyzer"
    progress: Progress

    @property
    def new(self) -> list[Passage]:
        """The passages that the base has not; those without a twin are embedded."""
        return [passage for passage in self.passages if passage.id not in self.old]


def build(work: Work) -> tuple[Manifest, int]:
    """Build and verify a generation; gives its manifest and how many passages were embedded.

    Whatever is raised, the half-written folder (and collection) is removed, and the published one stays.
    """
    data, url = work.settings.data, work.settings.chroma_url
    folder = generation_folder(data, _next_name(data))
    folder.mkdir(parents=True)
    try:
        return _build(work, folder)
    except Exception as error:
        # Looked at now: removing the half-written folder gives space back.
        full = may_be_full(error) and is_tight(data)
        _discard(folder, url)
        if full:
            raise disk_full(data) from error
        raise
    except BaseException:
        _discard(folder, url)
        raise


def publish(data: Path, manifest: Manifest, base: Base, url: str | None) -> None:
    """Let readers see a built generation from their next question on, and remove what is too old."""
    old = base.pointer
    replaced = base.lost or base.rolled_back
    earlier = [old.generation, *old.previous] if old and not replaced else list(old.previous if old else ())
    pointer = Pointer(
        generation=manifest.id,
        previous=tuple(earlier[:KEPT]),
        shipped_only=manifest.shipped_only,
        held=base.rolled_back,
    )
    write_pointer(data, pointer)
    log.info("generation %s published", manifest.id)
    sweep(data, pointer, url)


def _build(work: Work, folder: Path) -> tuple[Manifest, int]:
    from knowledge.lexical import LexicalIndex

    documents = [work.difference.documents[slug] for slug in sorted(work.difference.documents)]
    (folder / DOCUMENTS).write_bytes(dump_documents(documents))
    (folder / PASSAGES).write_bytes(dump_passages(work.passages))
    recorder, names = _recorder(work), names_of(work.passages)
    counted = _Counted(recorder, work.progress, len(names) + len(work.passages))
    LexicalIndex.build(list(work.passages), counted).save(folder / LEXICAL)
    recorder.save(folder / TOKENS, _texts(work.passages, documents))
    recorder.save(folder / NAMES, names)
    if isinstance(work.model, BundledModel):
        Sentences.build(work.passages, recorder, work.model, _sentences(work)).save(folder / SENTENCES)
        work = replace(work, model=work.model.reading(Recall(recorder)))
    dimension, embedded, churn = _vectors(work, folder)
    if work.settings.chroma_url is None and 0 < len(work.passages) <= SMALL:
        _copy_vectors(folder, work.passages)
    manifest = Manifest(
        id=folder.name,
        created=datetime.now(UTC),
        fingerprint=work.fingerprint,
        dimension=dimension,
        files=tuple(work.difference.entries[slug] for slug in sorted(work.difference.entries)),
        documents=len(documents),
        passages=len(work.passages),
        churn=churn,
        checksums={
            path.relative_to(folder).as_posix(): checksum(path)
            for path in _files(folder)
            # SQLite's file changes when Chroma opens it; its HNSW files do not.
            if not path.name.startswith(DATABASE)
        },
    )
    for path in _files(folder):
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    for place in [folder, *(p for p in folder.rglob("*") if p.is_dir())]:
        sync_folder(place)
    write_durably(folder / MANIFEST, manifest.model_dump_json(indent=1).encode())
    sync_folder(folder)
    sync_folder(folder.parent)
    return manifest, embedded


def _recorder(work: Work) -> Recorder:
    """What takes texts apart: Kiwi, but for those that were taken apart for the base."""
    recorder, base = Recorder(work.analyzer), work.base
    if base.folder is None or base.manifest is None or base.damage is not None:
        return recorder
    if base.manifest.fingerprint.lexical != work.fingerprint.lexical or not work.before:
        return recorder
    documents = [base.documents[slug] for slug in sorted(base.documents)]
    known = {TOKENS: _texts(work.before, documents), NAMES: names_of(work.before)}
    try:
        for name, texts in known.items():
            # A generation of an earlier version has no names.
            if (base.folder / name).is_dir():
                recorder.learn(texts, Tokens.load(base.folder / name))
    except (IndexUnreadable, ValueError) as error:
        log.warning("all texts are analysed again: %s", error)
        return Recorder(work.analyzer)
    return recorder


def _sentences(work: Work) -> dict[str, Codes]:
    """The base's sentences that still hold, by their passages."""
    base, today = work.base, work.fingerprint
    if base.folder is None or base.manifest is None or base.damage is not None:
        return {}
    made = base.manifest.fingerprint
    # A generation of another model has none.
    if (made.lexical, made.embedding) != (today.lexical, today.embedding) or not work.before:
        return {}
    try:
        sentences = Sentences.load(base.folder / SENTENCES)
    except IndexUnreadable as error:
        log.warning("all sentences are read again: %s", error)
        return {}
    return {passage.id: sentences.of(row) for row, passage in enumerate(work.before)}


def _texts(passages: Iterable[Passage], documents: Iterable[Document]) -> list[str]:
    """The texts whose morphemes readers need: the passages', then the documents' headings."""
    return [*(passage.text for passage in passages), *(heading(document) for document in documents)]


class _Counted:
    """A recorder whose progress is told."""

    def __init__(self, recorder: Recorder, progress: Progress, total: int) -> None:
        self._recorder, self._progress, self._total, self._done = recorder, progress, total, 0

    def tokens_many(self, texts: Iterable[str]) -> "Iterator[tuple[Token, ...]]":
        """The morphemes of many texts, in their order."""
        for tokens in self._recorder.tokens_many(texts):
            yield tokens
            self._done += 1
            if self._done % TOLD == 0 or self._done == self._total:
                self._progress("낱말 색인", self._done, self._total)


def _vectors(work: Work, folder: Path) -> tuple[int, int, int]:
    """Write the vectors the cheapest way that verifies: their dimension, passages embedded, churn."""
    url, new, progress = work.settings.chroma_url, work.new, work.progress
    gone = sorted(work.old - {passage.id for passage in work.passages})
    churn = len(gone) + (work.base.manifest.churn if work.base.manifest else 0)
    if work.base.folder and work.old and url is None and churn <= CHURN * len(work.passages):
        try:
            with chroma_errors(folder):
                copy_store(work.base.folder, folder)
                update_store(folder, work.passages, gone, new, work.twins, work.model, progress)
                return (
                    verify_vectors(folder, url, work.passages, new, progress),
                    len(new) - len(work.twins),
                    churn,
                )
        except (VerificationFailed, IndexUnreadable) as error:
            log.warning("the copied vectors are laid down afresh: %s", error)
            if (folder / FOLDER).exists():
                shutil.rmtree(folder / FOLDER)
    kept = _kept(work)
    lay_store(folder, url, work.passages, kept, work.model, progress)
    dimension = verify_vectors(folder, url, work.passages, new, progress)
    return dimension, sum(passage.id not in kept for passage in work.passages), 0


def _copy_vectors(folder: Path, passages: Sequence[Passage]) -> None:
    """Write the verified vectors, as Chroma gives them, also into a file of their own, by row."""
    ids = [passage.id for passage in passages]
    with chroma_errors(folder):
        vectors = read_vectors(folder, None, ids)
    np.save(folder / VECTORS, np.stack([vectors[id] for id in ids]), allow_pickle=False)


def _kept(work: Work) -> dict[str, Vector]:
    """The base's vectors that still hold, by the passages that have them now; none when they cannot be read."""
    wanted = {passage.id: passage.id for passage in work.passages if passage.id in work.old}
    wanted.update(work.twins)
    if not wanted or work.base.folder is None:
        return {}
    try:
        with chroma_errors(work.base.folder):
            ids = sorted(set(wanted.values()))
            found = read_vectors(work.base.folder, work.settings.chroma_url, ids)
            return {id: found[source] for id, source in wanted.items()}
    except IndexUnreadable as error:
        log.warning("all passages are embedded again: %s", error.__cause__)
        return {}


def _next_name(data: Path) -> str:
    """A name that sorts after all others and was never used."""
    numbers = [int(folder.name.split("-")[0]) for folder in generation_folders(data)]
    return f"{max(numbers, default=0) + 1:06d}-{secrets.token_hex(4)}"


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _discard(folder: Path, url: str | None) -> None:
    """Remove what a failed build leaves; what cannot be removed now goes at the next ingest."""
    try:
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        if url:
            # Before the folder: only its name tells the next ingest that there is a collection.
            with chroma_errors(folder):
                drop_collection(folder, url)
        folder.rmdir()
    except (OSError, IndexUnreadable) as error:
        log.error("left over until the next ingest: %s: %s: %s", folder, type(error).__name__, error)
