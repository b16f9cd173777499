"""Nothing changed (그대로): told by the files' stamps, as git's index tells it, without loading what is indexed.

After an ingest of folders that left nothing open, a record says what was there: a digest of every file's size, times
and inode, of the order, of the code and of the model, and what a repeated ingest reports. When all of that still
holds, and the published generation is whole (its files are hashed: a reader may have sent an admin here over a
damaged one), that report is the answer. In every other case the ingest looks at everything.

Content is never missed for a stamp: a file that changed in the last seconds before it was looked at might change
again within the clock's tick ("racily clean", git says), and is not relied on; neither are file systems that keep
whole seconds only, symbolic links, and Windows, where a file's times can be set at will.
"""

import hashlib
import logging
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import BaseModel, ValidationError

from ingest.damage import damage_of_store
from ingest.order import Order, Parts
from ingest.readers.fingerprint import readers_fingerprint
from ingest.report import Report
from ingest.withdrawals import FILE as WITHDRAWN
from knowledge import pipeline
from knowledge.errors import IndexUnreadable
from knowledge.manifest import MANIFEST, Manifest, changed_file, checksum
from knowledge.pointer import GENERATIONS, POINTER, generation_names, read_pointer

if TYPE_CHECKING:
    from ingest.sources import Scan

log = logging.getLogger(__name__)

FILE: Final = "unchanged.json"
#: Nanoseconds after which the next change of a file surely gets another time; twice the coarsest clock in use.
SETTLED: Final = 4 * 10**9
SECOND: Final = 10**9
#: The packages whose code decides what comes of a file.
CODE: Final = tuple(
    Path(__file__).resolve().parents[1] / name for name in ("ingest", "ingest/readers", "knowledge")
)


@dataclass(frozen=True)
class Look:
    """What was there: a digest of all that decides the outcome, and when the latest file changed (ns)."""

    digest: str
    changed: int
    at: int

    @property
    def settled(self) -> bool:
        """Whether no file can change any more without its stamp telling."""
        return self.changed < self.at - SETTLED


class Record(BaseModel):
    """What an ingest that is repeated finds and says."""

    digest: str
    pointer: str
    checksums: dict[str, str]
    passages: int
    report: Report
    notes: list[str]


class _CannotTell(Exception):
    """The files' stamps are not to be relied on."""


def look(parts: Parts, order: Order) -> Look | None:
    """What an order finds; None where its outcome cannot be told by stamps."""
    settings = parts.settings
    if os.name == "nt" or order.withdraw or order.restore or parts.embeddings is not None:
        return None
    if settings.chroma_url or settings.embedding_model:
        return None
    from knowledge.korean import Analyzer

    at = time.time_ns()
    try:
        folders = [os.path.realpath(path) for path in order.paths]
        found = [(folder, _stamps(folder)) for folder in folders]
        withdrawn = _bytes(settings.data / WITHDRAWN)
        code = [file.read_bytes() for folder in CODE for file in sorted(folder.glob("*.py"))]
    except (OSError, _CannotTell) as error:
        log.debug("no telling by stamps: %s", error)
        return None
    made = f"{pipeline.model_name(settings, parts.analyzer or Analyzer())} {order.keep}"
    digest = hashlib.blake2b(digest_size=16)
    for part in (
        made.encode(),
        readers_fingerprint(),
        withdrawn,
        *code,
        *(
            "\n".join(["", folder, *stamps]).encode("utf-8", "surrogateescape")
            for folder, (stamps, _) in found
        ),
    ):
        digest.update(len(part).to_bytes(8, "little") + part)
    return Look(digest.hexdigest(), max((last for _, (_, last) in found), default=0), at)


def recall(data: Path, seen: Look) -> Report | None:
    """The report of an ingest that changes nothing; None when one has to look."""
    try:
        record = Record.model_validate_json((data / FILE).read_bytes())
        pointer = read_pointer(data)
        if (
            pointer is None
            or record.digest != seen.digest
            or record.pointer.encode() != _bytes(data / POINTER)
        ):
            return None
    except (OSError, ValidationError, IndexUnreadable) as error:
        log.debug("no record of an ingest before: %s", error)
        return None
    if set(generation_names(data)) - {pointer.generation, *pointer.previous}:
        # Something is left over that wants to be swept away.
        return None
    folder = data / GENERATIONS / pointer.generation
    if changed_file(folder, record.checksums) or damage_of_store(folder, record.passages):
        return None
    record.report.notes = record.notes
    return record.report


def remember(
    parts: Parts, order: Order, before: Look | None, found: "Scan", report: Report | None, manifest: Manifest
) -> None:
    """Record what was there `before` and was `found`, and that `report` is what comes of it.

    Nothing is recorded where files changed too lately, or since then. What cannot be written is no loss.
    """
    if before is None or report is None or report.failed or not manifest.checksums:
        return
    after = look(parts, order)
    if after is None or not after.settled:
        return
    if after.digest != before.digest or not before.settled:
        from ingest.sources import scan

        # What was read may be older than the stamps that were just looked at.
        again = scan(order.paths)
        if [(file.path, file.hash) for file in again.files] != [
            (file.path, file.hash) for file in found.files
        ]:
            return
    data = parts.settings.data
    folder = data / GENERATIONS / manifest.id
    try:
        record = Record(
            digest=after.digest,
            pointer=_bytes(data / POINTER).decode(),
            checksums={**manifest.checksums, MANIFEST: checksum(folder / MANIFEST)},
            passages=manifest.passages,
            report=report,
            notes=report.notes,
        )
        fresh = data / f"{FILE}.new"
        fresh.write_text(record.model_dump_json(), encoding="utf-8")
        os.replace(fresh, data / FILE)
    except OSError as error:
        log.info("what was found is not recorded: %s", error)


def settled_report(report: Report, found: "Scan") -> Report | None:
    """What an ingest reports that is repeated after the one of `report` was published; None: not known."""
    from ingest.confirm import left_aside

    if report.failed or report.withdrawn or report.duplicates:
        return None
    return Report(
        unchanged=report.added + report.updated + report.unchanged,
        passages=report.passages,
        generation=report.generation,
        names={kind: [] for kind in report.names},
        notes=left_aside(found.ignored),
    )


def _stamps(path: str) -> tuple[list[str], int]:
    """A line for every file below a folder that an ingest may look at, and when the last of them changed (ns)."""
    if not os.path.isdir(path):
        raise _CannotTell(f"{path}: no folder")
    rows, last, folders = [], 0, [path]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
                    continue
                now = entry.stat(follow_symlinks=False)
                changed = now.st_ctime_ns
                if not stat.S_ISREG(now.st_mode) or changed % SECOND == 0:
                    raise _CannotTell(f"{entry.path}: mode {now.st_mode:o}, changed {changed}")
                last = max(last, changed)
                stamp = f"{now.st_size} {now.st_mtime_ns} {changed} {now.st_ino} {now.st_dev} {now.st_mode}"
                rows.append(f"{entry.path} {stamp}")
    rows.sort()
    return rows, last


def _bytes(path: Path) -> bytes:
    """A file's content; nothing for one that is not there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
