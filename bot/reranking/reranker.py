"""What a reranker is: a question and passages in, a score for each passage out. And which one the settings name."""

import logging
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Protocol, runtime_checkable

import numpy as np

from bot.answer import Candidate
from bot.errors import SettingsError
from bot.settings import BotSettings

log = logging.getLogger(__name__)

#: So many of the search's best passages are read again.
DEPTH = 30

#: What the search's own scores count beside a reranker's, both from 0 to 1 over what was read. A reranker that is
#: sure of one passage has it first; among those that it cannot tell apart (cross-encoders saturate, language models
#: give the same mark) the search decides. Two good opinions are better than one, and a bad reader does less harm:
#: `python -m tests.benchmarks.rerankers` tries it.
SEARCH = 0.9

#: What `RERANKER` says for the language model of `LLM_MODEL`; everything else names a CrossEncoder.
LLM = "llm"


class RerankFailed(Exception):
    """A reranker gave nothing to use this time: the order of the search stays. Says why in Korean, for /why."""


@runtime_checkable
class Reranker(Protocol):
    """Reads passages beside a question. Serves any number of threads."""

    @property
    def name(self) -> str:
        """The model's name as the settings have it."""

    def scores(self, question: str, passages: Sequence[str], *, chat: str | None = None) -> Sequence[float]:
        """How well each passage answers, in their order; only the order and the differences mean something.

        `chat` names the conversation whose budget is charged. Raises RerankFailed, and only that.
        """


def load_reranker(settings: BotSettings) -> Reranker | None:
    """The reranker of the settings, ready to score; None when there is none.

    Raises RerankerError, ModelSetupError or SettingsError, each in Korean and with what to do.
    """
    if settings.reranker is None:
        return None
    name = settings.reranker.strip()
    if name.lower() != LLM:
        from bot.reranking.cross_encoder import CrossEncoderReranker

        return CrossEncoderReranker(name)
    if settings.llm_model is None:
        raise SettingsError(
            "RERANKER=llm은 LLM_MODEL의 언어 모델로 순서를 다시 매겨요. LLM_MODEL을 적거나 RERANKER를 비워 주세요."
        )
    from bot.reranking.chat_model import ChatModelReranker

    return ChatModelReranker(settings)


def shares(
    reranker: Reranker, question: str, passages: Mapping[str, str], *, chat: str | None = None
) -> dict[str, float]:
    """A reranker's scores of passages (texts by id) on one scale: 1 the best of these, 0 the worst.

    Cross-encoders give probabilities or logits and language models marks: only within one question can they be
    compared. Raises RerankFailed, also for scores that are none.
    """
    if not passages:
        return {}
    scores = np.asarray(reranker.scores(question, list(passages.values()), chat=chat), dtype=np.float64)
    if scores.shape != (len(passages),) or not np.isfinite(scores).all():
        log.error("reranker: %s scores for %d passages, or not all finite", scores.shape, len(passages))
        raise RerankFailed("점수가 아닌 것을 보냈어요")
    spread = float(np.ptp(scores))
    if not spread:
        return dict.fromkeys(passages, 0.0)
    return dict(zip(passages, ((scores - scores.min()) / spread).tolist(), strict=True))


def redistributed(
    scores: Sequence[tuple[str, float]], shares: Mapping[str, float]
) -> list[tuple[str, float]]:
    """Scores, best first, in another order: those with a share change places among themselves.

    Their order is that of the share and, nearly as much (`SEARCH`), of the search's own score. Each place keeps its
    score, so whatever compares or adds to scores holds as before. Equal shares keep the search's order, and what
    has no share keeps its place.
    """
    read = [pair for pair in scores if pair[0] in shares]
    if not read:
        return list(scores)
    least = read[-1][1]
    spread = (read[0][1] - least) or 1.0
    again = iter(sorted(read, key=lambda pair: -(shares[pair[0]] + SEARCH * (pair[1] - least) / spread)))
    return [(next(again)[0], score) if name in shares else (name, score) for name, score in scores]


def reordered(candidates: Sequence[Candidate], shares: Mapping[str, float]) -> list[Candidate]:
    """The candidates in the order of their shares, on the search's own scale."""
    by_id = {candidate.passage_id: candidate for candidate in candidates}
    order = redistributed([(candidate.passage_id, candidate.score) for candidate in candidates], shares)
    return [replace(by_id[key], score=score, reranked=shares.get(key)) for key, score in order]


def best_shares(
    candidates: Sequence[Candidate], shares: Mapping[str, float], fixed: Collection[str] = ()
) -> dict[str, float]:
    """The share of each program's best passage, without the programs that are `fixed`."""
    best: dict[str, float] = {}
    for candidate in candidates:
        if candidate.passage_id in shares and candidate.slug not in fixed:
            best[candidate.slug] = max(best.get(candidate.slug, 0.0), shares[candidate.passage_id])
    return best
