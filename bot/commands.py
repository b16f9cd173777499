"""The commands of `ongil chat`: /sources, /why, /compare, /golden add, /reset, /save, /help, /quit."""

import difflib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.answer import Answer
from bot.screen import Screen
from bot.session import Session, Task
from bot.transcript import Saver

if TYPE_CHECKING:
    from bot.evaluation.adding import Adder

T = TypeVar("T")

SEARCHING = "찾고 있어요…"
#: What is quicker than this (in seconds) needs no sign of being worked on.
PATIENCE = 0.3


@dataclass(frozen=True, slots=True)
class Command:
    """A command as it is typed, what it does in a line, and the code. A true result ends the session."""

    name: str
    argument: str
    help: str
    run: Callable[["Chat", str], bool]

    @property
    def typed(self) -> str:
        """What completion types: the name, and a word that always follows it."""
        return " ".join([self.name, *(word for word in self.argument.split() if word.islower())])


@dataclass
class Chat:
    """What a command works on."""

    session: Session
    screen: Screen
    saver: Saver
    adder: "Adder"

    def patiently(self, call: Callable[[], T]) -> T:
        """What a call gives, with a sign while it takes long; Ctrl-C leaves it behind."""
        task = Task(call)
        if not task.wait(PATIENCE):
            with self.screen.busy(SEARCHING):
                task.wait()
        return task.result()


def sources(chat: Chat, argument: str) -> bool:
    answer = last_answer(chat)
    if answer and not answer.citations:
        chat.screen.notice("방금 답에는 근거로 든 자료가 없어요.")
    elif answer:
        chat.screen.sources(answer)
    return False


def why(chat: Chat, argument: str) -> bool:
    if answer := last_answer(chat):
        chat.screen.why(answer)
    return False


def compare(chat: Chat, argument: str) -> bool:
    if last_answer(chat):
        # The model first: without one there is nothing to compare, and it says what to set.
        model = chat.patiently(lambda: chat.session.ask_again("model"))
        extractive = chat.patiently(lambda: chat.session.ask_again("extractive"))
        chat.screen.compare([("extractive", extractive), ("model", model)])
    return False


def golden(chat: Chat, argument: str) -> bool:
    action, _, rest = argument.partition(" ")
    if action != "add":
        chat.screen.notice("/golden add [종류] [파일]로 적어 주세요. 예: /golden add single 골든셋.jsonl")
    elif answer := last_answer(chat):
        chat.screen.notice(chat.adder.add(rest.strip(), chat.session.turns, answer))
    return False


def reset(chat: Chat, argument: str) -> bool:
    chat.session.reset()
    chat.screen.notice("새 대화를 시작해요. 앞에서 나눈 이야기는 잊었어요.")
    return False


def save(chat: Chat, argument: str) -> bool:
    chat.screen.notice(chat.saver.save(argument, chat.session.transcript))
    return False


def show_help(chat: Chat, argument: str) -> bool:
    chat.screen.table([(f"{command.name} {command.argument}".strip(), command.help) for command in COMMANDS])
    return False


def quit_chat(chat: Chat, argument: str) -> bool:
    return True


def last_answer(chat: Chat) -> Answer | None:
    """The answer that /sources, /why, /compare and /golden speak of."""
    if chat.session.last is None:
        chat.screen.notice("아직 답한 것이 없어요. 먼저 질문을 해 주세요.")
    return chat.session.last


COMMANDS = (
    Command("/sources", "", "방금 답의 근거를 원문 문장과 함께 봐요", sources),
    Command("/why", "", "방금 답이 나온 과정을 봐요: 이해한 질문, 찾은 문장, 판정", why),
    Command("/compare", "", "방금 질문에 자료의 문장과 언어 모델로 각각 답해 견줘요", compare),
    Command("/golden", "add [FILE]", "방금 질문과 답을 골든셋에 담아요", golden),
    Command("/reset", "", "대화를 잊고 새로 시작해요", reset),
    Command("/save", "FILE", "나눈 대화를 Markdown 파일로 저장해요", save),
    Command("/help", "", "명령을 봐요", show_help),
    Command("/quit", "", "끝내요 (Ctrl-D도 돼요)", quit_chat),
)
BY_NAME = {command.name: command for command in COMMANDS} | {"/exit": COMMANDS[-1]}


def is_command(line: str) -> bool:
    """Whether a line is meant as a command: a slash and a word, and not a path or a fraction."""
    return line.startswith("/")


def run(chat: Chat, line: str) -> bool:
    """Run a command line; whether the session ends."""
    name, _, argument = line.partition(" ")
    if command := BY_NAME.get(name.lower()):
        return command.run(chat, argument.strip())
    chat.screen.notice(unknown(name))
    return False


def unknown(name: str) -> str:
    """An unknown command, with the one that was probably meant."""
    near = difflib.get_close_matches(name.lower(), BY_NAME, n=1, cutoff=0.65)
    hint = f"혹시 {near[0]}인가요?" if near else "/help에서 쓸 수 있는 명령을 볼 수 있어요."
    return f"{name} 명령은 없어요. {hint}"
