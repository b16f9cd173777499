"""The `ongil` command: where the pieces are put together, and where every error becomes one Korean line."""

import argparse
import logging
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.streams import drop_stdout, err, out, readable, use_utf8
from bot.usage import KoreanParser
from knowledge.errors import OngilError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import BotSettings
    from bot.waiting import Progress

log = logging.getLogger(__name__)

DONE, FAILED, WRONG_USAGE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141

EXAMPLES = """
온길: 소상공인에게 도움이 되는 플랫폼·정부 지원 사업을 출처와 함께 알려 줘요.

  ongil chat                             대화하며 물어봐요
  ongil ask "네이버 AI 교육 얼마예요?"     한 번만 물어봐요
  ongil doctor                           설정과 상태를 살펴봐요
"""


def build_parser(words: Sequence[str]) -> KoreanParser:
    """The commands and their options; `words` are the command line: only the named command fills in its own."""
    parser = KoreanParser(prog="ongil", description=EXAMPLES)
    parser.add_argument("--version", action="store_true", help="버전을 보여 줘요")
    commands = parser.add_subparsers(dest="command", metavar="명령", title="명령")

    def command(name: str, text: str) -> KoreanParser:
        made: KoreanParser = commands.add_parser(name, help=text, description=text)
        add_verbose(made)
        return made

    add_verbose(parser)
    ask = command("ask", "한 번 묻고 답을 봐요")
    ask.add_argument("question", nargs="*", metavar="질문", help="물어볼 말. '-'이면 표준 입력에서 읽어요")
    ask.add_argument("--json", action="store_true", help="JSON 한 줄로 답해요")
    ask.add_argument(
        "--batch",
        metavar="FILE",
        help='질문 모음(줄마다 {"id", "turns"})에 JSON 한 줄씩 답해요. \'-\'이면 표준 입력',
    )
    command("chat", "대화하며 물어봐요")
    ingesting = command("ingest", "자료를 읽어 색인에 넣어요")
    listing = command("documents", "색인에 있는 자료와 다시 확인할 것을 봐요")
    command("bot", "텔레그램 봇을 켜요")
    command("doctor", "설정과 상태를 살피고 할 일을 알려 줘요")
    feedback = command("feedback", "받은 의견과 답하지 못한 질문을 봐요")
    evaluating = command("eval", "골든셋으로 답을 채점해요")
    if "ingest" in words:
        import ingest.cli

        ingest.cli.add_arguments(ingesting)
    if "documents" in words:
        import ingest.documents

        ingest.documents.add_arguments(listing)
    if "feedback" in words:
        import bot.feedback

        bot.feedback.add_arguments(feedback)
    if "eval" in words:
        import bot.evaluation.cli

        bot.evaluation.cli.add_arguments(evaluating)
    return parser


