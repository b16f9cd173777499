"""Getting a text to a chat, whatever the network and Telegram say."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError

from bot.messenger.richtext import Rich, split, units

log = logging.getLogger(__name__)

#: How long to wait before each further try when the network fails.
WAITS = (0.5, 2.0, 5.0, 10.0)
#: Telegram shows "typing…" for five seconds.
TYPING_EVERY = 4.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: a chat, a topic of it, and in a group the message it answers."""

    chat_id: int
    topic: int | None = None
    reply_to: int | None = None

    @classmethod
    def of(cls, message: Message) -> "Place":
        """Where the answer to a message goes."""
        private = message.chat.type == message.chat.PRIVATE
        return cls(
            message.chat.id,
            message.message_thread_id if message.is_topic_message else None,
            None if private else message.message_id,
        )


def entities(rich: Rich) -> list[MessageEntity]:
    """The formatting as Telegram counts it: in UTF-16 units."""
    return [
        MessageEntity(
            type=span.kind,
            offset=units(rich.text[: span.start]),
            length=units(rich.text[span.start : span.end]),
            url=span.url,
        )
        for span in rich.spans
    ]


async def deliver(bot: Bot, place: Place, rich: Rich, keyboard: InlineKeyboardMarkup | None = None) -> bool:
    """Send a text in as many messages as it takes; the buttons stand under the last one.

    False when the person has blocked the bot: then there is nobody to tell.
    """
    parts = split(rich)
    try:
        for number, part in enumerate(parts, 1):
            place = await _send(bot, place, part, keyboard if number == len(parts) else None)
    except Forbidden as error:
        log.info("not delivered: %s", error.message)
        return False
    return True


async def _send(bot: Bot, place: Place, part: Rich, keyboard: InlineKeyboardMarkup | None) -> Place:
    """Send one message; gives the place of the next one."""
    formatted, waits = True, list(WAITS)
    while True:
        try:
            await bot.send_message(
                chat_id=place.chat_id,
                message_thread_id=place.topic,
                text=part.text,
                entities=entities(part) if formatted else None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_parameters=ReplyParameters(place.reply_to, allow_sending_without_reply=True)
                if place.reply_to
                else None,
                reply_markup=keyboard,
            )
            return replace(place, reply_to=None)
        except ChatMigrated as error:
            log.info("a group became a supergroup, sending there")
            place = Place(error.new_chat_id)
        except BadRequest as error:
            if not (formatted and _about_formatting(error)):
                raise
            log.error("Telegram refused the formatting, sent plain: %s", error.message)
            formatted = False
        except NetworkError as error:
            # After a timeout the message may have arrived: twice is better than not at all.
            if not waits:
                raise
            log.warning("sendMessage failed, trying again: %s: %s", type(error).__name__, error.message)
            await asyncio.sleep(waits.pop(0))


def _about_formatting(error: BadRequest) -> bool:
    return any(word in error.message.lower() for word in ("entit", "parse"))


def is_unchanged(error: TelegramError) -> bool:
    """An edit that would change nothing: a second press, harmless."""
    return "message is not modified" in error.message.lower()


@asynccontextmanager
async def typing(bot: Bot, place: Place) -> AsyncIterator[None]:
    """Show "typing…" until the block is done."""
    task = asyncio.create_task(_keep_typing(bot, place))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_typing(bot: Bot, place: Place) -> None:
    while True:
        try:
            await bot.send_chat_action(place.chat_id, ChatAction.TYPING, message_thread_id=place.topic)
        except TelegramError as error:
            log.debug("typing not shown: %s", error.message)
        await asyncio.sleep(TYPING_EVERY)
