"""A language model on loopback, and the real assistant that uses it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.settings import BotSettings
from tests.bot.llm.server import Server, serving


@pytest.fixture(scope="session")
def one_server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def server(one_server: Server) -> Iterator[Server]:
    """The loopback model: faithful, and asked nothing yet."""
    one_server.reset()
    yield one_server
    one_server.reset()


@pytest.fixture(scope="session")
def model_data(shipped_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped documents indexed, in a folder whose database these tests may write."""
    return Path(shutil.copytree(shipped_data, tmp_path_factory.mktemp("llm") / "data"))


@pytest.fixture
def settings_for(server: Server, tmp_path: Path) -> Callable[..., BotSettings]:
    """Settings with the loopback model, and nothing indexed."""

    def make(**more: Any) -> BotSettings:
        return BotSettings(
            **{"ongil_data": tmp_path, "llm_model": "openai:test", "llm_base_url": server.url} | more
        )

    return make


@pytest.fixture(scope="session")
def one_assistant(one_server: Server, model_data: Path) -> Assistant:
    return Assistant(
        BotSettings(
            ongil_data=model_data,
            llm_model="openai:test",
            llm_base_url=one_server.url,
            llm_daily_tokens=10**12,
        )
    )


@pytest.fixture
def assistant(one_assistant: Assistant, server: Server) -> Assistant:
    """The real assistant with the loopback model, which remembers no failure of another test."""
    one_assistant._writer = None
    return one_assistant
