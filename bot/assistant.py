"""The pipeline: a question's way from turns to an answer, top to bottom in `Assistant.answer`."""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from bot import goals, replies
from bot.answer import Answer
from bot.aspects import asked as asked_aspects
from bot.assemble import assemble
from bot.conversation import Standing, standing
from bot.corpus import Corpus
from bot.draft import Draft
from bot.errors import SettingsError
from bot.evidence import ENOUGH, SURE, Evidence, Searcher, gather
from bot.finder import HybridSearch
from bot.guard import LONGEST_QUESTION, Screened, clean, has_words, hint, screen, small_talk
from bot.lists import is_known_theme
from bot.names import short_title
from bot.plan import plan
from bot.question import Question, understand
from bot.refusals import ask_back, not_found, pleasantry, refusal
from bot.settings import BotSettings
from bot.shapes import shaped
from bot.unspecific import asks_of_nothing
from bot.writing import OnProgress, Writing
from knowledge.clock import today
from knowledge.document import Document
from knowledge.korean import Analyzer
from knowledge.library import Library

if TYPE_CHECKING:
    from bot.llm.writer import Writer
    from bot.reranking.reranker import Reranker

log = logging.getLogger(__name__)

#: Who writes an answer's sentences: the documents themselves, or the language model of `LLM_MODEL`.
Composer = Literal["extractive", "model"]
NO_MODEL = (
    "언어 모델이 정해져 있지 않아요. LLM_MODEL에 모델 이름을 적어 주세요 (예: openai:gpt-4.1-mini). "
    "ongil doctor로 확인할 수 있어요."
)


@dataclass(frozen=True, slots=True)
class _Ready:
    """A generation of the index, opened: what the questions are answered from until the next one."""

    generation: str
    corpus: Corpus
    searcher: Searcher


