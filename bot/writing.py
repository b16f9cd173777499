"""One answer's dealings with the language model (언어 모델): the follow-up rewritten, the sentences composed.

What is answered at all, what is missing and how the programs stand is decided before it and around it.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.answer import Answer
from bot.conversation import Standing
from bot.corpus import Corpus
from bot.draft import Draft
from bot.evidence import Evidence
from bot.names import short_title
from bot.question import Question

if TYPE_CHECKING:
    from bot.llm.writer import Writer

log = logging.getLogger(__name__)

#: Is given the answer so far, verified and cited, whenever a sentence more is known; called in the answering thread.
OnProgress = Callable[[Answer], None]
#: A draft as an answer: verified, numbered; None when nothing of it survives.
Assemble = Callable[[Draft], Answer | None]

BROKEN = "쓰지 않음: 모델의 글을 다루다가 문제가 생겼어요. 기록을 확인해 주세요"


@dataclass
class Writing:
    """The language model at one question's service."""

    writer: "Writer"
    chat: str | None = None
    on_progress: OnProgress | None = None

    def standalone(self, turns: Sequence[str], stand: Standing, corpus: Corpus) -> Standing:
        """The last turn, standalone, as the model puts it if that is safe. Only a turn that leans back is put anew."""
        if stand.text == turns[-1] and not stand.topic:
            return stand
        topic = short_title(corpus.documents[stand.topic[0]].title) if stand.topic else ""
        text = self.writer.standalone(turns, stand.text, topic, corpus, chat=self.chat)
        named = {mention.slug for mention in corpus.names.find(text) if mention.share >= 0.5}
        # A question that names another program is not about the one before.
        return Standing(text, stand.topic if not named or named & set(stand.topic) else ())

    def answer(
        self, question: Question, draft: Draft, evidence: Evidence, corpus: Corpus, assemble: Assemble
    ) -> Answer | None:
        """What the model makes of a draft, or else what the draft itself comes to."""
        extractive = assemble(draft)
        if extractive is None:
            return None
        try:
            composed = self.writer.compose(
                question,
                draft,
                evidence,
                corpus,
                chat=self.chat,
                show=lambda part: self._show(assemble(part)),
            )
        except Exception as error:
            # The extractive answer is there; nobody goes without for a bug around the model.
            log.error("the model's answer failed: %s: %s", type(error).__name__, error, exc_info=True)
            return replace(extractive, trace=replace(extractive.trace, composed=BROKEN))
        told = assemble(composed.draft) if composed.draft else None
        answer = replace(told, answered_by=self.writer.name) if told else extractive
        trace = replace(
            answer.trace, composed=composed.summary, dropped=(*answer.trace.dropped, *composed.dropped)
        )
        return replace(answer, trace=trace)

    def _show(self, so_far: Answer | None) -> None:
        if so_far is None or self.on_progress is None:
            return
        try:
            self.on_progress(replace(so_far, answered_by=self.writer.name))
        except Exception as error:
            # The answer is worth more than its preview.
            log.error("progress not shown: %s: %s", type(error).__name__, error, exc_info=True)
            self.on_progress = None
