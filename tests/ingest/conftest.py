"""What the tests of ingesting have: a folder of three sheets and an empty store."""

from pathlib import Path

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
