"""How the bot starts and stops: tokens, networks, signals, second bots."""

import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer
from bot.errors import TelegramSetupError
from bot.messenger import wording
from bot.messenger.run import run_bot
from bot.store import StoreError
from knowledge.errors import IndexUnreadable
from tests.bot.botapi import TOKEN, BotApi
from tests.bot.messenger.shop import Running, Shop, running, settings_for
from tests.fakes import ANSWER

ADMIN = 42

#: As the command does it: an OngilError is one line and exit code 1.
SCRIPT = """
import sys
from bot.settings import BotSettings
from bot.telegram_bot import run_bot
from knowledge.errors import OngilError
from tests.bot.messenger.shop import Shop
try:
    sys.exit(run_bot(BotSettings(), Shop))
except OngilError as error:
    print(error, file=sys.stderr)
    sys.exit(1)
"""


def started(api: BotApi, token: str, data: Path) -> subprocess.Popen[str]:
    settings = {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_BASE_URL": api.base_url, "ONGIL_DATA": str(data)}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        root = Path(__file__).resolve().parents[3]
        return subprocess.Popen([sys.executable, "-c", SCRIPT], stderr=subprocess.PIPE, text=True, cwd=root)


def failure_of(bot: Running) -> BaseException | None:
    bot.thread.join(10)
    assert not bot.thread.is_alive()
    return bot.error


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_bot_cleanly(api: BotApi, tmp_path: Path, number: signal.Signals) -> None:
    process = started(api, TOKEN, tmp_path)
    api.wait(lambda: api.called("getUpdates"), 20)
    api.say(1, "질문")
    api.wait(lambda: api.sent(1))
    process.send_signal(number)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 0
    assert errors.splitlines() == [wording.READY.format(name="ongil_test_bot"), wording.STOPPED]
    # The last poll confirms what was taken, so that a restart does not answer it again.
    assert api.updates == []


@pytest.mark.parametrize(
    ("token", "line"),
    [
        ("", wording.NO_TOKEN),
        ("987654321:AAanother-token-that-was-revoked", wording.WRONG_TOKEN),
        ("not a token", wording.WRONG_TOKEN),
    ],
    ids=["missing", "revoked", "malformed"],
)
def test_a_bad_token_is_one_line_and_exit_code_1(api: BotApi, tmp_path: Path, token: str, line: str) -> None:
    process = started(api, token, tmp_path)
    _, errors = process.communicate(timeout=20)
    assert process.returncode == 1
    assert errors.strip() == line.format(server=api.url.removeprefix("http://"))
    assert not (tmp_path / "ongil.sqlite3").exists()


def test_a_network_that_is_down_at_start_is_waited_for(api: BotApi, tmp_path: Path, shop: Shop) -> None:
    api.fail("getMe", 502, "Bad Gateway", times=2)
    with running(api, tmp_path, shop) as bot:
        api.wait(lambda: len(bot.said) == 2)
        assert bot.said == [wording.STILL_TRYING, wording.READY.format(name="ongil_test_bot")]


def test_a_server_that_never_answers_is_named(api: BotApi, tmp_path: Path, shop: Shop) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    settings = settings_for(api, tmp_path, telegram_base_url=f"http://127.0.0.1:{port}/bot")
    error = failure_of(Running(settings, shop, patience=1.0))
    assert isinstance(error, TelegramSetupError)
    assert str(error) == wording.UNREACHABLE.format(server=f"127.0.0.1:{port}")
    assert error.__cause__ is None


def test_the_bot_can_be_stopped_while_it_waits_for_the_network(
    api: BotApi, tmp_path: Path, shop: Shop
) -> None:
    api.fail("getMe", 502, "Bad Gateway", times=1000)
    bot = Running(settings_for(api, tmp_path), shop)
    api.wait(lambda: api.called("getMe"))
    bot.stop()
    assert bot.error is None


def test_a_webhook_of_before_is_removed(api: BotApi, tmp_path: Path, shop: Shop) -> None:
    api.webhook = "https://old.example/hook"
    with running(api, tmp_path, shop):
        api.say(1, "질문")
        api.wait(lambda: api.sent(1))
    assert api.webhook == ""


def test_two_bots_are_named(
    api: BotApi, tmp_path: Path, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    with running(api, tmp_path / "one", shop) as one, running(api, tmp_path / "two", shop) as two:
        api.wait(lambda: wording.CONFLICT in one.said + two.said)
        api.say(1, "질문")
        api.wait(lambda: api.sent(1), 20)
    assert "409 Conflict" in caplog.text
    assert TOKEN not in caplog.text


def test_a_token_that_is_revoked_ends_the_bot_with_a_word(api: BotApi, tmp_path: Path, shop: Shop) -> None:
    bot = Running(settings_for(api, tmp_path), shop)
    api.wait(lambda: api.called("getUpdates"))
    api.token = "123456789:BBthe-new-token-of-the-same-bot"
    # The long poll under way ends with the next update.
    api.say(1, "/reset")
    error = failure_of(bot)
    assert isinstance(error, TelegramSetupError)
    assert TOKEN not in str(error)


def test_an_assistant_that_cannot_load_ends_the_bot(api: BotApi, tmp_path: Path) -> None:
    def broken() -> Any:
        raise IndexUnreadable("색인을 읽을 수 없어요.")

    with pytest.raises(IndexUnreadable, match="색인"):
        run_bot(settings_for(api, tmp_path), broken)


def test_a_database_that_cannot_be_opened_ends_the_bot(api: BotApi, tmp_path: Path, shop: Shop) -> None:
    (tmp_path / "file").write_text("")
    error = failure_of(Running(settings_for(api, tmp_path / "file"), shop))
    assert isinstance(error, StoreError)
    assert "ONGIL_DATA" in str(error)


def test_running_answers_are_delivered_before_the_end(api: BotApi, tmp_path: Path, shop: Shop) -> None:
    entered = threading.Event()

    def slow() -> Answer:
        entered.set()
        time.sleep(0.5)
        return ANSWER

    shop.answers["오래"] = slow
    with running(api, tmp_path, shop):
        api.say(1, "오래")
        assert entered.wait(10)
    assert len(api.sent(1)) == 1


def test_an_answer_that_takes_too_long_is_given_up(api: BotApi, tmp_path: Path, shop: Shop) -> None:
    gate = threading.Event()
    shop.answers["영영"] = lambda: gate.wait(10) and None  # type: ignore[dict-item, return-value]
    with running(api, tmp_path, shop, answer_seconds=0.2):
        api.say(1, "영영")
        api.say(1, "질문")
        api.wait(lambda: len(api.sent(1)) == 2)
        assert api.sent(1)[0]["text"] == wording.TOO_LONG
        gate.set()


def test_an_admin_reads_what_to_do_and_a_merchant_whom_to_ask(
    api: BotApi, tmp_path: Path, shop: Shop
) -> None:
    def broken() -> Answer:
        raise IndexUnreadable("색인을 읽을 수 없어요. `ongil ingest`를 실행해 주세요.")

    shop.answers["질문"] = broken
    more = {"admin_ids": frozenset({ADMIN}), "support_contact": "길동이네 02-000-0000"}
    with running(api, tmp_path, shop, settings=more):
        for chat in (1, ADMIN):
            api.say(chat, "질문")
            api.wait(lambda chat=chat: api.sent(chat))
        assert "ongil ingest" in api.sent(ADMIN)[0]["text"]
        assert api.sent(1)[0]["text"] == f"{wording.FAILED}\n사람과 이야기하고 싶으시면: 길동이네 02-000-0000"
        api.say(1, "/help")
        api.wait(lambda: len(api.sent(1)) == 2)
        assert api.sent(1)[1]["text"].endswith("길동이네 02-000-0000")


def test_a_database_that_fails_costs_the_buttons_not_the_answer(
    api: BotApi, tmp_path: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with running(api, tmp_path, shop):
        monkeypatch.setattr("bot.store._now", lambda: None)
        api.say(1, "질문")
        api.wait(lambda: api.sent(1))
    assert "reply_markup" not in api.sent(1)[0]
    assert "the exchange was not stored" in caplog.text
    assert "질문" not in caplog.text
