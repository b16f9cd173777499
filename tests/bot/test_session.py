"""The memory of a talk: what was stopped stays, so that it can be asked again."""

from collections.abc import Sequence
from typing import Any

from bot.answer import Answer
from bot.session import Session
from tests.fakes import ANSWER


class Listening:
    """Remembers the turns that it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    def answer(self, turns: Sequence[str], **_: Any) -> Answer:
        self.asked.append(list(turns))
        return ANSWER

    def documents(self) -> dict[str, Any]:
        return {}


def test_a_stopped_question_can_be_asked_again() -> None:
    listening = Listening()
    session = Session(lambda _: listening)
    session.remember("하나", session.ask("하나"))
    session.ask("둘")
    session.stop("둘")
    assert session.turns == ["하나"]
    session.remember("다시", session.ask("다시"))
    session.ask("셋")
    assert listening.asked[2:] == [["하나", "둘", "다시"], ["하나", "둘", "다시", "셋"]]


def test_a_new_conversation_forgets_what_was_stopped() -> None:
    listening = Listening()
    session = Session(lambda _: listening)
    session.stop("둘")
    session.reset()
    session.ask("다시")
    assert listening.asked == [["다시"]]
