"""The library: what is published is seen at the next question, and nothing in flight breaks."""

import gc
import logging
import shutil
import threading
from collections import Counter
from pathlib import Path

import pytest

from knowledge import library as library_module
from knowledge.errors import IndexMissing, IndexUnreadable
from knowledge.pointer import Pointer, write_pointer
from knowledge.settings import KnowledgeSettings
from tests.ingest.sheets import Letters, Store, write_sheet


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_sheet(tmp_path / "documents", "loan", ["최대 1억원을 빌려줘요."]).parent


@pytest.fixture
def store(own_data: Path) -> Store:
    return Store(KnowledgeSettings(ongil_data=own_data))


def test_nothing_was_ingested(store: Store, folder: Path) -> None:
    library = store.library()
    with pytest.raises(IndexMissing, match="ongil ingest"):
        library.current()
    store.ingest(folder)
    assert set(library.current().documents) == {"loan"}


def test_the_same_generation_is_opened_once(store: Store, folder: Path) -> None:
    store.ingest(folder)
    library = store.library()
    assert library.current() is library.current()


def test_a_new_generation_is_seen_at_once(store: Store, folder: Path) -> None:
    store.ingest(folder)
    library = store.library()
    old = library.current()
    held = old.collection
    write_sheet(folder, "class")
    store.ingest(folder)
    new = library.current()
    assert set(new.documents) == {"class", "loan"}
    assert new.collection.count() == 4
    assert set(old.documents) == {"loan"}
    # Whoever was in the middle of a question goes on with what he holds.
    del old
    gc.collect()
    assert held.query(query_embeddings=[[1.0] * 16], n_results=2)["ids"][0]


def test_clients_are_closed_when_nobody_reads_any_more(store: Store, folder: Path) -> None:
    from chromadb.api.shared_system_client import SharedSystemClient

    def open_clients() -> int:
        gc.collect()
        known = SharedSystemClient._identifier_to_system
        return sum(str(store.data) in path for path in known)

    store.ingest(folder)
    library = store.library()
    _ = library.current().collection
    for number in range(3):
        write_sheet(folder, "loan", [f"최대 {number}억원."])
        store.ingest(folder)
        _ = library.current().collection
        assert open_clients() == 1


def test_a_newer_one_that_is_broken(
    store: Store, folder: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The open one goes on answering, and the cause is logged once, until a good one is published."""
    store.ingest(folder)
    library = store.library()
    first = library.current()
    write_sheet(folder, "class")
    second = store.ingest(folder)
    shutil.rmtree(store.data / "generations" / str(second.generation) / "chroma")
    with caplog.at_level(logging.ERROR):
        assert library.current() is first
        assert library.current() is first
    assert caplog.text.count("goes on answering") == 1
    with pytest.raises(IndexUnreadable):
        _ = store.library().current().collection
    monkeypatch.setattr(library_module, "RETRY_SECONDS", -1.0)
    assert library.current() is first
    assert store.ingest(folder).passages_embedded == 4
    assert set(library.current().documents) == {"class", "loan"}


def test_a_newer_one_whose_vectors_chroma_cannot_read(store: Store, folder: Path) -> None:
    """Chroma looks at its files only when it is asked something; also then the open one goes on answering."""
    store.ingest(folder)
    library = store.library()
    first = library.current()
    write_sheet(folder, "class")
    second = store.ingest(folder)
    (file,) = (store.data / "generations" / str(second.generation)).glob("chroma/*/data_level0.bin")
    file.unlink()
    assert library.current() is first


def test_a_lost_pointer(store: Store, folder: Path) -> None:
    store.ingest(folder)
    library = store.library()
    first = library.current()
    (store.data / "CURRENT").unlink()
    assert library.current() is first
    with pytest.raises(IndexMissing):
        store.library().current()
    store.ingest(folder)
    assert library.current().id == first.id


def test_a_pointer_to_nowhere(store: Store, folder: Path) -> None:
    store.data.mkdir()
    write_pointer(store.data, Pointer(generation="000001-00000000"))
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        store.library().current()
    assert store.ingest(folder).added == 1


def test_another_model_than_the_indexs(store: Store, folder: Path) -> None:
    store.ingest(folder)
    library = library_module.Library(store.settings, embeddings=Letters(fingerprint="other"))
    with pytest.raises(IndexUnreadable, match="EMBEDDING_MODEL"):
        _ = library.current().embeddings


def test_readers_while_documents_are_ingested(store: Store, folder: Path) -> None:
    """Every answer is whole, from the generation before or after; none fails."""
    write_sheet(folder, "count", ["0번째예요."])
    store.ingest(folder)
    library = store.library()
    seen: Counter[str] = Counter()
    errors: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                generation = library.current()
                facts = [p for p in generation.passages if p.slug == "count" and p.kind == "fact"]
                vector = Letters().embed_query(f"{facts[0].title}\n{facts[0].text}")
                found = generation.collection.query(query_embeddings=[vector], n_results=1)
                assert found["ids"] == [[facts[0].id]]
                assert generation.lexical.scores("번째", library.analyzer).shape == (4,)
                seen[facts[0].text] += 1
        except BaseException as error:  # noqa: BLE001
            errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(1, 6):
        write_sheet(folder, "count", [f"{number}번째예요."])
        store.ingest(folder)
    done.set()
    for reader in readers:
        reader.join()
    assert errors == []
    assert len(seen) >= 3
    assert library.current().documents["count"].facts[0].text == "5번째예요."
