"""`ongil ingest`: the command's options, its progress bar, its summary and its JSON."""

import argparse
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import OngilError
from knowledge.settings import SHIPPED_DOCUMENTS, KnowledgeSettings

if TYPE_CHECKING:
    from ingest.report import Progress, Report

log = logging.getLogger(__name__)

DONE, FAILED = 0, 1

#: How many names of a kind a dry run lists.
LISTED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `ongil ingest`."""
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="문서 폴더나 파일 (없으면 함께 온 자료)"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="무엇이 바뀔지만 보여 주고 아무것도 바꾸지 않아요"
    )
    parser.add_argument("--json", action="store_true", help="결과를 JSON 한 줄로 출력해요")
    parser.add_argument("--keep", action="store_true", help="폴더에서 사라진 문서도 색인에 남겨 둬요")


def run(args: argparse.Namespace, settings: KnowledgeSettings | None = None) -> int:
    """Ingest; 0 when all got in, 1 when a file failed or nothing could be published.

    Raises OngilError for what stopped the ingest, unless `--json` was given: then the object says so.
    """
    from ingest.job import ingest
    from ingest.report import Failure, Report

    settings = settings or KnowledgeSettings()
    try:
        with terminal_progress() as progress:
            report = ingest(
                args.paths or [SHIPPED_DOCUMENTS],
                settings,
                dry_run=args.dry_run,
                keep=args.keep,
                progress=progress,
            )
    except OngilError as error:
        if not args.json:
            raise
        log.debug("the ingest failed: %s", error, exc_info=True)
        failure = Failure(path=str(settings.data), reason=str(error))
        _write(Report(failed=[failure], generation=_published(settings)))
        sys.stderr.write(f"{error}\n")
        return FAILED
    if args.json:
        _write(report)
    show(report, dry_run=args.dry_run)
    return FAILED if report.failed else DONE


def _write(report: "Report") -> None:
    """The object of the contract, on stdout."""
    sys.stdout.write(f"{report.model_dump_json()}\n")
    sys.stdout.flush()


def _published(settings: KnowledgeSettings) -> str | None:
    from knowledge.pointer import read_pointer

    try:
        pointer = read_pointer(settings.data)
    except OngilError as error:
        log.debug("no published generation to name: %s", error)
        return None
    return pointer.generation if pointer else None


@contextmanager
def terminal_progress() -> "Iterator[Progress | None]":
    """A progress bar on stderr while the block runs; None away from a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    bar = Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        stages = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in stages:
                stages[stage] = bar.add_task(stage, total=total)
            bar.update(stages[stage], completed=done, total=total)

        yield progress


def show(report: "Report", *, dry_run: bool) -> None:
    """The summary on stderr: a table of counts, what failed and why, what to know."""
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
        ("없어진 문서", report.removed),
        ("실패한 파일", len(report.failed)),
        ("전체 문장", report.passages),
        ("임베딩할 문장" if dry_run else "임베딩한 문장", report.passages_embedded),
        ("걸린 시간(초)", f"{report.seconds:.1f}"),
    ):
        table.add_row(name, str(count))
    console.print(table)
    if dry_run:
        for label, kind in (
            ("새로 들어갈 문서", "added"),
            ("바뀔 문서", "updated"),
            ("빠질 문서", "removed"),
        ):
            slugs = report.names.get(kind, [])
            more = f" 외 {len(slugs) - LISTED}건" if len(slugs) > LISTED else ""
            if slugs:
                console.print(f"{label}: {', '.join(slugs[:LISTED])}{more}")
    for failure in report.failed:
        console.print(f"✗ {failure.path}: {failure.reason}")
    for note in report.notes:
        console.print(note)
    if report.failed:
        console.print("실패한 파일은 이전 내용 그대로예요. 고친 뒤 같은 명령을 다시 실행해 주세요.")
