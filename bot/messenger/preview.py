"""The answer so far, while it is still being written: a draft that Telegram shows in a private chat.

A draft is gone when the message comes, and never needed: whatever goes wrong with it, the message is sent all the
same. Only the newest frame counts; frames that a slow line would queue up are left out.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from telegram import Bot
from telegram.error import TelegramError

from bot.answer import Answer
from bot.messenger.deliver import Place, entities
from bot.messenger.richtext import Rich, plain, split
from bot.writing import OnProgress

log = logging.getLogger(__name__)

#: Frames closer together than this make Telegram hold back the chat, the answer with it.
FRAME_SECONDS = 1.5
#: A frame that is on its way may take so long before the answer itself goes.
LAST_FRAME_SECONDS = 3.0
#: What stands behind an unfinished answer.
MORE = "…"


class Preview:
    """Sends frames to one chat, at most one in FRAME_SECONDS."""

    def __init__(self, bot: Bot, place: Place, draft: int) -> None:
        self._bot, self._place, self._draft = bot, place, draft
        self._loop = asyncio.get_running_loop()
        self._new = asyncio.Event()
        self._under_way = asyncio.Lock()
        self._frame = plain("")

    def show(self, so_far: Answer) -> None:
        """Take a frame, from any thread; it is shown when its time comes, unless a newer one is there."""
        self._loop.call_soon_threadsafe(self._take, so_far)

    async def run(self) -> None:
        """Send frames until cancelled, or until Telegram does not want them."""
        while True:
            await self._new.wait()
            self._new.clear()
            try:
                async with self._under_way:
                    await self._send(self._frame)
            except TelegramError as error:
                log.info("no preview: %s: %s", type(error).__name__, error.message)
                return
            await asyncio.sleep(FRAME_SECONDS)

    async def end(self) -> None:
        """Wait a while for a frame that is under way: it must not arrive behind the answer."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_FRAME_SECONDS), self._under_way:
                pass

    async def _send(self, frame: Rich) -> None:
        await self._bot.send_message_draft(
            chat_id=self._place.chat_id,
            draft_id=self._draft,
            text=frame.text,
            message_thread_id=self._place.topic,
            entities=entities(frame),
        )

    def _take(self, so_far: Answer) -> None:
        self._frame = split(plain(f"{so_far.body.strip()}\n{MORE}"))[0]
        self._new.set()


@asynccontextmanager
async def preview(bot: Bot, place: Place, draft: int) -> AsyncIterator[OnProgress | None]:
    """What shows an unfinished answer during the block; None where Telegram has no drafts: in groups."""
    if place.chat_id < 0:
        yield None
        return
    frames = Preview(bot, place, draft)
    task = asyncio.create_task(frames.run())
    try:
        yield frames.show
    finally:
        await frames.end()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
