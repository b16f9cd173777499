"""`ongil doctor`: what it finds, what it advises, what it never says."""

from datetime import date
from pathlib import Path

import pytest

from bot import cli, doctor
from bot.doctor import Finding, examine, without_password
from bot.settings import BotSettings
from knowledge.library import Library
from knowledge.staleness import stale
from tests.bot.llm.server import Scene, serving


def by_name(settings: BotSettings) -> dict[str, Finding]:
    return {finding.name: finding for finding in examine(settings)}


def test_with_nothing_configured_ask_would_work(capsys: pytest.CaptureFixture[str], own_data: Path) -> None:
    assert cli.main(["doctor"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert f"● 자료 폴더: {own_data}\n" in out
    assert "○ 색인: 아직 없어요\n  → 첫 질문 때 함께 온 자료로 만들어요." in out
    assert "○ 텔레그램: 토큰이 없어요\n  → " in out
    assert out.endswith("\nask와 chat을 쓸 수 있어요.\n")


def test_the_index_is_counted(shipped_settings: BotSettings) -> None:
    found = by_name(shipped_settings)
    generation = Library(shipped_settings).current()
    assert found["색인"].level == "ok"
    assert found["색인"].text.startswith(
        f"자료 {generation.manifest.documents}건, 문장 {generation.manifest.passages}개 ({generation.id}, "
    )
    assert not [finding for finding in found.values() if finding.level == "broken"]


def test_a_broken_index_is_told_and_ask_would_not_work(
    own_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_data.mkdir()
    (own_data / "CURRENT").write_text("half a poin")
    assert cli.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "✗ 색인: 색인을 가리키는 파일이 깨졌어요" in out
    assert "ongil ingest" in out
    assert "Traceback" not in out


def test_a_data_folder_that_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ONGIL_DATA", str(tmp_path / "file" / "data"))
    assert cli.main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "✗ 자료 폴더" in out
    assert "ONGIL_DATA" in out


def test_a_model_that_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EMBEDDING_MODEL", str(tmp_path / "no-model"))
    finding = by_name(BotSettings())["임베딩 모델"]
    assert finding.level == "broken"
    assert finding.needed


def test_no_secret_is_printed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:geheim")
    monkeypatch.setenv("LLM_MODEL", "openai:gpt-x")
    monkeypatch.setenv("LLM_API_KEY", "geheim")
    monkeypatch.setenv("LLM_BASE_URL", "http://me:geheim@127.0.0.1:9/v1?key=geheim")
    monkeypatch.setenv("DATABASE_URL", "nosuch://me:geheim@db/ongil")
    monkeypatch.setenv("CHROMA_URL", "http://me:geheim@127.0.0.1:9/")
    monkeypatch.setenv("SUPPORT_CONTACT", "상권지원팀")
    assert cli.main(["doctor", "-v"]) == 1
    out, err = capsys.readouterr()
    assert "geheim" not in out
    assert "geheim" not in err
    assert "● 텔레그램: 토큰이 있어요" in out
    assert "✗ 언어 모델: openai:gpt-x · http://127.0.0.1:9/v1 · 키 있음 · 연결되지 않" in out
    assert "✗ 크로마 서버: http://127.0.0.1:9/가 답하지 않아요" in out
    assert "✗ 질문 기록" in out
    assert "● 문의처: 상권지원팀" in out


def test_a_language_model_is_asked_for_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert by_name(BotSettings())["언어 모델"].level == "off"
    with serving() as server:
        monkeypatch.setenv("LLM_MODEL", "solar-x")
        monkeypatch.setenv("LLM_BASE_URL", server.url)
        server.react = lambda _: "네"
        found = by_name(BotSettings())["언어 모델"]
        assert (found.level, found.needed) == ("ok", False)
        assert "solar-x" in found.text
        for scene, says in ((Scene(status=401), "키를"), (Scene(status=404), "이름과 주소"), ("", "빈 답")):
            server.react = lambda _, scene=scene: scene
            found = by_name(BotSettings())["언어 모델"]
            assert (found.level, found.needed) == ("broken", False)
            assert says in found.text
            assert "LLM_API_KEY" in found.todo


def test_a_language_model_without_its_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LLM_MODEL", "anthropic:claude-x")
    found = by_name(BotSettings())["언어 모델"]
    assert found.level == "broken"
    assert "langchain-anthropic" in found.text


def test_a_broken_database_does_not_stop_ask(
    monkeypatch: pytest.MonkeyPatch, shipped_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ONGIL_DATA", str(shipped_data))
    monkeypatch.setenv("DATABASE_URL", "nosuch://db/ongil")
    assert cli.main(["doctor"]) == 0
    assert "✗ 질문 기록" in capsys.readouterr().out


def test_what_nobody_foresaw_is_one_finding(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Finding:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(doctor, "python", broken)
    found = by_name(BotSettings())
    assert found["파이썬"] == Finding(
        "파이썬",
        "broken",
        "살펴보지 못했어요 (ZeroDivisionError)",
        "-v를 붙여 다시 실행하면 까닭을 볼 수 있어요.",
    )
    assert found["자료 폴더"].level == "ok"
    assert "ZeroDivisionError: a bug" in caplog.text


def test_stale_documents_are_counted_and_the_oldest_named(
    monkeypatch: pytest.MonkeyPatch, shipped_data: Path
) -> None:
    monkeypatch.setenv("ONGIL_DATA", str(shipped_data))
    monkeypatch.setenv("ONGIL_TODAY", "2031-01-01")
    finding = by_name(BotSettings())["자료의 확인일"]
    assert finding.level == "off"
    # As `ongil documents` counts them.
    generation = Library(BotSettings()).current()
    count = sum(bool(stale(document, date(2031, 1, 1))) for document in generation.documents.values())
    assert finding.text.startswith(f"다시 확인할 자료 {count}건: ")
    assert not finding.needed


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql+psycopg://me:pw@db:5432/ongil?x=1", "postgresql+psycopg://db:5432/ongil"),
        ("sqlite:///ongil.sqlite3", "sqlite:///ongil.sqlite3"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
    ],
)
def test_addresses_are_shown_without_who(url: str, shown: str) -> None:
    assert without_password(url) == shown
