"""Which update waits for which: messages of one chat in order, chats in parallel, buttons at once."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Hashable
from contextlib import asynccontextmanager
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

log = logging.getLogger(__name__)

#: How many chats are worked on at once, and how many messages of one chat may wait.
CHATS_AT_ONCE = 64
WAITING = 30
#: python-telegram-bot's own limit counts waiting updates too: one busy chat would hold back every
#: button. It makes a task of each update anyway, so ours are the limits that mean something.
NO_LIMIT = 1_000_000


class KeyedLocks:
    """A lock for each key, kept as long as somebody holds it or waits for it; first come, first served."""

    def __init__(self) -> None:
        self._locks: dict[Hashable, asyncio.Lock] = {}
        self._users: dict[Hashable, int] = {}

    def users(self, key: Hashable) -> int:
        """How many hold or wait for the lock of this key."""
        return self._users.get(key, 0)

    @asynccontextmanager
    async def hold(self, key: Hashable) -> AsyncIterator[None]:
        """Wait for the lock of this key and hold it."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        self._users[key] = self.users(key) + 1
        try:
            async with lock:
                yield
        finally:
            self._users[key] -= 1
            if not self._users[key]:
                del self._users[key], self._locks[key]


class ChatOrder(BaseUpdateProcessor):
    """Hands each update on when its turn has come.

    `too_many` is told of the first message that finds its chat's queue full; that one and those after
    it are dropped until the queue is empty.
    """

    __slots__ = ("_full", "_locks", "_rooms", "_too_many", "_waiting")

    def __init__(
        self,
        too_many: Callable[[Update], Awaitable[None]],
        chats_at_once: int = CHATS_AT_ONCE,
        waiting: int = WAITING,
    ) -> None:
        super().__init__(NO_LIMIT)
        self._too_many = too_many
        self._waiting = waiting
        self._rooms = asyncio.Semaphore(chats_at_once)
        self._locks = KeyedLocks()
        self._full: set[int] = set()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the handlers of an update when those before it in its chat are done."""
        chat = queue_of(update)
        if chat is None:
            await coroutine
        elif isinstance(update, Update) and self._locks.users(chat) >= self._waiting:
            await self._drop(update, chat, coroutine)
        else:
            async with self._locks.hold(chat), self._rooms:
                await coroutine
            if not self._locks.users(chat):
                self._full.discard(chat)

    async def _drop(self, update: Update, chat: int, coroutine: Awaitable[Any]) -> None:
        log.warning("update %s dropped: %s messages of its chat are waiting", update.update_id, self._waiting)
        if isinstance(coroutine, Coroutine):
            coroutine.close()
        if chat not in self._full:
            self._full.add(chat)
            await self._too_many(update)


def queue_of(update: object) -> int | None:
    """The chat whose queue an update stands in; a pressed button stands in none."""
    if not isinstance(update, Update) or update.callback_query or not update.effective_chat:
        return None
    return update.effective_chat.id
