"""A freshly built generation, looked at as a reader will see it, before anyone reads it."""

import logging
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from ingest.errors import VerificationFailed
from ingest.report import Progress
from ingest.vectors import LOCAL_BATCH, SERVER_BATCH, chunks, connected
from knowledge.passage import Passage
from knowledge.vectors import collection_name

log = logging.getLogger(__name__)

#: How many passages must find themselves: as many of the new ones, and as many of all.
PROBES: Final = 32
NEIGHBOURS: Final = 10
#: Vectors nearer than this are the same to Chroma.
SAME: Final = 1e-5


def verify_vectors(
    folder: Path, url: str | None, passages: Sequence[Passage], new: Sequence[Passage], progress: Progress
) -> int:
    """Reopen the collection and check its count, its ids and its search; gives the vectors' dimension (0: none).

    Raises VerificationFailed, naming what is wrong.
    """
    progress("확인", 0, 3)
    with connected(folder, url) as client:
        collection = client.get_collection(collection_name(folder.name, url), embedding_function=None)
        if (count := collection.count()) != len(passages):
            raise _failed(f"벡터가 {len(passages)}개가 아니라 {count}개예요")
        if not passages:
            return 0
        expected = {passage.id for passage in passages}
        size = SERVER_BATCH if url else LOCAL_BATCH
        stored: set[str] = set()
        for start in range(0, count, size):
            stored.update(collection.get(include=[], limit=size, offset=start)["ids"])
        if stored != expected:
            raise _failed(f"없는 문장 {len(expected - stored)}개, 남는 문장 {len(stored - expected)}개")
        progress("확인", 1, 3)
        chance = random.Random(folder.name)
        probes = {p.id for p in chance.sample(list(new), min(PROBES, len(new)))}
        probes.update(p.id for p in chance.sample(list(passages), min(PROBES, len(passages))))
        dimension = _probe(collection, sorted(probes), min(NEIGHBOURS, count))
        progress("확인", 3, 3)
        return dimension


def _probe(collection: Any, ids: Sequence[str], neighbours: int) -> int:
    """Each of the passages must be readable and be found by its own vector."""
    rows = collection.get(ids=list(ids), include=["embeddings"])
    vectors = np.asarray(rows["embeddings"], np.float32)
    if len(rows["ids"]) != len(ids) or not np.isfinite(vectors).all():
        raise _failed("읽을 수 없는 벡터가 있어요")
    lost: list[str] = []
    for batch in chunks(range(len(ids)), 64):
        found = collection.query(
            query_embeddings=vectors[list(batch)], n_results=neighbours, include=["distances"]
        )
        for row, near, distances in zip(batch, found["ids"], found["distances"], strict=True):
            name = rows["ids"][row]
            # More passages than were asked for may have this very vector; one of no known word has none.
            alike = len(distances) == neighbours and max(distances) < SAME
            if name not in near and not alike and vectors[row].any():
                lost.append(name)
    if lost:
        log.error("passages that do not find themselves: %s", ", ".join(lost))
        raise _failed(f"문장 {len(lost)}개가 검색되지 않아요")
    return int(vectors.shape[1])


def _failed(what: str) -> VerificationFailed:
    return VerificationFailed(
        f"새 색인을 확인하다가 문제를 찾아서 바꾸지 않았어요({what}). 이전 색인으로 계속 답해요."
        " 디스크 공간을 확인하고 `ongil ingest`를 다시 실행해 주세요."
    )
