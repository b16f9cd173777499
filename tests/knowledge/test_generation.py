"""A generation as readers hold it, and the files it lies in."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from knowledge.errors import EmbeddingError, IndexUnreadable
from knowledge.generation import Generation, check_model
from knowledge.manifest import FileEntry, broken_file
from knowledge.pointer import Pointer, read_pointer, write_pointer
from knowledge.settings import SHIPPED_DOCUMENTS, KnowledgeSettings
from knowledge.tokens import heading
from tests.ingest.sheets import Letters, Store, analyzer, write_sheet


@pytest.fixture
def store(own_data: Path, tmp_path: Path) -> Store:
    """Two documents, ingested."""
    store = Store(KnowledgeSettings(ongil_data=own_data))
    write_sheet(tmp_path / "documents", "loan", ["최대 1억원을 빌려줘요."])
    write_sheet(tmp_path / "documents", "class")
    store.ingest(tmp_path / "documents")
    return store


def test_what_it_has(store: Store) -> None:
    generation = store.current()
    assert list(generation.documents) == ["class", "loan"]
    assert [passage.kind for passage in generation.passages] == ["fact", "question"] * 2
    assert generation.by_id[generation.passages[2].id].text == "최대 1억원을 빌려줘요."
    assert generation.collection.count() == len(generation.lexical) == 4
    vector = generation.embeddings.embed_query("loan 사업\n최대 1억원을 빌려줘요.")
    found = generation.collection.query(query_embeddings=[vector], n_results=1, where={"kind": "fact"})
    assert found["ids"] == [[generation.passages[2].id]]
    generation.open_all()


def test_the_manifest(store: Store, tmp_path: Path) -> None:
    manifest = store.current().manifest
    assert (manifest.documents, manifest.passages, manifest.dimension) == (2, 4, 16)
    assert [entry.file for entry in manifest.files] == [
        tmp_path / "documents" / "class.md",
        tmp_path / "documents" / "loan.md",
    ]
    assert not manifest.shipped_only
    assert {"documents.json", "passages.json", "lexical/keys.npy"} <= set(manifest.checksums)
    assert FileEntry(slug="a", folder="shipped", path="a.md", hash="").file == SHIPPED_DOCUMENTS / "a.md"


def test_reading_leaves_the_files_as_they_are(store: Store) -> None:
    generation = store.current()
    generation.collection.query(query_embeddings=[[1.0] * 16], n_results=3)
    assert any(name.startswith("chroma/") for name in generation.manifest.checksums)
    assert broken_file(generation.folder, generation.manifest) is None


@pytest.mark.parametrize(
    "name", ["manifest.json", "documents.json", "passages.json", "lexical/starts.npy", "lexical/lexical.json"]
)
def test_a_missing_file(store: Store, name: str) -> None:
    (store.current().folder / name).unlink()
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        store.current()


@pytest.mark.parametrize("name", ["data_level0.bin", "header.bin"])
def test_vectors_that_are_lost_under_the_database(store: Store, name: str) -> None:
    """Chroma opens without them; what asks for a vector says what to do."""
    generation = store.current()
    (path,) = (generation.folder / "chroma").rglob(name)
    path.unlink()
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        generation.collection.query(query_embeddings=[[1.0] * 16], n_results=3)


def test_the_copy_of_the_vectors(store: Store) -> None:
    """What Chroma has, by row; a copy that was damaged is not read, and an ingest heals it."""
    generation = store.current()
    rows = generation.collection.get(
        ids=[passage.id for passage in generation.passages], include=["embeddings"]
    )
    stored = dict(zip(rows["ids"], rows["embeddings"], strict=True))
    assert generation.vectors is not None
    assert np.array_equal(generation.vectors, np.stack([stored[p.id] for p in generation.passages]))
    path = generation.folder / "vectors.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        _ = store.current().vectors
    store.ingest()
    assert store.current().vectors is not None


def test_the_morphemes(store: Store) -> None:
    generation = store.current()
    texts = [p.text for p in generation.passages] + [heading(d) for d in generation.documents.values()]
    assert generation.tokens is not None
    kept = [[token.form for token in tokens] for tokens in generation.tokens]
    assert kept == [[token.form for token in analyzer().tokens(text)] for text in texts]
    (generation.folder / "tokens" / "ids.npy").write_bytes(b"")
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        _ = store.current().tokens


def test_one_of_an_earlier_version_has_neither(store: Store) -> None:
    generation = store.current()
    names = {
        name: sum
        for name, sum in generation.manifest.checksums.items()
        if not name.startswith(("tokens/", "vectors.npy", "sentences/"))
    }
    generation.manifest = generation.manifest.model_copy(update={"checksums": names})
    assert generation.vectors is None
    assert generation.tokens is None
    assert generation.sentences is None


def test_missing_vectors(store: Store) -> None:
    shutil.rmtree(store.current().folder / "chroma")
    generation = store.current()
    with pytest.raises(IndexUnreadable, match="벡터"):
        _ = generation.collection


def test_broken_vectors(store: Store) -> None:
    path = store.current().folder / "chroma" / "chroma.sqlite3"
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    with pytest.raises(IndexUnreadable, match="벡터"):
        _ = store.current().collection


def test_a_folder_of_another_name(store: Store, tmp_path: Path) -> None:
    copy = shutil.copytree(store.current().folder, tmp_path / "000009-00000000")
    with pytest.raises(IndexUnreadable, match="다른 버전"):
        Generation(copy, Letters)


def test_another_model(store: Store) -> None:
    manifest = store.current().manifest
    check_model(manifest, Letters())
    with pytest.raises(IndexUnreadable, match="EMBEDDING_MODEL"):
        check_model(manifest, Letters(fingerprint="other"))
    with pytest.raises(EmbeddingError, match="크기"):
        check_model(manifest, Letters(dimension=8))


def test_the_pointer(tmp_path: Path) -> None:
    assert read_pointer(tmp_path) is None
    assert read_pointer(tmp_path / "nowhere") is None
    pointer = Pointer(generation="000002-0123abcd", previous=("000001-89efabcd",), shipped_only=True)
    write_pointer(tmp_path, pointer)
    assert read_pointer(tmp_path) == pointer
    assert [path.name for path in tmp_path.iterdir()] == ["CURRENT"]


@pytest.mark.parametrize(
    "content", ["", "{", "{}", '{"generation": "../../etc"}', '{"generation": "000001-0123abcd/.."}', "\0\0"]
)
def test_a_broken_pointer(tmp_path: Path, content: str) -> None:
    (tmp_path / "CURRENT").write_text(content)
    with pytest.raises(IndexUnreadable, match="ongil ingest"):
        read_pointer(tmp_path)
