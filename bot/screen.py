"""Where a conversation is shown: a terminal in colour, or two plain streams, answers apart from the rest."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from bot import beside, explain, terminal
from bot.answer import Answer
from bot.streams import err, out


class Screen(Protocol):
    """What a conversation shows. A notice is neither an answer nor asked for: loading, saved, what went wrong."""

    def answer(self, answer: Answer) -> None: ...

    def sources(self, answer: Answer) -> None: ...

    def why(self, answer: Answer) -> None: ...

    def compare(self, pairs: Sequence[tuple[str, Answer]]) -> None: ...

    def table(self, rows: Sequence[tuple[str, str]]) -> None: ...

    def notice(self, text: str) -> None: ...

    def busy(self, text: str) -> AbstractContextManager[object]:
        """Say that something is going on while a `with` block runs."""


class ColourScreen:
    """A terminal."""

    def __init__(self) -> None:
        self.console = terminal.console_for(sys.stdout)

    def answer(self, answer: Answer) -> None:
        self.console.print()
        terminal.draw(answer, self.console)
        self.console.print()

    def sources(self, answer: Answer) -> None:
        self.console.print()
        explain.draw_sources(answer, self.console)
        self.console.print()

    def why(self, answer: Answer) -> None:
        self.console.print()
        explain.draw_why(answer, self.console)
        self.console.print()

    def compare(self, pairs: Sequence[tuple[str, Answer]]) -> None:
        self.console.print()
        beside.draw(pairs, self.console)
        self.console.print()

    def table(self, rows: Sequence[tuple[str, str]]) -> None:
        self.console.print(explain.pairs(list(rows)))

    def notice(self, text: str) -> None:
        self.console.print(terminal.styled(terminal.one_line(text), "yellow"))

    def busy(self, text: str) -> AbstractContextManager[object]:
        return self.console.status(terminal.styled(text, "bright_black"), spinner="dots")


class PlainScreen:
    """Answers to stdout with an empty line after each, notices to stderr."""

    def answer(self, answer: Answer) -> None:
        self._print(terminal.plain(answer))

    def sources(self, answer: Answer) -> None:
        self._print("\n\n".join(explain.source_blocks(answer)))

    def why(self, answer: Answer) -> None:
        self._print("\n".join(explain.why_lines(answer)))

    def compare(self, pairs: Sequence[tuple[str, Answer]]) -> None:
        self._print("\n".join(beside.lines(pairs)))

    def table(self, rows: Sequence[tuple[str, str]]) -> None:
        self._print("\n".join(f"{head}  {text}" for head, text in rows))

    def notice(self, text: str) -> None:
        err(terminal.one_line(text))

    @contextmanager
    def busy(self, text: str) -> Iterator[None]:
        yield

    def _print(self, text: str) -> None:
        out(text, end="\n\n")
