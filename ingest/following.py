"""The progress of an ingest that a person can follow: stage, how much, how fast, how long still."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ingest.report import Report

#: Away from a terminal a line says how far it is, this often (seconds), and nothing about what is quicker.
EVERY: Final = 10.0
YES: Final = frozenset({"y", "yes", "ㅛ", "네", "예", "응"})


class Plain:
    """Progress without a terminal: now and then a line on stderr."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage, self._since, self._first = "", clock(), 0
        self._said = clock()

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = self._clock()
        if stage != self._stage:
            self._stage, self._since, self._first = stage, now, done
        if now - self._said < EVERY:
            return
        self._said = now
        speed = (done - self._first) / (now - self._since) if now > self._since else 0.0
        left = f", {speed:.0f}/초, {(total - done) / speed:.0f}초 남음" if speed else ""
        sys.stderr.write(f"{stage} {done}/{total}{left}\n")
        sys.stderr.flush()

    def ask(self, question: str, report: "Report") -> bool:
        """Nobody is there to answer."""
        return False


class OnTerminal:
    """A bar for each stage on stderr, gone at the end."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn
        from rich.progress import TimeRemainingColumn as Left
        from rich.text import Text

        class Speed(ProgressColumn):
            def render(self, task: Task) -> Text:
                return Text(f"{task.speed:.0f}/초" if task.speed else "")

        self.bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            Speed(),
            TextColumn("남은 시간"),
            Left(compact=True),
            console=Console(stderr=True),
            transient=True,
        )
        self._stages: dict[str, object] = {}

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage not in self._stages:
            self._stages[stage] = self.bar.add_task(stage, total=total)
        self.bar.update(self._stages[stage], completed=done, total=total)  # type: ignore[arg-type]

    def ask(self, question: str, report: "Report") -> bool:
        """Ask the person, with the names of what would go; whatever is no yes is a no."""
        self.bar.stop()
        names = report.names.get("removed", [])
        sys.stderr.write(f"빠질 문서: {', '.join(names)}\n{question} [y/N] ")
        sys.stderr.flush()
        answer = sys.stdin.readline().strip().lower()
        self.bar.start()
        return answer in YES


@contextmanager
def following() -> Iterator[Plain | OnTerminal]:
    """Progress on stderr while the block runs."""
    if not sys.stderr.isatty():
        yield Plain()
        return
    shown = OnTerminal()
    with shown.bar:
        yield shown
