"""Any sentence-transformers CrossEncoder as a reranker. Importing this module imports no torch."""

import logging
import threading
import time
from collections.abc import Sequence
from typing import Any

from bot.errors import RerankerError
from bot.reranking.reranker import RerankFailed

log = logging.getLogger(__name__)

TODO = (
    "이름이나 경로가 맞는지, 처음 쓰는 모델이면 인터넷에 연결되어 있는지 확인해 주세요. "
    "RERANKER를 비우면 검색의 순서 그대로 답해요."
)


class CrossEncoderReranker:
    """A CrossEncoder by hub name or path. One question at a time: torch uses all cores for it anyway."""

    def __init__(self, name: str) -> None:
        """Load it. Raises RerankerError when that fails, or when it is no model that scores pairs."""
        self.name = name
        self._lock = threading.Lock()
        started = time.perf_counter()
        try:
            from sentence_transformers import CrossEncoder

            self._model: Any = CrossEncoder(name)
        except Exception as error:
            # The hub, the network, torch and tokenizers each raise their own.
            log.error("cross-encoder %s: %s: %s", name, type(error).__name__, error)
            raise RerankerError(
                f"순서를 다시 매기는 모델을 불러오지 못했어요: RERANKER={name} ({error})\n{TODO}"
            ) from error
        if reason := unfit(self._model):
            raise RerankerError(
                f"순서를 다시 매기는 데 쓸 수 없는 모델이에요: RERANKER={name} ({reason})\n{TODO}"
            )
        log.info("cross-encoder %s loaded in %.1f s", name, time.perf_counter() - started)

    def scores(self, question: str, passages: Sequence[str], *, chat: str | None = None) -> Sequence[float]:
        """The model's scores with its own activation; what is too long for it is cut by its tokenizer."""
        if not passages:
            return []
        started = time.perf_counter()
        pairs = [(question, passage) for passage in passages]
        try:
            with self._lock:
                scores = self._model.predict(pairs, show_progress_bar=False)
        except Exception as error:
            # Whatever a model of somebody else's raises, the search's order is still there. Its words may have the
            # question in them, which is nothing for a log but the most detailed one.
            log.error("cross-encoder %s: %s", self.name, type(error).__name__)
            log.debug("cross-encoder %s: %s", self.name, error, exc_info=True)
            raise RerankFailed("모델이 점수를 계산하지 못했어요") from error
        log.debug("cross-encoder: %d passages in %.3f s", len(pairs), time.perf_counter() - started)
        return [float(score) for score in scores]


def unfit(model: Any) -> str:
    """Why a loaded model cannot rerank; empty when it can.

    sentence-transformers loads an embedding model too and gives it a head of random weights, with a warning that no
    merchant sees; and a classifier of several classes has no single score.
    """
    if model.num_labels != 1:
        return f"점수 하나가 아니라 {model.num_labels}가지 분류를 내는 모델"
    first = next(iter(model.children()))
    names = getattr(getattr(model, "config", None), "architectures", None) or []
    if getattr(first, "transformer_task", "") == "sequence-classification" and not any(
        name.endswith("ForSequenceClassification") for name in names
    ):
        return f"문장 쌍에 점수를 매기도록 배우지 않은 모델: {', '.join(names) or '?'}"
    return ""
