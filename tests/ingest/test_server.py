"""CHROMA_URL: the same on a Chroma server, a collection a generation."""

from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import EmbeddingError, IndexUnreadable
from knowledge.settings import KnowledgeSettings
from tests.ingest.sheets import Store, counts, vectors, write_sheet


def client(url: str) -> Any:
    import chromadb

    return chromadb.HttpClient(port=int(url.rsplit(":", 1)[1]))


def collections(url: str) -> list[str]:
    return sorted(collection.name for collection in client(url).list_collections())


def test_generations_on_a_server(own_data: Path, folder: Path, server: str) -> None:
    store = Store(KnowledgeSettings(ongil_data=own_data, chroma_url=server))
    others = set(collections(server))
    names = [store.ingest(folder).generation]
    library = store.library()
    before = library.current()
    held = before.collection
    assert held.count() == 8
    for number in range(3):
        write_sheet(folder, "loan", [f"최대 {number}억원."])
        report = store.ingest(folder)
        assert (counts(report), report.passages_embedded) == ((0, 1, 2, 0, 0), 1)
        names.append(report.generation)
        assert library.current().id == report.generation
        store.check()
    assert set(collections(server)) - others == {f"ongil-{name}" for name in names[-3:]}
    shared = set(library.current().by_id) & set(before.by_id)
    assert len(vectors(library.current(), shared)) == len(shared) >= 5
    assert store.ingest(folder).passages_embedded == 0


def test_from_a_folder_to_a_server(own_data: Path, folder: Path, server: str) -> None:
    Store(KnowledgeSettings(ongil_data=own_data)).ingest(folder)
    store = Store(KnowledgeSettings(ongil_data=own_data, chroma_url=server))
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        _ = store.current().collection
    assert store.ingest(folder).passages_embedded == 8
    store.check()


def test_a_lost_collection_is_made_anew(own_data: Path, folder: Path, server: str) -> None:
    store = Store(KnowledgeSettings(ongil_data=own_data, chroma_url=server))
    first = store.ingest(folder)
    client(server).delete_collection(f"ongil-{first.generation}")
    assert any("깨져서" in note for note in store.ingest(folder, dry_run=True).notes)
    report = store.ingest(folder)
    assert (counts(report), report.passages_embedded) == ((0, 0, 3, 0, 0), 8)
    store.check()
    assert store.ingest(folder).generation == report.generation


def test_a_server_that_is_away(own_data: Path, folder: Path, server: str) -> None:
    """What a failed build leaves is the name of its folder: the collection may be there."""
    away = Store(KnowledgeSettings(ongil_data=own_data, chroma_url="http://127.0.0.1:9"))
    with pytest.raises(IndexUnreadable, match="CHROMA_URL"):
        away.ingest(folder)
    (left,) = (own_data / "generations").iterdir()
    assert list(left.iterdir()) == []
    store = Store(KnowledgeSettings(ongil_data=own_data, chroma_url=server))
    report = store.ingest(folder)
    assert [path.name for path in (own_data / "generations").iterdir()] == [report.generation]


def test_a_build_that_fails_leaves_no_collection(own_data: Path, folder: Path, server: str) -> None:
    store = Store(KnowledgeSettings(ongil_data=own_data, chroma_url=server))
    before = collections(server)

    def fail(texts: list[str]) -> list[list[float]]:
        raise RuntimeError("no more memory")

    store.model.embed_documents = fail  # type: ignore[method-assign]
    with pytest.raises(EmbeddingError):
        store.ingest(folder)
    assert collections(server) == before
    assert list((own_data / "generations").iterdir()) == []


def test_rollback_on_a_server(own_data: Path, folder: Path, server: str) -> None:
    store = Store(KnowledgeSettings(ongil_data=own_data, chroma_url=server))
    first = store.ingest(folder)
    write_sheet(folder, "loan", ["최대 9억원."])
    second = store.ingest(folder)
    assert store.rollback().generation == first.generation
    store.check()
    client(server).delete_collection(f"ongil-{second.generation}")
    report = store.ingest(folder)
    assert (counts(report), report.passages_embedded) == ((0, 1, 2, 0, 0), 1)
    store.check()
