"""A conversation in the terminal: an assistant that loads meanwhile, the turns, and what was answered."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from bot.answer import Answer
from bot.waiting import Progress, stage_text
from knowledge.document import Document

if TYPE_CHECKING:
    from bot.assistant import Composer

log = logging.getLogger(__name__)

T = TypeVar("T")

#: The name of the threads that a person may leave behind, see cli.leave.
TASK = "ongil-task"

#: Older turns say nothing about what a follow-up means.
TURNS_KEPT = 10


class Talking(Protocol):
    """What a conversation needs of an assistant."""

    def answer(self, turns: Sequence[str], *, composer: "Composer | None" = None) -> Answer: ...

    def documents(self) -> Mapping[str, Document]: ...


class Task(Generic[T]):
    """A call in a thread of its own, that can be left behind: waiting for it ends at Ctrl-C, the call does not."""

    def __init__(self, call: Callable[[], T], then: Callable[[], None] = lambda: None) -> None:
        self._call, self._then = call, then
        self._result: T | None = None
        self.error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=TASK, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._call()
        except BaseException as error:  # noqa: BLE001 (given to the one who waits, see result)
            self.error = error
        self._then()

    @property
    def done(self) -> bool:
        return not self._thread.is_alive()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it is done within the seconds. In short steps: a longer one would hold back Ctrl-C on Windows."""
        waited = 0.0
        while not self.done and (seconds is None or waited < seconds):
            self._thread.join(0.05)
            waited += 0.05
        return self.done

    def result(self) -> T:
        """What the call gave or raised, once it is done."""
        self.wait()
        if self.error is not None:
            raise self.error
        return self._result  # type: ignore[return-value]


@dataclass
class Exchange:
    """A question and its answer, as the transcript has them."""

    question: str
    answer: Answer


@dataclass
class Session:
    """One conversation. `open_assistant` is slow; it runs in the background from `start` on."""

    open_assistant: Callable[[Progress], Talking]
    turns: list[str] = field(default_factory=list)
    #: All that was asked; None stands where a new conversation began.
    transcript: list[Exchange | None] = field(default_factory=list)
    #: What was asked last and stopped or failed: "다시" asks it again.
    stopped: str = ""
    loading: Task[Talking] | None = None
    #: How far the index is, while one is made.
    stage: str = ""

    def start(self, then: Callable[[], None] = lambda: None) -> None:
        """Begin to load, or begin again after a failure."""
        if self.loading is None or (self.loading.done and self.loading.error):
            self.loading = Task(lambda: self.open_assistant(self._at_stage), then)

    def _at_stage(self, stage: str, done: int, total: int) -> None:
        self.stage = stage_text(stage, done, total)

    def open_now(self, progress: Progress) -> None:
        """Load and wait for it, telling how far it is."""
        self.loading = Task(lambda: self.open_assistant(progress))
        self.loading.result()

    @property
    def ready(self) -> bool:
        return self.loading is not None and self.loading.done and self.loading.error is None

    @property
    def failure(self) -> BaseException | None:
        return self.loading.error if self.loading and self.loading.done else None

    def assistant(self) -> Talking:
        """The assistant, when it is loaded; raises what went wrong."""
        if self.loading is None:
            self.start()
        assert self.loading is not None
        return self.loading.result()

    def ask(self, question: str) -> Answer:
        """Answer a question in the light of the turns before it."""
        return self.assistant().answer([*self._heard, question])

    def ask_again(self, composer: "Composer") -> Answer:
        """Answer the last question once more, by a composer that is named."""
        return self.assistant().answer(self.turns, composer=composer)

    def remember(self, question: str, answer: Answer) -> None:
        """Keep an exchange that reached the person, behind what was asked in vain before it."""
        self.turns = [*self._heard, question][-TURNS_KEPT:]
        self.stopped = ""
        self.transcript.append(Exchange(question, answer))

    @property
    def _heard(self) -> list[str]:
        """The turns, and what was stopped since."""
        return [*self.turns, *([self.stopped] if self.stopped else [])]

    def stop(self, question: str) -> None:
        """Keep a question whose answer did not reach the person."""
        self.stopped = question

    def reset(self) -> None:
        """Begin a new conversation; the transcript stays."""
        self.turns, self.stopped = [], ""
        if self.transcript and self.transcript[-1] is not None:
            self.transcript.append(None)

    @property
    def last(self) -> Answer | None:
        """The last answer of this conversation."""
        exchange = self.transcript[-1] if self.transcript else None
        return exchange.answer if exchange else None

    def titles(self) -> list[str]:
        """The programs' titles, for completion; none while loading."""
        if not self.ready:
            return []
        return sorted(document.title for document in self.assistant().documents().values())
