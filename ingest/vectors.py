"""Vectors in Chroma, written: copied from the generation before, or laid down afresh with the vectors it has."""

import logging
import random
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.probe import FEW, mend
from ingest.report import Progress
from knowledge.errors import EmbeddingError, OngilError
from knowledge.passage import Passage
from knowledge.pipeline import embedded_text
from knowledge.vectors import DATABASE, FOLDER, collection_name, connect, disconnect

if TYPE_CHECKING:
    from knowledge.bundled import Embedder

log = logging.getLogger(__name__)

T = TypeVar("T")
Vector = NDArray[np.float32]

#: Texts embedded at a time, so that progress shows and memory stays small.
EMBED_BATCH: Final = 512
#: Vectors sent at a time: chromadb takes 5,461 locally; a server's requests stay a few MB.
LOCAL_BATCH: Final = 5_000
SERVER_BATCH: Final = 500

#: After a change of a large index some passages are tried at random, and so many more for each that came or went:
#: a vector is the neighbour of few others, and only theirs may get lost with it.
ALL: Final = 500
EACH: Final = 20
#: Cosine; wide enough that few passages get lost among many alike (Chroma's 16 neighbours lose 2 to 12 of
#: 1,563, these 0 or 1; `mend` finds them).
SERVER_HNSW: Final[Mapping[str, object]] = {
    "space": "cosine",
    "ef_construction": 200,
    "max_neighbors": 32,
    "ef_search": 200,
}
#: In a folder, every batch goes to the HNSW files at once (the threshold of 1), so that a reader has nothing
#: to replay and never writes to them.
HNSW: Final[Mapping[str, object]] = {**SERVER_HNSW, "sync_threshold": 1, "batch_size": 1}


@contextmanager
def connected(folder: Path, url: str | None) -> Iterator[Any]:
    """A client that is closed at the end: the disk has everything then."""
    client = connect(folder, url)
    try:
        yield client
    finally:
        disconnect(client)


def copy_store(before: Path, after: Path) -> None:
    """Copy a generation's Chroma folder, also while readers have it open."""
    source, target = before / FOLDER, after / FOLDER
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    with (
        closing(sqlite3.connect(f"{(source / DATABASE).as_uri()}?mode=ro", uri=True)) as old,
        closing(sqlite3.connect(target / DATABASE)) as new,
    ):
        old.backup(new)


def update_store(
    folder: Path,
    passages: Sequence[Passage],
    removed: Sequence[str],
    new: Sequence[Passage],
    twins: Mapping[str, str],
    model: "Embedder",
    progress: Progress,
) -> None:
    """Apply a difference to a copied Chroma folder, which has `passages` afterwards.

    `twins`: new passages that take over the vector of one that is there.
    """
    with connected(folder, None) as client:
        collection = client.get_collection(collection_name(folder.name, None), embedding_function=None)
        known = _read(collection, sorted(set(twins.values())), LOCAL_BATCH)
        kept = {id: known[twin] for id, twin in twins.items()}
        for ids in chunks(removed, LOCAL_BATCH):
            collection.delete(ids=list(ids))
        _put(collection, new, kept, model, LOCAL_BATCH, progress)
        mend(collection, _to_probe(passages, new, ALL + EACH * (len(new) + len(removed))), progress)


def lay_store(
    folder: Path,
    url: str | None,
    passages: Sequence[Passage],
    kept: Mapping[str, Vector],
    model: "Embedder",
    progress: Progress,
) -> None:
    """Write a whole new collection: the kept vectors as they are, the others embedded."""
    with connected(folder, url) as client:
        collection = client.create_collection(
            collection_name(folder.name, url),
            embedding_function=None,
            configuration={"hnsw": dict(HNSW)} if url is None else {"hnsw": dict(SERVER_HNSW)},
        )
        _put(collection, passages, kept, model, SERVER_BATCH if url else LOCAL_BATCH, progress)
        mend(collection, _to_probe(passages, (), FEW), progress)


