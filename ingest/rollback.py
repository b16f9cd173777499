"""Back to the generation before (되돌리기): the pointer moves, nothing is built."""

import logging
from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from ingest.base import Base, base_of, find_base
from ingest.errors import NothingBefore
from ingest.guard import one_writer, writing
from ingest.job import timed
from ingest.journal import recording
from ingest.order import Order, Parts
from ingest.report import Progress, Report, silent
from ingest.synchronise import Job
from ingest.withdrawals import read_withdrawn
from knowledge import pipeline
from knowledge.clock import SEOUL
from knowledge.document import Document
from knowledge.errors import IndexUnreadable
from knowledge.korean import Analyzer
from knowledge.pointer import Pointer, write_pointer
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

log = logging.getLogger(__name__)


def rollback(
    settings: KnowledgeSettings,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    embeddings: "Embeddings | None" = None,
    analyzer: Analyzer | None = None,
    wait: float = 0,
    by: str | None = None,
) -> Report:
    """Publish the generation before the published one; a second time, the one before that.

    Generations that are broken, or that today's settings cannot read (another model), are passed over, and so are those
    that differ by withdrawn documents alone: a document that is withdrawn stays out. Nothing but an ingest that is asked for goes on from there. The report's counts say
    how the documents differ from those that answered until now.

    Raises NothingBefore, IndexBusy, CannotWrite.
    """
    job = Job(Parts(settings, progress or silent, embeddings, analyzer))
    if dry_run:
        return timed(lambda: _rollback(job, dry_run=True))
    with recording(settings.data, "rollback", by, ()) as record:
        with writing(settings.data), one_writer(settings.data, wait):
            report = timed(lambda: _rollback(job, dry_run=False))
        record(report)
    return report


def _rollback(job: Job, *, dry_run: bool) -> Report:
    data = job.parts.settings.data
    now = find_base(data)
    withdrawn = read_withdrawn(data)
    base = _before(job, now, withdrawn)
    assert base.pointer is not None
    assert base.manifest is not None
    documents = {slug: document for slug, document in base.documents.items() if slug not in withdrawn}
    report = _difference({} if now.lost else now.documents, documents)
    report.generation, report.passages = base.manifest.id, base.manifest.passages
    if not dry_run:
        if len(documents) < len(base.documents):
            built = job.run(Order(), base)
            report.generation, report.passages = built.generation, built.passages
        else:
            write_pointer(data, base.pointer)
            log.info("generation %s published again", base.manifest.id)
    made = base.manifest.created.astimezone(SEOUL)
    report.notes = [
        f"{made:%Y-%m-%d %H:%M}에 만든 색인으로 {'되돌아가요' if dry_run else '되돌렸어요'}: 문서 {len(documents)}건."
        " 다음에 `ongil ingest`를 실행할 때까지 이 색인으로 답해요."
    ]
    return report


def _before(job: Job, now: Base, withdrawn: Container[str]) -> Base:
    """The latest generation before the published one that can be used, and that would change anything."""
    names = now.pointer.previous if now.pointer else ()
    for number, name in enumerate(names):
        pointer = Pointer(generation=name, previous=names[number + 1 :], held=True)
        base = base_of(job.parts.settings.data, pointer)
        base.rolled_back = True
        if (reason := _unusable(job, base) or _nothing_new(now, base, withdrawn)) is None:
            assert base.manifest is not None
            only = base.manifest.shipped_only
            base.pointer = pointer.model_copy(update={"shipped_only": only})
            return base
        log.warning("generation %s is passed over: %s", name, reason)
    raise NothingBefore(
        "되돌릴 이전 색인이 없어요. 마지막 세 벌만 남겨 두고, 깨졌거나 다른 임베딩 모델로 만든 것은 쓸 수 없어요."
        " 빼 둔 문서는 `ongil ingest --restore 이름`으로 다시 넣어요."
        " 자료를 고쳐서 `ongil ingest`를 실행해 주세요."
    )


def _unusable(job: Job, base: Base) -> str | None:
    """Why a generation cannot answer, or None."""
    if base.lost or base.damage or base.manifest is None:
        return base.damage or "no documents"
    outdated = pipeline.outdated(base.manifest, job.parts.settings, job.parts.analyzer or Analyzer())
    if parts := [part for part in outdated if part != "reading"]:
        return f"made by another {parts[0]}"
    try:
        return job.damage_of_vectors(base)
    except IndexUnreadable as error:
        return str(error)


def _nothing_new(now: Base, base: Base, withdrawn: Container[str]) -> str | None:
    """Why going back leads nowhere: without what is withdrawn since, it has what the published one has."""
    left = {slug: document for slug, document in base.documents.items() if slug not in withdrawn}
    same = not now.lost and len(left) < len(base.documents) and left == now.documents
    return "nothing but withdrawn documents differ" if same else None


def _difference(before: Mapping[str, Document], after: Mapping[str, Document]) -> Report:
    names = {
        "added": sorted(after.keys() - before.keys()),
        "updated": sorted(slug for slug in after.keys() & before.keys() if after[slug] != before[slug]),
        "moved": [],
        "removed": sorted(before.keys() - after.keys()),
    }
    counts = {name: len(slugs) for name, slugs in names.items()}
    return Report(**counts, unchanged=len(after) - counts["added"] - counts["updated"], names=names)
