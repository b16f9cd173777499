"""`ingest`: documents in, a new generation out; one writer at a time."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.base import Base, find_base, sweep
from ingest.confirm import left_aside
from ingest.difference import Difference, compare
from ingest.errors import TooManyRemoved
from ingest.guard import one_writer, writing
from ingest.journal import What, recording
from ingest.report import Progress, Report, silent
from ingest.sources import scan, shown
from ingest.summary import summary, too_many
from ingest.vectors import damage_of_collection, damage_of_store
from ingest.withdrawals import keep_origins, read_withdrawn, withdrawn_after, write_withdrawn
from knowledge import pipeline
from knowledge.errors import IndexUnreadable
from knowledge.generation import load_passages
from knowledge.manifest import FileEntry, Fingerprint
from knowledge.passage import Passage, cut
from knowledge.pointer import write_pointer
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from knowledge.korean import Analyzer

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Order:
    """What an admin asked for. `may_remove` is asked before many documents go; None: they may.

    `withdraw` takes documents out by slug and keeps them out, `restore` puts such documents back from their files.
    """

    paths: tuple[Path, ...] = ()
    keep: bool = False
    dry_run: bool = False
    withdraw: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()
    may_remove: Callable[[Report], bool] | None = None

    @property
    def what(self) -> What:
        """The kind of order, for the ingest log."""
        return "withdraw" if self.withdraw else "restore" if self.restore else "ingest"

    @property
    def named(self) -> list[str]:
        """The paths or slugs that it names."""
        return [*map(shown, self.paths), *self.withdraw, *self.restore]


def ingest(
    paths: Iterable[Path],
    settings: KnowledgeSettings,
    *,
    dry_run: bool = False,
    keep: bool = False,
    withdraw: Iterable[str] = (),
    restore: Iterable[str] = (),
    may_remove: Callable[[Report], bool] | None = None,
    progress: Progress | None = None,
    embeddings: "Embeddings | None" = None,
    analyzer: "Analyzer | None" = None,
    wait: float = 0,
    by: str | None = None,
) -> Report:
    """Bring the index in line with folders and files, and publish the result as a new generation.

    A folder is synchronised: what vanished from it is removed, unless `keep`; `may_remove` is asked, with what
    would change, before more than a third of its documents go. Documents of other folders stay. A file that fails
    is listed in the report and keeps its old version. Only passages whose text is new are embedded; when nothing
    changed, nothing is written. `withdraw` takes documents out by slug and keeps them out of every later ingest,
    `restore` puts such documents back. `dry_run` reports and touches nothing. `embeddings` and `analyzer` replace
    those that the settings name. `wait`: seconds to wait for another ingest to end. `by`: who wants it, for the ingest
    log; None: who is logged in.

    Raises IndexBusy, CannotWrite, VerificationFailed, TooManyRemoved, NoSuchDocument, WithdrawalsUnreadable,
    EmbeddingError, IndexUnreadable (a Chroma server that does not answer). Whatever is raised, the index that was
    published stays as it was.
    """
    order = Order(tuple(paths), keep, dry_run, tuple(withdraw), tuple(restore), may_remove)
    job = Job(settings, progress or silent, embeddings, analyzer)
    if dry_run:
        return timed(lambda: job.run(order, find_base(settings.data)))
    with recording(settings.data, order.what, by, order.named) as record:
        report = timed(lambda: _ingest(job, order, wait))
        record(report)
    return report


def _ingest(job: "Job", order: Order, wait: float) -> Report:
    data = job.settings.data
    with writing(data), one_writer(data, wait):
        base = find_base(data)
        sweep(data, base.pointer, job.settings.chroma_url)
        return job.run(order, base)


def timed(work: Callable[[], Report]) -> Report:
    """The work's report, with the seconds that it took."""
    started = time.perf_counter()
    report = work()
    report.seconds = round(time.perf_counter() - started, 3)
    return report


