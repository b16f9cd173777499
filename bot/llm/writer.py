"""The composer that is a language model: it picks and shortens sentences, and each is checked before anyone reads it.

A line is judged as soon as it is complete. One that its passage does not carry is replaced by the passage's own
sentence, or dropped when it names no passage; and when more fails than holds, the extractive answer stands instead.
"""

import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bot.answer import Claim
from bot.corpus import Corpus
from bot.draft import Draft
from bot.evidence import Evidence
from bot.facts import bigrams
from bot.llm import rewriting, slots
from bot.llm.budget import Budget
from bot.llm.client import ChatClient, Reply
from bot.llm.errors import ModelFailed
from bot.llm.letters import strange_letters
from bot.llm.prompts import Prompt
from bot.llm.reading import Lines, Written, read
from bot.llm.sheet import Sheet, data, lay_out, marks
from bot.names import squash
from bot.question import Question
from bot.settings import BotSettings
from bot.style import polite
from bot.verification import verify
from bot.verification.reading import opened
from bot.words import content_words
from knowledge.korean import Analyzer
from knowledge.passage import Passage

log = logging.getLogger(__name__)

#: What NFKC makes of ㎡ on the sheet that the model reads.
_SQUARE = re.compile(r"(?<=\d)m2(?!\d)")

#: Is shown each draft that has a verified sentence more.
Show = Callable[[Draft], None]


@dataclass
class Composed:
    """What became of a model's answer: the draft to assemble (None: the extractive one), and how, for /why."""

    draft: Draft | None = None
    #: Sentences that did not survive, each with the reason.
    dropped: list[str] = field(default_factory=list)
    kept: int = 0
    replaced: int = 0
    tokens: int = 0
    trouble: str = ""

    @property
    def summary(self) -> str:
        """A line of Korean for support staff."""
        if self.trouble:
            text = f"쓰지 않음: {self.trouble}"
        else:
            text = f"그대로 {self.kept}문장, 원문으로 바꿈 {self.replaced}문장, 뺌 {len(self.dropped) - self.replaced}문장"
        return f"{text} · 토큰 {self.tokens}개"


