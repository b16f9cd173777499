"""The first index, and keeping it up to date without being told to."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ingest.shipped import ensure_index
from knowledge.errors import IndexUnreadable
from knowledge.pointer import read_pointer
from tests.ingest.sheets import Letters, Store, analyzer, write_sheet


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two documents that come with Ongil."""
    place = tmp_path / "shipped"
    write_sheet(place, "one")
    write_sheet(place, "two")
    monkeypatch.setattr("knowledge.settings.SHIPPED_DOCUMENTS", place)
    return place


def ensure(store: Store) -> None:
    store.model.texts.clear()
    ensure_index(store.settings, embeddings=store.model, analyzer=analyzer())


def test_first_use(store: Store, shipped: Path) -> None:
    ensure(store)
    assert store.slugs() == {"one", "two"}
    name = store.check().id
    ensure(store)
    assert store.current().id == name
    assert store.model.texts == []


def test_changed_since(store: Store, shipped: Path) -> None:
    ensure(store)
    write_sheet(shipped, "two", ["바뀌었어요."])
    write_sheet(shipped, "three")
    (shipped / "one.md").unlink()
    ensure(store)
    assert store.slugs() == {"two", "three"}
    assert len(store.model.texts) == 3


def test_an_admins_store_gets_no_shipped_documents(store: Store, shipped: Path, folder: Path) -> None:
    store.ingest(folder)
    ensure(store)
    assert store.slugs() == {"ai-class", "kiosk", "loan"}


def test_a_withdrawn_shipped_document_stays_out(store: Store, shipped: Path) -> None:
    ensure(store)
    name = store.ingest(withdraw=["two"]).generation
    ensure(store)
    assert store.current().id == name
    write_sheet(shipped, "two", ["바뀌었어요."])
    ensure(store)
    assert store.current().id == name
    write_sheet(shipped, "three")
    ensure(store)
    assert store.slugs() == {"one", "three"}


def test_shipped_and_others_together(store: Store, shipped: Path, folder: Path) -> None:
    ensure(store)
    store.ingest(folder)
    (folder / "loan.md").unlink()
    write_sheet(shipped, "three")
    ensure(store)
    assert store.slugs() == {"one", "two", "three", "ai-class", "kiosk", "loan"}
    (store.current().folder / "passages.json").unlink()
    ensure(store)
    assert store.check().manifest.documents == 6


def test_another_place_of_installation(store: Store, shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure(store)
    moved = shipped.rename(shipped.with_name("upgraded"))
    write_sheet(shipped, "one", ["옛 설치예요."])
    monkeypatch.setattr("knowledge.settings.SHIPPED_DOCUMENTS", moved)
    name = store.current().id
    ensure(store)
    assert store.current().id == name


@pytest.mark.parametrize(
    "name", ["manifest.json", "documents.json", "passages.json", "lexical/keys.npy", "chroma/chroma.sqlite3"]
)
def test_a_broken_index_is_made_anew(store: Store, shipped: Path, name: str) -> None:
    ensure(store)
    path = store.current().folder / name
    if name.endswith("sqlite3"):
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-5])
    ensure(store)
    assert set(store.check().documents) == {"one", "two"}


def test_a_broken_pointer_to_a_whole_index(store: Store, shipped: Path) -> None:
    ensure(store)
    name = store.current().id
    (store.data / "CURRENT").write_text("?")
    ensure(store)
    assert store.check().id == name


def test_an_admins_broken_index_is_named(store: Store, shipped: Path, folder: Path) -> None:
    store.ingest(folder)
    (store.current().folder / "manifest.json").write_text("{")
    ensure(store)
    with pytest.raises(IndexUnreadable, match="ongil ingest 폴더"):
        store.current()
    store.ingest(folder)
    assert set(store.check().documents) == {"ai-class", "kiosk", "loan"}


def test_another_model(store: Store, shipped: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ensure(store)
    store.model = Letters(fingerprint="letters-2")
    monkeypatch.setattr("knowledge.pipeline.model_name", lambda *_: "bundled anew")
    ensure(store)
    assert len(store.model.texts) == 4
    store.check()
    store.ingest(folder)
    # With other folders in it, only a newer Ongil's own model is taken up, not one that a setting names.
    monkeypatch.setattr("knowledge.pipeline.model_name", lambda *_: "bundled once more")
    ensure(store)
    assert store.current().manifest.fingerprint.model == "bundled once more"
    ensure_index(
        store.settings.model_copy(update={"embedding_model": "x"}),
        embeddings=store.model,
        analyzer=analyzer(),
    )
    monkeypatch.setattr("knowledge.pipeline.model_name", lambda *_: "x")
    assert store.current().manifest.fingerprint.model == "bundled once more"


def test_two_at_once(store: Store, shipped: Path) -> None:
    """Two processes that start on an empty store: one makes the index, the other waits for it."""
    errors: list[BaseException] = []

    def run() -> None:
        try:
            ensure_index(store.settings, embeddings=Letters(), analyzer=analyzer())
        except BaseException as error:  # noqa: BLE001
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    pointer = read_pointer(store.data)
    assert pointer is not None
    assert pointer.previous == ()
    store.check()


def test_nothing_to_do_is_quick_and_imports_little(shipped_data: Path) -> None:
    """The real documents: no chromadb, no model, no Kiwi when nothing changed."""
    code = (
        "import sys, time; from pathlib import Path; from ingest.shipped import ensure_index\n"
        "from knowledge.settings import KnowledgeSettings\n"
        f"settings = KnowledgeSettings(ongil_data=Path({str(shipped_data)!r}))\n"
        "started = time.process_time(); ensure_index(settings)\n"
        "print(time.process_time() - started)\n"
        "print(sorted({'chromadb', 'langchain_core', 'kiwipiepy', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, modules = done.stdout.splitlines()
    assert modules == "[]"
    assert float(seconds) < 1.0
