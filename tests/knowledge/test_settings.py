"""Settings from the environment and `.env`, whatever either holds."""

from datetime import date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

import knowledge.clock
from knowledge.clock import SEOUL, today
from knowledge.settings import KnowledgeSettings

NAMES = ("EMBEDDING_MODEL", "ONGIL_DATA", "ONGIL_TODAY", "CHROMA_URL")


@pytest.fixture(autouse=True)
def empty_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No settings but the test's own, and an empty current folder."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(KnowledgeSettings.model_config, "env_file", ".env")


def test_nothing_need_be_set() -> None:
    settings = KnowledgeSettings()
    assert settings.embedding_model is None
    assert settings.ongil_today is None
    assert settings.chroma_url is None
    assert settings.data.is_absolute()
    assert settings.data.name == "ongil"


def test_an_empty_setting_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, " ")
    assert KnowledgeSettings() == KnowledgeSettings.model_construct()


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text(
        "ONGIL_TODAY=2026-01-01\nEMBEDDING_MODEL=모델/이름\nTELEGRAM_BOT_TOKEN=x\n", encoding="utf-8"
    )
    monkeypatch.setenv("ONGIL_TODAY", "2026-11-22")
    settings = KnowledgeSettings()
    assert settings.ongil_today == date(2026, 11, 22)
    assert settings.embedding_model == "모델/이름"


def test_the_data_folder_is_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONGIL_DATA", "자료")
    assert KnowledgeSettings().data == tmp_path / "자료"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setenv("ONGIL_DATA", "~/자료")
    assert KnowledgeSettings().data == tmp_path / "자료"


def test_settings_do_not_change() -> None:
    settings = KnowledgeSettings()
    with pytest.raises(ValidationError):
        settings.chroma_url = "http://localhost:8000"  # type: ignore[misc]


@pytest.mark.parametrize("value", ["어제", "2026-02-30", "2026-11"])
def test_a_day_that_is_none_names_its_setting(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ONGIL_TODAY", value)
    with pytest.raises(ValidationError, match="ongil_today"):
        KnowledgeSettings()


def test_today_is_what_is_set() -> None:
    assert today(KnowledgeSettings(ongil_today=date(2026, 11, 22))) == date(2026, 11, 22)


def test_today_is_the_day_in_seoul(monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> "Clock":
            assert tz is SEOUL
            return cls.fromtimestamp(datetime.fromisoformat("2026-12-31T15:30:00+00:00").timestamp(), SEOUL)

    monkeypatch.setattr(knowledge.clock, "datetime", Clock)
    assert today(KnowledgeSettings()) == date(2027, 1, 1)
