"""Vectors of texts, behind LangChain's `Embeddings`: the bundled model, or any sentence-transformers model.

Importing this module imports langchain_core (a quarter of a second), which whoever only answers with the
bundled model does without (knowledge/bundled.py); torch and sentence-transformers are imported only when
EMBEDDING_MODEL names a model.
"""

import hashlib
import json
import threading
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from knowledge.bundled import BundledModel
from knowledge.errors import EmbeddingError
from knowledge.korean import Analyzer
from knowledge.settings import BUNDLED_MODEL, KnowledgeSettings

#: Values looked at in each tensor for the fingerprint of a model: training changes them all.
SAMPLE = 1024


class BundledEmbeddings(BundledModel, Embeddings):
    """The bundled model as LangChain's `Embeddings`."""


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
