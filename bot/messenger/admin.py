"""What admins (관리자) do from the chat: look at the documents, send a file, ingest, go back; others are turned away.

Whatever changes the index is proposed first, with two buttons, and then done in a thread of its own.
"""

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from telegram import Bot, Document, InlineKeyboardMarkup, Message, Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.messenger import wording
from bot.messenger.buttons import yes_or_no
from bot.messenger.deliver import Place, deliver, typing
from bot.messenger.desk import Desk
from bot.messenger.presses import acknowledge, edit
from bot.messenger.richtext import plain
from knowledge.errors import OngilError

log = logging.getLogger(__name__)

#: What the Bot API lets a bot download.
MOST_BYTES = 20 * 2**20
#: Proposals that still can be agreed to; with older ones it is too late.
PENDING = 50


class Proposal(Protocol):
    """What would change, in words, and whether there is anything to carry out."""

    @property
    def text(self) -> str: ...

    @property
    def possible(self) -> bool: ...

    @property
    def carry_out(self) -> Callable[[str], Any]: ...

    @property
    def drop(self) -> Callable[[], None]: ...


class Clerk(Protocol):
    """Who looks after the documents; every method may block and raises OngilError."""

    def listing(self) -> str: ...

    def receive(self, name: str, content: bytes) -> Proposal: ...

    def synchronise(self) -> Proposal: ...

    def go_back(self) -> Proposal: ...

    def told(self, report: Any) -> str: ...


class Admin:
    """The handlers of admins' commands, files and decisions."""

    def __init__(self, desk: Desk, clerk: Clerk) -> None:
        self._desk, self._clerk = desk, clerk
        self._pending: OrderedDict[str, Proposal] = OrderedDict()
        # Of two files of one name the later one counts, however long each takes to fetch.
        self._fetching = asyncio.Lock()

    async def documents(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The documents, those first that should be looked at again."""
        if message := await self._admitted(update, context.bot, "/documents"):
            place = Place.of(message)
            async with typing(context.bot, place):
                text = await self._desk.errand(self._clerk.listing)
            await deliver(context.bot, place, plain(text))

    async def ingest(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What has changed in the folders, and whether to take it up."""
        if message := await self._admitted(update, context.bot, "/ingest"):
            self._start(update, context, self._propose(context.bot, message, self._clerk.synchronise))

    async def rollback(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What going back would change, and whether to."""
        if message := await self._admitted(update, context.bot, "/rollback"):
            self._start(update, context, self._propose(context.bot, message, self._clerk.go_back))

    async def on_file(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A file: what it would change, and whether to take it."""
        message = await self._admitted(update, context.bot, "a file")
        if message is None or message.document is None:
            return
        if (message.document.file_size or 0) > MOST_BYTES:
            await deliver(context.bot, Place.of(message), plain(wording.FILE_TOO_LARGE))
        else:
            self._start(update, context, self._receive(context.bot, message, message.document))

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The decision on a proposal."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        if not self._is_admin(update):
            _refused(update, "a decision")
            await acknowledge(query, wording.NOT_ADMIN)
            return
        agreed, _, token = (query.data or "").partition(":")
        proposal = self._pending.pop(token, None)
        message = query.message
        if proposal is None:
            await acknowledge(query, wording.DECISION_GONE)
            await edit(context.bot, message)
            return
        await acknowledge(query, wording.DOING if agreed == "y" else wording.NOT_DONE)
        await edit(context.bot, message)
        place = Place.of(message) if isinstance(message, Message) else Place(message.chat.id)
        if agreed == "y":
            await self._carry_out(context.bot, place, proposal, f"telegram:{query.from_user.id}")
        else:
            await self._desk.chore(proposal.drop)
            await deliver(context.bot, place, plain(wording.NOT_DONE))

    def _start(
        self, update: Update, context: ContextTypes.DEFAULT_TYPE, work: Coroutine[Any, Any, None]
    ) -> None:
        """Work beside the chat's queue: the admin's questions do not wait for an ingest that is under way."""
        context.application.create_task(work, update=update)

    async def _receive(self, bot: Bot, message: Message, document: Document) -> None:
        try:
            async with self._fetching, typing(bot, Place.of(message)):
                file = await document.get_file()
                content = bytes(await file.download_as_bytearray())
        except TelegramError as error:
            # Its address has the token in it: only the kind of error is told.
            log.error("a file could not be fetched: %s", type(error).__name__)
            await deliver(bot, Place.of(message), plain(wording.FILE_NOT_FETCHED))
        else:
            name = document.file_name or ""
            await self._propose(bot, message, lambda: self._clerk.receive(name, content))

    async def _propose(self, bot: Bot, message: Message, work: Callable[[], Proposal]) -> None:
        place = Place.of(message)
        async with typing(bot, place):
            proposal = await self._desk.chore(work)
        if proposal.possible:
            text = plain(f"{wording.WOULD_CHANGE}\n\n{proposal.text}\n\n{wording.SHALL_I}")
            await deliver(bot, place, text, self._buttons(proposal))
        else:
            await deliver(bot, place, plain(proposal.text))

    async def _carry_out(self, bot: Bot, place: Place, proposal: Proposal, by: str) -> None:
        """Do it, and tell how it ended; what failed can be tried again."""
        try:
            report = await self._desk.chore(proposal.carry_out, by)
        except OngilError as error:
            log.warning("an admin's order failed: %s", error)
            await deliver(bot, place, plain(f"✗ {error}\n\n{wording.TRY_AGAIN}"), self._buttons(proposal))
        else:
            await deliver(bot, place, plain(f"{wording.DONE}\n\n{self._clerk.told(report)}"))

    def _buttons(self, proposal: Proposal) -> InlineKeyboardMarkup:
        token = secrets.token_urlsafe(9)
        self._pending[token] = proposal
        while len(self._pending) > PENDING:
            self._pending.popitem(last=False)
        return yes_or_no(token)

    async def _admitted(self, update: Update, bot: Bot, what: str) -> Message | None:
        """The message, if it is an admin's in a chat of their own; everyone else is told no."""
        message = update.effective_message
        if message is None:
            return None
        if not self._is_admin(update):
            _refused(update, what)
            await deliver(bot, Place.of(message), plain(wording.NOT_ADMIN))
            return None
        if message.chat.type != message.chat.PRIVATE:
            await deliver(bot, Place.of(message), plain(wording.ONLY_IN_PRIVATE))
            return None
        return message

    def _is_admin(self, update: Update) -> bool:
        user = update.effective_user
        return user is not None and user.id in self._desk.settings.admin_ids


def _refused(update: Update, what: str) -> None:
    """Log who tried: the number is what ADMIN_IDS would need."""
    user = update.effective_user
    log.warning("%s is for admins; user %s was refused", what, user.id if user else "?")
