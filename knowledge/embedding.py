"""Vectors of texts, behind LangChain's `Embeddings`: the bundled model, or any sentence-transformers model.

Importing this module imports langchain_core (a quarter of a second); torch and sentence-transformers are
imported only when EMBEDDING_MODEL names a model.
"""

import hashlib
import json
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from knowledge.errors import EmbeddingError
from knowledge.korean import Analyzer, Token
from knowledge.settings import BUNDLED_MODEL, KnowledgeSettings
from knowledge.static_model import read_model

#: Values looked at in each tensor for the fingerprint of a model: training changes them all.
SAMPLE = 1024


class BundledEmbeddings(Embeddings):
    """Static vectors of Korean morphemes, read from a folder with numpy alone.

    Vectors have length 1; a text without a known piece has all zeros, which is like nothing.
    """

    def __init__(self, analyzer: Analyzer, folder: Path = BUNDLED_MODEL) -> None:
        self._analyzer = analyzer
        try:
            self._model = read_model(folder)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise EmbeddingError(
                f"내장 임베딩 모델을 읽을 수 없어요: {folder} ({error})\n"
                "온길을 다시 설치하거나 git으로 이 폴더를 되돌려 주세요. "
                "다른 모델을 쓰려면 .env의 EMBEDDING_MODEL에 이름을 적어 주세요."
            ) from error

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
        return [self.embed_tokens(tokens).tolist() for tokens in self._analyzer.tokens_many(texts)]

    def embed_tokens(self, tokens: Iterable[Token]) -> npt.NDArray[np.float32]:
        """The vector of a text that the same analyzer has analysed already."""
        return self._model.vector(self._model.vocabulary.count(tokens))


class SentenceTransformerEmbeddings(Embeddings):
    """Any sentence-transformers model by hub name or path, with its own prompts for queries and documents."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        bundled = Path(name).expanduser().resolve() == BUNDLED_MODEL.resolve()
        try:
            from sentence_transformers import SentenceTransformer

            # The bundled folder names a module of this project; code of any other folder is not run.
            self._model: Any = SentenceTransformer(name, trust_remote_code=bundled)
        except Exception as error:
            # The hub, the network, torch and tokenizers each raise their own.
            raise EmbeddingError(
                f"임베딩 모델을 불러오지 못했어요: EMBEDDING_MODEL={name} ({error})\n"
                "이름이나 경로가 맞는지, 처음 쓰는 모델이면 인터넷에 연결되어 있는지 확인해 주세요. "
                "EMBEDDING_MODEL을 비우면 내장 모델을 써요."
            ) from error
        self.fingerprint = f"sentence-transformers-{fingerprint(self._model)}"

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question, with the model's query prompt."""
        return self._encode(self._model.encode_query, [text])[0]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of passages, with the model's document prompt, in their order."""
        return self._encode(self._model.encode_document, texts)

    def _encode(self, encode: Any, texts: list[str]) -> list[list[float]]:
        if not texts:
            return []
        try:
            with self._lock:
                vectors = encode(texts, normalize_embeddings=True, show_progress_bar=False)
        except (RuntimeError, ValueError, IndexError) as error:
            raise EmbeddingError(
                f"임베딩을 계산하지 못했어요: EMBEDDING_MODEL={self._name} ({error})\n"
                "메모리가 모자라면 더 작은 모델을 쓰거나 EMBEDDING_MODEL을 비워 내장 모델을 써 주세요."
            ) from error
        # A model that divides by a length of zero must not put NaN into an index.
        found: list[list[float]] = np.nan_to_num(np.asarray(vectors, dtype=np.float32)).tolist()
        return found


def fingerprint(model: Any) -> str:
    """A name for a loaded sentence-transformers model: its layers, samples of its weights, prompts and length."""
    hashed = hashlib.blake2b(digest_size=8)
    settings = [str(model), model.prompts, model.default_prompt_name, model.max_seq_length]
    hashed.update(json.dumps(settings, sort_keys=True, ensure_ascii=False).encode())
    for name, tensor in sorted(model.state_dict().items()):
        flat = tensor.detach().flatten()
        sample = flat[:: max(1, flat.numel() // SAMPLE)].cpu().double().numpy()
        hashed.update(f"{name} {tuple(tensor.shape)}".encode() + sample.tobytes())
    return hashed.hexdigest()


def load_embeddings(
    settings: KnowledgeSettings, analyzer: Analyzer
) -> BundledEmbeddings | SentenceTransformerEmbeddings:
    """The embeddings that the settings ask for.

    Raises EmbeddingError, in Korean and with what to do, when the model cannot be loaded.
    """
    if settings.embedding_model:
        return SentenceTransformerEmbeddings(settings.embedding_model)
    return BundledEmbeddings(analyzer)
