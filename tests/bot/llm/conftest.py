"""A language model on loopback, and the real assistant that uses it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.settings import BotSettings
from tests.bot.llm.server import Server, serving


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


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


@pytest.fixture
def assistant(settings_for: Callable[..., BotSettings], model_data: Path) -> Assistant:
    """The real assistant with the loopback model; new for each test, as failures in a row are remembered."""
    return Assistant(settings_for(ongil_data=model_data))
