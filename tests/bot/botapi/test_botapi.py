"""The double itself: python-telegram-bot reads its answers whole, and it refuses what Telegram refuses."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from telegram import BotCommand, File, Message, TelegramObject, Update, User, WebhookInfo

from tests.bot.botapi import TOKEN, BotApi, serve

CHAT = 77


@pytest.fixture
def api() -> Iterator[BotApi]:
    with serve() as api:
        api.say(CHAT, "/start")
        yield api


def call(api: BotApi, method: str, token: str = TOKEN, **params: Any) -> Any:
    """One request as python-telegram-bot makes it: a form whose objects are JSON."""
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    return httpx.post(f"{api.base_url}{token}/{method}", data=form, timeout=10).json()


def refused(api: BotApi, method: str, **params: Any) -> str:
    answer = call(api, method, **params)
    assert answer["ok"] is False
    return str(answer["description"])


def send(api: BotApi, text: str = "글", **params: Any) -> dict:
    answer = call(api, "sendMessage", chat_id=CHAT, text=text, **params)
    assert answer["ok"], answer
    return dict(answer["result"])


def keyboard(data: str = "x", text: str = "단추") -> dict:
    return {"inline_keyboard": [[{"text": text, "callback_data": data}]]}


def test_everything_it_answers_is_read_whole(api: BotApi) -> None:
    def read(kind: type[TelegramObject], data: dict) -> Any:
        found = kind.de_json(data, None)
        assert not found.api_kwargs, found.api_kwargs
        return found

    assert read(User, call(api, "getMe")["result"]).username == "ongil_test_bot"
    entities = [{"type": "text_link", "offset": 0, "length": 1, "url": "https://example.org"}]
    message = read(Message, send(api, entities=entities, reply_markup=keyboard()))
    assert message.entities[0].url == "https://example.org"
    assert message.reply_markup.inline_keyboard[0][0].callback_data == "x"
    api.press(api.sent(CHAT)[0], "단추")
    api.edit(CHAT, api.say(CHAT, "아"), "어")
    updates = [read(Update, update) for update in call(api, "getUpdates")["result"]]
    assert [u.effective_chat.id for u in updates] == [CHAT] * 4
    assert updates[1].callback_query.message == message
    assert read(WebhookInfo, call(api, "getWebhookInfo")["result"]).pending_update_count == 4
    assert (
        call(api, "setMyCommands", commands=[{"command": "help", "description": "도움말"}])["result"] is True
    )
    assert read(BotCommand, call(api, "getMyCommands")["result"][0]).command == "help"
    where = {"chat_id": CHAT, "message_id": message.message_id}
    assert read(Message, call(api, "editMessageText", **where, text="새 글")["result"]).text == "새 글"
    assert read(Message, call(api, "editMessageReplyMarkup", **where, reply_markup=keyboard())["result"])
    assert call(api, "sendChatAction", chat_id=CHAT, action="typing")["result"] is True
    assert call(api, "deleteMessage", **where)["result"] is True
    files = {"document": ("표.txt", "내용".encode())}
    sent = httpx.post(
        f"{api.base_url}{TOKEN}/sendDocument", data={"chat_id": str(CHAT), "caption": "표"}, files=files
    )
    document = read(Message, sent.json()["result"]).document
    assert (document.file_name, document.file_size) == ("표.txt", 6)
    assert (
        read(File, call(api, "getFile", file_id=document.file_id)["result"]).file_path
        == f"documents/{document.file_id}"
    )
    assert not api.violations


@pytest.mark.parametrize(
    ("token", "code"), [("123:short", 404), ("nonsense", 404), ("123456789:AAwell-formed-but-not-ours", 401)]
)
def test_tokens(api: BotApi, token: str, code: int) -> None:
    assert httpx.post(f"{api.base_url}{token}/getMe").status_code == code


def test_lengths_are_counted_in_utf16(api: BotApi) -> None:
    send(api, "가" * 4096)
    send(api, "🙂" * 2048)
    assert (
        refused(api, "sendMessage", chat_id=CHAT, text="🙂" * 2048 + "가")
        == "Bad Request: message is too long"
    )
    assert refused(api, "sendMessage", chat_id=CHAT, text=" \n ") == "Bad Request: message text is empty"
    assert refused(api, "sendMessage", chat_id=404, text="글") == "Bad Request: chat not found"


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("글", [("bold", 0, 2)]),
        ("글", [("bold", 0, 0)]),
        ("글", [("bold", -1, 1)]),
        ("글", [("shout", 0, 1)]),
        ("🙂🙂", [("bold", 1, 2)]),
        ("🙂🙂", [("bold", 0, 3)]),
        ("가나다라", [("bold", 0, 3), ("italic", 1, 3)]),
        ("글", [("text_link", 0, 1)]),
    ],
)
def test_entities_that_telegram_refuses(api: BotApi, text: str, entities: list[tuple[str, int, int]]) -> None:
    rows = [{"type": kind, "offset": offset, "length": length} for kind, offset, length in entities]
    assert "can't parse entities" in refused(api, "sendMessage", chat_id=CHAT, text=text, entities=rows)


def test_what_telegram_would_repair_is_a_violation(api: BotApi) -> None:
    send(api, "글 ", entities=[{"type": "bold", "offset": 0, "length": 2}])
    assert len(api.violations) == 2
    with pytest.raises(AssertionError):
        api.check()


def test_html_is_parsed(api: BotApi) -> None:
    message = send(
        api, "🙂 <b>굵게 <i>둘</i></b> &lt;b&gt; <a href='https://e.org'>글</a>", parse_mode="HTML"
    )
    assert message["text"] == "🙂 굵게 둘 <b> 글"
    assert [(e["type"], e["offset"], e["length"]) for e in message["entities"]] == [
        ("bold", 3, 4),
        ("italic", 6, 1),
        ("text_link", 12, 1),
    ]
    for broken in ("<b>열림", "<b><i>엇갈림</b></i>", "<h1>없는 것</h1>", "닫힘</b>"):
        assert "can't parse entities" in refused(
            api, "sendMessage", chat_id=CHAT, text=broken, parse_mode="HTML"
        )


def test_buttons(api: BotApi) -> None:
    send(api, reply_markup=keyboard("가" * 21 + "x"))
    for markup in (
        keyboard("가" * 22),
        keyboard(""),
        keyboard(text=" "),
        {"inline_keyboard": [[{"text": "빈"}]]},
    ):
        assert refused(api, "sendMessage", chat_id=CHAT, text="글", reply_markup=markup)


def test_edits(api: BotApi) -> None:
    where = {"chat_id": CHAT, "message_id": send(api, reply_markup=keyboard())["message_id"]}
    assert "message is not modified" in refused(
        api, "editMessageText", **where, text="글", reply_markup=keyboard()
    )
    assert "message is not modified" in refused(
        api, "editMessageReplyMarkup", **where, reply_markup=keyboard()
    )
    assert call(api, "editMessageText", **where, text="글")["ok"]
    assert "message to edit not found" in refused(
        api, "editMessageText", chat_id=CHAT, message_id=999, text="글"
    )
    assert "can't be edited" in refused(api, "editMessageText", chat_id=CHAT, message_id=1, text="글")


def test_a_press_is_answered_once(api: BotApi) -> None:
    send(api, reply_markup=keyboard())
    query = api.press(api.sent(CHAT)[0], "단추")
    with pytest.raises(AssertionError, match="not answered"):
        api.check(answer_within=0)
    assert call(api, "answerCallbackQuery", callback_query_id=query, text="네")["ok"]
    api.check()
    assert "query is too old" in refused(api, "answerCallbackQuery", callback_query_id=query)
    assert "query is too old" in refused(api, "answerCallbackQuery", callback_query_id="1")
    assert api.violations == [f"press {query} answered twice"]


def test_a_retry_before_its_time_is_refused_and_noted(api: BotApi) -> None:
    api.fail("sendMessage", retry_after=1)
    answer = call(api, "sendMessage", chat_id=CHAT, text="글")
    assert (answer["error_code"], answer["parameters"]) == (429, {"retry_after": 1})
    assert "Too Many Requests" in refused(api, "sendMessage", chat_id=CHAT, text="글")
    assert len(api.violations) == 1
    time.sleep(1)
    send(api)


def test_long_polling_waits_confirms_and_gives_way(api: BotApi) -> None:
    [start] = call(api, "getUpdates", timeout=5)["result"]
    offset = start["update_id"] + 1
    threading.Timer(0.2, api.say, (CHAT, "늦은 글")).start()
    before = time.monotonic()
    [late] = call(api, "getUpdates", offset=offset, timeout=5)["result"]
    assert 0.1 < time.monotonic() - before < 3
    assert late["message"]["text"] == "늦은 글"
    older: list[Any] = []
    thread = threading.Thread(
        target=lambda: older.append(call(api, "getUpdates", offset=offset + 1, timeout=5))
    )
    thread.start()
    api.wait(lambda: len(api.called("getUpdates")) == 3)
    time.sleep(0.1)
    assert call(api, "getUpdates", offset=offset + 1)["result"] == []
    thread.join()
    assert older[0]["error_code"] == 409
    api.webhook = "https://example.org"
    assert "webhook is active" in refused(api, "getUpdates")
    assert call(api, "deleteWebhook")["ok"]
    assert call(api, "getUpdates", allowed_updates=["message"])["ok"]
    send(api, reply_markup=keyboard())
    api.press(api.sent(CHAT)[0], "단추")
    assert call(api, "getUpdates", offset=offset + 1)["result"] == []


def test_files_come_down_as_they_went_up(api: BotApi) -> None:
    api.send_file(CHAT, "공고.hwp", b"content")
    api.send_file(CHAT, "큰 공고.pdf", bytes(20 * 2**20 + 1))
    small, large = list(api.files)
    path = call(api, "getFile", file_id=small)["result"]["file_path"]
    assert httpx.get(f"{api.url}/file/bot{TOKEN}/{path}").content == b"content"
    assert httpx.get(f"{api.url}/file/bot{TOKEN[:-1]}x/{path}").status_code == 404
    assert httpx.get(f"{api.url}/file/bot{TOKEN}/documents/other").status_code == 404
    assert refused(api, "getFile", file_id=large) == "Bad Request: file is too big"
    assert "wrong file_id" in refused(api, "getFile", file_id="other")
