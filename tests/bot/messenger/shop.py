"""A small shop of answers, and the bot running on it in a thread of its own."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.answer import Answer, Related
from bot.messenger.run import serve
from bot.settings import BotSettings
from bot.writing import OnProgress
from knowledge.document import Document
from tests.bot.botapi import TOKEN, BotApi
from tests.fakes import ANSWER, CITATION, REFUSED

DOCUMENTS = {
    document.slug: document
    for document in [
        Document(
            slug="naver-sme-ai-education",
            title="네이버 SME AI 교육",
            provider="네이버",
            kind="platform_program",
        ),
        Document(
            slug="naver-pay", title="네이버페이 빠른정산", provider="네이버파이낸셜", kind="platform_program"
        ),
        Document(slug="call-1357", title="통합콜센터", provider="중소벤처기업부", kind="government_program"),
        *(
            Document(slug=f"kakao-{n}", title=f"카카오 사업 {n}", provider="카카오", kind="platform_program")
            for n in range(11)
        ),
    ]
}


class Shop:
    """Answers what it has under a question, else ANSWER; a callable is called for its answer.

    `frames` are shown before each answer, each for so many seconds.
    """

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.answers: dict[str, Answer | Callable[[], Answer]] = {"날씨": REFUSED}
        self.frames: list[tuple[str, float]] = []
        self.running = self.most_running = 0
        self._lock = threading.Lock()

    def answer(
        self, turns: Sequence[str], *, on_progress: OnProgress | None = None, chat: str | None = None
    ) -> Answer:
        with self._lock:
            self.asked.append(list(turns))
            self.running += 1
            self.most_running = max(self.most_running, self.running)
        try:
            for frame, seconds in self.frames:
                if on_progress:
                    on_progress(replace(ANSWER, body=frame))
                time.sleep(seconds)
            found = self.answers.get(turns[-1], ANSWER)
            return replace(found if isinstance(found, Answer) else found(), question=turns[-1])
        finally:
            with self._lock:
                self.running -= 1

    def documents(self) -> Mapping[str, Document]:
        return DOCUMENTS

    def overview(self, slug: str) -> Answer:
        document = DOCUMENTS[slug]
        citation = replace(CITATION, slug=slug, title=document.title)
        body = f"{document.title}는 이런 사업이에요. [1]"
        return replace(ANSWER, question=document.title, body=body, citations=(citation,), related=())


def long_answer(paragraphs: int) -> Answer:
    """An answer with many paragraphs, emoji and sources."""
    body = "\n\n".join(
        f"{n}번째 이야기 🏪👩‍🍳 " + "가게를 도와요. " * 12 + f"[{n}]" for n in range(1, paragraphs + 1)
    )
    citations = tuple(
        replace(CITATION, marker=n, source_title=f"기사 {n} 🗞", source_url=f"https://news.example/{n}")
        for n in range(1, paragraphs + 1)
    )
    return replace(ANSWER, body=body, citations=citations, related=(Related("kakao-1", "카카오 사업 1"),))


class Running:
    """The bot in a thread; `said` is what the operator reads."""

    def __init__(self, settings: BotSettings, shop: Any, **options: Any) -> None:
        self.said: list[str] = []
        self.error: BaseException | None = None
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        work = serve(settings, lambda: shop, stop=self._stop, say=self.said.append, **options)
        self.thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self.thread.start()

    def _run(self, work: Any) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(work)
        except BaseException as error:  # noqa: BLE001 (looked at by the test)
            self.error = error

    def stop(self) -> None:
        """Stop as SIGTERM does."""
        if self.thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self.thread.join(20)
        assert not self.thread.is_alive(), "the bot did not stop"


def settings_for(api: BotApi, data: Path, **more: Any) -> BotSettings:
    """Settings of a bot that speaks to the loopback server."""
    return BotSettings(
        **{"telegram_bot_token": TOKEN, "telegram_base_url": api.base_url, "ongil_data": data} | more
    )


@contextmanager
def running(
    api: BotApi, data: Path, shop: Any, *, settings: dict[str, Any] | None = None, **options: Any
) -> Iterator[Running]:
    """The bot, from its first poll to its end."""
    api.called_before = len(api.called("getUpdates"))  # type: ignore[attr-defined]
    bot = Running(settings_for(api, data, **(settings or {})), shop, **options)
    try:
        api.wait(lambda: len(api.called("getUpdates")) > api.called_before or bot.error)  # type: ignore[attr-defined]
        if bot.error:
            raise bot.error
        yield bot
    finally:
        bot.stop()
    if bot.error:
        raise bot.error
