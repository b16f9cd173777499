"""`ongil chat`: a conversation for support staff, at a prompt or from piped lines."""

import logging
import sys
from collections.abc import Callable

from bot import commands
from bot.commands import Chat
from bot.evaluation.adding import Adder
from bot.screen import ColourScreen, PlainScreen, Screen
from bot.session import Session, Talking
from bot.settings import BotSettings
from bot.streams import without_surrogates
from bot.transcript import Saver
from bot.waiting import LOADING, Progress, waiting
from knowledge.clock import today
from knowledge.errors import OngilError

log = logging.getLogger(__name__)

WELCOME = "온길이에요. 소상공인 지원 사업을 물어보세요. /help에서 명령을 볼 수 있어요."
STOPPED = "멈췄어요. 이어서 물어보세요."
GOODBYE = "안녕히 가세요."

#: Where /golden add writes when no file is named: in the data folder.
GOLDEN_FILE = "golden.jsonl"


def run(settings: BotSettings, open_assistant: Callable[[Progress], Talking]) -> int:
    """Talk until the person leaves or the lines end."""
    on_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    chat = chat_with(open_assistant, settings, ColourScreen() if on_terminal else PlainScreen())
    return talk(chat, settings) if on_terminal else read_lines(chat)


def chat_with(open_assistant: Callable[[Progress], Talking], settings: BotSettings, screen: Screen) -> Chat:
    """A conversation that has not begun."""
    day = today(settings)
    return Chat(Session(open_assistant), screen, Saver(day), Adder(settings.data / GOLDEN_FILE, day))


def read_lines(chat: Chat) -> int:
    """Answer each line of standard input; at its end, done. Without an assistant there is nothing to do."""
    with waiting() as progress:
        chat.session.open_now(progress)
    for line in sys.stdin:
        if handle(chat, line):
            break
    return 0


def talk(chat: Chat, settings: BotSettings) -> int:
    """Answer at a prompt, which is there at once; the assistant loads while the person types."""
    from bot.prompt import Prompt

    prompt = Prompt(chat.session, settings.data)
    chat.session.start(then=prompt.refresh)
    chat.screen.notice(WELCOME)
    leave = False
    while not leave:
        try:
            leave = handle(chat, prompt.read())
        except KeyboardInterrupt:
            continue
        except EOFError:
            leave = True
    chat.screen.notice(GOODBYE)
    return 0


def handle(chat: Chat, line: str) -> bool:
    """Do what a line asks for; whether the session ends. Whatever goes wrong, the session stays."""
    line = without_surrogates(line).strip()
    if not line:
        return False
    try:
        if commands.is_command(line):
            return commands.run(chat, line)
        answer(chat, line)
    except OngilError as error:
        log.info("not done: %s", error, exc_info=True)
        chat.screen.notice(str(error))
    except KeyboardInterrupt:
        chat.screen.notice(STOPPED)
    except BrokenPipeError:
        raise
    except Exception as error:
        log.error("unexpected: %s: %s", type(error).__name__, error, exc_info=True)
        chat.screen.notice(
            "예상하지 못한 문제가 생겼어요. 다시 물어보시거나, ongil doctor로 상태를 살펴 주세요."
        )
    return False


def answer(chat: Chat, question: str) -> None:
    """Answer a question: wait for the assistant if need be, and stop at Ctrl-C."""
    session = chat.session
    session.start()
    if session.loading and not session.loading.done:
        with chat.screen.busy(LOADING):
            session.loading.wait()
    try:
        found = chat.patiently(lambda: session.ask(question))
    except (Exception, KeyboardInterrupt):
        session.stop(question)
        raise
    chat.screen.answer(found)
    session.remember(question, found)
