"""The shipped documents: indexed by themselves when nothing else was ever ingested, and kept up to date."""

import logging
from typing import TYPE_CHECKING, Final

from ingest.base import Base, find_base
from ingest.job import ingest
from ingest.report import Progress
from ingest.sources import scan
from ingest.withdrawals import read_withdrawn
from knowledge import pipeline
from knowledge import settings as places
from knowledge.errors import IndexBusy
from knowledge.manifest import Manifest
from knowledge.pointer import POINTER
from knowledge.settings import KnowledgeSettings
from knowledge.vectors import DATABASE, FOLDER

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from knowledge.korean import Analyzer

log = logging.getLogger(__name__)

#: Who changed the index, in the ingest log, when it came about by itself.
BY: Final = "ongil"
#: Seconds to wait for another process that makes the very first index.
PATIENCE: Final = 300.0


def ensure_index(
    settings: KnowledgeSettings,
    progress: Progress | None = None,
    *,
    embeddings: "Embeddings | None" = None,
    analyzer: "Analyzer | None" = None,
) -> None:
    """Have an index to answer from; quick, and without chromadb, when there is nothing to do.

    Nothing was ever ingested: the shipped documents are indexed. They were ingested and changed since (or
    the code or the model did, and nothing else is in the index): they are synchronised. An index that is
    broken is made anew when its documents can be read. Shipped documents that no one ingested are left out.

    Raises what `ingest` raises, except that a busy lock is no error while there is an index to answer from.
    """
    base = find_base(settings.data)
    reason = _reason(base, settings, analyzer)
    if reason is None:
        return
    log.info("the index is brought up to date: %s", reason)
    paths = [places.SHIPPED_DOCUMENTS] if base.manifest is None or _has_shipped(base.manifest) else []
    usable = base.published and base.damage is None and base.manifest is not None
    try:
        report = ingest(
            paths,
            settings,
            progress=progress,
            embeddings=embeddings,
            analyzer=analyzer,
            by=BY,
            wait=0 if usable else PATIENCE,
        )
    except IndexBusy:
        if not usable:
            raise
        log.info("another ingest is running: the published index answers meanwhile")
    else:
        for failure in report.failed:
            log.warning("not indexed: %s: %s", failure.path, failure.reason)


def _reason(base: Base, settings: KnowledgeSettings, analyzer: "Analyzer | None") -> str | None:
    """Why the index must be made or brought up to date, or None."""
    if base.pointer is None:
        # A pointer that says nothing usable, and no generation left: what was in it, only an admin knows.
        return None if (settings.data / POINTER).exists() else "nothing was ever ingested"
    if base.manifest is None:
        return "unreadable, with nothing but shipped documents" if base.pointer.shipped_only else None
    if not base.published:
        return "the pointer is lost"
    if base.damage or not _has_database(base, settings):
        return base.damage or "the vectors are lost"
    held = base.pointer.held
    if (changed := _outdated(base.manifest, settings, analyzer, held)) is not None:
        return f"the pipeline changed: {changed}"
    if held:
        # An admin went back to it, and says when it goes on.
        return None
    if _has_shipped(base.manifest):
        recorded = {entry.file: entry.hash for entry in base.manifest.files if entry.shipped}
        out = {entry.file for entry in read_withdrawn(settings.data).values()}
        files = scan([places.SHIPPED_DOCUMENTS]).files
        if {found.path: found.hash for found in files if found.path not in out} != recorded:
            return "the shipped documents changed"
    return None


def _outdated(
    manifest: Manifest, settings: KnowledgeSettings, analyzer: "Analyzer | None", held: bool
) -> str | None:
    """The part of the pipeline that is to be redone without being told to.

    With other folders in the index, or one that an admin went back to, only what a new version of Ongil brings:
    another EMBEDDING_MODEL or CHROMA_URL may be this one command's, and a bot reads the same index.
    """
    from knowledge.korean import Analyzer

    changed = pipeline.outdated(manifest, settings, analyzer or Analyzer())
    if held or not manifest.shipped_only:
        bundled = settings.embedding_model is None and manifest.fingerprint.model.startswith(pipeline.BUNDLED)
        changed = [part for part in changed if part == "lexical" or (part == "model" and bundled)]
    return changed[0] if changed else None


def _has_shipped(manifest: Manifest) -> bool:
    return any(entry.shipped for entry in manifest.files)


def _has_database(base: Base, settings: KnowledgeSettings) -> bool:
    return bool(settings.chroma_url) or (
        base.folder is not None and (base.folder / FOLDER / DATABASE).is_file()
    )
