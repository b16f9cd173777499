"""What every test has: folders of its own, settings that nobody's environment reaches, and no network.

Ask for `shipped_data` (or `shipped_settings`, `shipped_assistant`) to have the shipped documents indexed
once for the whole run. They are shared: copy the folder before changing anything in it.
"""

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.settings import BotSettings
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from bot.assistant import Assistant


class NetworkUsed(AssertionError):
    """A test, or what it tests, wanted to leave this machine."""


def settings_names() -> set[str]:
    """The environment variables of all settings, whichever package declares them."""
    classes, names = [KnowledgeSettings, BotSettings], set()
    while classes:
        found = classes.pop()
        classes += found.__subclasses__()
        names |= {name.upper() for name in found.model_fields}
    return names


@pytest.fixture(scope="session", autouse=True)
def nobodys_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every setting is unset (empty), and the person's own folders are out of reach, for child processes too."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in settings_names():
            patch.setenv(name, "")
        patch.setenv("ONGIL_DATA", str(home / "data"))
        for name in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
            patch.setenv(name, str(home))
        patch.setenv("HF_HUB_OFFLINE", "1")
        # What a terminal is: as wide as always, in no particular colour.
        for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The test's own data folder: ONGIL_DATA. It does not exist yet."""
    data = tmp_path / "ongil-data"
    monkeypatch.setenv("ONGIL_DATA", str(data))
    return data


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Only loopback: anything else fails the test that tried."""

    def check(address: Any) -> None:
        # A Unix socket's address is a path.
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and not is_loopback(host):
            raise NetworkUsed(f"the network was used: {address}")

    def guarded(name: str) -> Any:
        original = getattr(socket.socket, name)

        def call(self: socket.socket, *args: Any) -> Any:
            check(args[-1])
            return original(self, *args)

        return call

    resolve = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **options: Any) -> Any:
        check((host,))
        return resolve(host, *args, **options)

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto"):
            patch.setattr(socket.socket, name, guarded(name))
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


def is_loopback(host: str | bytes) -> bool:
    """Whether a host's name or address is this machine; no name at all means any of its own addresses."""
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("", "localhost", "0.0.0.0", "::"):
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session")
def shipped_data(tmp_path_factory: pytest.TempPathFactory, nobodys_settings: None) -> Path:
    """A data folder with the shipped documents indexed. Shared: copy it before changing it."""
    from ingest.shipped import ensure_index

    data = tmp_path_factory.mktemp("shipped")
    ensure_index(BotSettings(ongil_data=data))
    return data


@pytest.fixture(scope="session")
def shipped_settings(shipped_data: Path) -> BotSettings:
    """Settings for `shipped_data`, everything else unset."""
    return BotSettings(ongil_data=shipped_data)


@pytest.fixture(scope="session")
def shipped_assistant(shipped_settings: BotSettings) -> "Assistant":
    """The real assistant, loaded, on the shipped documents. Shared."""
    from bot.assistant import Assistant

    assistant = Assistant(shipped_settings)
    assistant.load()
    return assistant
