"""Telegram's limits: kept to, obeyed, and one chat's wait is nobody else's."""

import asyncio
import time
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.messenger.pacing import CHATS_KEPT, Bucket, Pacer

pytestmark = pytest.mark.filterwarnings("ignore:.*retry_after.*")


class Telegram:
    """Takes requests, or raises what it was given, once each."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.at = list(errors), list[float]()

    async def __call__(self, *args: Any, **kwargs: Any) -> bool:
        self.at.append(time.monotonic())
        if self.errors:
            raise self.errors.pop(0)
        return True


def request(pacer: Pacer, telegram: Telegram, endpoint: str = "sendMessage", **data: Any) -> Any:
    return pacer.process_request(telegram, (), {}, endpoint, data, None)


def test_a_bucket_lets_a_burst_through_and_then_keeps_the_pace() -> None:
    bucket = Bucket(per_second=2, burst=3)
    assert [round(bucket.reserve(100.0), 2) for _ in range(5)] == [0, 0, 0, 0.5, 1.0]
    assert bucket.reserve(200.0) == 0


async def test_messages_of_a_chat_leave_in_order_and_none_is_lost() -> None:
    pacer, telegram = Pacer(), Telegram(RetryAfter(1), RetryAfter(1))
    begun = time.monotonic()
    results = await asyncio.gather(*(request(pacer, telegram, chat_id=1) for _ in range(2)))
    assert results == [True, True]
    assert len(telegram.at) == 4
    assert telegram.at[-1] - begun >= 2


async def test_another_chat_and_an_answer_to_a_press_do_not_wait() -> None:
    pacer, held, free = Pacer(), Telegram(RetryAfter(60)), Telegram()
    waiting = asyncio.create_task(request(pacer, held, chat_id=1))
    await asyncio.sleep(0.05)
    await asyncio.wait_for(request(pacer, free, chat_id=2), 1)
    await asyncio.wait_for(request(pacer, free, "answerCallbackQuery", callback_query_id="1"), 1)
    assert await asyncio.wait_for(request(pacer, free, "sendChatAction", chat_id=1), 1)
    assert (len(held.at), len(free.at)) == (1, 2)
    waiting.cancel()


async def test_a_press_that_cannot_be_answered_in_time_is_given_up() -> None:
    with pytest.raises(RetryAfter):
        await request(Pacer(), Telegram(RetryAfter(60)), "answerCallbackQuery", callback_query_id="1")
    assert await request(Pacer(), Telegram(RetryAfter(0)), "answerCallbackQuery", callback_query_id="1")


async def test_other_errors_are_passed_on_and_the_chat_stays_open() -> None:
    pacer = Pacer()
    with pytest.raises(BadRequest):
        await request(pacer, Telegram(BadRequest("no")), chat_id=1)
    assert await asyncio.wait_for(request(pacer, Telegram(), chat_id=1), 1)


async def test_a_group_is_slower_than_a_private_chat(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.messenger.pacing.PRIVATE", (1000.0, 10))
    monkeypatch.setattr("bot.messenger.pacing.GROUP", (5.0, 2))
    pacer, telegram = Pacer(), Telegram()
    for chat, least in ((1, 0.0), (-1, 0.35)):
        begun = time.monotonic()
        for _ in range(4):
            await request(pacer, telegram, chat_id=chat)
        assert least <= time.monotonic() - begun < least + 0.3


async def test_idle_chats_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.messenger.pacing.OVERALL", (1e6, 1000))
    monkeypatch.setattr("bot.messenger.pacing.PRIVATE", (1e6, 1))
    pacer = Pacer()
    for chat in range(1, CHATS_KEPT + 10):
        await request(pacer, Telegram(), "sendChatAction", chat_id=chat)
    assert len(pacer._paces) < 20
