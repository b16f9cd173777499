"""Grading and comparing with a language model that runs on loopback."""

import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import cli
from bot.evaluation.run import Run
from tests.bot.llm.server import Server, serving

QUESTION = "제로페이 수수료 얼마예요?"
ROW = {"id": "q", "turns": [QUESTION], "kind": "single", "expect": {"cite_any": ["zeropay"]}}


@pytest.fixture
def model(tmp_path: Path, shipped_data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The settings name the model; the index is a copy, as its tokens are counted beside it."""
    monkeypatch.setenv("ONGIL_DATA", str(shutil.copytree(shipped_data, tmp_path / "data")))
    monkeypatch.chdir(tmp_path)
    Path("set.jsonl").write_text(json.dumps(ROW, ensure_ascii=False), encoding="utf-8")
    with serving() as server:
        monkeypatch.setenv("LLM_MODEL", "openai:test")
        monkeypatch.setenv("LLM_BASE_URL", server.url)
        yield server


def test_both_composers_are_graded_and_put_side_by_side(
    model: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["eval", "set.jsonl", "--composer", "extractive", "--save", "own.json"]) == 0
    assert model.asked == []
    words = ["eval", "set.jsonl", "--composer", "model", "--against", "own.json", "--save", "model.json"]
    assert cli.main([*words, "--report", "report.html"]) == 0
    assert model.asked
    own, written = (Run.model_validate_json(Path(f"{name}.json").read_bytes()) for name in ("own", "model"))
    assert (own.composer, written.composer) == ("extractive", "model")
    (row,) = written.rows
    assert row.passed
    assert row.answer is not None
    assert row.answer.answered_by != "extractive"
    assert "100.0% → 100.0%" in capsys.readouterr().out
    assert "앞 기록: set.jsonl · 1문항" in Path("report.html").read_text("utf-8")


def test_chat_compares_with_the_model(
    model: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = f"{QUESTION}\n/compare\n/why\n".encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"))
    assert cli.main(["chat"]) == 0
    out = capsys.readouterr().out
    assert "== 자료의 문장 · 답했어요" in out
    assert "== 언어 모델 · 답했어요" in out
    assert "대신했어요" not in out
    assert "남긴 문장" in out
