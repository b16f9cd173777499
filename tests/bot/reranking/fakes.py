"""Rerankers that a test can predict."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bot.reranking.reranker import RerankFailed


@dataclass
class Told:
    """Scores each passage as it is told to, and remembers what it was asked."""

    score: Callable[[str], float]
    name: str = "fake"
    asked: list[tuple[str, list[str], str | None]] = field(default_factory=list)

    def scores(self, question: str, passages: Sequence[str], *, chat: str | None = None) -> list[float]:
        self.asked.append((question, list(passages), chat))
        return [self.score(passage) for passage in passages]


def likes(*words: str) -> Told:
    """One that wants a word in a passage, the first most of all."""
    return Told(
        lambda text: float(max((len(words) - n for n, word in enumerate(words) if word in text), default=0))
    )


class Broken:
    """One that never works."""

    name = "broken"

    def scores(self, question: str, passages: Sequence[str], *, chat: str | None = None) -> list[float]:
        raise RerankFailed("고장 났어요")
