"""`ongil ingest`: options, exit codes, JSON, what a person reads."""

import argparse
import getpass
import json
import os
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest

from ingest import cli
from ingest.errors import NoSuchDocument, NothingBefore, TooManyRemoved
from ingest.following import Plain
from ingest.guard import one_writer
from knowledge.errors import IndexBusy
from knowledge.settings import SHIPPED_DOCUMENTS
from tests.ingest.sheets import Letters, Store, analyzer, write_sheet

KEYS = [
    "added",
    "updated",
    "unchanged",
    "removed",
    "failed",
    "passages",
    "passages_embedded",
    "seconds",
    "generation",
]


@pytest.fixture(autouse=True)
def small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command itself, with a small model."""
    monkeypatch.setattr("knowledge.embedding.load_embeddings", lambda *_: Letters())
    monkeypatch.setattr("knowledge.korean.Analyzer", analyzer)


def run(*words: str | Path) -> int:
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser)
    return cli.run(parser.parse_args([str(word) for word in words]))


def test_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--json", folder) == 0
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert list(report)[: len(KEYS)] == KEYS
    assert report["names"] == {
        "added": ["ai-class", "kiosk", "loan"],
        "updated": [],
        "moved": [],
        "removed": [],
    }
    assert (report["added"], report["passages"], report["passages_embedded"]) == (3, 8, 8)
    assert report["failed"] == []
    assert "새 문서" in printed.err
    assert "\x1b" not in printed.err


def test_a_failed_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kiosk.md").write_text("---\n")
    assert run("--json", folder) == 1
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert report["added"] == 2
    assert [failure["path"] for failure in report["failed"]] == [str(folder / "kiosk.md")]
    assert f"✗ {folder / 'kiosk.md'}: 1번째 줄" in printed.err
    assert "다시 실행해 주세요" in printed.err


def test_a_missing_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nowhere") == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "경로를 확인해 주세요" in printed.err


def test_a_dry_run(folder: Path, own_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--dry-run", folder) == 0
    printed = capsys.readouterr()
    assert "새로 들어갈 문서: ai-class, kiosk, loan" in printed.err
    assert "아직 아무것도 바꾸지 않았어요" in printed.err
    assert not own_data.exists()


def test_keep(store: Store, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder)
    (folder / "loan.md").unlink()
    assert run("--keep", "--json", folder) == 0
    assert json.loads(capsys.readouterr().out)["removed"] == 0
    assert run("--json", folder) == 0
    assert json.loads(capsys.readouterr().out)["removed"] == 1


def test_many_removals_away_from_a_terminal(
    store: Store, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(folder)
    (folder / "loan.md").unlink()
    (folder / "kiosk.md").unlink()
    capsys.readouterr()
    with pytest.raises(TooManyRemoved, match="--yes"):
        run(folder)
    assert run("--json", folder) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["removed"] == 0
    assert "3건 가운데 2건" in printed.err
    assert len(store.slugs()) == 3
    assert run("--dry-run", folder) == 0
    assert "빠질 문서: kiosk, loan" in capsys.readouterr().err
    assert run("--yes", folder) == 0
    assert store.slugs() == {"ai-class"}


@pytest.mark.parametrize(("answer", "left"), [("\n", 3), ("n\n", 3), ("", 3), ("네\n", 1), ("y\n", 1)])
def test_many_removals_at_a_terminal(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    run(folder)
    (folder / "loan.md").unlink()
    (folder / "kiosk.md").unlink()
    monkeypatch.setattr("sys.stdin", StringIO(answer))
    for stream in ("stdin", "stderr"):
        monkeypatch.setattr(f"sys.{stream}.isatty", lambda: True, raising=False)
    if left == 3:
        with pytest.raises(TooManyRemoved):
            run(folder)
    else:
        assert run(folder) == 0
    assert len(store.slugs()) == left


def test_out_and_in_again(store: Store, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder)
    assert run("--withdraw", "loan", "--withdraw", "kiosk") == 0
    assert store.slugs() == {"ai-class"}
    assert run(folder) == 0
    assert "빼 둔 문서: kiosk, loan" in capsys.readouterr().err
    assert run("--restore", "loan", "--json") == 0
    assert json.loads(capsys.readouterr().out)["names"]["added"] == ["loan"]
    with pytest.raises(NoSuchDocument, match="뺀 문서가 아니에요"):
        run("--restore", "loan")


def test_back(store: Store, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder)
    first = store.current().id
    write_sheet(folder, "market")
    run(folder)
    assert run("--rollback", "--json") == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out)["generation"] == first
    assert "없어진 문서: market" in printed.err
    assert "되돌렸어요: 문서 3건" in printed.err
    with pytest.raises(NothingBefore):
        run("--rollback")


@pytest.mark.parametrize("option", [["--rollback"], ["--log"], ["--withdraw", "loan"], ["--restore", "loan"]])
def test_options_that_take_no_path(folder: Path, own_data: Path, option: list[str]) -> None:
    assert run(folder, *option) == 2
    assert not own_data.exists()


def test_the_ingest_log(store: Store, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--log") == 0
    assert capsys.readouterr().out == "아직 기록이 없어요.\n"
    run(folder)
    (folder / "kiosk.md").write_text("---\n")
    write_sheet(folder, "loan", ["바뀌었어요."])
    run(folder)
    run("--dry-run", folder)
    run("--rollback")
    with pytest.raises(NothingBefore):
        run("--rollback")
    with (store.data / "ingest_log.jsonl").open("a") as file:
        file.write("half a li")
    capsys.readouterr()
    assert run("--log") == 0
    lines = [line.split(" · ") for line in capsys.readouterr().out.splitlines()]
    assert [line[2] for line in lines] == ["넣기", "넣기", "되돌리기", "되돌리기"]
    assert {line[1] for line in lines} == {getpass.getuser()}
    assert lines[0][3] == "새 3 (ai-class, kiosk, loan)"
    assert lines[1][3] == "바뀐 1, 실패 1 (loan)"
    assert lines[2][3:] == ["바뀐 1 (loan)", store.current().id]
    assert lines[3][3].startswith("실패: 되돌릴 이전 색인이 없어요")
    assert run("--log", "--json") == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert (first["what"], first["named"], first["added"]) == ("ingest", [str(folder)], 3)


def test_a_log_that_cannot_be_written_costs_nothing(
    store: Store, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (store.data / "ingest_log.jsonl").mkdir(parents=True)
    assert run(folder) == 0
    assert len(store.slugs()) == 3
    assert "the ingest log cannot be written" in caplog.text


def test_progress_away_from_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    progress = Plain(lambda: now)
    for second in range(0, 25, 5):
        now = second
        progress("임베딩", second * 20, 2_000)
    assert capsys.readouterr().err == "임베딩 200/2000, 20/초, 90초 남음\n임베딩 400/2000, 20/초, 80초 남음\n"


def test_busy(store: Store, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder)
    name = store.current().id
    capsys.readouterr()
    with one_writer(store.data, 0):
        with pytest.raises(IndexBusy):
            run(folder)
        assert run("--json", folder) == 1
    printed = capsys.readouterr()
    report = json.loads(printed.out)
    assert list(report)[: len(KEYS)] == KEYS
    assert report["generation"] == name
    assert "끝난 뒤에" in report["failed"][0]["reason"]
    assert "끝난 뒤에" in printed.err


def test_the_shipped_documents_again(shipped_data: Path, tmp_path: Path) -> None:
    """The real command on the real documents: nothing embedded, chromadb not even imported."""
    code = (
        "import argparse, sys; from ingest import cli\n"
        "parser = argparse.ArgumentParser(); cli.add_arguments(parser)\n"
        "code = cli.run(parser.parse_args(['--json']))\n"
        "assert 'chromadb' not in sys.modules and 'torch' not in sys.modules\n"
        "sys.exit(code)"
    )
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={**os.environ, "ONGIL_DATA": str(shipped_data)},
        check=True,
    )
    elapsed = time.perf_counter() - started
    report = json.loads(done.stdout)
    documents = len(list(SHIPPED_DOCUMENTS.glob("*.md")))
    assert (report["unchanged"], report["passages_embedded"], report["failed"]) == (documents, 0, [])
    assert report["seconds"] < 2
    assert elapsed < 10


def test_progress_on_a_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    write_sheet(folder, "more")
    assert run(folder) == 0
    assert capsys.readouterr().out == ""
