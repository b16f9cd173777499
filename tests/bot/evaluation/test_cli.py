"""`ongil eval` as it is typed: what goes where, and the exit codes."""

import json
from pathlib import Path

import pytest

from bot import cli
from bot.evaluation.run import Run

ROWS = (
    {
        "id": "ok",
        "turns": ["제로페이 수수료 얼마예요?"],
        "kind": "single",
        "expect": {"cite_any": ["zeropay"]},
    },
    {"id": "no", "turns": ["오늘 서울 날씨 어때요?"], "kind": "single", "expect": {"cite_any": ["zeropay"]}},
)


@pytest.fixture
def golden(tmp_path: Path, shipped_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A set of one question that passes and one that cannot, beside an index that is ready."""
    monkeypatch.setenv("ONGIL_DATA", str(shipped_data))
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), encoding="utf-8")
    return path


def test_a_set_is_graded_and_saved_and_compared(golden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["eval", "set.jsonl", "--save", "run.json"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("set.jsonl · 2문항")
    assert "1/2" in out
    assert "run.json" in err
    saved = Run.model_validate_json(Path("run.json").read_bytes())
    assert [row.passed for row in saved.rows] == [True, False]
    assert cli.main(["eval", "set.jsonl", "--against", "run.json"]) == 0
    assert "50.0% → 50.0%" in capsys.readouterr().out


def test_the_report_is_written_and_may_be_written_again(
    golden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert cli.main(["eval", "set.jsonl", "--json", "--report", "out.html"]) == 0
    assert "오늘 서울 날씨 어때요?" in Path("out.html").read_text("utf-8")
    assert "out.html" in capsys.readouterr().err


def test_a_model_that_is_not_set_is_told_before_grading(
    golden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["eval", "set.jsonl", "--composer", "model"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "LLM_MODEL" in err
    assert cli.main(["eval", "set.jsonl", "--composer", "extractive", "--json"]) == 0


def test_json_is_one_line(golden: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["eval", "set.jsonl", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["pass"] == 0.5
    assert out.count("\n") == 1
    assert err == ""


def test_a_wrong_line_is_named_and_the_exit_code_is_1(
    golden: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    golden.write_text(golden.read_text("utf-8") + "\n{oops\n", encoding="utf-8")
    assert cli.main(["eval", "set.jsonl", "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["items"] == 2
    assert "3번째 줄: JSON이 아니에요" in err


@pytest.mark.parametrize(
    "words",
    [
        ["eval", "nowhere.jsonl"],
        ["eval", "set.jsonl", "--against", "nowhere.json"],
        ["eval", "set.jsonl", "--save", "set.jsonl"],
        ["eval", "set.jsonl", "--save", "nowhere/run.json"],
        ["eval", "set.jsonl", "--report", "set.jsonl"],
    ],
)
def test_what_cannot_be_done_is_told_at_once(
    golden: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = golden.read_bytes()
    assert cli.main(words) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "요." in err
    assert "Traceback" not in err
    assert golden.read_bytes() == before
