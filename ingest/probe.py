"""Whether passages find themselves: HNSW sometimes leaves a vector where no search arrives."""

import logging
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from ingest.errors import VerificationFailed
from ingest.report import Progress

log = logging.getLogger(__name__)

NEIGHBOURS: Final = 10
#: Vectors nearer than this are the same to Chroma.
SAME: Final = 1e-5
BATCH: Final = 250
ROUNDS: Final = 5
FEW: Final = 5_000


def lost(collection: Any, ids: Sequence[str], progress: Progress | None = None) -> list[str]:
    """The passages that their own vectors do not find.

    Raises VerificationFailed when a vector cannot be read.
    """
    missing: list[str] = []
    neighbours = min(NEIGHBOURS, collection.count())
    for start in range(0, len(ids), BATCH):
        batch = list(ids[start : start + BATCH])
        rows = collection.get(ids=batch, include=["embeddings"])
        vectors = np.asarray(rows["embeddings"], np.float32)
        if len(rows["ids"]) != len(batch) or not np.isfinite(vectors).all():
            raise failed("읽을 수 없는 벡터가 있어요")
        found = collection.query(query_embeddings=vectors, n_results=neighbours, include=["distances"])
        for name, vector, near, distances in zip(
            rows["ids"], vectors, found["ids"], found["distances"], strict=True
        ):
            # More passages than were asked for may have this very vector; one of no known word has none.
            alike = len(distances) == neighbours and max(distances) < SAME
            if name not in near and not alike and vector.any():
                missing.append(name)
        if progress:
            progress("벡터 확인", start + len(batch), len(ids))
    return missing


def mend(collection: Any, ids: Sequence[str], progress: Progress) -> None:
    """Put the vectors that are not found in again until all are; what stays lost is left to the verification.

    On the shipped documents one vector in a thousand is lost at the first try, none after the second.
    """
    missing = lost(collection, ids, progress)
    for _ in range(ROUNDS):
        if not missing:
            return
        log.info("%d of %d vectors are put in again", len(missing), len(ids))
        rows = collection.get(ids=missing, include=["embeddings"])
        collection.update(ids=rows["ids"], embeddings=np.asarray(rows["embeddings"], np.float32))
        # Putting one in again may cut another off, which is quick to see where there are few.
        missing = lost(collection, ids if len(ids) <= FEW else missing)
    log.warning("passages that do not find themselves: %s", ", ".join(missing))


def failed(what: str) -> VerificationFailed:
    """The error for a new generation that is not what it should be."""
    return VerificationFailed(
        f"새 색인을 확인하다가 문제를 찾아서 바꾸지 않았어요({what}). 이전 색인으로 계속 답해요."
        " 디스크 공간을 확인하고 `ongil ingest`를 다시 실행해 주세요."
    )
