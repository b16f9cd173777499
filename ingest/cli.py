"""`ongil ingest`: the command's options, what is done for each, and its JSON."""

import argparse
import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import OngilError
from knowledge.settings import SHIPPED_DOCUMENTS, KnowledgeSettings

if TYPE_CHECKING:
    from ingest.following import OnTerminal, Plain
    from ingest.report import Report

log = logging.getLogger(__name__)

DONE, FAILED, WRONG_USAGE = 0, 1, 2

#: How many entries of the ingest log are shown.
LAST = 20


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
    parser.add_argument("--yes", action="store_true", help="문서가 많이 빠져도 묻지 않아요")
    other = parser.add_mutually_exclusive_group()
    other.add_argument(
        "--withdraw",
        action="append",
        metavar="SLUG",
        default=[],
        help="문서 하나를 바로 빼고, 다시 넣을 때까지 빼 둬요",
    )
    other.add_argument(
        "--restore", action="append", metavar="SLUG", default=[], help="빼 둔 문서를 다시 넣어요"
    )
    other.add_argument("--rollback", action="store_true", help="바로 앞의 색인으로 되돌려요")
    other.add_argument("--watch", action="store_true", help="폴더를 지켜보다가 바뀔 때마다 넣어요")
    other.add_argument("--log", action="store_true", help="누가 언제 무엇을 바꿨는지 보여 줘요")


def run(args: argparse.Namespace, settings: KnowledgeSettings | None = None) -> int:
    """Ingest; 0 when all got in, 1 when a file failed or nothing could be published, 2 for a wrong command.

    Raises OngilError for what stopped the ingest, unless `--json` was given: then the object says so.
    """
    settings = settings or KnowledgeSettings()
    if args.paths and (args.withdraw or args.restore or args.rollback or args.log):
        sys.stderr.write("이 선택은 PATH 없이 써 주세요. 사용법: ongil ingest --help\n")
        return WRONG_USAGE
    if args.watch:
        return _watch(args, settings)
    if args.log:
        return _show_log(settings, as_json=args.json)
    return _once(args, settings)


def _once(args: argparse.Namespace, settings: KnowledgeSettings) -> int:
    from ingest.following import following
    from ingest.report import Failure, Report
    from ingest.show import show

    try:
        with following() as progress:
            report = _work(args, settings, progress)
    except OngilError as error:
        if not args.json:
            raise
        log.debug("the ingest failed: %s", error, exc_info=True)
        failure = Failure(path=str(settings.data), reason=str(error))
        write_json(Report(failed=[failure], generation=_published(settings)))
        sys.stderr.write(f"{error}\n")
        return FAILED
    if args.json:
        write_json(report)
    show(report, dry_run=args.dry_run)
    return FAILED if report.failed else DONE


def _work(args: argparse.Namespace, settings: KnowledgeSettings, progress: "Plain | OnTerminal") -> "Report":
    from ingest.job import ingest

    if args.rollback:
        from ingest.rollback import rollback

        return rollback(settings, dry_run=args.dry_run, progress=progress)
    named = args.withdraw or args.restore
    return ingest(
        [] if named else args.paths or [SHIPPED_DOCUMENTS],
        settings,
        dry_run=args.dry_run,
        keep=args.keep,
        withdraw=args.withdraw,
        restore=args.restore,
        may_remove=None if args.yes else lambda report: progress.ask("정말 뺄까요?", report),
        progress=progress,
    )


def _watch(args: argparse.Namespace, settings: KnowledgeSettings) -> int:
    from ingest.watch import Watcher, run_watch

    if args.dry_run:
        sys.stderr.write("--watch와 --dry-run은 함께 쓸 수 없어요\n")
        return WRONG_USAGE
    paths = args.paths or [SHIPPED_DOCUMENTS]
    run_watch(Watcher(paths, settings, keep=args.keep, yes=args.yes, as_json=args.json))
    return DONE


def _show_log(settings: KnowledgeSettings, *, as_json: bool) -> int:
    from ingest.journal import last_lines
    from ingest.show import log_lines

    lines = last_lines(settings.data, LAST)
    for text in [line.model_dump_json() for line in lines] if as_json else log_lines(lines):
        sys.stdout.write(f"{text}\n")
    return DONE


def write_json(report: "Report") -> None:
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
