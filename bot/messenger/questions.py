"""Questions and what else people send: words are answered, the rest gets a kind line."""

import logging
import re
from collections import OrderedDict

from telegram import Bot, Message, Update
from telegram.ext import ContextTypes

from bot.answer import Answer
from bot.messenger import wording
from bot.messenger.buttons import under_answer
from bot.messenger.deliver import Place, deliver, typing
from bot.messenger.desk import Desk, talk_of
from bot.messenger.preview import preview
from bot.messenger.render import answer_text
from bot.messenger.richtext import plain
from bot.store import StoreError

log = logging.getLogger(__name__)

ALBUMS_KEPT = 500


class Questions:
    """The handlers of messages that are no commands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._albums: OrderedDict[tuple[int, str], None] = OrderedDict()

    async def on_words(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a text or the caption of a picture; an edited one is asked anew if it says something else."""
        message = update.effective_message
        if message is None or (message.from_user and message.from_user.is_bot):
            return
        self._new_album(message)
        question = asked_of_us(message, context.bot)
        if question is None:
            return
        talk = talk_of(message, message.from_user)
        if update.edited_message:
            # Telegram also sends an "edit" when only a link's preview was loaded.
            if self._desk.memory.question(talk, message.message_id) == question:
                return
            self._desk.memory.rewind(talk, message.message_id)
        await self._answer(context.bot, message, talk, question)

    async def on_anything_else(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A picture, a voice, a sticker …: say what we can read; once for an album."""
        message = update.effective_message
        if message is None or not self._new_album(message):
            return
        if message.document:
            log.warning(
                "a file is for admins; user %s was refused", message.from_user and message.from_user.id
            )
        known = (line for name, line in wording.WITHOUT_WORDS.items() if getattr(message, name, None))
        await deliver(context.bot, Place.of(message), plain(next(known, wording.ONLY_WORDS)))

    async def _answer(self, bot: Bot, message: Message, talk: str, question: str) -> None:
        desk, place = self._desk, Place.of(message)
        try:
            turns = [*desk.memory.turns(talk), question]
            async with typing(bot, place), preview(bot, place, message.message_id) as show:
                answer = await desk.answer(turns, on_progress=show, chat=talk)
        except Exception:
            # So that "다시" asks it again.
            desk.memory.remember(talk, message.message_id, question)
            await keep(desk, question, None, talk)
            raise
        desk.memory.remember(talk, message.message_id, question)
        await hand_over(desk, bot, place, talk, question, answer)

    def _new_album(self, message: Message) -> bool:
        """Whether this is the first message of its album, or of none."""
        if message.media_group_id is None:
            return True
        album = (message.chat.id, message.media_group_id)
        new = album not in self._albums
        self._albums[album] = None
        while len(self._albums) > ALBUMS_KEPT:
            self._albums.popitem(last=False)
        return new


async def hand_over(desk: Desk, bot: Bot, place: Place, talk: str, question: str, answer: Answer) -> None:
    """Keep an exchange and deliver its answer, with buttons if it could be kept."""
    exchange = await keep(desk, question, answer, talk)
    keyboard = under_answer(answer, exchange) if exchange else None
    await deliver(bot, place, answer_text(answer) or plain(wording.FAILED), keyboard)


async def keep(desk: Desk, question: str, answer: Answer | None, talk: str) -> str | None:
    """Store an exchange. A database that fails costs the buttons, not the answer."""
    try:
        return await desk.errand(desk.store.add, "telegram", question, answer, talk)
    except StoreError as error:
        log.error("the exchange was not stored: %s", error.__cause__ or error)
        return None


def asked_of_us(message: Message, bot: Bot) -> str | None:
    """The question in a message. In a group only what names the bot or replies to it is meant for it."""
    text = message.text or message.caption or ""
    if message.chat.type != message.chat.PRIVATE:
        name = re.compile(rf"@{re.escape(bot.username)}(?![A-Za-z0-9_])", re.IGNORECASE)
        replied = message.reply_to_message
        meant = replied is not None and replied.from_user is not None and replied.from_user.id == bot.id
        if not meant and not name.search(text):
            return None
        text = name.sub(" ", text)
    return text.strip()