class Assistant:
    """Answers questions. One instance serves any number of threads; nothing is loaded until it is needed."""

    def __init__(self, settings: BotSettings) -> None:
        self._settings = settings
        self._analyzer = Analyzer()
        self._library = Library(settings, analyzer=self._analyzer)
        self._ready: _Ready | None = None
        self._writer: Writer | None = None
        self._reranker: Reranker | None = None
        self._lock = threading.Lock()

    def load(self) -> None:
        """Open the index and warm up what the first question needs. Raises OngilError."""
        self._current().searcher.warm()
        self._model(None)
        self._second_reader()

    def documents(self) -> Mapping[str, Document]:
        """The documents of the current generation by slug."""
        return self._current().corpus.documents

    def overview(self, slug: str) -> Answer:
        """What a program is, for a button. Raises KeyError for an unknown slug."""
        ready = self._current()
        title = short_title(ready.corpus.documents[slug].title)
        return self._answer_standing(f"{title} 설명", Standing(title, (slug,)), ready, time.perf_counter())

    def answer(
        self,
        turns: Sequence[str],
        *,
        composer: Composer | None = None,
        on_progress: OnProgress | None = None,
        chat: str | None = None,
    ) -> Answer:
        """Answer the last turn; the turns before it say what it leans on. Raises OngilError, and only that.

        `composer` forces who writes (default: the language model when one is set); `chat` names the conversation
        whose budget of tokens is charged.
        """
        writer = self._model(composer)
        started = time.perf_counter()
        answer = self._reply(turns, started, Writing(writer, chat, on_progress) if writer else None, chat)
        if answer.elapsed_ms:
            return answer
        return replace(answer, elapsed_ms={"search": 0.0, "total": 1000 * (time.perf_counter() - started)})

    def _model(self, composer: Composer | None) -> "Writer | None":
        """The language model when it is to write, made at its first use."""
        if composer == "extractive" or (composer is None and self._settings.llm_model is None):
            return None
        if self._settings.llm_model is None:
            raise SettingsError(NO_MODEL)
        with self._lock:
            if self._writer is None:
                from bot.llm.writer import Writer

                self._writer = Writer(self._settings, self._analyzer)
            return self._writer

    def _second_reader(self) -> "Reranker | None":
        """What reads the best passages again when the settings name something, made at its first use."""
        if self._settings.reranker is None:
            return None
        with self._lock:
            if self._reranker is None:
                from bot.reranking.reranker import load_reranker

                self._reranker = load_reranker(self._settings)
            return self._reranker

    def _reply(
        self,
        turns: Sequence[str],
        started: float,
        writing: Writing | None = None,
        chat: str | None = None,
    ) -> Answer:
        asked = turns[-1] if turns else ""
        texts = [clean(turn) for turn in turns]
        own = texts[-1] if texts else ""
        if early := _without_search(asked, own):
            return early
        screened = [screen(text[:LONGEST_QUESTION]) for text in texts]
        if not has_words(screened[-1].rest):
            return refusal(asked, own, replies.ORDERS)
        if kind := small_talk(screened[-1].rest):
            return pleasantry(asked, own, replies.SMALL_TALK[kind])
        ready = self._current()
        if screened[-1].abuse and not asked_aspects(own) and not ready.corpus.names.find(own):
            return refusal(asked, own, replies.ABUSE)
        # What an order leans on is not taken up.
        talk = [] if screened[-1].orders else screened[:-1]
        before = [s.rest for s in talk if has_words(s.rest) and not small_talk(s.rest)]
        stand = standing(
            [*before, screened[-1].rest], ready.corpus, self._analyzer, lambda s: self._about(s, ready)
        )
        if writing and before:
            stand = writing.standalone([*before, screened[-1].rest], stand, ready.corpus)
        answer = self._answer_standing(asked, stand, ready, started, screened[-1].orders, writing, chat)
        if (
            answer.outcome == "refused"
            and not screened[-1].orders
            and not asked_aspects(own)
            and (kind := hint(own))
        ):
            return pleasantry(asked, own, replies.SMALL_TALK[kind])
        return _hardened(answer, screened[-1])

    def _answer_standing(
        self,
        asked: str,
        stand: Standing,
        ready: _Ready,
        started: float,
        wary: bool = False,
        writing: Writing | None = None,
        chat: str | None = None,
    ) -> Answer:
        """Answer a standalone question; `wary`: what is left of a message with orders must be surely a question."""
        question = self._understand(stand, ready.corpus)
        if question.goal:
            question = self._beside_its_worry(question, stand, ready)
        understood = time.perf_counter()
        evidence = gather(question, ready.corpus, ready.searcher, self._analyzer)
        question = shaped(
            question,
            evidence,
            ready.corpus,
            self._analyzer,
            weigh=lambda part: gather(part, ready.corpus, ready.searcher, self._analyzer),
            about=lambda text: self._about(Standing(text), ready),
            this_year=today(self._settings).year,
        )
        searched = time.perf_counter()
        if asks_of_nothing(question, ready.corpus, self._analyzer):
            back = ask_back(asked, question, evidence, ready.corpus, self._settings.support_contact)
            return replace(back, trace=replace(back.trace, understood=_understood(question, evidence)))
        # Each of the things that a question joins has been asked for by itself.
        sure = min((side.sure for side in question.sides if side.slug), default=evidence.confidence)
        enough = sure >= (SURE if wary else ENOUGH) and bool(evidence.programs)
        enough = enough or self._lists(question, evidence, ready.corpus)
        reranked = ""
        if enough and (reranker := self._second_reader()) is not None:
            from bot.reranking.second_pass import second_pass

            evidence, reranked = second_pass(question, evidence, ready.corpus, ready.searcher, reranker, chat)
        read_again = time.perf_counter()
        draft = plan(question, evidence, ready.corpus, self._analyzer) if enough else None

        def assembled(draft: Draft) -> Answer | None:
            return assemble(asked, question, draft, evidence, ready.corpus, today(self._settings))

        answer = (
            writing.answer(question, draft, evidence, ready.corpus, assembled)
            if draft and writing
            else (assembled(draft) if draft else None)
        ) or not_found(asked, question, evidence, ready.corpus, self._settings.support_contact)
        done = time.perf_counter()
        return replace(
            answer,
            elapsed_ms={
                "understand": 1000 * (understood - started),
                "search": 1000 * (searched - understood),
                **({"rerank": 1000 * (read_again - searched)} if reranked else {}),
                "compose": 1000 * (done - read_again),
                "total": 1000 * (done - started),
            },
            trace=replace(
                answer.trace,
                candidates=evidence.candidates,
                understood=_understood(question, evidence) | ({"reranked": reranked} if reranked else {}),
            ),
        )

    def _beside_its_worry(self, question: Question, stand: Standing, ready: _Ready) -> Question:
        """The question without its worry when that only leads to something certain."""
        certain = self._understand(stand, ready.corpus, worries=False)
        if certain.shape == "list":
            return question
        evidence = gather(certain, ready.corpus, ready.searcher, self._analyzer)
        sure = evidence.confidence >= goals.SURE
        slug = evidence.programs[0][0] if evidence.programs else ""
        return (
            certain if sure and goals.leads_to(stand.text, slug, ready.corpus, self._analyzer) else question
        )

    def _understand(self, stand: Standing, corpus: Corpus, *, worries: bool = True) -> Question:
        year = today(self._settings).year
        question = understand(stand.text, corpus.names, year, stand.topic, worries=worries)
        return replace(question, instead_of=stand.instead_of)

    def _about(self, stand: Standing, ready: _Ready) -> tuple[tuple[str, ...], float]:
        """The programs that a turn is about: how follow-ups find their subject."""
        question = self._understand(stand, ready.corpus)
        evidence = gather(question, ready.corpus, ready.searcher, self._analyzer)
        return tuple(slug for slug, _ in evidence.programs[:3]), evidence.confidence

    def _lists(self, question: Question, evidence: Evidence, corpus: Corpus) -> bool:
        """Whether a list is about what programs are called by: then a few words are enough (대출 종류)."""
        foreign = any(evidence.features[name] for name in ("unknown_name", "strange_names", "off_topic"))
        return (
            not foreign
            and evidence.confidence > 0
            and is_known_theme(question, evidence.programs, corpus, self._analyzer)
        )

    def _current(self) -> _Ready:
        """The current generation, opened anew when the pointer moved."""
        with self._lock:
            generation = self._library.current()
            if self._ready is None or self._ready.generation != generation.id:
                corpus = Corpus.of(
                    generation.documents, generation.passages, self._analyzer, generation.tokens
                )
                self._ready = _Ready(generation.id, corpus, HybridSearch(generation, self._analyzer))
                log.info("answering from generation %s: %d documents", generation.id, len(corpus.documents))
            return self._ready


