"""Tokens a day and a chat: counted over restarts, charged for rewritings and answers, enough is enough."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.llm.budget import Budget
from bot.llm.errors import Trouble
from bot.settings import BotSettings
from bot.store import open_store
from tests.bot.llm.server import Scene, Server, faithful

AMOUNT = "네이버가 소상공인 AI 교육에 얼마를 쓴대요?"
Make = Callable[..., BotSettings]


def test_a_day_and_a_chat_have_their_limits(settings_for: Make) -> None:
    settings = settings_for(llm_daily_tokens=100, llm_chat_tokens=60)
    budget = Budget(settings)
    assert budget.refusal("a") is None
    budget.spend("a", 60)
    assert budget.refusal("a") is Trouble.BUDGET_CHAT
    assert budget.refusal("b") is None
    assert budget.refusal(None) is None
    budget.spend(None, 40)
    assert {budget.refusal(chat) for chat in ("a", "b", None)} == {Trouble.BUDGET_DAY}


def test_what_was_spent_outlives_a_restart_and_ends_with_the_day(settings_for: Make) -> None:
    today = settings_for(ongil_today=date(2026, 1, 1))
    Budget(today).spend("a", 70)
    again = Budget(today)
    again.spend("b", 5)
    assert [again.spent(chat) for chat in ("a", "b", None)] == [70, 5, 75]
    tomorrow = Budget(settings_for(ongil_today=date(2026, 1, 2)))
    assert [tomorrow.spent(chat) for chat in ("a", None)] == [0, 0]


def test_nobody_can_be_read_from_the_count(settings_for: Make) -> None:
    settings = settings_for()
    Budget(settings).spend("7012345:0:0", 9)
    assert b"7012345" not in (settings.data / "ongil.sqlite3").read_bytes()


def test_two_processes_count_together(settings_for: Make) -> None:
    one, other = Budget(settings_for()), Budget(settings_for())
    for _ in range(3):
        one.spend("a", 1)
        other.spend("a", 2)
    assert (one.spent("a"), other.spent("a")) == (9, 9)


def test_without_a_database_the_count_is_kept_in_memory(
    settings_for: Make, caplog: pytest.LogCaptureFixture
) -> None:
    budget = Budget(settings_for(database_url="nosuch://db/x", llm_chat_tokens=10))
    budget.spend("a", 10)
    assert budget.refusal("a") is Trouble.BUDGET_CHAT
    assert "memory" in caplog.text


def test_the_store_adds_up(settings_for: Make) -> None:
    store = open_store(settings_for())
    store.add_tokens("2026-01-01", None, 5)
    store.add_tokens("2026-01-01", None, 6)
    assert (store.tokens("2026-01-01"), store.tokens("2026-01-01", "a")) == (11, 0)


def test_when_the_budget_is_used_up_the_extractive_answer_comes(
    settings_for: Make, model_data: Path, server: Server, tmp_path: Path
) -> None:
    usage = {"prompt_tokens": 80, "completion_tokens": 20, "total_tokens": 100}
    server.react = lambda asked: Scene([faithful(asked)], usage=usage)
    assistant = Assistant(
        settings_for(
            ongil_data=model_data,
            database_url=f"sqlite:///{tmp_path / 'own.sqlite3'}",
            llm_daily_tokens=350,
            llm_chat_tokens=200,
        )
    )
    by = [assistant.answer([AMOUNT], chat="a").answered_by for _ in range(3)]
    assert by == ["openai:test", "openai:test", "extractive"]
    by = [assistant.answer([AMOUNT], chat="b").answered_by for _ in range(3)]
    assert by == ["openai:test", "openai:test", "extractive"]
    last = assistant.answer([AMOUNT])
    assert "하루 토큰 한도" in last.trace.composed
    assert len(server.asked) == 4
