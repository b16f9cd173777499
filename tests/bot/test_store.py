"""Exchanges and votes: kept, masked, shared by processes."""

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from bot.settings import BotSettings
from bot.store import DATABASE, Store, StoreError, open_store
from tests.fakes import ANSWER, REFUSED

PARTIAL = replace(ANSWER, outcome="partial", missing=("신청 기간",))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(BotSettings(ongil_data=tmp_path / "새 폴더"))


def test_an_exchange_comes_back_with_all_that_its_buttons_need(store: Store) -> None:
    exchange = store.add("telegram", ANSWER.question, ANSWER, "chat")
    found = store.get(exchange)
    assert found is not None
    assert found.answer is not None
    assert (found.answer.body, found.answer.citations, found.answer.related) == (
        ANSWER.body,
        ANSWER.citations,
        ANSWER.related,
    )
    assert (found.channel, found.outcome, found.slugs, found.vote) == (
        "telegram",
        "answered",
        ("naver-sme-ai-education",),
        None,
    )
    assert store.get("nothing") is None


def test_nothing_tells_who_asked(store: Store, tmp_path: Path) -> None:
    body = "010-1234-5678은 자료에 없어요."
    store.add("telegram", "저는 010-1234-5678, a@b.kr", replace(REFUSED, body=body), "123456789:0:0")
    store.close()
    everything = b"".join(path.read_bytes() for path in (tmp_path / "새 폴더").iterdir())
    for secret in (b"1234-5678", b"a@b.kr", b"123456789:0:0", b"123456789"):
        assert secret not in everything


def test_the_last_vote_counts(store: Store) -> None:
    exchange = store.add("ask", "질문", ANSWER)
    for vote in (1, 1, -1):
        assert store.vote(exchange, vote)
    assert [e.vote for e in store.exchanges()] == [-1]
    assert not store.vote("nothing", 1)


def test_lists_are_the_newest_first_and_only_what_matters(store: Store) -> None:
    ids = {}
    for name, answer in (
        ("답", ANSWER),
        ("거절", REFUSED),
        ("일부", PARTIAL),
        ("오류", None),
        ("좋음", ANSWER),
    ):
        ids[name] = store.add("repl", name, answer)
    store.vote(ids["좋음"], 1)
    assert [e.question for e in store.exchanges()] == ["좋음", "오류", "일부", "거절"]
    assert [e.question for e in store.exchanges(unanswered=True)] == ["오류", "일부", "거절"]
    assert [e.outcome for e in store.exchanges(unanswered=True, limit=1)] == ["error"]


def test_the_last_answer_of_a_chat(store: Store) -> None:
    store.add("telegram", "가", ANSWER, "1")
    store.add("telegram", "나", REFUSED, "1")
    store.add("telegram", "다", None, "1")
    store.add("telegram", "라", ANSWER, "2")
    last = store.last("1")
    assert last is not None
    assert last.question == "나"
    assert store.last("3") is None


def test_many_threads_write_at_once(store: Store) -> None:
    def write() -> None:
        for _ in range(20):
            store.vote(store.add("telegram", "질문", REFUSED), 1)

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.exchanges()) == 120


WRITER = """
import sys
from bot.settings import BotSettings
from bot.store import open_store
store = open_store(BotSettings())
for n in range(40):
    store.vote(store.add("ask", f"{sys.argv[1]} {n}", None), 1)
"""


def test_many_processes_open_and_write_at_once(own_data: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    processes = [subprocess.Popen([sys.executable, "-c", WRITER, str(n)], cwd=root) for n in range(4)]
    assert [process.wait(60) for process in processes] == [0] * 4
    assert len(open_store(BotSettings()).exchanges()) == 160


def test_a_busy_database_is_waited_for(store: Store, tmp_path: Path) -> None:
    store.add("ask", "질문", None)
    other = sqlite3.connect(tmp_path / "새 폴더" / DATABASE, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.5, other.rollback).start()
    store.add("ask", "질문", None)
    assert len(store.exchanges()) == 2


@pytest.mark.parametrize(
    "url", ["nonsense", "nosuch://user:secret@host/db", "sqlite:////no/such/folder/x.db"]
)
def test_a_database_that_cannot_be_opened_says_so(url: str, own_data: Path) -> None:
    with pytest.raises(StoreError) as found:
        open_store(BotSettings(database_url=url))
    assert "secret" not in str(found.value)
    assert str(found.value).count("\n") == 0


def test_a_broken_file_says_so(tmp_path: Path) -> None:
    (tmp_path / DATABASE).write_bytes(b"not a database, but long enough to be looked at " * 100)
    with pytest.raises(StoreError, match=DATABASE):
        open_store(BotSettings(ongil_data=tmp_path))


def test_a_database_url_wins(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'other.db'}"
    open_store(BotSettings(ongil_data=tmp_path / "data", database_url=url)).add("ask", "질문", None)
    assert (tmp_path / "other.db").exists()
    assert not (tmp_path / "data").exists()
