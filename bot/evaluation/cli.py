"""`ongil eval SET.jsonl`: answer a golden set, grade it, and tell what it comes to."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from bot.answer import Answer
from bot.errors import SettingsError
from bot.streams import err, out, without_surrogates
from knowledge.document import Document

if TYPE_CHECKING:
    from bot.settings import BotSettings

ERASE = "\r\x1b[K"


class Evaluating(Protocol):
    """What grading needs of an assistant."""

    def answer(self, turns: Sequence[str]) -> Answer: ...

    def documents(self) -> Mapping[str, Document]: ...


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("set", metavar="SET.jsonl", help="골든셋 파일. '-'이면 표준 입력에서 읽어요")
    parser.add_argument(
        "--report", metavar="OUT.html", help="질문마다 답과 근거, 판정을 보여 주는 웹 페이지를 써요"
    )
    parser.add_argument("--save", metavar="RUN.json", help="평가 기록을 저장해요")
    parser.add_argument("--against", metavar="RUN.json", help="저장해 둔 평가 기록과 비교해요")
    parser.add_argument(
        "--composer",
        choices=("extractive", "model"),
        help="extractive는 자료의 문장으로, model은 언어 모델로 답해요 (기본: 설정대로)",
    )
    parser.add_argument("--json", action="store_true", help="표 대신 JSON 한 줄로 요약해요")


def run(args: argparse.Namespace, settings: "BotSettings", open_assistant: Callable[[], Evaluating]) -> int:
    """Grade a set. 0 when all of it was graded, whatever the grade; 1 when lines of it could not be read."""
    from bot.evaluation import files, table
    from bot.evaluation.compare import compare
    from bot.evaluation.golden import read_golden
    from bot.evaluation.run import Run, grade, summarise
    from knowledge.clock import today

    golden = read_golden(args.set)
    for complaint in golden.complaints:
        err(complaint)
    # What is wrong is told before minutes of work.
    if args.composer == "model" and settings.llm_model is None:
        from bot.assistant import NO_MODEL

        raise SettingsError(NO_MODEL)
    before = files.load_run(args.against) if args.against else None
    if args.save:
        files.check_run_place(args.save)
    if args.report:
        files.check_report_place(args.report)
    assistant = open_assistant()
    rows = grade(golden.cases, answering(assistant, args.composer), assistant.documents(), progress())
    graded = Run(
        name="표준 입력" if args.set == "-" else Path(args.set).name,
        day=today(settings).isoformat(),
        composer=args.composer or composers(rows),
        rows=rows,
    )
    comparison = compare(graded, before) if before else None
    if args.save:
        err(f"평가 기록을 저장했어요: {files.write(args.save, graded.model_dump_json())}")
    if args.report:
        from bot.evaluation.report import html

        err(f"보고서를 썼어요: {files.write(args.report, html(graded, comparison))}")
    if args.json:
        out(without_surrogates(json.dumps(summarise(rows).to_json(), ensure_ascii=False)))
    else:
        out("\n".join(table.lines(graded, comparison)))
    return 1 if golden.complaints else 0


def answering(
    assistant: Any, composer: Literal["extractive", "model"] | None
) -> Callable[[Sequence[str]], Answer]:
    """How a question is answered: as the settings say, or by a composer that was asked for."""
    if composer is None:
        return assistant.answer  # type: ignore[no-any-return]
    return lambda turns: assistant.answer(turns, composer=composer)


def composers(rows: Sequence[Any]) -> str:
    """Who answered, as the answers say."""
    return ", ".join(sorted({row.answer.answered_by for row in rows if row.answer})) or "-"


def progress() -> Callable[[int, int], None]:
    """On a terminal, a line that counts; elsewhere nothing."""
    if not sys.stderr.isatty():
        return lambda done, total: None

    def count(done: int, total: int) -> None:
        sys.stderr.write(f"{ERASE}채점하고 있어요 {done}/{total}" if done < total else ERASE)
        sys.stderr.flush()

    return count
