"""The buttons: what they say, and the callback data behind them (at most 64 bytes).

`v:ID:1` and `v:ID:-1` votes, `s:ID` sources, `r:ID` related programs, where ID is an exchange in the
store; `p` the platforms, `g:KEY:PAGE` the programs of one, `o:KEY` the overview of a program; `y:TOKEN` and
`n:TOKEN` an admin's decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answer import Answer
from bot.messenger import wording
from bot.messenger.catalogue import Group, key
from bot.messenger.richtext import clean
from knowledge.document import Document

#: A longer label is cut on a phone anyway.
LABEL = 40


@dataclass(frozen=True, slots=True)
class Press:
    """What a button stands for."""

    action: str
    name: str = ""
    number: int = 0

    def __str__(self) -> str:
        parts = [self.action, self.name, str(self.number) if self.number else ""]
        while not parts[-1]:
            parts.pop()
        return ":".join(parts)

    @classmethod
    def read(cls, data: str) -> "Press | None":
        """The press that callback data stand for; None for data of another bot or another version."""
        action, _, rest = data.partition(":")
        name, _, number = rest.partition(":")
        if action not in ("v", "s", "r", "p", "g", "o"):
            return None
        try:
            return cls(action, name, int(number or 0))
        except ValueError:
            return None


def button(label: str, press: Press) -> InlineKeyboardButton:
    """A button with its callback data."""
    label = " ".join(clean(label).split())
    return InlineKeyboardButton(
        label if len(label) <= LABEL else label[: LABEL - 1] + "…", callback_data=str(press)
    )


def under_answer(answer: Answer, exchange: str, vote: int | None = None) -> InlineKeyboardMarkup | None:
    """The buttons of an answer, with the vote that was given; small talk has none."""
    if answer.outcome == "small_talk":
        return None
    more = []
    if answer.citations:
        more.append(button(wording.SHOW_SOURCES, Press("s", exchange)))
    if answer.related:
        more.append(button(wording.SHOW_RELATED, Press("r", exchange)))
    votes = [
        button(label + (wording.CHOSEN if vote == value else ""), Press("v", exchange, value))
        for label, value in ((wording.HELPFUL, 1), (wording.NOT_HELPFUL, -1))
    ]
    return InlineKeyboardMarkup([row for row in (more, votes) if row])


def related(answer: Answer) -> InlineKeyboardMarkup:
    """The related programs, a button each."""
    return InlineKeyboardMarkup(
        [[button(program.title, Press("o", key(program.slug)))] for program in answer.related]
    )


def yes_or_no(token: str) -> InlineKeyboardMarkup:
    """The two buttons under a proposal."""
    return InlineKeyboardMarkup(
        [[button(wording.YES, Press("y", token)), button(wording.NO, Press("n", token))]]
    )


def platforms(groups: Iterable[Group]) -> InlineKeyboardMarkup:
    """The platforms, two a row."""
    cells = [
        button(f"{group.name} ({len(group.documents)})", Press("g", key(group.name))) for group in groups
    ]
    return InlineKeyboardMarkup([cells[i : i + 2] for i in range(0, len(cells), 2)])


def programs(group: Group, number: int) -> InlineKeyboardMarkup:
    """One page of a platform's programs, and the way on and back."""
    number = min(max(number, 0), group.pages - 1)
    rows = [[button(_program(document), Press("o", key(document.slug)))] for document in group.page(number)]
    turn = []
    if number > 0:
        turn.append(button(wording.PREVIOUS, Press("g", key(group.name), number - 1)))
    if number < group.pages - 1:
        turn.append(button(wording.NEXT, Press("g", key(group.name), number + 1)))
    return InlineKeyboardMarkup([*rows, [*turn, button(wording.BACK, Press("p"))]])


def _program(document: Document) -> str:
    return ("[종료] " if document.status == "ended" else "") + document.title
