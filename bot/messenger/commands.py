"""The commands: /start, /help, /programs, /sources, /reset."""

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ContextTypes

from bot.messenger import buttons, wording
from bot.messenger.catalogue import groups
from bot.messenger.deliver import Place, deliver
from bot.messenger.desk import Desk, talk_of
from bot.messenger.render import sources_text
from bot.messenger.richtext import Rich, plain


class Commands:
    """The handlers of commands."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Who we are and how to ask."""
        await self._say(update, context, plain(wording.START))

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The commands, what is kept, and a person to turn to."""
        contact = self._desk.settings.support_contact
        person = "\n\n" + wording.SUPPORT.format(contact=contact) if contact else ""
        user = update.effective_user
        admin = user is not None and user.id in self._desk.settings.admin_ids
        more = "\n\n" + wording.ADMIN_HELP if admin else ""
        await self._say(update, context, plain(wording.HELP + more + person))

    async def programs(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The platforms, as buttons."""
        found = groups((await self._desk.errand(self._desk.assistant.documents)).values())
        if found:
            await self._say(update, context, plain(wording.PROGRAMS_TITLE), buttons.platforms(found))
        else:
            await self._say(update, context, plain(wording.NO_PROGRAMS))

    async def sources(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The sources of the chat's last answer, also of one from before a restart."""
        message = update.effective_message
        if message is None:
            return
        talk = talk_of(message, message.from_user)
        exchange = await self._desk.errand(self._desk.store.last, talk)
        if exchange is None or exchange.answer is None:
            await self._say(update, context, plain(wording.NO_ANSWER_YET))
        else:
            await self._say(update, context, sources_text(exchange.answer.citations))

    async def reset(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Forget the turns."""
        message = update.effective_message
        if message is not None:
            self._desk.memory.forget(talk_of(message, message.from_user))
            await self._say(update, context, plain(wording.RESET))

    async def unknown(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A command that is not ours."""
        await self._say(update, context, plain(wording.UNKNOWN_COMMAND))

    async def _say(
        self,
        update: Update,
        context: ContextTypes.DEFAULT_TYPE,
        text: Rich,
        keyboard: InlineKeyboardMarkup | None = None,
    ) -> None:
        if update.effective_message is not None:
            await deliver(context.bot, Place.of(update.effective_message), text, keyboard)
