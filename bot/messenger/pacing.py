"""Telegram's speed limits: kept to beforehand, and obeyed when it says `retry_after`.

A message is never given up for a limit: it waits and goes again. "Typing…" and previews are dropped instead. A chat
that must wait holds back nobody else.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.messenger.order import KeyedLocks

log = logging.getLogger(__name__)

#: A little more than Telegram asks for: its clock is not ours.
SLACK = 0.1
#: A press is forgotten by Telegram within seconds; its answer is not worth a longer wait.
PRESS_PATIENCE = 10.0
CHATS_KEPT = 1000
#: Messages a second in the long run, and how many at once.
OVERALL = (30.0, 30)
PRIVATE = (1.0, 4)
GROUP = (20 / 60, 5)

#: What nobody misses: left out while a chat must wait.
LEFT_OUT = frozenset(["sendChatAction", "sendMessageDraft"])

Json = dict[str, Any]
Request = Callable[..., Coroutine[Any, Any, bool | Json | list[Json]]]


class Bucket:
    """At most `burst` at once and `per_second` in the long run."""

    def __init__(self, per_second: float, burst: int) -> None:
        self._step = 1 / per_second
        self._slack = self._step * (burst - 1)
        self.due = 0.0

    def reserve(self, now: float) -> float:
        """Take the next place and say how long to wait for it."""
        self.due = max(self.due, now)
        wait = max(0.0, self.due - self._slack - now)
        self.due += self._step
        return wait


class Pace:
    """One chat's: private chats take more than groups."""

    def __init__(self, group: bool) -> None:
        self.bucket = Bucket(*(GROUP if group else PRIVATE))
        self.held_until = 0.0

    def hold(self, until: float) -> None:
        self.held_until = max(self.held_until, until)


class Pacer(BaseRateLimiter[int]):
    """Sends a chat's messages one after another, no faster than Telegram takes them."""

    def __init__(self) -> None:
        self._overall = Bucket(*OVERALL)
        self._paces: dict[int | str, Pace] = {}
        self._locks = KeyedLocks()

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to give back."""

    async def process_request(
        self,
        callback: Request,
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> bool | Json | list[Json]:
        """Make a request when it may be made; see `BaseRateLimiter`."""
        chat = data.get("chat_id")
        if chat is None:
            return await self._patiently(callback, args, kwargs, endpoint)
        pace = self._pace(chat)
        if endpoint in LEFT_OUT:
            return await self._if_free(pace, callback, args, kwargs, endpoint)
        async with self._locks.hold(chat):
            while True:
                await asyncio.sleep(max(pace.held_until - time.monotonic(), 0))
                now = time.monotonic()
                await asyncio.sleep(max(pace.bucket.reserve(now), self._overall.reserve(now)))
                try:
                    return await callback(*args, **kwargs)
                except RetryAfter as error:
                    log.warning("%s: Telegram asks to wait %.0f s", endpoint, seconds(error))
                    pace.hold(time.monotonic() + seconds(error) + SLACK)

    async def _if_free(
        self, pace: Pace, callback: Request, args: Any, kwargs: Any, endpoint: str
    ) -> bool | Json | list[Json]:
        """A request that nobody misses: left out while the chat must wait."""
        if pace.held_until > time.monotonic():
            return True
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as error:
            log.info("%s left out: Telegram asks to wait %.0f s", endpoint, seconds(error))
            pace.hold(time.monotonic() + seconds(error) + SLACK)
            return True

    async def _patiently(
        self, callback: Request, args: Any, kwargs: Any, endpoint: str
    ) -> bool | Json | list[Json]:
        """A request of no chat: waits as it is told, an answer to a press only if that is short."""
        while True:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait = seconds(error) + SLACK
                if endpoint == "answerCallbackQuery" and wait > PRESS_PATIENCE:
                    raise
                log.warning("%s: Telegram asks to wait %.0f s", endpoint, wait)
                await asyncio.sleep(wait)

    def _pace(self, chat: int | str) -> Pace:
        if len(self._paces) > CHATS_KEPT:
            now = time.monotonic()
            self._paces = {
                known: pace
                for known, pace in self._paces.items()
                if max(pace.bucket.due, pace.held_until) > now or self._locks.users(known)
            }
        # A group's id is negative, a channel is named by a string.
        return self._paces.setdefault(chat, Pace(group=isinstance(chat, str) or chat < 0))


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait. Its public attribute warns of a change of type at each reading."""
    return error._retry_after.total_seconds()
