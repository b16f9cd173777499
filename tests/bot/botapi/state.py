"""What the server knows: chats, messages, updates, presses, and what it was told to refuse."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bot.botapi.rules import Json, Refusal

TOKEN = "123456789:AAloopback-token-of-the-tests_0123"
ME: Json = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "온길",
    "username": "ongil_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
DEFAULT_UPDATES = {"message", "edited_message", "callback_query", "my_chat_member", "channel_post"}


@dataclass
class Call:
    """A request as it came, and what it was answered."""

    method: str
    params: Json
    at: float
    ok: bool | None = None

    @property
    def chat(self) -> int | None:
        return int(self.params["chat_id"]) if "chat_id" in self.params else None


@dataclass
class Script:
    """A refusal or a delay for calls that are still to come."""

    method: str
    refusal: Refusal | None = None
    chat: int | None = None
    times: int = 1
    seconds: float = 0.0


@dataclass
class Query:
    """A pressed button."""

    id: str
    at: float
    answered: float | None = None
    text: str | None = None


@dataclass
class State:
    """Everything, behind one condition: whoever changes it notifies."""

    token: str = TOKEN
    changed: threading.Condition = field(default_factory=threading.Condition)
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    updates: list[Json] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    queries: dict[str, Query] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    scripts: list[Script] = field(default_factory=list)
    held: dict[int, float] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    violations: list[str] = field(default_factory=list)
    commands: list[Json] = field(default_factory=list)
    webhook: str = ""
    allowed: set[str] = field(default_factory=lambda: set(DEFAULT_UPDATES))
    poll: int = 0
    next_update: int = 700_000_000
    next_message: int = 0
    closed: bool = False

    # The person's side.

    def say(self, chat: int, text: str | None = None, *, user: int | None = None, **content: Any) -> int:
        """Somebody sends a message; gives its id."""
        with self.changed:
            message = self._message(chat, self._person(user or abs(chat)))
            if text is not None:
                message["text"] = text
                if command := re.match(r"/\w+(@\w+)?", text, re.ASCII):
                    message["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
            message |= content
            self._push("message", message)
            return int(message["message_id"])

    def send_file(self, chat: int, name: str, content: bytes, **more: Any) -> int:
        """Somebody sends a file; gives the message's id."""
        with self.changed:
            return self.say(chat, document=self.new_file(name, content), **more)

    def edit(self, chat: int, message_id: int, text: str) -> None:
        """Somebody edits a message."""
        with self.changed:
            message = self.messages[chat, message_id]
            message |= {"text": text, "edit_date": int(time.time())}
            self._push("edited_message", dict(message))

    def press(self, message: Json, label: str, *, user: int | None = None) -> str:
        """Somebody presses the button with that label; gives the query's id."""
        with self.changed:
            chat = message["chat"]["id"]
            current = self.messages[chat, message["message_id"]]
            data = next(b["callback_data"] for b in buttons(current) if label in b["text"])
            return self.press_data(current, data, user=user)

    def press_data(self, message: Json, data: str, *, user: int | None = None) -> str:
        """The same with callback data that no button has."""
        with self.changed:
            query = Query(f"{4_000_000_000 + len(self.queries)}", time.monotonic())
            self.queries[query.id] = query
            sender = self._person(user or abs(message["chat"]["id"]))
            update = {"id": query.id, "from": sender, "message": message, "chat_instance": "1", "data": data}
            self._push("callback_query", update)
            return query.id

    # The test's side.

    def fail(
        self,
        method: str,
        code: int = 400,
        description: str = "Bad Request: scripted",
        *,
        chat: int | None = None,
        retry_after: int | None = None,
        migrate_to: int | None = None,
        times: int = 1,
    ) -> None:
        """Refuse the next calls of a method."""
        parameters = {} if retry_after is None else {"retry_after": retry_after}
        if migrate_to is not None:
            description = "Bad Request: group chat was upgraded to a supergroup chat"
            parameters = {"migrate_to_chat_id": migrate_to}
        if retry_after is not None:
            code, description = 429, f"Too Many Requests: retry after {retry_after}"
        with self.changed:
            self.scripts.append(Script(method, Refusal(code, description, parameters), chat, times))

    def slow(self, method: str, seconds: float, *, chat: int | None = None, times: int = 1) -> None:
        """Delay the next calls of a method."""
        with self.changed:
            self.scripts.append(Script(method, None, chat, times, seconds))

    def sent(self, chat: int) -> list[Json]:
        """The bot's messages in a chat, as they are now."""
        with self.changed:
            return [
                m for (where, _), m in sorted(self.messages.items()) if where == chat and m["from"]["is_bot"]
            ]

    def wait(self, found: Callable[[], Any], seconds: float = 10.0) -> Any:
        """Wait until something is true and give it."""
        deadline = time.monotonic() + seconds
        with self.changed:
            while not (value := found()):
                left = deadline - time.monotonic()
                if left <= 0:
                    shown = [(c.method, c.chat, c.ok) for c in self.calls[-12:]]
                    raise AssertionError(f"waited {seconds} s in vain; the last calls: {shown}")
                self.changed.wait(min(left, 0.2))
            return value

    def called(self, method: str, chat: int | None = None) -> list[Call]:
        """The calls of a method so far."""
        with self.changed:
            return [c for c in self.calls if c.method == method and (chat is None or c.chat == chat)]

    def check(self, answer_within: float = 1.5) -> None:
        """Nothing was done that Telegram forbids, and every press was answered in time."""
        with self.changed:
            late = [
                q for q in self.queries.values() if q.answered is None or q.answered - q.at > answer_within
            ]
            assert not self.violations, self.violations
            assert not late, f"presses not answered within {answer_within} s: {late}"

    # For the methods.

    def new_message(self, chat: int, **content: Any) -> Json:
        """A message of the bot's."""
        message = self._message(chat, {k: ME[k] for k in ("id", "is_bot", "first_name", "username")})
        message |= content
        return message

    def new_file(self, name: str, content: bytes) -> Json:
        """A file that the server has from now on. Its id and path tell nothing of its name."""
        file_id = f"BQACAgUAAxkBAAI{len(self.files):04d}"
        self.files[file_id] = content
        return {
            "file_id": file_id,
            "file_unique_id": f"AgAD{len(self.files):04d}",
            "file_name": name,
            "file_size": len(content),
        }

    def knows(self, chat: int) -> bool:
        """Whether anybody in the chat ever wrote to the bot."""
        return any(where == chat for where, _ in self.messages)

    def _message(self, chat: int, sender: Json) -> Json:
        self.next_message += 1
        private = {"id": chat, "type": "private", "first_name": "사장님"}
        where = private if chat > 0 else {"id": chat, "type": "supergroup", "title": "상인회"}
        message = {"message_id": self.next_message, "date": int(time.time()), "chat": where, "from": sender}
        self.messages[chat, self.next_message] = message
        return message

    def _person(self, user: int) -> Json:
        return {"id": user, "is_bot": False, "first_name": "사장님", "language_code": "ko"}

    def _push(self, kind: str, content: Json) -> None:
        if kind in self.allowed:
            self.next_update += 1
            self.updates.append({"update_id": self.next_update, kind: content})
        self.changed.notify_all()


def buttons(message: Json) -> list[Json]:
    """The buttons under a message."""
    return [b for row in message.get("reply_markup", {}).get("inline_keyboard", []) for b in row]
