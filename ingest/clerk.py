"""The clerk (자료 담당): what an admin does with the documents from a chat, each proposed first and then carried out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ingest import uploads
from ingest.base import find_base
from ingest.documents import STATUS_WORDS, Row, listed
from ingest.errors import Outdated
from ingest.job import ingest
from ingest.report import Report
from ingest.rollback import rollback
from ingest.show import named
from ingest.sources import scan
from knowledge import settings as places
from knowledge.pointer import read_pointer
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

log = logging.getLogger(__name__)

#: Seconds to wait for another ingest to end.
PATIENCE: Final = 300.0
#: Documents listed in a chat; the rest are counted.
LISTED: Final = 60


@dataclass(frozen=True)
class Proposal:
    """What would change, in Korean, and whether there is anything to carry out."""

    text: str
    possible: bool = False
    carry_out: Callable[[str], Report] = field(default=lambda _: Report(), repr=False)
    drop: Callable[[], None] = field(default=lambda: None, repr=False)


class Clerk:
    """Proposes and does. Every method may block for as long as an ingest takes, and raises OngilError."""

    def __init__(self, settings: KnowledgeSettings, embeddings: "Embeddings | None" = None) -> None:
        """`embeddings` replaces the model that the settings name."""
        self._settings, self._embeddings = settings, embeddings

    def listing(self) -> str:
        """The documents, those first that should be looked at again."""
        rows = sorted(listed(self._settings), key=lambda row: (not row.stale, row.title))
        stale = sum(bool(row.stale) for row in rows)
        more = [f"외 {len(rows) - LISTED}건 (터미널에서 ongil documents)"] if len(rows) > LISTED else []
        head = f"문서 {len(rows)}건, 다시 확인할 문서 {stale}건"
        return "\n".join([head, "", *map(_row, rows[:LISTED]), *more])

    def receive(self, name: str, content: bytes) -> Proposal:
        """A file that was sent: what it would change. It is put aside again unless that is possible."""
        path = uploads.put(self._settings.data, name, content, self._indexed)
        try:
            report = self._ingest([path], dry_run=True)
        except BaseException:
            uploads.undo(path)
            raise
        if report.failed or report.withdrawn or not report.changes:
            uploads.undo(path)
            return Proposal(_text(report, f"{path.name}: 넣을 것이 없어요."))

        sent = uploads.digest(path)

        def carry_out(by: str) -> Report:
            if uploads.digest(path) != sent:
                raise Outdated("같은 이름의 파일이 다시 왔어요. 나중 것의 단추를 눌러 주세요.")
            done = self._ingest([path], by=by)
            uploads.settle(path)
            return done

        def drop() -> None:
            if uploads.digest(path) == sent:
                uploads.undo(path)

        return Proposal(_text(report), True, carry_out, drop)

    def synchronise(self) -> Proposal:
        """All folders that the index is made of, and what was sent: what has changed there."""
        folders = self._folders()
        report = self._ingest(folders, dry_run=True)
        agreed = set(report.names["removed"])

        def as_agreed(found: Report) -> bool:
            if not agreed >= set(found.names["removed"]):
                raise Outdated("그 사이에 폴더가 바뀌었어요. /ingest 를 다시 눌러 주세요.")
            return True

        def carry_out(by: str) -> Report:
            return self._ingest(folders, by=by, may_remove=as_agreed)

        return Proposal(_text(report, "바뀐 것이 없어요."), report.changes, carry_out)

    def go_back(self) -> Proposal:
        """To the index before. Raises NothingBefore when there is none."""
        report = rollback(self._settings, dry_run=True)
        now = read_pointer(self._settings.data)

        def carry_out(by: str) -> Report:
            if read_pointer(self._settings.data) != now:
                raise Outdated("그 사이에 색인이 바뀌었어요. /rollback 을 다시 눌러 주세요.")
            return rollback(self._settings, embeddings=self._embeddings, wait=PATIENCE, by=by)

        return Proposal(_text(report), True, carry_out)

    def told(self, report: Report) -> str:
        """What was done."""
        return _text(report, "바뀐 것이 없어요.", done=True)

    def _indexed(self, path: Path) -> bool:
        """Whether a file is the one that the index has."""
        manifest = find_base(self._settings.data).manifest
        hashes = {entry.hash for entry in manifest.files} if manifest else set()
        return any(found.hash in hashes for found in scan([path]).files)

    def _folders(self) -> list[Path]:
        manifest = find_base(self._settings.data).manifest
        entries = manifest.files if manifest else ()
        folders = {
            places.SHIPPED_DOCUMENTS if entry.shipped else Path(entry.folder): None for entry in entries
        }
        own = self._settings.data / uploads.FOLDER
        return [*folders, *([own] if own.is_dir() and own not in folders else [])]

    def _ingest(
        self,
        paths: list[Path],
        *,
        dry_run: bool = False,
        by: str | None = None,
        may_remove: Callable[[Report], bool] | None = None,
    ) -> Report:
        return ingest(
            paths,
            self._settings,
            dry_run=dry_run,
            may_remove=may_remove,
            embeddings=self._embeddings,
            wait=PATIENCE,
            by=by,
        )


def _row(row: Row) -> str:
    parts = [" ".join(row.title.split()), STATUS_WORDS[row.status]]
    if row.checked_on:
        parts.append(f"확인일 {row.checked_on}")
    return "• " + " · ".join(parts + row.stale)


def _text(report: Report, nothing: str = "", *, done: bool = False) -> str:
    """A report for a chat; of paths only the names."""
    lines = named(report, dry_run=not done)
    lines += [f"✗ {Path(failure.path).name}: {failure.reason}" for failure in report.failed]
    lines += report.notes
    if not lines:
        return nothing
    if done and report.generation:
        lines.append(f"색인 {report.generation}, 문장 {report.passages}개. 다음 질문부터 이 자료로 답해요.")
    elif not report.changes and nothing:
        lines.insert(0, nothing)
    return "\n".join(lines)
