"""`ongil ingest --watch`: real folders, real notifications."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.guard import one_writer
from ingest.report import Report
from ingest.watch import Watcher, run_watch
from knowledge.errors import IndexBusy
from knowledge.settings import KnowledgeSettings
from tests.ingest.sheets import Store, write_sheet


class Watched:
    """A store whose folder is watched by a thread; `failing` makes the next ingests raise."""

    def __init__(self, store: Store, *paths: Path, **options: Any) -> None:
        self.store, self.reports = store, list[Report]()
        self.failing: list[BaseException] = []
        self.busy = 0
        self.stop = threading.Event()
        watcher = Watcher(paths, store.settings, run=self._run, **options)
        self.thread = threading.Thread(target=watcher.watch, args=(self.stop,), daemon=True)
        self.thread.start()

    def _run(self, paths: list[Path], settings: KnowledgeSettings, **options: Any) -> Report:
        if self.failing:
            raise self.failing.pop(0)
        try:
            report = self.store.ingest(*paths, **options)
        except IndexBusy:
            self.busy += 1
            raise
        self.reports.append(report)
        return report

    def wait(self, found: Callable[[], Any]) -> None:
        deadline = time.monotonic() + 20
        while not found():
            assert time.monotonic() < deadline, "waited in vain"
            assert self.thread.is_alive()
            time.sleep(0.02)

    def has(self, *slugs: str) -> Callable[[], bool]:
        return lambda: bool(self.reports) and self.store.slugs() == set(slugs)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.watch.STEP", 50)
    monkeypatch.setattr("ingest.watch.LOOK", 100)
    monkeypatch.setattr("ingest.watch.RETRY", (0.2, 1.0))


@pytest.fixture
def watched(store: Store, folder: Path) -> Iterator[Watched]:
    watched = Watched(store, folder)
    yield watched
    watched.stop.set()
    watched.thread.join(20)
    assert not watched.thread.is_alive()


def test_each_change_is_taken_up(watched: Watched, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    watched.wait(watched.has("ai-class", "kiosk", "loan"))
    for number in range(10):
        write_sheet(folder / "new", f"market-{number}")
    expected = ["ai-class", "kiosk", "loan", *(f"market-{number}" for number in range(10))]
    watched.wait(watched.has(*expected))
    (folder / "loan.md").unlink()
    expected.remove("loan")
    watched.wait(lambda: watched.reports[-1].names["removed"] == ["loan"])
    assert watched.store.slugs() == set(expected)
    before = len(watched.reports)
    (folder / ".hidden.md.swp").write_text("x")
    (folder / "~$notice.hwp").write_text("x")
    write_sheet(folder, "last")
    watched.wait(lambda: len(watched.reports) > before)
    assert watched.reports[before].names["added"] == ["last"]
    assert "없어진 문서: loan" in capsys.readouterr().err


def test_a_failure_does_not_end_it(
    watched: Watched, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.wait(watched.has("ai-class", "kiosk", "loan"))
    watched.failing = [RuntimeError("unforeseen")]
    write_sheet(folder, "new")
    # Tried again without another change.
    watched.wait(watched.has("ai-class", "kiosk", "loan", "new"))
    with one_writer(watched.store.data, 10):
        write_sheet(folder, "newer")
        watched.wait(lambda: watched.busy > 1)
    watched.wait(watched.has("ai-class", "kiosk", "loan", "new", "newer"))
    (folder / "loan.md").write_text("---\n")
    watched.wait(lambda: watched.reports[-1].failed)
    said = capsys.readouterr().err
    assert "예상하지 못한 문제" in said
    assert "unforeseen" not in said
    assert said.count("다른 곳에서 자료를 넣고 있어요") == 1
    assert f"✗ {folder / 'loan.md'}" in said


def test_a_folder_that_goes_and_comes_back(
    watched: Watched, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    watched.wait(watched.has("ai-class", "kiosk", "loan"))
    away = folder.rename(tmp_path / "away")
    said = ""

    def told(what: str) -> Callable[[], bool]:
        def found() -> bool:
            nonlocal said
            said += capsys.readouterr().err
            return what in said

        return found

    watched.wait(told("폴더가 없어요"))
    # A drive that is not mounted leaves an empty folder.
    folder.mkdir()
    watched.wait(told("3건 가운데 3건"))
    assert len(watched.store.slugs()) == 3
    folder.rmdir()
    shutil.copytree(away, folder)
    write_sheet(folder, "new")
    watched.wait(watched.has("ai-class", "kiosk", "loan", "new"))


def test_a_single_file(store: Store, folder: Path) -> None:
    watched = Watched(store, folder / "loan.md")
    watched.wait(watched.has("loan"))
    fresh = write_sheet(folder / "draft", "loan", ["이제 안 빌려줘요."])
    fresh.replace(folder / "loan.md")
    watched.wait(lambda: store.current().documents["loan"].facts[0].text == "이제 안 빌려줘요.")
    watched.stop.set()
    watched.thread.join(20)
    assert store.slugs() == {"loan"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_ctrl_c_ends_it_politely(own_data: Path, folder: Path) -> None:
    command = [sys.executable, "-m", "bot", "ingest", "--watch", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        while "색인" not in said:
            line = process.stderr.readline()
            assert line, said
            said += line
        process.send_signal(signal.SIGINT)
        said += process.stderr.read()
    assert process.returncode == 0
    assert said.endswith("그만 지켜볼게요. 색인은 마지막으로 넣은 그대로예요.\n")
    assert "Traceback" not in said
    assert (own_data / "CURRENT").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_sigterm_lets_the_ingest_under_way_end(store: Store, folder: Path) -> None:
    def run(paths: list[Path], _: KnowledgeSettings, **options: Any) -> Report:
        os.kill(os.getpid(), signal.SIGTERM)
        return store.ingest(*paths, **options)

    before = signal.getsignal(signal.SIGTERM)
    run_watch(Watcher([folder], store.settings, run=run))
    assert len(store.check().documents) == 3
    assert signal.getsignal(signal.SIGTERM) is before
