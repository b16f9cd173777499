"""`ingest`: documents in, a new generation out; one writer at a time."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.guard import one_writer, writing
from ingest.journal import recording
from ingest.order import Order, Parts
from ingest.report import Progress, Report, silent
from ingest.unchanged import look, recall
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from knowledge.korean import Analyzer


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
    parts = Parts(settings, progress or silent, embeddings, analyzer)
    if dry_run:
        return timed(lambda: _run(parts, order))
    with recording(settings.data, order.what, by, order.named) as record:
        report = timed(lambda: _ingest(parts, order, wait))
        record(report)
    return report


def _ingest(parts: Parts, order: Order, wait: float) -> Report:
    with writing(parts.settings.data), one_writer(parts.settings.data, wait):
        return _run(parts, order)


def _run(parts: Parts, order: Order) -> Report:
    seen = look(parts, order)
    if seen is not None and (report := recall(parts.settings.data, seen)) is not None:
        return report
    # All that follows imports half a second of code, which is not needed when nothing changed.
    from ingest.base import find_base, sweep
    from ingest.synchronise import Job

    base = find_base(parts.settings.data)
    if not order.dry_run:
        sweep(parts.settings.data, base.pointer, parts.settings.chroma_url)
    return Job(parts).run(order, base, seen)


def timed(work: Callable[[], Report]) -> Report:
    """The work's report, with the seconds that it took."""
    started = time.perf_counter()
    report = work()
    report.seconds = round(time.perf_counter() - started, 3)
    return report
