"""A freshly built generation, looked at as a reader will see it, before anyone reads it."""

import logging
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from ingest.probe import failed, lost
from ingest.report import Progress
from ingest.vectors import LOCAL_BATCH, SERVER_BATCH, connected
from knowledge.passage import Passage
from knowledge.vectors import collection_name

log = logging.getLogger(__name__)

#: How many passages must find themselves: as many of the new ones, and as many of all.
PROBES: Final = 32


def verify_vectors(
    folder: Path, url: str | None, passages: Sequence[Passage], new: Sequence[Passage], progress: Progress
) -> int:
    """Reopen the collection, read every vector, check ids and search; gives the vectors' dimension (0: none).

    Raises VerificationFailed, naming what is wrong.
    """
    with connected(folder, url) as client:
        collection = client.get_collection(collection_name(folder.name, url), embedding_function=None)
        if (count := collection.count()) != len(passages):
            raise failed(f"벡터가 {len(passages)}개가 아니라 {count}개예요")
        if not passages:
            return 0
        expected = {passage.id for passage in passages}
        size = SERVER_BATCH if url else LOCAL_BATCH
        stored: set[str] = set()
        shapes: set[tuple[int, ...]] = set()
        for start in range(0, count, size):
            rows = collection.get(include=["embeddings"], limit=size, offset=start)
            stored.update(rows["ids"])
            vectors = np.asarray(rows["embeddings"], np.float32)
            shapes.add(vectors.shape[1:])
            if len(vectors) != len(rows["ids"]) or not np.isfinite(vectors).all():
                raise failed("읽을 수 없는 벡터가 있어요")
            progress("확인", len(stored), count + 1)
        if stored != expected:
            raise failed(f"없는 문장 {len(expected - stored)}개, 남는 문장 {len(stored - expected)}개")
        if len(shapes) != 1:
            raise failed("벡터의 크기가 서로 달라요")
        chance = random.Random(folder.name)
        probes = {p.id for p in chance.sample(list(new), min(PROBES, len(new)))}
        probes.update(p.id for p in chance.sample(list(passages), min(PROBES, len(passages))))
        if missing := lost(collection, sorted(probes)):
            log.error("passages that do not find themselves: %s", ", ".join(missing))
            raise failed(f"문장 {len(missing)}개가 검색되지 않아요")
        progress("확인", count + 1, count + 1)
        (shape,) = shapes
        return shape[0]
