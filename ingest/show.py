"""What a person reads of an ingest: the summary table, the names behind its counts, and the ingest log."""

import sys
from collections.abc import Iterable
from typing import Final

from ingest.journal import Line
from ingest.report import Report
from knowledge.clock import SEOUL

#: How many names of a kind are listed.
LISTED: Final = 20

#: What happened to documents, as told afterwards and beforehand.
KINDS: Final = {
    "added": ("새 문서", "새로 들어갈 문서"),
    "updated": ("바뀐 문서", "바뀔 문서"),
    "moved": ("옮긴 문서", "옮긴 문서"),
    "removed": ("없어진 문서", "빠질 문서"),
}
ORDERS: Final = {"ingest": "넣기", "withdraw": "빼기", "restore": "다시 넣기", "rollback": "되돌리기"}


def show(report: Report, *, dry_run: bool) -> None:
    """The summary on stderr: a table of counts, the names, what failed and why, what to know."""
    from rich.console import Console
    from rich.table import Table

    # Away from a terminal nothing is wrapped.
    console = Console(
        stderr=True,
        highlight=False,
        markup=False,
        soft_wrap=True,
        width=None if sys.stderr.isatty() else 10_000,
    )
    table = Table(title="바뀔 내용 (아직 아무것도 바꾸지 않았어요)" if dry_run else None, show_header=False)
    table.add_column()
    table.add_column(justify="right")
    for name, count in (
        ("새 문서", report.added),
        ("바뀐 문서", report.updated),
        ("그대로인 문서", report.unchanged),
        *([("그 가운데 옮긴 문서", report.moved)] if report.moved else []),
        ("없어진 문서", report.removed),
        ("실패한 파일", len(report.failed)),
        ("전체 문장", report.passages),
        ("임베딩할 문장" if dry_run else "임베딩한 문장", report.passages_embedded),
        ("걸린 시간(초)", f"{report.seconds:.1f}"),
    ):
        table.add_row(name, str(count))
    console.print(table)
    for line in named(report, dry_run=dry_run):
        console.print(line)
    for failure in report.failed:
        console.print(f"✗ {failure.path}: {failure.reason}")
    for note in report.notes:
        console.print(note)
    if report.failed:
        console.print("실패한 파일은 이전 내용 그대로예요. 고친 뒤 같은 명령을 다시 실행해 주세요.")


def named(report: Report, *, dry_run: bool) -> list[str]:
    """The names behind the counts, a line a kind."""
    lines = []
    for kind, (after, before) in KINDS.items():
        slugs = report.names.get(kind, [])
        more = f" 외 {len(slugs) - LISTED}건" if len(slugs) > LISTED else ""
        if slugs:
            lines.append(f"{before if dry_run else after}: {', '.join(slugs[:LISTED])}{more}")
    return lines


def log_lines(lines: Iterable[Line]) -> list[str]:
    """The ingest log, a line an entry: when (in Seoul), who, what, how many, which."""
    return [_log_line(line) for line in lines] or ["아직 기록이 없어요."]


def _log_line(line: Line) -> str:
    counts = [f"{after.split()[0]} {n}" for kind, (after, _) in KINDS.items() if (n := getattr(line, kind))]
    if line.failed:
        counts.append(f"실패 {len(line.failed)}")
    names = list(dict.fromkeys(slug for slugs in line.names.values() for slug in slugs))
    which = f" ({', '.join(names[:LISTED])}{' …' if len(names) > LISTED else ''})" if names else ""
    result = f"실패: {line.error}" if line.error else (", ".join(counts) or "그대로") + which
    parts = [f"{line.at.astimezone(SEOUL):%Y-%m-%d %H:%M}", line.by, ORDERS[line.what], result]
    return " · ".join([*parts, *([line.generation] if line.generation and not line.error else [])])
