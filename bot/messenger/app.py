"""The application: which handler takes which update."""

from typing import Any

from telegram import BotCommand, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from bot.messenger import wording
from bot.messenger.admin import Admin, Clerk
from bot.messenger.commands import Commands
from bot.messenger.desk import Desk
from bot.messenger.mishaps import Mishaps
from bot.messenger.order import ChatOrder
from bot.messenger.pacing import Pacer
from bot.messenger.presses import Presses
from bot.messenger.questions import Questions
from bot.messenger.reach import PollingRequest

App = Application[Any, Any, Any, Any, Any, Any]

#: What we ask Telegram for; anything else it keeps to itself.
UPDATES = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
MENU = [BotCommand(name, description) for name, description in wording.COMMANDS]
CONNECTIONS = 64


def build_app(desk: Desk, token: str, polling: PollingRequest, clerk: Clerk | None = None) -> App:
    """The application with its handlers; nothing is connected yet. Without a clerk there is nothing for admins."""
    mishaps = Mishaps(desk)
    app = (
        Application.builder()
        .token(token)
        .base_url(desk.settings.telegram_base_url)
        .base_file_url(file_url(desk.settings.telegram_base_url))
        .concurrent_updates(ChatOrder(mishaps.too_many))
        .rate_limiter(Pacer())
        .get_updates_request(polling)
        .connection_pool_size(CONNECTIONS)
        .pool_timeout(30)
        .connect_timeout(10)
        .read_timeout(15)
        .write_timeout(15)
        .job_queue(None)
        .build()
    )
    if clerk is not None:
        add_admin(app, desk, clerk)
    add_handlers(app, desk)
    app.add_error_handler(mishaps.on_error)
    return app


def file_url(base: str) -> str:
    """Where a Bot API server has its files: `http://127.0.0.1:8081/bot` → `http://127.0.0.1:8081/file/bot`."""
    address, _, name = base.rpartition("/")
    return f"{address}/file/{name}"


def add_admin(app: App, desk: Desk, clerk: Clerk) -> None:
    """What only admins may, before what everybody may: a file of an admin's is no question."""
    admin = Admin(desk, clerk)
    new = filters.UpdateType.MESSAGE
    for name, handler in (
        ("documents", admin.documents),
        ("ingest", admin.ingest),
        ("rollback", admin.rollback),
    ):
        app.add_handler(CommandHandler(name, handler, filters=new))
    app.add_handler(CallbackQueryHandler(admin.on_press, pattern=r"^[yn]:"))
    theirs = filters.User(list(desk.settings.admin_ids))
    app.add_handler(
        MessageHandler(filters.Document.ALL & new & filters.ChatType.PRIVATE & theirs, admin.on_file)
    )


def add_handlers(app: App, desk: Desk) -> None:
    """The first handler that fits takes the update."""
    commands, questions, presses = Commands(desk), Questions(desk), Presses(desk)
    new, private = filters.UpdateType.MESSAGE, filters.ChatType.PRIVATE
    words = filters.TEXT | filters.CAPTION
    for name, handler in (
        ("start", commands.start),
        ("help", commands.help),
        ("programs", commands.programs),
        ("sources", commands.sources),
        ("reset", commands.reset),
    ):
        app.add_handler(CommandHandler(name, handler, filters=new))
    app.add_handler(CallbackQueryHandler(presses.on_press))
    app.add_handler(MessageHandler(filters.COMMAND & new & private, commands.unknown))
    app.add_handler(
        MessageHandler(words & ~filters.COMMAND & filters.UpdateType.MESSAGES, questions.on_words)
    )
    other = ~words & ~filters.StatusUpdate.ALL & new & private
    app.add_handler(MessageHandler(other, questions.on_anything_else))
