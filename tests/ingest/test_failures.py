"""What goes wrong half-way: the published index goes on answering, and the next ingest puts things right."""

import errno
import logging
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ingest.errors import CannotWrite, VerificationFailed
from knowledge.errors import IndexBusy, IndexUnreadable
from tests.ingest.sheets import Store, write_sheet


@contextmanager
def slow_ingest(store: Store, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of an ingest."""
    command = [sys.executable, "-m", "tests.ingest.child", str(store.data), str(folder), "slow"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "embedding\n"
            yield process
        finally:
            process.kill()


def generations(store: Store) -> list[str]:
    return sorted(path.name for path in (store.data / "generations").iterdir())


def test_killed_half_way_and_a_busy_lock(store: Store, folder: Path) -> None:
    first = store.ingest(folder)
    library = store.library()
    write_sheet(folder, "new")
    with slow_ingest(store, folder) as process:
        with pytest.raises(IndexBusy, match="끝난 뒤에 다시"):
            store.ingest(folder)
        assert library.current().id == first.generation
        assert len(generations(store)) == 2
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert store.check().id == first.generation
    report = store.ingest(folder)
    assert (report.added, report.passages_embedded) == (1, 2)
    assert generations(store) == [first.generation, report.generation]
    assert library.current() is not None
    assert library.current().id == report.generation
    store.check()


def test_killed_at_the_very_first_ingest(store: Store, folder: Path) -> None:
    with slow_ingest(store, folder) as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert len(generations(store)) == 1
    assert store.ingest(folder).added == 3
    assert len(generations(store)) == 1
    store.check()


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("size", [5_000, 40_000, 200_000])
def test_a_full_disk(store: Store, folder: Path, size: int) -> None:
    """No file may grow past `size`: the passages hit it, or the lexical index, or Chroma."""
    first = store.ingest(folder)
    for number in range(30):
        write_sheet(folder, f"more-{number}", [f"{number}번째 사업은 {fact}." for fact in "가나다라마바사"])
    done = subprocess.run(
        [sys.executable, "-m", "tests.ingest.child", str(store.data), str(folder), "limit", str(size)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    # SQLite tells a file at its limit as an I/O error, unlike a disk that is full.
    assert done.stdout.startswith("CannotWrite"), done.stdout
    assert "디스크" in done.stdout
    assert generations(store) == [first.generation]
    assert store.check().id == first.generation
    assert store.ingest(folder).added == 30
    store.check()


@pytest.mark.parametrize(
    ("code", "message"),
    [(errno.ENOSPC, "공간을 비우고"), (errno.EROFS, "ONGIL_DATA"), (errno.EIO, "디스크의 공간과 상태")],
)
def test_what_the_disk_says(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, code: int, message: str
) -> None:
    first = store.ingest(folder)
    write_sheet(folder, "new")

    def refuse(path: Path, content: bytes) -> None:
        raise OSError(code, os.strerror(code), str(path))

    monkeypatch.setattr("ingest.build.write_durably", refuse)
    with pytest.raises(CannotWrite, match=message):
        store.ingest(folder)
    assert generations(store) == [first.generation]
    store.check()


def test_on_a_disk_that_is_nearly_full_other_errors_are_told_as_they_are(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.guard.is_tight", lambda _: True)
    monkeypatch.setattr("ingest.build.is_tight", lambda _: True)

    def ingest_with(error: Exception) -> None:
        def fail(*_: object) -> None:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr("ingest.build.verify_vectors", fail)
            store.ingest(folder)

    for error in (VerificationFailed("벡터가 없어요"), ValueError("no number")):
        with pytest.raises(type(error), match=str(error)):
            ingest_with(error)
    # SQLite does not say what is wrong: there a full disk is likely.
    for vague in (sqlite3.OperationalError("disk I/O error"), OSError(errno.EIO, "I/O error")):
        with pytest.raises(CannotWrite, match="공간을 비우고"):
            ingest_with(vague)
    assert store.ingest(folder).added == 3


def test_a_pointer_that_cannot_be_written_removes_nothing(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for number in range(3):
        write_sheet(folder, "loan", [f"최대 {number}억원."])
        names.append(store.ingest(folder).generation)
    write_sheet(folder, "new")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("ingest.build.write_pointer", refuse)
        with pytest.raises(CannotWrite):
            store.ingest(folder)
    assert set(names) <= set(generations(store))
    assert store.check().id == names[-1]
    assert store.ingest(folder).added == 1
    assert len(generations(store)) == 3


def test_the_data_folder_is_a_file(store: Store, folder: Path) -> None:
    store.data.write_text("x")
    with pytest.raises(CannotWrite, match="디스크"):
        store.ingest(folder)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_a_folder_that_may_not_be_read_or_written(store: Store, folder: Path) -> None:
    write_sheet(folder / "deep", "market")
    first = store.ingest(folder)
    (folder / "deep").chmod(0)
    try:
        report = store.ingest(folder)
        assert (report.unchanged, report.removed, len(report.failed)) == (3, 0, 1)
    finally:
        (folder / "deep").chmod(0o755)
    write_sheet(folder, "new")
    (store.data / "generations").chmod(0o500)
    try:
        with pytest.raises(CannotWrite, match="ONGIL_DATA"):
            store.ingest(folder)
    finally:
        (store.data / "generations").chmod(0o755)
    assert store.check().id == first.generation


def test_lost_vectors_are_not_published(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A copy that loses a vector is laid down afresh; when that loses one too, nothing is published."""
    first = store.ingest(folder)
    write_sheet(folder, "new")
    with monkeypatch.context() as patch:
        patch.setattr("ingest.build.update_store", lambda *_: None)
        with caplog.at_level(logging.WARNING):
            assert store.ingest(folder).passages_embedded == 2
    assert "laid down afresh" in caplog.text
    second = store.check()
    write_sheet(folder, "newer")
    with monkeypatch.context() as patch:
        patch.setattr("ingest.vectors._add", lambda collection, passages, vectors: None)
        with pytest.raises(VerificationFailed, match="이전 색인으로 계속"):
            store.ingest(folder)
    assert generations(store) == [first.generation, second.id]
    assert store.check().id == second.id


def truncate(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def garble(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(0, len(content), 97):
        content[place] ^= 0x5A
    path.write_bytes(content)


DAMAGES: list[Callable[[Path], None]] = [truncate, garble, Path.unlink]
FILES = [
    "CURRENT",
    "manifest.json",
    "documents.json",
    "passages.json",
    "lexical/lexical.json",
    "lexical/rows.npy",
    "chroma/chroma.sqlite3",
    "chroma/*/data_level0.bin",
    "chroma/*/index_metadata.pickle",
]


def damaged(store: Store, name: str, damage: Callable[[Path], None]) -> None:
    """Do something to one of the files of the published index."""
    root = store.data if name == "CURRENT" else store.current().folder
    (path,) = root.glob(name)
    damage(path)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_index_is_named_and_the_next_ingest_heals_it(
    store: Store, folder: Path, tmp_path: Path, name: str
) -> None:
    other = write_sheet(tmp_path / "other", "market").parent
    store.ingest(other)
    store.ingest(folder)
    whole = shutil.copytree(store.data, tmp_path / "whole")
    for damage in DAMAGES:
        shutil.rmtree(store.data)
        shutil.copytree(whole, store.data)
        damaged(store, name, damage)
        if name != "CURRENT":
            with pytest.raises(IndexUnreadable, match="ongil ingest"):
                # Chroma does not notice every damage by itself.
                store.check() if "chroma" not in name else _refuse(store)
        report = store.ingest(folder)
        assert len(report.failed) == 0
        assert set(store.check().documents) == {"ai-class", "kiosk", "loan", "market"}, damage
        assert store.ingest(folder).passages_embedded == 0


def _refuse(store: Store) -> None:
    from ingest.base import find_base
    from ingest.damage import damage_of_store
    from knowledge.manifest import unreadable

    base = find_base(store.data)
    assert base.folder is not None
    assert base.manifest is not None
    if damage := base.damage or damage_of_store(base.folder, base.manifest.passages):
        raise unreadable(base.folder, damage)


def test_everything_is_damaged(store: Store, folder: Path) -> None:
    store.ingest(folder)
    for path in (store.data / "generations").rglob("*"):
        if path.is_file():
            path.write_bytes(b"\0")
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        store.current()
    report = store.ingest(folder)
    assert report.added == 3
    assert any("다른 폴더" in note for note in report.notes)
    assert len(generations(store)) == 1
    store.check()


def test_a_vector_that_no_search_reaches_is_put_in_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A graph far too narrow loses many vectors that are much alike; `mend` brings most of them back."""
    import chromadb
    import numpy as np

    from ingest.probe import lost, mend

    chance = np.random.default_rng(1)
    centres = chance.normal(size=(40, 64))
    vectors = (centres[chance.integers(40, size=2_000)] + 0.15 * chance.normal(size=(2_000, 64))).astype(
        "float32"
    )
    client = chromadb.EphemeralClient(settings=chromadb.Settings(anonymized_telemetry=False))
    collection = client.create_collection(
        "narrow",
        embedding_function=None,
        configuration={
            "hnsw": {"space": "cosine", "max_neighbors": 5, "ef_construction": 20, "ef_search": 20}
        },
    )
    ids = [f"passage-{number}" for number in range(len(vectors))]
    collection.add(ids=ids, embeddings=vectors)
    before = len(lost(collection, ids))
    assert before > 10
    mend(collection, ids, lambda *_: None)
    assert len(lost(collection, ids)) < before / 2
    client.delete_collection("narrow")
    client.close()