def add_verbose(parser: KoreanParser) -> None:
    """`-v` before or after the command."""
    parser.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        default=argparse.SUPPRESS,
        help="진행 기록(영어)을 화면에도 보여 줘요",
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 failed with a Korean line, 2 wrong usage."""
    use_utf8()
    words = [readable(word) for word in (sys.argv[1:] if argv is None else argv)]
    verbose, settings = False, None
    try:
        start_early_log(words)
        parser = build_parser(words)
        args = parser.parse_args(words)
        verbose = getattr(args, "verbose", False)
        if args.version:
            out(f"ongil {version()}")
            return DONE
        if args.command is None:
            parser.print_help(sys.stderr)
            return WRONG_USAGE
        check(parser, args)
        settings = load_settings()
        start_logs(settings, args.command, verbose)
        code = run(args, settings)
        if argv is None:
            leave_at_once(code)
        return code
    except OngilError as error:
        log.debug("the command failed: %s", error, exc_info=True)
        return complain(" ".join(str(error).split()))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`ongil ask … | head`): there is nobody to tell.
        drop_stdout()
        return BROKEN_PIPE
    except SystemExit as leaving:
        # How argparse ends after --help (0) and a wrong command line (2).
        return leaving.code if isinstance(leaving.code, int) else DONE
    except Exception as error:
        log.error("unexpected: %s: %s", type(error).__name__, error, exc_info=True)
        return complain(unexpected(settings, verbose))


def check(parser: KoreanParser, args: argparse.Namespace) -> None:
    """What argparse cannot say: `ask` takes a question or a batch."""
    if args.command == "ask":
        if args.batch is None and not args.question:
            parser.error('질문을 적어 주세요. 예: ongil ask "네이버 AI 교육 얼마예요?"')
        if args.batch is not None and args.question:
            parser.error("질문과 --batch는 함께 쓸 수 없어요")


def run(args: argparse.Namespace, settings: "BotSettings") -> int:
    """Hand over to the command."""
    match args.command:
        case "ask":
            from bot import ask

            if args.batch is not None:
                return ask.run_batch(args.batch, lambda: wait_for_assistant(settings))
            question = " ".join(args.question)
            return ask.run_one(question, lambda: wait_for_assistant(settings), as_json=args.json)
        case "chat":
            from bot import repl

            return repl.run(settings, lambda progress: open_assistant(settings, progress))
        case "ingest":
            import ingest.cli

            return ingest.cli.run(args, settings)
        case "documents":
            import ingest.documents

            return ingest.documents.run(args, settings)
        case "bot":
            from bot.telegram_bot import run_bot
            from ingest.clerk import Clerk

            return run_bot(settings, lambda: wait_for_assistant(settings), Clerk(settings))
        case "doctor":
            from bot import doctor

            return doctor.run(settings)
        case "feedback":
            import bot.feedback

            return bot.feedback.run(args, settings)
        case "eval":
            import bot.evaluation.cli

            return bot.evaluation.cli.run(args, settings, lambda: wait_for_assistant(settings))
    raise AssertionError(f"no such command: {args.command}")


def open_assistant(settings: "BotSettings", progress: "Progress") -> "Assistant":
    """An assistant ready to answer; at the very first use the shipped documents are indexed."""
    from knowledge.korean import Analyzer

    # Loading Kiwi needs the most memory of all, for a moment: best while nothing else is there yet.
    Analyzer().warm()
    from bot.assistant import Assistant
    from ingest.shipped import ensure_index

    ensure_index(settings, progress)
    assistant = Assistant(settings)
    assistant.load()
    return assistant


def wait_for_assistant(settings: "BotSettings") -> "Assistant":
    """The assistant, with a line for the person who waits."""
    from bot.waiting import waiting

    with waiting() as progress:
        return open_assistant(settings, progress)


def version() -> str:
    """The installed version; a source tree that was never installed has its own from pyproject."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("ongil")
    except PackageNotFoundError:
        import tomllib

        pyproject = Path(__file__).resolve().parent.parent / "pyproject.toml"
        return str(tomllib.loads(pyproject.read_text("utf-8"))["project"]["version"])


def load_settings() -> "BotSettings":
    from bot.startup import read_settings

    return read_settings()


def start_early_log(words: Sequence[str]) -> None:
    """Until the settings say where the log is: to stderr when asked, else nowhere."""
    root = logging.getLogger()
    if not root.handlers:
        handler = logging.StreamHandler() if {"-v", "--verbose"} & set(words) else logging.NullHandler()
        handler.set_name("ongil")
        root.addHandler(handler)


def start_logs(settings: "BotSettings", command: str, verbose: bool) -> None:
    """What runs for long or changes the index leaves a record; the others only what went wrong."""
    from bot import logs

    level = logging.INFO if command in ("bot", "ingest") else logging.WARNING
    logs.start_logs(settings, level, verbose=verbose)


def leave_at_once(code: int) -> None:
    """End here when something still loads: Kiwi's and Chroma's threads abort when Python ends under them."""
    if any(thread.name == "ongil-task" for thread in threading.enumerate()):
        logging.shutdown()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def complain(message: str) -> int:
    """One line for the person."""
    err(message)
    return FAILED


def unexpected(settings: "BotSettings | None", verbose: bool) -> str:
    """What a person reads of an error that nobody foresaw."""
    where = f" 자세한 기록: {settings.data / 'ongil.log'}" if settings else ""
    hint = "" if verbose else " -v를 붙여 다시 실행하면 까닭을 볼 수 있어요."
    return f"예상하지 못한 문제가 생겼어요.{hint}{where}"
