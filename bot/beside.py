"""Two answers to one question side by side: what /compare shows, in two columns where the window is wide enough."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.answer import Answer
from bot.explain import OUTCOMES
from bot.reasons import in_korean
from bot.terminal import body_line, one_line, printable, styled

if TYPE_CHECKING:
    from rich.console import Console, Group

COMPOSERS = {"extractive": "자료의 문장", "model": "언어 모델"}
#: Two columns need a window of at least so many.
WIDE = 100


def heading(composer: str, answer: Answer) -> str:
    """Who answered, how it ended, how long it took."""
    name = COMPOSERS[composer]
    if composer == "model" and answer.answered_by == "extractive":
        name += " (쓸 수 없어서 자료의 문장으로 대신했어요)"
    took = f" · {answer.elapsed_ms['total']:.1f}ms" if "total" in answer.elapsed_ms else ""
    return f"{name} · {OUTCOMES[answer.outcome]}{took}"


def remarks(answer: Answer) -> Iterator[str]:
    """What stands under a body: what is missing, what was dropped, which documents are cited."""
    if answer.missing:
        yield f"자료에 없는 것: {', '.join(answer.missing)}"
    for dropped in answer.trace.dropped:
        yield f"뺀 문장: {in_korean(dropped)}"
    if answer.citations:
        titles = dict.fromkeys(citation.title for citation in answer.citations)
        yield f"인용한 자료: {', '.join(titles)}"


def lines(pairs: Sequence[tuple[str, Answer]]) -> list[str]:
    """The answers one after the other, for where there is no terminal."""
    rows: list[str] = []
    for composer, answer in pairs:
        body = printable(answer.body).strip().splitlines()
        rows += [f"== {heading(composer, answer)}", *body, *map(one_line, remarks(answer)), ""]
    return rows[:-1]


def draw(pairs: Sequence[tuple[str, Answer]], console: "Console") -> None:
    """The answers on a terminal."""
    from rich.table import Table

    if console.width < WIDE:
        for number, (composer, answer) in enumerate(pairs):
            if number:
                console.print()
            console.print(styled(heading(composer, answer), "bold cyan"))
            console.print(_cell(answer))
        return
    table = Table(expand=True, header_style="bold cyan", show_lines=False)
    for composer, answer in pairs:
        table.add_column(styled(heading(composer, answer), ""), ratio=1, overflow="fold")
    table.add_row(*(_cell(answer) for _, answer in pairs))
    console.print(table)


def _cell(answer: Answer) -> "Group":
    from rich.console import Group

    body = [body_line(line) for line in printable(answer.body).strip().splitlines()]
    return Group(*body, *(styled(one_line(remark), "bright_black") for remark in remarks(answer)))
