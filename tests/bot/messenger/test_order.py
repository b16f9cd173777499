"""Which update waits for which."""

import asyncio
from typing import Any

from telegram import CallbackQuery, Chat, Message, Update, User

from bot.messenger.order import ChatOrder, KeyedLocks, queue_of

USER = User(1, "사장님", False)


def message(number: int, chat: int) -> Update:
    from datetime import UTC, datetime

    return Update(number, message=Message(number, datetime.now(UTC), Chat(chat, "private"), from_user=USER))


def press(number: int, chat: int) -> Update:
    return Update(number, callback_query=CallbackQuery("1", USER, "1", message=message(number, chat).message))


class Work:
    """Handlers that wait to be let go; `done` in the order of their end."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.go = asyncio.Event()

    async def __call__(self, number: int) -> None:
        self.begun.append(number)
        await self.go.wait()
        await asyncio.sleep(0.01 if number % 2 else 0)
        self.done.append(number)


async def nobody(update: Update) -> None:
    raise AssertionError("nothing was too many")


async def test_a_chat_is_in_order_others_go_on_and_presses_overtake() -> None:
    order, work = ChatOrder(nobody), Work()
    updates = [message(1, 7), message(2, 7), message(3, 8), press(4, 7), message(5, 7)]
    async with order:
        tasks = [asyncio.create_task(order.process_update(u, work(u.update_id))) for u in updates]
        await asyncio.sleep(0.02)
        assert work.begun == [1, 3, 4]
        work.go.set()
        await asyncio.gather(*tasks)
    assert [n for n in work.done if n in (1, 2, 5)] == [1, 2, 5]
    assert order._locks._locks == {}


async def test_chats_at_once_are_bounded() -> None:
    order, work = ChatOrder(nobody, chats_at_once=2), Work()
    tasks = [asyncio.create_task(order.process_update(message(n, n), work(n))) for n in range(1, 6)]
    tasks.append(asyncio.create_task(order.process_update(press(9, 1), work(9))))
    await asyncio.sleep(0.02)
    assert work.begun == [1, 2, 9]
    work.go.set()
    await asyncio.gather(*tasks)
    assert len(work.done) == 6


async def test_a_full_queue_is_told_once_until_it_is_empty() -> None:
    told: list[int] = []

    async def too_many(update: Update) -> None:
        told.append(update.update_id)

    order, work = ChatOrder(too_many, waiting=2), Work()
    tasks = [asyncio.create_task(order.process_update(message(n, 7), work(n))) for n in range(1, 6)]
    await asyncio.sleep(0.02)
    work.go.set()
    await asyncio.gather(*tasks)
    assert (told, work.done) == ([3], [1, 2])
    await order.process_update(message(6, 7), work(6))
    assert work.done == [1, 2, 6]
    assert not order._full


async def test_a_failing_handler_frees_its_chat() -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    order, work = ChatOrder(nobody), Work()
    work.go.set()
    results: list[Any] = await asyncio.gather(
        order.process_update(message(1, 7), fail()),
        order.process_update(message(2, 7), work(2)),
        return_exceptions=True,
    )
    assert isinstance(results[0], ZeroDivisionError)
    assert work.done == [2]


async def test_a_cancelled_waiter_leaves_the_lock_to_the_next() -> None:
    locks = KeyedLocks()

    async def hold() -> str:
        async with locks.hold("k"):
            return "held"

    async with locks.hold("k"):
        waiting, next_one = asyncio.create_task(hold()), asyncio.create_task(hold())
        await asyncio.sleep(0)
        waiting.cancel()
    assert await next_one == "held"
    assert locks.users("k") == 0


def test_what_stands_in_no_queue() -> None:
    assert queue_of(press(1, 7)) is None
    assert queue_of("not an update") is None
    assert queue_of(Update(1)) is None
    assert queue_of(message(1, 7)) == 7
