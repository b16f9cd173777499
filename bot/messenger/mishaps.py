"""When a handler fails: the log gets the cause, the person gets one line."""

import logging
import traceback

from telegram import CallbackQuery, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.messenger import wording
from bot.messenger.deliver import Place, deliver
from bot.messenger.desk import Desk
from bot.messenger.richtext import plain
from knowledge.errors import OngilError

log = logging.getLogger(__name__)


class Mishaps:
    """The error handler, and the word to a chat that sends more than can be read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the cause with the update's id, not with what the person wrote, and tell the person."""
        error = context.error
        if not isinstance(update, Update) or error is None:
            log.error("an error outside an update: %s", described(error, ""))
            return
        message = update.effective_message
        text = (message.text or message.caption or "") if message else ""
        if update.callback_query:
            text = ""
        log.error("update %s failed: %s", update.update_id, described(error, text))
        await self._tell(update, context, self._line(update, error))

    async def too_many(self, update: Update) -> None:
        """Say that the messages before must be read first."""
        if update.effective_message:
            place = Place.of(update.effective_message)
            await deliver(update.get_bot(), place, plain(wording.TOO_MANY))

    def _line(self, update: Update, error: Exception) -> str:
        if isinstance(error, TimeoutError):
            return wording.TOO_LONG
        user = update.effective_user
        if isinstance(error, OngilError) and user and user.id in self._desk.settings.admin_ids:
            # To an admin the message says what to do; a merchant can do nothing.
            return str(error)
        contact = self._desk.settings.support_contact
        return wording.FAILED + ("\n" + wording.SUPPORT.format(contact=contact) if contact else "")

    async def _tell(self, update: Update, context: ContextTypes.DEFAULT_TYPE, line: str) -> None:
        where = place_of(update)
        if where is None:
            return
        try:
            await deliver(context.bot, where, plain(line))
        except TelegramError as error:
            log.error("update %s: the person could not be told: %s", update.update_id, error.message)


def place_of(update: Update) -> Place | None:
    """Where the person who caused an update is."""
    if update.effective_message:
        return Place.of(update.effective_message)
    query: CallbackQuery | None = update.callback_query
    return Place(query.message.chat.id) if query and query.message else None


def described(error: BaseException | None, text: str) -> str:
    """The error with its traceback, without the words that the person wrote."""
    lines = "".join(traceback.format_exception(error)) if error else "no cause given"
    for words in (text, repr(text)[1:-1]):
        # One letter is found everywhere, and tells nothing.
        if len(words) > 1:
            lines = lines.replace(words, "…")
    return lines
