"""Reaching Telegram: the first connection, and the word that a token is no longer taken."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.errors import TelegramSetupError
from bot.messenger import wording
from bot.messenger.pacing import seconds

log = logging.getLogger(__name__)

#: How long a network that is down at start is waited for; then whoever started the bot must know.
PATIENCE = 120.0
LONGEST_WAIT = 15.0
#: How often a second bot is complained of.
CONFLICT_SECONDS = 600.0

Say = Callable[[str], None]


class PollingRequest(HTTPXRequest):
    """The request behind `getUpdates`; it tells when Telegram no longer takes the token.

    python-telegram-bot's polling ends at that, and says so to nobody.
    """

    def __init__(self, on_rejected: Callable[[], None]) -> None:
        super().__init__(connection_pool_size=2, connect_timeout=10, read_timeout=10)
        self._on_rejected = on_rejected

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make the request; see `HTTPXRequest`."""
        code, payload = await super().do_request(*args, **kwargs)
        if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            self._on_rejected()
        return code, payload


async def check_token(token: str, server: str, say: Say, patience: float) -> None:
    """Ask Telegram whether it takes the token, before anything that takes time."""
    if ":" not in token:
        # No token of Telegram's looks like this: no need to ask.
        raise TelegramSetupError(wording.WRONG_TOKEN.format(server=host(server)))
    try:
        bot = Bot(token, base_url=server)
    except InvalidToken:
        raise TelegramSetupError(wording.NO_TOKEN) from None
    try:
        await connect(bot.initialize, server, say, patience)
    finally:
        await bot.shutdown()


async def connect(hello: Callable[[], Awaitable[None]], server: str, say: Say, patience: float) -> None:
    """Say hello to Telegram, as often as it takes within `patience` seconds."""
    give_up, wait, told = time.monotonic() + patience, 0.5, False
    while True:
        try:
            await hello()
            return
        except InvalidToken:
            # Not chained: the error's text has the token in it.
            raise TelegramSetupError(wording.WRONG_TOKEN.format(server=host(server))) from None
        except TelegramError as error:
            log.warning("cannot reach the Bot API: %s: %s", type(error).__name__, error.message)
            if time.monotonic() + wait > give_up:
                raise TelegramSetupError(wording.UNREACHABLE.format(server=host(server))) from None
            if isinstance(error, RetryAfter):
                wait = max(wait, seconds(error))
        if not told:
            say(wording.STILL_TRYING)
            told = True
        await asyncio.sleep(wait)
        wait = min(wait * 1.5, LONGEST_WAIT)


class PollingErrors:
    """What is made of a failed poll: a log line each, and a word to the operator for a second bot."""

    def __init__(self, say: Say) -> None:
        self._say = say
        self._told: float | None = None

    def __call__(self, error: TelegramError) -> None:
        """Log the cause; polling goes on by itself."""
        if not isinstance(error, Conflict):
            log.warning("polling failed, trying again: %s: %s", type(error).__name__, error.message)
            return
        log.error("another process polls with the same token (409 Conflict): %s", error.message)
        now = time.monotonic()
        if self._told is None or now - self._told > CONFLICT_SECONDS:
            self._told = now
            self._say(wording.CONFLICT)


def host(address: str) -> str:
    """The server of an address, for people."""
    return urlsplit(address).netloc or address
