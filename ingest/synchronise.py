"""The work of an ingest: what a base lacks is read, cut and built, and published as the next generation."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.base import Base
from ingest.confirm import left_aside
from ingest.damage import damage_of_collection, damage_of_store
from ingest.difference import Difference, compare
from ingest.errors import TooManyRemoved
from ingest.order import Order, Parts
from ingest.report import Report
from ingest.sources import scan
from ingest.summary import summary, too_many
from ingest.unchanged import Look, remember, settled_report
from ingest.withdrawals import keep_origins, read_withdrawn, withdrawn_after, write_withdrawn
from knowledge import pipeline
from knowledge.errors import IndexUnreadable
from knowledge.generation import load_passages
from knowledge.manifest import FileEntry, Fingerprint
from knowledge.passage import Passage, cut
from knowledge.pointer import write_pointer

if TYPE_CHECKING:
    from knowledge.bundled import Embedder
    from knowledge.korean import Analyzer

log = logging.getLogger(__name__)


@dataclass
class Job:
    """One ingest, under way. The lock is held by the caller."""

    parts: Parts

    def run(self, order: Order, base: Base, seen: Look | None = None) -> Report:
        """Build on `base` what was ordered, and publish it; see `ingest`. `seen`: what was there before all of it."""
        settings, progress = self.parts.settings, self.parts.progress
        data = settings.data
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
        today = pipeline.fingerprint(settings, model, analyzer)
        made = base.manifest.fingerprint if base.manifest else None
        found = scan(paths)
        difference = compare(
            found,
            base.documents,
            entries,
            withdrawn,
            reread=made is not None and made.reading != today.reading,
            keep=order.keep,
            progress=progress,
        )
        keep_origins(difference, put_back)
        # What could not be put back stays out.
        withdrawn |= {slug: entry for slug, entry in put_back.items() if slug not in difference.documents}
        report = summary(difference, base)
        report.notes += left_aside(found.ignored)
        same = base.damage is None and made == today
        same = same and difference.entries == entries and difference.documents == base.documents
        if base.manifest is not None and same:
            if not order.dry_run:
                self._settle(base, before, withdrawn)
                remember(self.parts, order, seen, found, report, base.manifest)
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

        work = Work(settings, base, difference, passages, rows, old, twins, today, model, analyzer, progress)
        manifest, report.passages_embedded = build(work)
        if withdrawn != before:
            # First the list: a document that is taken out must not come back when the power fails now.
            write_withdrawn(data, withdrawn)
        publish(data, manifest, base, settings.chroma_url)
        report.generation = manifest.id
        remember(self.parts, order, seen, found, settled_report(report, found), manifest)
        return report

    def _tools(self) -> "tuple[Embedder, Analyzer]":
        from knowledge.korean import Analyzer

        analyzer = self.parts.analyzer or Analyzer()
        if self.parts.embeddings is not None:
            return self.parts.embeddings, analyzer
        if self.parts.settings.embedding_model is None:
            from knowledge.bundled import BundledModel

            return BundledModel(analyzer), analyzer
        from knowledge.embedding import load_embeddings

        return load_embeddings(self.parts.settings, analyzer), analyzer

    def damage_of_vectors(self, base: Base) -> str | None:
        """What is wrong with the store that has a base's vectors, or None."""
        if base.folder is None or base.manifest is None:
            return None
        url, passages = self.parts.settings.chroma_url, base.manifest.passages
        if base.manifest.fingerprint.store == "folder":
            return damage_of_store(base.folder, passages)
        return damage_of_collection(base.folder, url, passages) if url else None

    def _settle(
        self, base: Base, before: Mapping[str, FileEntry], withdrawn: Mapping[str, FileEntry]
    ) -> None:
        """Nothing to build: what lies beside the generation is put right."""
        data = self.parts.settings.data
        if withdrawn != before:
            write_withdrawn(data, withdrawn)
        if base.pointer and (not base.published or base.pointer.held):
            # The pointer was lost, or an admin is content with the generation that was gone back to.
            write_pointer(data, base.pointer.model_copy(update={"held": False}))


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