def _without_search(asked: str, own: str) -> Answer | None:
    """What needs no document: empty messages, emoji alone, and what is too long to be a question."""
    if not own:
        return refusal(asked, own, replies.EMPTY)
    if len(own) > LONGEST_QUESTION:
        return refusal(asked, own[:200], replies.TOO_LONG)
    if not has_words(own):
        return pleasantry(asked, own, replies.NO_WORDS)
    return None


def _hardened(answer: Answer, screened: Screened) -> Answer:
    """Beside an order or abuse, a refusal says why it is one."""
    if answer.outcome == "refused" and (screened.orders or screened.abuse):
        return replace(answer, body=replies.ORDERS if screened.orders else replies.ABUSE, related=())
    return answer


def _understood(question: Question, evidence: Evidence) -> dict[str, str]:
    """What /why shows of the first two stages."""
    return {
        "shape": question.shape,
        "aspects": ", ".join(aspect.value for aspect in question.aspects),
        "names": ", ".join(dict.fromkeys(mention.name for mention in question.mentions)),
        "platforms": ", ".join(question.platforms),
        "years": ", ".join(map(str, question.years)),
        "topic": ", ".join(question.topic),
        "programs": ", ".join(f"{slug} {score:.2f}" for slug, score in evidence.programs[:3]),
        "confidence": f"{evidence.confidence:.2f}",
    }
