"""The loopback Bot API, and the bot running against it."""

import ssl
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.bot.botapi import BotApi, serve
from tests.bot.messenger.shop import Running, Shop, running


@pytest.fixture(scope="session", autouse=True)
def one_ssl_context() -> Iterator[None]:
    """Every HTTP client reads all certificates anew, four times a bot; nothing here speaks TLS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        yield


@pytest.fixture
def api() -> Iterator[BotApi]:
    """A strict Bot API server. Whatever Telegram would forbid fails the test at its end."""
    with serve() as api:
        yield api
        api.check()


@pytest.fixture
def shop() -> Shop:
    """What the bot answers."""
    return Shop()


@pytest.fixture
def bot(api: BotApi, tmp_path: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """The bot, polling; it keeps to Telegram's limits, but not to a message a second: tests are in a hurry."""
    for name in ("OVERALL", "PRIVATE", "GROUP"):
        monkeypatch.setattr(f"bot.messenger.pacing.{name}", (1000.0, 100))
    with running(api, tmp_path, shop) as bot:
        yield bot