def _put(
    collection: Any,
    passages: Sequence[Passage],
    kept: Mapping[str, Vector],
    model: "Embedder",
    size: int,
    progress: Progress,
) -> None:
    """Add passages with the vectors that are there, the others embedded."""
    missing = sum(passage.id not in kept for passage in passages)
    embedded, written = 0, 0
    for batch in chunks(passages, size):
        new = [passage for passage in batch if passage.id not in kept]
        made = embed(new, model, progress, embedded, missing) if new else ()
        fresh = dict(zip((passage.id for passage in new), made, strict=True))
        _add(collection, batch, np.stack([fresh[p.id] if p.id in fresh else kept[p.id] for p in batch]))
        embedded, written = embedded + len(new), written + len(batch)
        progress("벡터 쓰기", written, len(passages))


def _to_probe(passages: Sequence[Passage], new: Sequence[Passage], count: int) -> list[str]:
    """All passages of a small index; of a large one those that were added, and `count` of all by chance."""
    if len(passages) <= FEW:
        return [passage.id for passage in passages]
    some = random.Random(len(passages)).sample(list(passages), min(count, FEW))
    return list(dict.fromkeys(passage.id for passage in [*new, *some]))


def read_vectors(folder: Path, url: str | None, ids: Sequence[str]) -> dict[str, Vector]:
    """The vectors of a generation by passage id. Raises what chromadb raises when some cannot be read."""
    with connected(folder, url) as client:
        collection = client.get_collection(collection_name(folder.name, url), embedding_function=None)
        return _read(collection, ids, SERVER_BATCH if url else LOCAL_BATCH)


def _read(collection: Any, ids: Sequence[str], size: int) -> dict[str, Vector]:
    vectors: dict[str, Vector] = {}
    for batch in chunks(ids, size):
        rows = collection.get(ids=list(batch), include=["embeddings"])
        vectors.update(zip(rows["ids"], np.asarray(rows["embeddings"], np.float32), strict=True))
    return vectors


def drop_collection(folder: Path, url: str) -> None:
    """Remove a generation's collection from the server; one that is not there is no error."""
    from chromadb.errors import NotFoundError

    with connected(folder, url) as client:
        try:
            client.delete_collection(collection_name(folder.name, url))
        except NotFoundError:
            log.info("the server has no collection of %s", folder.name)


def embed(
    passages: Sequence[Passage], model: "Embedder", progress: Progress, done: int, total: int
) -> Vector:
    """The vectors of passages, one a row. EmbeddingError when the model gives something else."""
    rows: list[Vector] = []
    for batch in chunks(passages, EMBED_BATCH):
        progress("임베딩", done, total)
        try:
            vectors = np.asarray(model.embed_documents([embedded_text(p) for p in batch]), np.float32)
        except (OngilError, MemoryError):
            raise
        except Exception as error:
            raise EmbeddingError(
                f"임베딩에 실패했어요({type(error).__name__}: {error}). EMBEDDING_MODEL 설정을 확인해 주세요."
            ) from error
        if vectors.ndim != 2 or len(vectors) != len(batch) or not np.isfinite(vectors).all():
            raise EmbeddingError("임베딩 모델이 준 벡터가 이상해요. EMBEDDING_MODEL 설정을 확인해 주세요.")
        rows.append(vectors)
        done += len(batch)
    progress("임베딩", done, total)
    return np.concatenate(rows)


def _add(collection: Any, passages: Sequence[Passage], vectors: Vector) -> None:
    collection.add(
        ids=[passage.id for passage in passages],
        embeddings=vectors,
        metadatas=[{"slug": p.slug, "kind": p.kind, "section": p.section} for p in passages],
    )


def chunks(items: Sequence[T], size: int) -> Iterable[Sequence[T]]:
    """The items in slices of at most `size`."""
    return (items[start : start + size] for start in range(0, len(items), size))
