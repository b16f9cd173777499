"""The bot's life: check the token, load the assistant, poll until told to stop."""

import asyncio
import logging
import signal
import sys
import warnings
from collections.abc import Callable, Coroutine
from contextlib import closing, suppress
from typing import Any

from telegram.error import TelegramError
from telegram.warnings import PTBDeprecationWarning

from bot.errors import TelegramSetupError
from bot.messenger import wording
from bot.messenger.admin import Clerk
from bot.messenger.app import MENU, UPDATES, App, build_app
from bot.messenger.desk import ANSWER_SECONDS, Answering, Desk
from bot.messenger.reach import PATIENCE, PollingErrors, PollingRequest, Say, check_token, connect, host
from bot.settings import BotSettings
from bot.store import open_store

log = logging.getLogger(__name__)

POLL_SECONDS = 30
#: How long answers in the making are waited for at the end.
GRACE_SECONDS = 20.0


def run_bot(
    settings: BotSettings, open_assistant: Callable[[], Answering], clerk: Clerk | None = None
) -> int:
    """Run the bot until SIGTERM or SIGINT; gives 0. `clerk` does what admins want of the documents.

    `open_assistant` is called once the token is known to be good: loading takes time, and an operator
    with a wrong token should not wait for it. Raises an OngilError whose message is for the operator.
    """
    for name in ("httpx", "httpcore"):
        # Their lines have the token in them: it is part of every address.
        logging.getLogger(name).setLevel(logging.WARNING)
    asyncio.run(_run(settings, open_assistant, clerk))
    return 0


async def _run(settings: BotSettings, open_assistant: Callable[[], Answering], clerk: Clerk | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Windows has no signal handlers of a loop; there Ctrl-C cancels us, which ends as cleanly.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    await serve(settings, open_assistant, stop=stop, clerk=clerk)


def say(line: str) -> None:
    """A line to the operator."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


async def serve(
    settings: BotSettings,
    open_assistant: Callable[[], Answering],
    *,
    stop: asyncio.Event,
    clerk: Clerk | None = None,
    say: Say = say,
    patience: float = PATIENCE,
    answer_seconds: float = ANSWER_SECONDS,
) -> None:
    """Run the bot until `stop` is set."""
    # python-telegram-bot warns of a coming change each time that Telegram asks to wait.
    warnings.filterwarnings("ignore", message=".*retry_after.*", category=PTBDeprecationWarning)
    if settings.telegram_bot_token is None:
        raise TelegramSetupError(wording.NO_TOKEN)
    token = settings.telegram_bot_token.get_secret_value().strip()
    server = settings.telegram_base_url
    rejected = asyncio.Event()

    def on_rejected() -> None:
        rejected.set()
        stop.set()

    if not await _unless(stop, check_token(token, server, say, patience)):
        return
    with closing(await asyncio.to_thread(open_store, settings)) as store:
        assistant = await asyncio.to_thread(open_assistant)
        with closing(Desk(settings, assistant, store, answer_seconds=answer_seconds)) as desk:
            app = build_app(desk, token, PollingRequest(on_rejected), clerk)
            await _poll(app, server, stop, say, patience)
    if rejected.is_set():
        raise TelegramSetupError(wording.WRONG_TOKEN.format(server=host(server)))


async def _poll(app: App, server: str, stop: asyncio.Event, say: Say, patience: float) -> None:
    """Serve updates until told to stop, then let the answers in the making be delivered."""
    assert app.updater is not None
    try:
        if not await _unless(stop, connect(app.initialize, server, say, patience)):
            return
        polling = app.updater.start_polling(
            timeout=POLL_SECONDS,
            bootstrap_retries=-1,
            allowed_updates=UPDATES,
            error_callback=PollingErrors(say),
        )
        if not await _unless(stop, polling):
            return
        await app.start()
        app.create_task(_show_menu(app))
        say(wording.READY.format(name=app.bot.username))
        await stop.wait()
    finally:
        await _end(app)
    say(wording.STOPPED)


async def _show_menu(app: App) -> None:
    """Give Telegram the commands for its menu; without it the bot works as well."""
    try:
        await app.bot.set_my_commands(MENU)
    except TelegramError as error:
        log.warning("the command menu was not set: %s: %s", type(error).__name__, error.message)


async def _end(app: App) -> None:
    """Stop polling, wait a while for running answers, close the connections."""
    if app.updater is not None and app.updater.running:
        await app.updater.stop()
    if app.running:
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                await app.stop()
        except TimeoutError:
            log.warning("stopped with answers under way after %.0f s", GRACE_SECONDS)
    await app.shutdown()


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, Any]) -> bool:
    """Do the work unless told to stop before it is done; whether it was done."""
    task, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait((task, stopped), return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
            return True
        return False
    finally:
        for future in (task, stopped):
            future.cancel()
        await asyncio.gather(task, stopped, return_exceptions=True)
