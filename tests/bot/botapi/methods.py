"""The methods of the Bot API, each as Telegram answers it."""

import re
import time
from collections.abc import Callable
from typing import Any

from tests.bot.botapi.rules import ACTIONS, Json, Refusal, as_json, bad, checked_markup, checked_text
from tests.bot.botapi.state import DEFAULT_UPDATES, ME, State

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TERMINATED = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
#: What the Bot API lets a bot download.
LARGEST_FILE = 20 * 2**20
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"

Method = Callable[[State, Json], Any]


def get_me(_state: State, _params: Json) -> Json:
    return ME


def get_updates(state: State, params: Json) -> list[Json]:
    """Long polling: waits for an update, gives way to a newer poll."""
    if state.webhook:
        raise Refusal(
            409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
        )
    offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
    if not 1 <= limit <= 100:
        raise bad("wrong limit")
    if (allowed := as_json(params.get("allowed_updates"), list)) is not None:
        state.allowed = set(allowed) or set(DEFAULT_UPDATES)
    state.poll += 1
    mine, deadline = state.poll, time.monotonic() + float(params.get("timeout", 0))
    state.changed.notify_all()
    state.updates = (
        state.updates[offset:] if offset < 0 else [u for u in state.updates if u["update_id"] >= offset]
    )
    while True:
        if state.poll != mine:
            raise Refusal(409, TERMINATED)
        state.updates = [u for u in state.updates if state.allowed & u.keys()]
        left = deadline - time.monotonic()
        if state.updates or left <= 0 or state.closed:
            return state.updates[:limit]
        state.changed.wait(left)


def delete_webhook(state: State, params: Json) -> bool:
    state.webhook = ""
    if params.get("drop_pending_updates") in (True, "true"):
        state.updates.clear()
    return True


def get_webhook_info(state: State, _params: Json) -> Json:
    return {"url": state.webhook, "has_custom_certificate": False, "pending_update_count": len(state.updates)}


def set_my_commands(state: State, params: Json) -> bool:
    commands = as_json(params.get("commands"), list)
    if not commands or len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(command.get("description", "")) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    state.commands = commands
    return True


def get_my_commands(state: State, _params: Json) -> list[Json]:
    return state.commands


def send_message(state: State, params: Json) -> Json:
    chat = _writable(state, params)
    text, entities, notes = checked_text(params)
    markup = checked_markup(params)
    reply = as_json(params.get("reply_parameters"), dict)
    if (
        reply
        and (chat, reply["message_id"]) not in state.messages
        and not reply.get("allow_sending_without_reply")
    ):
        raise bad("message to be replied not found")
    state.violations += notes
    return state.new_message(chat, **_content(text, entities, markup))


def send_message_draft(state: State, params: Json) -> bool:
    """A preview that is never a message: private chats only, gone when the message comes."""
    chat = _writable(state, params)
    if chat < 0:
        raise bad("TEXTDRAFT_PEER_INVALID")
    if not int(params.get("draft_id", 0)):
        raise bad("draft_id must be non-zero")
    _, _, notes = checked_text(params)
    state.violations += notes
    return True


def edit_message_text(state: State, params: Json) -> Json:
    message = _own_message(state, params)
    text, entities, notes = checked_text(params)
    new = _content(text, entities, checked_markup(params))
    if new == {name: message[name] for name in ("text", "entities", "reply_markup") if name in message}:
        raise bad(NOT_MODIFIED)
    state.violations += notes
    return _edited(message, ("text", "entities", "reply_markup"), new)


def edit_message_reply_markup(state: State, params: Json) -> Json:
    message, markup = _own_message(state, params), checked_markup(params)
    if message.get("reply_markup") == markup:
        raise bad(NOT_MODIFIED)
    return _edited(message, ("reply_markup",), {"reply_markup": markup} if markup else {})


def delete_message(state: State, params: Json) -> bool:
    where = (_writable(state, params), int(params["message_id"]))
    if where not in state.messages:
        raise bad("message to delete not found")
    del state.messages[where]
    state.deleted.append(where)
    return True


def send_chat_action(state: State, params: Json) -> bool:
    _writable(state, params)
    if params.get("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def answer_callback_query(state: State, params: Json) -> bool:
    query = state.queries.get(str(params.get("callback_query_id")))
    if query is None:
        raise bad(TOO_OLD)
    if query.answered is not None:
        state.violations.append(f"press {query.id} answered twice")
        raise bad(TOO_OLD)
    if len(params.get("text", "")) > 200:
        raise bad("MESSAGE_TOO_LONG")
    query.answered, query.text = time.monotonic(), params.get("text")
    return True


def send_document(state: State, params: Json) -> Json:
    chat, (name, content) = _writable(state, params), params["document"]
    if not content:
        raise bad("file must be non-empty")
    document = state.new_file(name, content)
    caption = {"caption": params["caption"]} if params.get("caption") else {}
    return state.new_message(chat, document=document, **caption)


def get_file(state: State, params: Json) -> Json:
    """Where a file can be downloaded, unless it is larger than what bots are given."""
    name = str(params.get("file_id", ""))
    if name not in state.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    size = len(state.files[name])
    if size > LARGEST_FILE:
        raise bad("file is too big")
    return {"file_id": name, "file_unique_id": name[-8:], "file_size": size, "file_path": f"documents/{name}"}


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "sendMessage": send_message,
    "sendMessageDraft": send_message_draft,
    "editMessageText": edit_message_text,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "deleteMessage": delete_message,
    "sendChatAction": send_chat_action,
    "answerCallbackQuery": answer_callback_query,
    "sendDocument": send_document,
    "getFile": get_file,
}


def _writable(state: State, params: Json) -> int:
    chat = int(params["chat_id"])
    if not state.knows(chat):
        raise bad("chat not found")
    if chat in state.blocked:
        raise Refusal(403, "Forbidden: bot was blocked by the user")
    topics = {m.get("message_thread_id") for (where, _), m in state.messages.items() if where == chat}
    if (topic := params.get("message_thread_id")) and int(topic) not in topics:
        raise bad("message thread not found")
    return chat


def _own_message(state: State, params: Json) -> Json:
    message = state.messages.get((_writable(state, params), int(params["message_id"])))
    if message is None:
        raise bad("message to edit not found")
    if not message["from"]["is_bot"]:
        raise bad("message can't be edited")
    return message


def _content(text: str, entities: list[Json], markup: Json | None) -> Json:
    content: Json = {"text": text}
    if entities:
        content["entities"] = entities
    if markup:
        content["reply_markup"] = markup
    return content


def _edited(message: Json, old: tuple[str, ...], new: Json) -> Json:
    for name in old:
        message.pop(name, None)
    message |= new | {"edit_date": int(time.time())}
    return message
