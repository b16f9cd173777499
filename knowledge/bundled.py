"""The bundled embedding model without LangChain: what a process needs that answers one question and ends."""

from collections.abc import Iterable
from copy import copy
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from knowledge.errors import EmbeddingError
from knowledge.korean import Analyzer, Token
from knowledge.settings import BUNDLED_MODEL
from knowledge.static_model import read_model
from knowledge.tokens import Reads


class Embedder(Protocol):
    """What Ongil asks of a model of vectors; every `Embeddings` of LangChain's is one."""

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, in their order."""


class BundledModel:
    """Static vectors of Korean morphemes, read from a folder with numpy alone.

    Vectors have length 1; a text without a known piece has all zeros, which is like nothing.
    """

    def __init__(self, analyzer: Analyzer, folder: Path = BUNDLED_MODEL) -> None:
        self._analyzer = analyzer
        self._reads: Reads = analyzer
        try:
            self._model = read_model(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EmbeddingError(
                f"내장 임베딩 모델을 읽을 수 없어요: {folder} ({error})\n"
                "온길을 다시 설치하거나 git으로 이 폴더를 되돌려 주세요. "
                "다른 모델을 쓰려면 .env의 EMBEDDING_MODEL에 이름을 적어 주세요."
            ) from error

    def reading(self, reads: Reads) -> "BundledModel":
        """The same model, its documents taken apart by somebody who knows what the analyzer would say."""
        other = copy(self)
        other._reads = reads
        return other

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._model.dimension

    @property
    def fingerprint(self) -> str:
        """Changes whenever the vectors would: with the model's contents or the analysis of texts."""
        return f"bundled-{self._model.digest}-{self._analyzer.fingerprint}"

    def embed_query(self, text: str) -> list[float]:
        """The vector of one text, in well under a millisecond beside its analysis."""
        vector: list[float] = self.embed_tokens(self._analyzer.tokens(text)).tolist()
        return vector

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of many texts, in their order."""
        return [self.embed_tokens(tokens).tolist() for tokens in self._reads.tokens_many(texts)]

    def embed_tokens(self, tokens: Iterable[Token]) -> npt.NDArray[np.float32]:
        """The vector of a text that the same analyzer has analysed already."""
        return self._model.vector(self._model.vocabulary.count(tokens))
