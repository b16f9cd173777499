"""What the tests of ingesting have: a folder of three sheets and an empty store."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from knowledge.settings import KnowledgeSettings
from tests.ingest.sheets import Store, write_sheet


@pytest.fixture
def store(own_data: Path) -> Store:
    """A store without anything in it."""
    return Store(KnowledgeSettings(ongil_data=own_data))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three sheets: eight passages."""
    place = tmp_path / "documents"
    write_sheet(place, "ai-class", ["무료로 인공지능을 가르쳐요.", "예산은 600억원이에요."])
    write_sheet(place, "kiosk", ["키오스크 값의 70%를 대 줘요."])
    write_sheet(place, "loan", ["최대 1억원을 빌려줘요.", "금리는 연 3%예요."])
    return place


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Chroma server of the tests' own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chroma = Path(sys.executable).with_name("chroma")
    command = [str(chroma), "run", "--path", str(tmp_path_factory.mktemp("server")), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            for _ in range(300):
                try:
                    httpx.get(f"{url}/api/v2/heartbeat").raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.1)
            else:
                pytest.fail("the Chroma server did not start")
            yield url
        finally:
            process.terminate()
