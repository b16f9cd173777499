"""Pressed buttons. Telegram is answered first, so that the button stops spinning; then the work is done."""

import logging

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, MaybeInaccessibleMessage, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.messenger import buttons, wording
from bot.messenger.buttons import Press
from bot.messenger.catalogue import groups, key
from bot.messenger.deliver import Place, deliver, is_unchanged, typing
from bot.messenger.desk import Desk, talk_of
from bot.messenger.order import KeyedLocks
from bot.messenger.questions import hand_over
from bot.messenger.render import sources_text
from bot.messenger.richtext import plain

log = logging.getLogger(__name__)


class Presses:
    """The handler of callback queries."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._votes = KeyedLocks()

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the pressed button stands for."""
        query = update.callback_query
        if query is None:
            return
        press = Press.read(query.data or "")
        if press is None or query.message is None:
            await acknowledge(query, wording.ANSWER_GONE)
        elif press.action == "v":
            await self._vote(query, context.bot, press)
        elif press.action in ("p", "g"):
            await acknowledge(query)
            await self._turn_page(query.message, context.bot, press)
        elif self._desk.pressed_again((query.message.chat.id, query.data)):
            await acknowledge(query, wording.JUST_SHOWN)
        else:
            await acknowledge(query, wording.SHOWING)
            await self._show(query, context.bot, press)

    async def _vote(self, query: CallbackQuery, bot: Bot, press: Press) -> None:
        vote = 1 if press.number > 0 else -1
        await acknowledge(query, wording.THANKS[vote])
        # Two presses in a row: the keyboard must end up as the store does.
        async with self._votes.hold(press.name):
            if not await self._desk.errand(self._desk.store.vote, press.name, 1 if vote > 0 else -1):
                log.warning("a vote for an exchange that is not in the store")
                return
            exchange = await self._desk.errand(self._desk.store.get, press.name)
            if exchange and exchange.answer and query.message:
                keyboard = buttons.under_answer(exchange.answer, exchange.id, exchange.vote)
                await edit(bot, query.message, keyboard=keyboard)

    async def _turn_page(self, message: MaybeInaccessibleMessage, bot: Bot, press: Press) -> None:
        found = groups((await self._desk.errand(self._desk.assistant.documents)).values())
        group = next((group for group in found if key(group.name) == press.name), None)
        if group is not None:
            await edit(bot, message, group.name, buttons.programs(group, press.number))
        else:
            await edit(bot, message, wording.PROGRAMS_TITLE, buttons.platforms(found))

    async def _show(self, query: CallbackQuery, bot: Bot, press: Press) -> None:
        message = query.message
        if message is None:
            return
        place = Place.of(message) if isinstance(message, Message) else Place(message.chat.id)
        if press.action == "o":
            await self._overview(query, bot, place, press)
            return
        exchange = await self._desk.errand(self._desk.store.get, press.name)
        if exchange is None or exchange.answer is None:
            await deliver(bot, place, plain(wording.ANSWER_GONE))
        elif press.action == "s":
            await deliver(bot, place, sources_text(exchange.answer.citations))
        elif exchange.answer.related:
            await deliver(bot, place, plain(wording.RELATED_TITLE), buttons.related(exchange.answer))
        else:
            await deliver(bot, place, plain(wording.NO_RELATED))

    async def _overview(self, query: CallbackQuery, bot: Bot, place: Place, press: Press) -> None:
        """What a program is; it counts as a question, so that "신청은 어떻게 해요?" can follow."""
        documents = await self._desk.errand(self._desk.assistant.documents)
        document = next((d for d in documents.values() if key(d.slug) == press.name), None)
        if document is None:
            await deliver(bot, place, plain(wording.PROGRAM_GONE))
            return
        async with typing(bot, place):
            answer = await self._desk.overview(document.slug)
        message = query.message
        talk = talk_of(message, query.from_user) if isinstance(message, Message) else f"{place.chat_id}:0:0"
        if isinstance(message, Message):
            self._desk.memory.remember(talk, message.message_id, document.title)
        await hand_over(self._desk, bot, place, talk, document.title, answer)


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Answer a callback query; one that is too old for an answer is served all the same."""
    try:
        await query.answer(text)
    except TelegramError as error:
        log.info("a press could not be answered: %s: %s", type(error).__name__, error.message)


async def edit(
    bot: Bot,
    message: MaybeInaccessibleMessage,
    text: str | None = None,
    keyboard: InlineKeyboardMarkup | None = None,
) -> None:
    """Change a message of ours. One that says so already, or is gone, is not worth a word to the person."""
    chat, number = message.chat.id, message.message_id
    try:
        if text is None:
            await bot.edit_message_reply_markup(chat_id=chat, message_id=number, reply_markup=keyboard)
        else:
            await bot.edit_message_text(text, chat_id=chat, message_id=number, reply_markup=keyboard)
    except TelegramError as error:
        level = logging.DEBUG if is_unchanged(error) else logging.WARNING
        log.log(level, "a message stays as it is: %s: %s", type(error).__name__, error.message)
