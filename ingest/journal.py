"""The ingest log (기록): who changed the index, when, and what changed; a JSON object a line in the data folder."""

import getpass
import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from ingest.report import Failure, Report
from knowledge.errors import OngilError

log = logging.getLogger(__name__)

FILE: Final = "ingest_log.jsonl"
#: How many names of a kind a line has; the counts are whole.
NAMES: Final = 50

What = Literal["ingest", "withdraw", "restore", "rollback"]


class Line(BaseModel):
    """One ingest, or the attempt: `error` says in Korean what stopped it. `named` are paths or slugs."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    by: str
    what: What
    named: tuple[str, ...] = ()
    added: int = 0
    updated: int = 0
    moved: int = 0
    removed: int = 0
    passages_embedded: int = 0
    names: dict[str, list[str]] = {}
    failed: tuple[Failure, ...] = ()
    generation: str | None = None
    seconds: float = 0.0
    error: str | None = None


@contextmanager
def recording(
    data: Path, what: What, by: str | None, named: Sequence[str]
) -> Iterator[Callable[[Report], None]]:
    """Write a line about the block: its report, or the expected error that it ends with."""
    who = by or person()

    def record(report: Report) -> None:
        values = report.model_dump(include=set(Line.model_fields) - {"names", "failed"})
        names = {kind: slugs[:NAMES] for kind, slugs in report.names.items() if slugs}
        failed = tuple(report.failed[:NAMES])
        _append(
            data,
            Line(at=datetime.now(UTC), by=who, what=what, named=named, names=names, failed=failed, **values),
        )

    try:
        yield record
    except OngilError as error:
        _append(data, Line(at=datetime.now(UTC), by=who, what=what, named=named, error=str(error)))
        raise


def last_lines(data: Path, count: int) -> list[Line]:
    """The last lines, the oldest first; what cannot be read is left out, and said in the other log."""
    try:
        with (data / FILE).open(encoding="utf-8", errors="replace") as file:
            rows = deque(file, count)
    except (FileNotFoundError, NotADirectoryError):
        return []
    lines = []
    for row in rows:
        try:
            lines.append(Line.model_validate_json(row))
        except ValidationError:
            log.warning("a line of %s cannot be read", FILE)
    return lines


def person() -> str:
    """Who is logged in."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "?"


def _append(data: Path, line: Line) -> None:
    """Add a line; where that fails, the index is as good as it is, and the other log has the line."""
    text = line.model_dump_json()
    log.info("%s by %s: %s", line.what, line.by, line.model_dump_json(exclude={"names", "named"}))
    try:
        with (data / FILE).open("a", encoding="utf-8") as file:
            file.write(f"{text}\n")
    except OSError as error:
        log.error("the ingest log cannot be written: %s", error)
