"""What every handler works with: the assistant, the store, the memory, and threads for what would block."""

import asyncio
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

from telegram import Message, User

from bot.answer import Answer
from bot.messenger.memory import Memory
from bot.settings import BotSettings
from bot.store import Store
from bot.writing import OnProgress
from knowledge.document import Document

#: Searching keeps a core busy, a language model keeps us waiting: some threads, not many.
ANSWER_THREADS = 8
ERRAND_THREADS = 4
#: Longer than any language model should take.
ANSWER_SECONDS = 120.0
#: A second press within this time is the first one again.
DOUBLE_PRESS_SECONDS = 3.0

P = ParamSpec("P")
T = TypeVar("T")


class Answering(Protocol):
    """What the bot needs of an assistant; every method may be called from any thread."""

    def answer(
        self, turns: Sequence[str], *, on_progress: OnProgress | None = None, chat: str | None = None
    ) -> Answer: ...

    def documents(self) -> Mapping[str, Document]: ...

    def overview(self, slug: str) -> Answer: ...


class Desk:
    """Shared by all handlers of one running bot."""

    def __init__(
        self,
        settings: BotSettings,
        assistant: Answering,
        store: Store,
        *,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        self.settings, self.assistant, self.store = settings, assistant, store
        self.memory = Memory()
        self._seconds = answer_seconds
        self._answers = ThreadPoolExecutor(ANSWER_THREADS, "answer")
        # Apart, so that a vote or a list never waits behind questions.
        self._errands = ThreadPoolExecutor(ERRAND_THREADS, "errand")
        # One at a time, and apart from answers, which go on while an admin ingests.
        self._chores = ThreadPoolExecutor(1, "chore")
        self._pressed: dict[Hashable, float] = {}

    async def answer(
        self, turns: Sequence[str], *, on_progress: OnProgress | None = None, chat: str | None = None
    ) -> Answer:
        """Answer off the event loop; TimeoutError when it takes too long.

        `on_progress` is called in the answering thread with the answer so far; `chat` is charged for tokens.
        """
        call = partial(self.assistant.answer, turns, on_progress=on_progress, chat=chat)
        return await self._within_time(call)

    async def overview(self, slug: str) -> Answer:
        """What a program is, off the event loop; TimeoutError when it takes too long."""
        return await self._within_time(partial(self.assistant.overview, slug))

    async def errand(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A short call that may block (the database, reading the documents), off the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._errands, partial(call, *args, **kwargs))

    async def chore(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A long call for an admin, off the event loop; a second one waits for the first."""
        return await asyncio.get_running_loop().run_in_executor(self._chores, partial(call, *args, **kwargs))

    def pressed_again(self, what: Hashable) -> bool:
        """Whether the same was pressed a moment ago."""
        now = time.monotonic()
        self._pressed = {known: at for known, at in self._pressed.items() if now - at < DOUBLE_PRESS_SECONDS}
        again = what in self._pressed
        self._pressed.setdefault(what, now)
        return again

    def close(self) -> None:
        """Take no more work; what still runs is not waited for here."""
        for pool in (self._answers, self._errands, self._chores):
            pool.shutdown(wait=False, cancel_futures=True)

    async def _within_time(self, call: Callable[[], T]) -> T:
        async with asyncio.timeout(self._seconds):
            return await asyncio.get_running_loop().run_in_executor(self._answers, call)


def talk_of(message: Message, user: User | None) -> str:
    """Whose talk a message belongs to: a chat's, in a topic of its own, and in a group one person's."""
    private = message.chat.type == message.chat.PRIVATE
    person = 0 if private or user is None else user.id
    return f"{message.chat.id}:{message.message_thread_id if message.is_topic_message else 0}:{person}"
