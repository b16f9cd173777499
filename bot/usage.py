"""argparse that speaks Korean: headings, complaints, and help text wrapped by its width on the screen."""

import argparse
import re
import unicodedata
from collections.abc import Iterable
from typing import NoReturn

from bot.streams import err

#: What argparse says of a wrong command line, and how a Korean reader is told.
COMPLAINTS = (
    (re.compile(r"the following arguments are required: (.+)"), r"빠진 것이 있어요: \1"),
    (re.compile(r"unrecognized arguments: (.+)"), r"모르는 옵션이나 값이에요: \1"),
    (
        re.compile(r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)"),
        r"\1: \2은(는) 없어요. 고를 수 있는 것: \3",
    ),
    (re.compile(r"argument (\S+): expected (?:one|at least one) argument"), r"\1 뒤에 값을 적어 주세요"),
    (re.compile(r"argument (\S+): not allowed with argument (\S+)"), r"\1와(과) \2은(는) 함께 쓸 수 없어요"),
    (re.compile(r"argument (\S+): invalid \S+ value: (.+)"), r"\1: \2은(는) 쓸 수 없는 값이에요"),
    (re.compile(r"argument (\S+): ignored explicit argument (.+)"), r"\1에는 값을 적지 않아요: \2"),
    (re.compile(r"ambiguous option: (\S+) could match (.+)"), r"\1은(는) 여러 뜻이 될 수 있어요: \2"),
)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: Hangul takes two, a combining mark none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def wrap(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` columns, broken between words; a longer word has its own line."""
    lines, line = [], ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if line and columns(longer) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines


class KoreanHelp(argparse.HelpFormatter):
    """Help that starts with 사용법, one line an option, wrapped by columns."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "사용법: " if prefix is None else prefix)

    def _format_action(self, action: argparse.Action) -> str:
        """The list of commands goes without a line that only says 명령 once more."""
        text = super()._format_action(action)
        return text.partition("\n")[2] if isinstance(action, argparse._SubParsersAction) else text

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """A description keeps its own line breaks: it shows examples."""
        return "\n".join(indent + line for line in text.strip().splitlines())


class KoreanParser(argparse.ArgumentParser):
    """A parser whose every word is Korean. A wrong command line ends with exit code 2."""

    def __init__(self, **options: object) -> None:
        super().__init__(**({"formatter_class": KoreanHelp, "add_help": False} | options))  # type: ignore[arg-type]
        self._positionals.title = "명령과 값"
        self._optionals.title = "옵션"
        self.add_argument("-h", "--help", action="help", help="이 도움말을 보여 줘요")

    def error(self, message: str) -> NoReturn:
        for pattern, korean in COMPLAINTS:
            if match := pattern.fullmatch(message):
                message = match.expand(korean)
                break
        err(f"{message}\n'{self.prog} --help'에서 쓰는 법을 볼 수 있어요.")
        raise SystemExit(2)