class Writer:
    """The language model of the settings as a composer. Serves any number of threads."""

    def __init__(self, settings: BotSettings, analyzer: Analyzer) -> None:
        """Raises PromptError and ModelSetupError."""
        self._answer = Prompt.load("answer", ("fence", "passages", "missing", "question", "most"))
        self._rewrite = Prompt.load("rewrite", ("fence", "turns", "topic", "question"))
        self._client = ChatClient(settings)
        self._budget = Budget(settings)
        self._analyzer = analyzer

    @property
    def name(self) -> str:
        """The model's name as the settings have it."""
        return self._client.name

    def compose(
        self,
        question: Question,
        draft: Draft,
        evidence: Evidence,
        corpus: Corpus,
        *,
        chat: str | None = None,
        show: Show | None = None,
    ) -> Composed:
        """Let the model write what an extractive draft tells. Whatever goes wrong is told in the result."""
        done = Composed()
        if refused := self._budget.refusal(chat):
            done.trouble = refused.value
            return done
        sheet = lay_out(question, draft, evidence, corpus, self._analyzer)
        alone = len(sheet.titles) == 1
        reply = self._client.ask(
            self._answer.messages(
                fence=sheet.fence,
                passages=sheet.text,
                missing=data(", ".join(draft.missing)) or "없음",
                question=data(question.text),
                most=str(slots.MOST_ALONE if alone else min(2 * len(sheet.titles), 16)),
            )
        )
        claims: list[Claim] = []
        try:
            for sentence in sentences(reply):
                if claim := self._judged(sentence, sheet, corpus, claims, done):
                    claims.append(claim)
                    if show is not None:
                        show(slots.fill(draft, claims, corpus, whole=False))
        except ModelFailed as failure:
            done.trouble = failure.trouble.value
        done.tokens = reply.tokens
        self._budget.spend(chat, reply.tokens)
        failed = len(done.dropped)
        if not done.trouble and (not done.kept or failed > done.kept):
            done.trouble = f"쓴 문장 가운데 {done.kept}개만 확인되고 {failed}개는 아니에요"
        if not done.trouble:
            done.draft = slots.fill(draft, claims, corpus)
        log.info(
            "language model: %d kept, %d replaced, %d dropped, %d tokens%s",
            done.kept, done.replaced, failed - done.replaced, done.tokens, ", not used" if done.trouble else "",
        )  # fmt: skip
        return done

    def standalone(
        self, turns: Sequence[str], fallback: str, topic: str, corpus: Corpus, *, chat: str | None = None
    ) -> str:
        """The last turn as a question that stands alone: the model's, or the fallback when that is not safe."""
        if self._budget.refusal(chat):
            return fallback
        messages = self._rewrite.messages(
            fence=marks(1)[0],
            turns="\n".join(f"- {data(turn)}" for turn in turns[:-1]),
            topic=data(topic) or "없음",
            question=data(turns[-1]),
        )
        reply = self._client.ask(messages, rewriting.SECONDS, again=False)
        started = time.monotonic()
        try:
            for _ in reply:
                if len(reply.text) > rewriting.LONGEST:
                    break
        except ModelFailed:
            return fallback
        finally:
            reply.close()
            self._budget.spend(chat, reply.tokens)
        found = rewriting.accepted(reply.text, turns, fallback, topic, corpus, self._analyzer)
        log.info("rewrite: %s in %.1f s", "taken" if found else "not taken", time.monotonic() - started)
        return found or fallback

    def _judged(
        self, sentence: Written, sheet: Sheet, corpus: Corpus, told: Sequence[Claim], done: Composed
    ) -> Claim | None:
        """The claim that a sentence may be told as: itself, its passage's sentence, or none."""
        unknown = [mark for mark in sentence.marks if mark not in sheet.passages]
        cited = [sheet.passages[mark] for mark in sentence.marks if mark in sheet.passages]
        if unknown or not cited:
            done.dropped.append(
                f"{sentence.text} (자료에 없는 표시)" if unknown else f"{sentence.text} (근거 표시 없음)"
            )
            return None
        claim, reason = self._carried(sentence, cited, corpus)
        if claim is not None:
            if self._repeats(claim, told):
                return None
            done.kept += 1
            return claim
        best = max(cited, key=lambda passage: len(bigrams(passage.text) & bigrams(sentence.text)))
        own = Claim(polite(best.text, self._analyzer), (best.id,))
        if any(best.id in earlier.support for earlier in told):
            done.dropped.append(f"{sentence.text} ({reason})")
            return None
        done.dropped.append(f"{sentence.text} ({reason} → 원문 문장으로 바꿈)")
        done.replaced += 1
        return own

    def _carried(
        self, sentence: Written, cited: Sequence[Passage], corpus: Corpus
    ) -> tuple[Claim | None, str]:
        """The sentence as a claim on the passages that each carry all of it; else why none does."""
        if not sentence.is_sentence:
            return None, "온전한 문장이 아님"
        # No passage carries a yes or a no: it answers the question, and what follows says the same.
        text = polite(_SQUARE.sub("㎡", opened(sentence.text)), self._analyzer)
        support: list[str] = []
        reason = ""
        for passage in cited:
            if support and corpus.passages[support[0]].slug != passage.slug:
                continue
            strange = strange_letters(text, passage.text)
            verdict = verify([Claim(text, (passage.id,))], corpus.passages, corpus.documents)[0]
            if strange:
                reason = reason or f"자료에 없는 글자: {' '.join(strange[:5])}"
            elif not verdict.kept:
                reason = reason or verdict.reason
            else:
                support.append(passage.id)
        return (Claim(text, tuple(support)), "") if support else (None, reason)

    def _repeats(self, claim: Claim, told: Sequence[Claim]) -> bool:
        """Whether a claim says nothing that was not said of the same passage before."""
        words = set(content_words(self._analyzer.tokens(claim.text)))
        return any(
            squash(claim.text) == squash(earlier.text)
            or (
                set(claim.support) & set(earlier.support)
                and words <= set(content_words(self._analyzer.tokens(earlier.text)))
            )
            for earlier in told
        )


def sentences(reply: Reply) -> Iterator[Written]:
    """What a reply says, sentence by sentence, each as soon as its line is complete."""
    lines = Lines()
    for piece in reply:
        for line in lines.feed(piece):
            yield from read(line)
    for line in lines.end():
        yield from read(line)
