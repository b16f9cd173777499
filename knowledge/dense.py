"""The dense leg: how near a question's vector is to the passages' vectors.

Chroma keeps them. A small collection's are compared one by one, from the copy that the generation has of them
where it has one (then nothing of Chroma is loaded), else read from Chroma once; a large one is asked.
"""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from knowledge.errors import EmbeddingError

if TYPE_CHECKING:
    from knowledge.bundled import Embedder
    from knowledge.sentences import Sentences

Floats = npt.NDArray[np.float32]

#: Up to this many passages all vectors are read once and compared exactly, in less time than one query of Chroma's.
EXACT: Final = 20_000

#: In a larger collection Chroma gives so many nearest passages; a sample says what is usual.
NEAREST: Final = 300
SAMPLE: Final = 1_000

#: Rows read from Chroma at once: it hands them over as Python lists.
PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Near:
    """How near the passages are to a question: standardised cosines by row, and what they were made of.

    `asked` is the question's vector at length 1, None for a question without one.
    """

    scores: Floats
    asked: Floats | None = None
    mean: float = 0.0
    deviation: float = 1.0


class DenseLeg:
    """Cosines to a question, by row, on a scale of their own: 0 is usual for this question, 1 a standard deviation more.

    Any model's cosines fit that scale, those of models whose cosines are all above 0.8 too.
    """

    def __init__(
        self,
        ids: Sequence[str],
        collection: Callable[[], Any],
        embeddings: "Callable[[], Embedder]",
        copy: Callable[[], Floats | None] = lambda: None,
        sentences: "Callable[[], Sentences | None]" = lambda: None,
    ) -> None:
        """`collection` (cosine space) holds the vector of the passage of row `i` under `ids[i]`.

        `copy` gives the same vectors by row, or None; `sentences` has those of the passages' sentences, where they
        are known. All are asked for at the first question.
        """
        self._copy, self._sentences = copy, sentences
        self._ids, self._collection, self._embeddings = ids, collection, embeddings
        self._lock = threading.Lock()
        self._vectors: Floats | None = None
        self._rows: Mapping[str, int] = {}

    def warm(self) -> None:
        """Read what every question needs: all vectors of a small collection, a sample of a large one."""
        with self._lock:
            if self._vectors is None:
                self._rows = {id: row for row, id in enumerate(self._ids)}
                self._vectors = self._read()

    def scores(self, question: str) -> Floats:
        """The standardised cosine of every passage."""
        return self.near(question).scores

    def near(self, question: str) -> Near:
        """The standardised cosine of every passage; where Chroma did not give it, that of the farthest it gave.

        All are 0 for a question without a vector. Raises EmbeddingError when the vectors' sizes differ.
        """
        self.warm()
        vectors = self._vectors
        assert vectors is not None
        scores = np.zeros(len(self._ids), dtype=np.float32)
        asked = np.asarray(self._embeddings().embed_query(question), dtype=np.float32)
        length = float(np.linalg.norm(asked))
        if not len(vectors) or not np.isfinite(length) or length < 1e-9:
            return Near(scores)
        if asked.shape != vectors.shape[1:]:
            raise EmbeddingError(
                f"임베딩 모델의 벡터 크기({len(asked)})가 색인({vectors.shape[1]})과 달라요."
                " `ongil ingest`로 색인을 다시 만들어 주세요."
            )
        asked /= length
        usual = vectors @ asked
        mean, deviation = float(usual.mean()), max(float(usual.std()), 1e-6)
        if len(self._ids) <= EXACT:
            return Near((usual - mean) / deviation, asked, mean, deviation)
        found = self._collection().query(query_embeddings=[asked], n_results=NEAREST, include=["distances"])
        near = [
            (self._rows[id], 1.0 - distance)
            for id, distance in zip(found["ids"][0], found["distances"][0], strict=True)
            if id in self._rows
        ]
        if not near:
            return Near(scores)
        cosines = np.array([cosine for _, cosine in near], dtype=np.float32)
        scores += (cosines.min() - mean) / deviation
        scores[[row for row, _ in near]] = (cosines - mean) / deviation
        return Near(scores, asked, mean, deviation)

    def closer(self, near: Near, rows: Sequence[int]) -> Floats:
        """The scores of some rows, read once more: of a passage of several sentences, that of the nearest one."""
        scores: Floats = near.scores[list(rows)]
        if near.asked is None or (sentences := self._sentences()) is None:
            return scores
        cosines = sentences.cosines(near.asked, rows)
        return np.where(
            np.isnan(cosines), scores, (cosines - np.float32(near.mean)) / np.float32(near.deviation)
        )

    def _read(self) -> Floats:
        """Vectors at length 1: of every row in the order of rows, or of a sample spread over the collection."""
        size = len(self._ids)
        if size <= EXACT and (copy := self._copy()) is not None:
            return unit(np.array(copy))
        rows = range(size) if size <= EXACT else np.linspace(0, size - 1, SAMPLE, dtype=np.int64).tolist()
        vectors: Floats | None = None
        for start in range(0, len(rows), PAGE):
            part = {self._ids[row]: start + place for place, row in enumerate(rows[start : start + PAGE])}
            found = self._collection().get(ids=list(part), include=["embeddings"])
            for id, vector in zip(found["ids"], found["embeddings"], strict=True):
                if vectors is None:
                    vectors = np.zeros((len(rows), len(vector)), dtype=np.float32)
                vectors[part[id]] = vector
        if vectors is None:
            return np.zeros((0, 0), dtype=np.float32)
        return unit(vectors)


def unit(vectors: Floats) -> Floats:
    """The rows at length 1, in place."""
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors
