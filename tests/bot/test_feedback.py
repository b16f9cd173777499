"""`ongil feedback`."""

import argparse
import json
from pathlib import Path

import pytest

from bot import feedback
from bot.settings import BotSettings
from bot.store import open_store
from tests.fakes import ANSWER, REFUSED


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    feedback.add_arguments(parser)
    return feedback.run(parser.parse_args(words), BotSettings())


@pytest.fixture
def asked(own_data: Path) -> None:
    store = open_store(BotSettings())
    store.vote(store.add("telegram", "네이버\n얼마예요?", ANSWER, "1"), -1)
    store.add("ask", "날씨 어때요?", REFUSED)


def test_votes_and_unanswered_questions_are_listed(asked: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    header, *rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert header == ["시각", "어디서", "결과", "평가", "질문", "근거 사업"]
    assert [row[1:] for row in rows] == [
        ["ask", "답 못 함", "-", "날씨 어때요?", "-"],
        ["telegram", "답함", "도움 안 됨", "네이버 얼마예요?", "naver-sme-ai-education"],
    ]


def test_json_lines(asked: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--unanswered", "--json", "--limit", "5") == 0
    [row] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (row["question"], row["outcome"], row["vote"], row["slugs"]) == (
        "날씨 어때요?",
        "refused",
        None,
        [],
    )
    assert row["at"].endswith("+09:00")


def test_nothing_yet(own_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("아직")


def test_a_wrong_limit_is_wrong_usage() -> None:
    with pytest.raises(SystemExit) as found:
        run("--limit", "0")
    assert found.value.code == 2


def test_a_terminal_gets_a_table(
    asked: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")
    open_store(BotSettings()).add("ask", "[bold]표시[/bold]가 그대로", None)
    assert run() == 0
    out = capsys.readouterr().out
    assert "질문" in out
    assert "[bold]표시[/bold]가 그대로" in out
