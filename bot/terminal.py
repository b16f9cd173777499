"""An answer for a terminal, and as plain text where there is none. It shows what the answer has, no more."""

import re
import sys
import unicodedata
from typing import TYPE_CHECKING, TextIO

from bot.answer import Answer
from bot.sources import checked_line, source_lines
from bot.streams import out

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

SOURCES = "출처"
RELATED = "함께 보면 좋은 사업"
MARKER = re.compile(r"(?:\[\d+\])+")
HEADING = "■"
BULLET = re.compile(r"\s*([•·-]|\d+\.)\s+(?=\S)")

#: Longer lines tire the eye, however wide the window is.
WIDEST = 100

#: Characters that reorder or hide what is around them.
INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def printable(text: str) -> str:
    """The text without what a terminal obeys instead of showing: escapes, controls, reordering marks."""
    text = INVISIBLE.sub("", text.replace("\t", " ").replace("\r\n", "\n"))
    return "".join(char for char in text if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs"))


def one_line(text: str) -> str:
    """A text of somebody else's as one printable line."""
    return " ".join(printable(text).split())


def plain(answer: Answer) -> str:
    """The whole answer as text: no colour and no wrapping."""
    blocks = [printable(answer.body).strip()]
    if answer.status_line:
        blocks.append(one_line(answer.status_line))
    if answer.citations:
        blocks.append("\n".join([SOURCES, *source_block(answer)]))
    if answer.related:
        blocks.append(f"{RELATED}: " + " · ".join(one_line(program.title) for program in answer.related))
    return "\n\n".join(block for block in blocks if block)


def source_block(answer: Answer) -> list[str]:
    """The lines under 출처: each source and below it its address, then the 확인일 unless the status told it."""
    lines = []
    for source in source_lines(answer.citations):
        lines.append(one_line(str(source)))
        if source.url:
            lines.append(f"    {one_line(source.url)}")
    checked = checked_line(answer.citations, answer.status_line)
    return [*lines, checked] if checked else lines


def show(answer: Answer) -> None:
    """Print an answer to stdout, coloured and wrapped on a terminal only."""
    if sys.stdout.isatty():
        draw(answer, console_for(sys.stdout))
    else:
        out(plain(answer))


def console_for(stream: TextIO) -> "Console":
    """A rich console that prints text as it is: no markup, no guesses at what is a number."""
    from rich.console import Console

    return Console(file=stream, highlight=False, markup=False, emoji=False)


def draw(answer: Answer, console: "Console") -> None:
    """The answer on a terminal: wrapped by columns, sources hanging from their numbers, addresses unbroken."""
    width = min(console.width, WIDEST)
    for line in printable(answer.body).strip().splitlines():
        console.print(body_line(line), width=width)
    if answer.status_line:
        console.print()
        console.print(styled(one_line(answer.status_line), "yellow"), width=width)
    if answer.citations:
        console.print()
        console.print(styled(SOURCES, "bold"))
        draw_sources(answer, console, width)
    if answer.related:
        console.print()
        titles = " · ".join(one_line(program.title) for program in answer.related)
        console.print(hanging(f"{RELATED}:", styled(titles, "green"), "bold"), width=width)


def draw_sources(answer: Answer, console: "Console", width: int) -> None:
    """The lines under 출처. An address is left to the terminal to break: then it can be clicked and copied."""
    for source in source_lines(answer.citations):
        title = styled(one_line(f"{source.title} {source.note}"), "")
        console.print(hanging(source.markers, title, "cyan"), width=width)
        if source.url:
            console.print(styled(f"    {one_line(source.url)}", "bright_black"), soft_wrap=True)
    if checked := checked_line(answer.citations, answer.status_line):
        console.print(styled(checked, "bright_black"), width=width)


def body_line(line: str) -> "RenderableType":
    """A line of the body: a heading stands out, an item hangs from its bullet, markers are set apart."""
    if line.startswith(HEADING):
        return styled(line, "bold")
    if bullet := BULLET.match(line):
        return hanging(bullet[1], marked(line[bullet.end() :]), "")
    return marked(line)


def marked(text: str) -> "Text":
    """A text with its citation markers set apart."""
    shown = styled(text, "")
    shown.highlight_regex(MARKER, "cyan")
    return shown


def styled(text: str, style: str) -> "Text":
    from rich.text import Text

    return Text(text, style=style, overflow="fold")


def hanging(head: str, body: "Text", style: str) -> "RenderableType":
    """A head such as [1] with its text beside it, however many lines that takes."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(styled(head, style), body)
    return grid