@dataclass
class Job:
    """One ingest, under way. The lock is held by the caller."""

    settings: KnowledgeSettings
    progress: Progress
    embeddings: "Embeddings | None"
    given_analyzer: "Analyzer | None"

    def run(self, order: Order, base: Base) -> Report:
        """Build on `base` what was ordered, and publish it; see `ingest`."""
        data = self.settings.data
        base.damage = base.damage or self.damage_of_vectors(base)
        if base.damage:
            log.warning("the published index is damaged and made anew: %s", base.damage)
        entries = {entry.slug: entry for entry in base.manifest.files} if base.manifest else {}
        before = read_withdrawn(data)
        withdrawn = withdrawn_after(before, entries, order.withdraw, order.restore)
        put_back = {slug: before[slug] for slug in before.keys() - withdrawn.keys()}
        paths = [*order.paths, *(entry.file for entry in put_back.values())]
        if base.lost:
            # What the lost generation had is read again from where it came from.
            paths = list(dict.fromkeys([*paths, *base.folders]))
        model, analyzer = self._tools()
        today = pipeline.fingerprint(self.settings, model, analyzer)
        made = base.manifest.fingerprint if base.manifest else None
        found = scan(paths)
        difference = compare(
            found,
            base.documents,
            entries,
            withdrawn,
            reread=made is not None and made.reading != today.reading,
            keep=order.keep,
            progress=self.progress,
        )
        keep_origins(difference, put_back)
        # What could not be put back stays out.
        withdrawn |= {slug: entry for slug, entry in put_back.items() if slug not in difference.documents}
        report = summary(difference, base)
        report.notes += left_aside(found.ignored)
        settled = base.manifest is not None and base.damage is None and made == today
        if settled and difference.entries == entries and difference.documents == base.documents:
            if not order.dry_run:
                self._settle(base, before, withdrawn)
            return report
        passages, rows = _passages(base, difference, today)
        hold = base.damage is None and _same_vectors(made, today)
        old = frozenset(row.id for row in rows) if hold else frozenset()
        twins = _twins(rows, passages, old) if hold else {}
        report.passages = len(passages)
        report.passages_embedded = sum(p.id not in old and p.id not in twins for p in passages)
        if order.dry_run or (base.manifest is None and not difference.documents):
            return report
        if difference.drastic and order.may_remove is not None and not order.may_remove(report):
            raise TooManyRemoved(too_many(difference))
        from ingest.build import Work, build, publish

        work = Work(
            self.settings, base, difference, passages, rows, old, twins, today, model, analyzer, self.progress
        )
        manifest, report.passages_embedded = build(work)
        if withdrawn != before:
            # First the list: a document that is taken out must not come back when the power fails now.
            write_withdrawn(data, withdrawn)
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

    def damage_of_vectors(self, base: Base) -> str | None:
        """What is wrong with the store that has a base's vectors, or None."""
        if base.folder is None or base.manifest is None:
            return None
        url, passages = self.settings.chroma_url, base.manifest.passages
        if base.manifest.fingerprint.store == "folder":
            return damage_of_store(base.folder, passages)
        return damage_of_collection(base.folder, url, passages) if url else None

    def _settle(
        self, base: Base, before: Mapping[str, FileEntry], withdrawn: Mapping[str, FileEntry]
    ) -> None:
        """Nothing to build: what lies beside the generation is put right."""
        if withdrawn != before:
            write_withdrawn(self.settings.data, withdrawn)
        if base.pointer and (not base.published or base.pointer.held):
            # The pointer was lost, or an admin is content with the generation that was gone back to.
            write_pointer(self.settings.data, base.pointer.model_copy(update={"held": False}))


def _passages(
    base: Base, difference: Difference, today: Fingerprint
) -> tuple[list[Passage], Sequence[Passage]]:
    """The next generation's passages, documents in the order of their slugs, and those that the base has."""
    known: dict[str, list[Passage]] = {}
    rows: Sequence[Passage] = ()
    if base.folder and base.manifest:
        try:
            rows = load_passages(base.folder, base.manifest)
        except IndexUnreadable as error:
            log.warning("all documents are cut again: %s", error)
        else:
            if base.manifest.fingerprint.reading == today.reading:
                for row in rows:
                    known.setdefault(row.slug, []).append(row)
    passages: list[Passage] = []
    for slug in sorted(difference.documents):
        document = difference.documents[slug]
        same = slug in known and base.documents.get(slug) == document
        passages.extend(known[slug] if same else cut(document))
    return passages, rows


def _twins(rows: Sequence[Passage], passages: Sequence[Passage], old: frozenset[str]) -> dict[str, str]:
    """New passages whose embedded text the base has under another id, after a renaming for instance: id by id."""
    new = [passage for passage in passages if passage.id not in old]
    known = {pipeline.embedded_text(row): row.id for row in rows} if new else {}
    texts = {passage.id: pipeline.embedded_text(passage) for passage in new}
    return {id: known[text] for id, text in texts.items() if text in known}


def _same_vectors(made: Fingerprint | None, today: Fingerprint) -> bool:
    return made is not None and (made.embedding, made.store) == (today.embedding, today.store)
