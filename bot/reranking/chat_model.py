"""The configured language model (언어 모델) as a reranker: it marks passages from 0 to 10, under opaque names.

Its answer counts as a whole or not at all. What a passage says can move that passage only: the names are made anew
for each question, and only a mark for every one of them, and for nothing else, is taken.
"""

import logging
import re
import time
from collections.abc import Sequence

from bot.llm.budget import Budget
from bot.llm.client import ChatClient
from bot.llm.errors import ModelFailed, Trouble
from bot.llm.prompts import Prompt
from bot.llm.sheet import data, marks
from bot.reranking.reranker import RerankFailed
from bot.settings import BotSettings

log = logging.getLogger(__name__)

#: Somebody waits for the answer that is only written afterwards.
SECONDS = 8.0
#: What a passage may cost, in characters; facts are shorter.
LONGEST = 500
#: More than a line has, so that a reply that goes on and on is not read to its end.
LINE = 20

_LINE = re.compile(r"([a-z]{4})[ \t]+(10|[0-9])")


class ChatModelReranker:
    """The language model of `LLM_MODEL`, within its time limit and its budget of tokens."""

    def __init__(self, settings: BotSettings) -> None:
        """Raises PromptError and ModelSetupError."""
        self._prompt = Prompt.load("rerank", ("fence", "passages", "question"))
        self._client = ChatClient(settings)
        self._budget = Budget(settings)
        self._seconds = min(settings.llm_seconds, SECONDS)

    @property
    def name(self) -> str:
        """The model's name as the settings have it."""
        return self._client.name

    def scores(self, question: str, passages: Sequence[str], *, chat: str | None = None) -> Sequence[float]:
        """The model's marks, 0 to 10."""
        if not passages:
            return []
        if refused := self._budget.refusal(chat):
            log.info("reranker: %s", refused.name)
            raise RerankFailed(refused.value)
        fence, *names = marks(len(passages) + 1)
        lines = [f"[{name}] {data(text)[:LONGEST]}" for name, text in zip(names, passages, strict=True)]
        reply = self._client.ask(
            self._prompt.messages(fence=fence, passages="\n".join(lines), question=data(question)),
            self._seconds,
            again=False,
        )
        started = time.perf_counter()
        try:
            for _ in reply:
                if len(reply.text) > LINE * len(names):
                    break
        except ModelFailed as failure:
            log.warning("reranker: %s, the search's order stays", failure)
            raise RerankFailed(failure.trouble.value) from failure
        finally:
            reply.close()
            self._budget.spend(chat, reply.tokens)
        found = read(reply.text, names)
        log.info(
            "reranker: %s in %.1f s, %d tokens",
            f"{len(names)} passages marked" if found else "not understood, the search's order stays",
            time.perf_counter() - started,
            reply.tokens,
        )
        if found is None:
            raise RerankFailed(Trouble.NONSENSE.value)
        return found


def read(text: str, names: Sequence[str]) -> list[float] | None:
    """The mark of each name, in their order; None unless every line is a name and a mark, and each name has one."""
    found: dict[str, float] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None or match[1] in found:
            return None
        found[match[1]] = float(match[2])
    return [found[name] for name in names] if found.keys() == set(names) else None
