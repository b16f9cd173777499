"""`ongil ask`: one answer, and batches whose every line is answered in order."""

import io
import json
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import ask
from bot.errors import BatchError
from knowledge.errors import IndexMissing
from tests.fakes import ANSWER, FakeAssistant

Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def batch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Rows:
    """Run a batch of the given lines and read what it printed."""

    def run(*lines: str | bytes) -> list[dict[str, Any]]:
        path = tmp_path / "set.jsonl"
        path.write_bytes(b"\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))
        assert ask.run_batch(str(path), FakeAssistant) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


def line(name: str, *turns: str) -> str:
    return json.dumps({"id": name, "turns": turns}, ensure_ascii=False)


def test_one_answer_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.run_one(ANSWER.question, FakeAssistant) == 0
    out, err = capsys.readouterr()
    assert out.startswith("네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르쳐요. [1]\n\n")
    assert err == ""


def test_one_answer_as_json_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.run_one(ANSWER.question, FakeAssistant, as_json=True) == 0
    out = capsys.readouterr().out
    assert json.loads(out) == ANSWER.to_json()
    assert out.count("\n") == 1
    assert "네이버" in out


def test_a_refusal_is_a_success(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask.run_one("날씨", FakeAssistant, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["outcome"] == "refused"


def test_the_question_comes_from_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("여러 줄의\n질문\n"))
    assistant = FakeAssistant()
    ask.run_one("-", lambda: assistant)
    assert assistant.asked == [["여러 줄의\n질문"]]


def test_a_batch_keeps_order_and_ids(batch: Rows) -> None:
    rows = batch(line("b", "가"), line("a", "날씨"), line("c", "가", "나"))
    assert [(row["id"], row["outcome"]) for row in rows] == [
        ("b", "answered"),
        ("a", "refused"),
        ("c", "answered"),
    ]
    assert rows[0] == ANSWER.to_json("b") | {"question": "가"}
    assert list(rows[0]) == list(ANSWER.to_json("b"))


def test_turns_are_given_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(line("a", "배민 상생요금제가 뭐예요?", "그건 언제까지예요?"), encoding="utf-8")
    assistant = FakeAssistant()
    ask.run_batch(str(path), lambda: assistant)
    assert assistant.asked == [["배민 상생요금제가 뭐예요?", "그건 언제까지예요?"]]


@pytest.mark.parametrize(
    ("bad", "name"),
    [
        ("{", None),
        ("[1]", None),
        ("null", None),
        ('"말"', None),
        (b'{"id": "x", "turns": ["\xff"]}', None),
        ('{"id": "x"}', "x"),
        ('{"id": "x", "turns": []}', "x"),
        ('{"id": "x", "turns": "질문"}', "x"),
        ('{"id": "x", "turns": ["질문", 3]}', "x"),
        ("[" * 100_000, None),
        (line("x", "오류"), "x"),
        (line("x", "버그"), "x"),
    ],
)
def test_a_bad_line_fails_alone(batch: Rows, bad: str | bytes, name: str | None) -> None:
    rows = batch(line("a", "가"), bad, line("b", "나"))
    assert [row["outcome"] for row in rows] == ["answered", "error", "answered"]
    assert (rows[1]["id"], rows[1]["line"]) == (name, 2)
    assert any("가" <= char <= "힣" for char in rows[1]["error"])
    assert "Traceback" not in rows[1]["error"]


def test_an_expected_error_is_told_as_it_is(batch: Rows) -> None:
    (row,) = batch(line("x", "오류"))
    assert row["error"] == "색인을 읽을 수 없어요. `ongil ingest`를 실행해 주세요."


def test_empty_lines_and_a_byte_order_mark_are_no_lines(batch: Rows) -> None:
    rows = batch(b"\xef\xbb\xbf" + line("a", "가").encode(), "", "  \r", line("b", "나") + "\r", "")
    assert [row["id"] for row in rows] == ["a", "b"]


def test_an_empty_batch_is_done(batch: Rows) -> None:
    assert batch() == []


def test_half_a_character_is_replaced(batch: Rows) -> None:
    rows = batch('{"id": "a", "turns": ["\\ud83d 가게"]}')
    assert rows[0]["question"] == "? 가게"


@given(st.binary(max_size=200))
def test_any_bytes_give_one_line_of_json(raw: bytes) -> None:
    row = ask.answer_line(FakeAssistant(), 1, raw)
    assert "\n" not in ask.line_of(row)
    assert json.loads(ask.line_of(row))["id"] == row["id"]


def test_answers_are_written_as_they_are_known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The first answer can be read while the second question is still being answered."""
    reader, writer = os.pipe()
    path = tmp_path / "set.jsonl"
    path.write_text(f"{line('a', '가')}\n{line('b', '느린 질문')}\n", encoding="utf-8")
    assistant = FakeAssistant()
    with os.fdopen(reader, encoding="utf-8") as answers, os.fdopen(writer, "w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        thread = threading.Thread(target=ask.run_batch, args=(str(path), lambda: assistant))
        thread.start()
        assert json.loads(answers.readline())["id"] == "a"
        assert thread.is_alive()
        assistant.let_go.set()
        assert json.loads(answers.readline())["id"] == "b"
        thread.join()
        monkeypatch.undo()


@pytest.mark.parametrize("name", ["missing.jsonl", ".", "a\0b", "x" * 5000])
def test_an_unreadable_file_is_named_before_anything_is_loaded(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def never() -> FakeAssistant:
        raise AssertionError("loaded")

    with pytest.raises(BatchError, match=r"[가-힣]"):
        ask.run_batch(name, never)


def test_a_batch_from_stdin(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(line("a", "가").encode()), encoding="utf-8")
    )
    assert ask.run_batch("-", FakeAssistant) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "a"


def test_without_an_index_the_batch_fails_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(line("a", "가"), encoding="utf-8")

    def missing() -> FakeAssistant:
        raise IndexMissing("아직 넣은 자료가 없어요.")

    with pytest.raises(IndexMissing):
        ask.run_batch(str(path), missing)
    assert capsys.readouterr().out == ""
