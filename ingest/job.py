"""`ingest`: documents in, a new generation out; one writer at a time."""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.base import Base, find_base, sweep
from ingest.difference import Difference, compare
from ingest.guard import one_writer, writing
from ingest.report import Progress, Report, silent
from ingest.sources import scan
from knowledge import pipeline
from knowledge.errors import IndexUnreadable
from knowledge.generation import load_passages
from knowledge.manifest import Fingerprint
from knowledge.passage import Passage, cut
from knowledge.pointer import write_pointer
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from knowledge.korean import Analyzer

log = logging.getLogger(__name__)


def ingest(
    paths: Iterable[Path],
    settings: KnowledgeSettings,
    *,
    dry_run: bool = False,
    keep: bool = False,
    progress: Progress | None = None,
    embeddings: "Embeddings | None" = None,
    analyzer: "Analyzer | None" = None,
    wait: float = 0,
) -> Report:
    """Bring the index in line with folders and files, and publish the result as a new generation.

    A folder is synchronised: what vanished from it is removed, unless `keep`. Documents of other folders
    stay. A file that fails is listed in the report and keeps its old version. Only passages that are new
    are embedded; when nothing changed, nothing is written. `dry_run` reports and touches nothing.
    `embeddings` and `analyzer` replace those that the settings name. `wait`: seconds to wait for another
    ingest to end.

    Raises IndexBusy, CannotWrite, VerificationFailed, EmbeddingError, IndexUnreadable (a Chroma server that
    does not answer). Whatever is raised, the index that was published stays as it was.
    """
    started = time.perf_counter()
    job = _Job(settings, progress or silent, embeddings, analyzer)
    if dry_run:
        report = job.run(list(paths), keep=keep, dry_run=True)
    else:
        with writing(settings.data), one_writer(settings.data, wait):
            report = job.run(list(paths), keep=keep, dry_run=False)
    report.seconds = round(time.perf_counter() - started, 3)
    log.info("ingest%s: %s", " (dry run)" if dry_run else "", report.model_dump_json())
    return report


@dataclass
class _Job:
    settings: KnowledgeSettings
    progress: Progress
    embeddings: "Embeddings | None"
    given_analyzer: "Analyzer | None"

    def run(self, paths: list[Path], *, keep: bool, dry_run: bool) -> Report:
        data = self.settings.data
        base = find_base(data)
        if not dry_run:
            sweep(data, base.pointer, self.settings.chroma_url)
        if base.damage is None:
            base.damage = self._damage_of_vectors(base)
        if base.damage:
            log.warning("the published index is damaged and made anew: %s", base.damage)
        if base.lost:
            # What the lost generation had is read again from where it came from.
            paths = list(dict.fromkeys([*paths, *base.folders]))
        model, analyzer = self._tools()
        today = pipeline.fingerprint(self.settings, model, analyzer)
        made = base.manifest.fingerprint if base.manifest else None
        entries = {entry.slug: entry for entry in base.manifest.files} if base.manifest else {}
        difference = compare(
            scan(paths),
            base.documents,
            entries,
            reread=made is not None and made.reading != today.reading,
            keep=keep,
            progress=self.progress,
        )
        report = _report(difference, base)
        settled = base.manifest is not None and base.damage is None and made == today
        if settled and difference.entries == entries and difference.documents == base.documents:
            self._republish(base, dry_run)
            return report
        passages, before = _passages(base, difference, today)
        old = frozenset() if base.damage or not _same_vectors(made, today) else before
        report.passages = len(passages)
        report.passages_embedded = sum(passage.id not in old for passage in passages)
        if dry_run or (base.manifest is None and not difference.documents):
            return report
        from ingest.build import Work, build, publish

        work = Work(self.settings, base, difference, passages, old, today, model, analyzer, self.progress)
        manifest, report.passages_embedded = build(work)
        publish(data, manifest, base, self.settings.chroma_url)
        report.generation = manifest.id
        return report

    def _tools(self) -> "tuple[Embeddings, Analyzer]":
        from knowledge.korean import Analyzer

        analyzer = self.given_analyzer or Analyzer()
        if self.embeddings is not None:
            return self.embeddings, analyzer
        from knowledge.embedding import load_embeddings

        return load_embeddings(self.settings, analyzer), analyzer

    def _damage_of_vectors(self, base: Base) -> str | None:
        if base.folder is None or base.manifest is None or base.manifest.fingerprint.store == "server":
            return None
        from ingest.vectors import damage_of_store

        return damage_of_store(base.folder, base.manifest.passages)

    def _republish(self, base: Base, dry_run: bool) -> None:
        """The pointer was lost, and what it pointed to is whole."""
        if not base.published and base.pointer and not dry_run:
            write_pointer(self.settings.data, base.pointer)


def _passages(base: Base, difference: Difference, today: Fingerprint) -> tuple[list[Passage], frozenset[str]]:
    """The next generation's passages, documents in the order of their slugs, and the ids that the base has."""
    known: dict[str, list[Passage]] = {}
    before: frozenset[str] = frozenset()
    if base.folder and base.manifest:
        try:
            rows = load_passages(base.folder, base.manifest)
        except IndexUnreadable as error:
            log.warning("all documents are cut again: %s", error)
        else:
            before = frozenset(row.id for row in rows)
            if base.manifest.fingerprint.reading == today.reading:
                for row in rows:
                    known.setdefault(row.slug, []).append(row)
    passages: list[Passage] = []
    for slug in sorted(difference.documents):
        document = difference.documents[slug]
        same = slug in known and base.documents.get(slug) == document
        passages.extend(known[slug] if same else cut(document))
    return passages, before


def _same_vectors(made: Fingerprint | None, today: Fingerprint) -> bool:
    return made is not None and (made.embedding, made.store) == (today.embedding, today.store)


def _report(difference: Difference, base: Base) -> Report:
    names = {
        "added": difference.added,
        "updated": difference.updated,
        "unchanged": difference.unchanged,
        "removed": difference.removed,
    }
    report = Report(
        **{name: len(slugs) for name, slugs in names.items()},
        failed=difference.failed,
        passages=base.manifest.passages if base.manifest else 0,
        generation=base.pointer.generation if base.pointer else None,
        names=names,
    )
    if base.lost and base.manifest is None:
        report.notes.append(
            "이전 색인이 깨져서 처음부터 만들었어요. 다른 폴더에서 넣은 자료가 있었다면 그 폴더도 다시 넣어 주세요."
        )
    elif base.damage:
        report.notes.append(
            "이전 색인이 깨져서 다시 만들었어요. 이 안내가 되풀이되면 디스크를 확인해 주세요."
        )
    return report
