"""`ongil ingest`: options, exit codes, JSON, what a person reads."""

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ingest import cli
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
    assert list(report) == KEYS
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
    assert list(report) == KEYS
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
