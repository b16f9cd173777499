"""What a chat said lately, so that "그럼 언제까지예요?" is understood. In memory only, and bounded."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

TURNS = 6
IDLE_SECONDS = 6 * 3600.0
CHATS = 5000


@dataclass(slots=True)
class Talk:
    """The last questions of one chat, by message."""

    turns: dict[int, str] = field(default_factory=dict)
    at: float = 0.0


class Memory:
    """The talks of all chats; one that was idle for hours starts anew."""

    def __init__(
        self,
        turns: int = TURNS,
        idle: float = IDLE_SECONDS,
        chats: int = CHATS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit, self._idle, self._chats, self._clock = turns, idle, chats, clock
        self._talks: OrderedDict[str, Talk] = OrderedDict()

    def turns(self, chat: str) -> list[str]:
        """The questions so far, the oldest first."""
        return list(self._talk(chat).turns.values())

    def question(self, chat: str, message: int) -> str | None:
        """The question that a message asked, while it is remembered."""
        return self._talk(chat).turns.get(message)

    def remember(self, chat: str, message: int, question: str) -> None:
        """Add a question."""
        talk = self._talk(chat)
        talk.turns.pop(message, None)
        talk.turns[message] = question
        while len(talk.turns) > self._limit:
            del talk.turns[next(iter(talk.turns))]
        talk.at = self._clock()
        self._talks[chat] = talk
        self._talks.move_to_end(chat)
        while len(self._talks) > self._chats:
            self._talks.popitem(last=False)

    def rewind(self, chat: str, message: int) -> None:
        """Forget a question and those after it: it is being asked anew."""
        turns = self._talk(chat).turns
        for known in [known for known in turns if known >= message]:
            del turns[known]

    def forget(self, chat: str) -> None:
        """Start the chat anew."""
        self._talks.pop(chat, None)

    def _talk(self, chat: str) -> Talk:
        talk = self._talks.get(chat)
        if talk is not None and self._clock() - talk.at > self._idle:
            del self._talks[chat]
            talk = None
        return talk or Talk()
