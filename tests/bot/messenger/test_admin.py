"""Admins in the chat, with the real clerk on a real index; and everyone else."""

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.messenger import wording
from bot.messenger.app import file_url
from ingest.clerk import Clerk
from ingest.guard import one_writer
from knowledge.settings import KnowledgeSettings
from tests.bot.botapi import BotApi
from tests.bot.botapi.state import buttons
from tests.bot.messenger.shop import Shop, running
from tests.ingest.sheets import Letters, Store, write_sheet

ADMIN, MERCHANT, GROUP = 42, 1001, -100500


class Gate(Letters):
    """The small model; while `held`, an ingest waits in the middle of its work."""

    def __init__(self) -> None:
        super().__init__()
        self.open, self.entered = threading.Event(), threading.Event()
        self.open.set()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.entered.set()
        assert self.open.wait(20)
        return super().embed_documents(texts)


class Office:
    """The index, its folder of documents, and the bot on it."""

    def __init__(self, api: BotApi, place: Path, shop: Shop) -> None:
        self.api, self.shop, self.model = api, shop, Gate()
        self.store = Store(KnowledgeSettings(ongil_data=place), model=self.model)
        self.folder = place.parent / "documents"
        write_sheet(self.folder, "loan", ["최대 1억원을 빌려줘요."])
        write_sheet(self.folder, "kiosk")
        self.store.ingest(self.folder)

    def run(self) -> Any:
        clerk = Clerk(self.store.settings, self.model)
        return running(
            self.api,
            self.store.data,
            self.shop,
            settings={"admin_ids": frozenset({ADMIN})},
            clerk=clerk,
        )

    def said(self, count: int, chat: int = ADMIN) -> list[dict[str, Any]]:
        """The bot's messages in a chat, once there are so many."""
        self.api.wait(lambda: len(self.api.sent(chat)) >= count, 30)
        return self.api.sent(chat)

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.store.data / "ingest_log.jsonl").read_text().splitlines()]

    @property
    def uploads(self) -> dict[str, str]:
        place = self.store.data / "uploads"
        return {path.name: path.read_text() for path in place.iterdir()} if place.exists() else {}


@pytest.fixture
def office(api: BotApi, own_data: Path, shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    for name in ("OVERALL", "PRIVATE", "GROUP"):
        monkeypatch.setattr(f"bot.messenger.pacing.{name}", (1000.0, 100))
    office = Office(api, own_data, shop)
    with office.run():
        yield office


def sheet(office: Office, name: str, fact: str) -> bytes:
    return write_sheet(office.folder.parent / "drafts", name, [fact]).read_bytes()


def test_a_file_is_proposed_then_taken(office: Office) -> None:
    office.api.send_file(ADMIN, "시장.md", sheet(office, "시장", "지붕을 고쳐 줘요."), caption="이거 넣어 줘")
    [proposal] = office.said(1)
    assert proposal["text"] == "이렇게 바뀌어요.\n\n새로 들어갈 문서: 시장\n\n이대로 할까요?"
    assert [b["text"] for b in buttons(proposal)] == [wording.YES, wording.NO]
    assert office.store.slugs() == {"loan", "kiosk"}
    query = office.api.press(proposal, wording.YES)
    done = office.said(2)[1]
    assert done["text"].startswith("다 했어요.\n\n새 문서: 시장\n색인 ")
    assert office.api.queries[query].text == wording.DOING
    assert buttons(office.api.sent(ADMIN)[0]) == []
    assert office.store.slugs() == {"loan", "kiosk", "시장"}
    assert list(office.uploads) == ["시장.md"]
    assert office.log()[-1]["by"] == f"telegram:{ADMIN}"
    assert office.shop.asked == []
    # The same again is nothing new.
    office.api.send_file(ADMIN, "시장.md", office.uploads["시장.md"].encode())
    assert office.said(3)[2]["text"] == "시장.md: 넣을 것이 없어요."
    assert buttons(office.said(3)[2]) == []


def test_a_file_that_is_not_wanted_leaves_the_one_before(office: Office) -> None:
    for number, (fact, label) in enumerate([("첫째예요.", wording.YES), ("둘째예요.", wording.NO)]):
        office.api.send_file(ADMIN, "시장.md", sheet(office, "시장", fact))
        office.api.press(office.said(2 * number + 1)[-1], label)
        office.said(2 * number + 2)
    proposal, answer = office.api.sent(ADMIN)[2:]
    assert "바뀔 문서: 시장" in proposal["text"]
    assert answer["text"] == wording.NOT_DONE
    assert "첫째예요." in office.uploads["시장.md"]
    assert list(office.uploads) == ["시장.md"]
    assert office.store.current().documents["시장"].facts[0].text == "첫째예요."


def test_the_second_of_two_files_of_one_name_counts(office: Office) -> None:
    # Also when the first takes longer to fetch.
    office.api.slow("getFile", 0.5)
    for fact in ("첫째예요.", "둘째예요."):
        office.api.send_file(ADMIN, "시장.md", sheet(office, "시장", fact))
    first, second = office.said(2)
    office.api.press(first, wording.YES)
    assert "같은 이름의 파일이 다시 왔어요" in office.said(3)[2]["text"]
    office.api.press(second, wording.YES)
    office.said(4)
    assert office.store.current().documents["시장"].facts[0].text == "둘째예요."
    assert list(office.uploads) == ["시장.md"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("시장.md", b"---\ntitle: x\n", "1번째 줄"),
        ("시장.hwp", b"no HWP at all", "✗ 시장.hwp: "),
        ("표.xlsx", b"x", "이 형식은 읽지 못해요"),
        ("시장.md", b"", "빈 파일"),
    ],
)
def test_a_file_that_cannot_be_read_is_not_kept(
    office: Office, name: str, content: bytes, reason: str
) -> None:
    office.api.send_file(ADMIN, name, content)
    [answer] = office.said(1)
    assert reason in answer["text"]
    assert buttons(answer) == []
    assert office.uploads == {}
    assert str(office.store.data) not in answer["text"]


def test_a_file_that_is_too_large_is_not_fetched(office: Office) -> None:
    document = office.api.new_file("큰.pdf", b"x") | {"file_size": 20 * 2**20 + 1}
    office.api.say(ADMIN, document=document)
    assert office.said(1)[0]["text"] == wording.FILE_TOO_LARGE
    assert office.api.called("getFile") == []


def test_a_file_that_telegram_does_not_give(office: Office) -> None:
    document = office.api.new_file("큰.md", bytes(20 * 2**20 + 1)) | {"file_size": 1}
    office.api.say(ADMIN, document=document)
    assert office.said(1)[0]["text"] == wording.FILE_NOT_FETCHED


def test_answers_go_on_while_an_admin_ingests(office: Office) -> None:
    write_sheet(office.folder, "loan", ["최대 2억원을 빌려줘요."])
    (office.folder / "kiosk.md").unlink()
    office.api.say(ADMIN, "/ingest")
    [proposal] = office.said(1)
    assert "바뀔 문서: loan\n빠질 문서: kiosk" in proposal["text"]
    office.model.open.clear()
    office.model.entered.clear()
    office.api.press(proposal, wording.YES)
    assert office.model.entered.wait(20)
    office.api.say(MERCHANT, "질문")
    office.api.say(ADMIN, "질문")
    assert "600억원" in office.said(1, MERCHANT)[0]["text"]
    assert "600억원" in office.said(2)[1]["text"]
    # A file waits for the ingest, but the admin's next question does not.
    office.api.send_file(ADMIN, "x.md", b"")
    office.api.say(ADMIN, "질문")
    assert "600억원" in office.said(3)[2]["text"]
    assert office.store.slugs() == {"loan", "kiosk"}
    office.model.open.set()
    told = " ".join(message["text"] for message in office.said(5)[3:])
    assert "없어진 문서: kiosk" in told
    assert "빈 파일" in told
    assert office.store.slugs() == {"loan"}
    office.api.say(ADMIN, "/ingest")
    assert office.said(6)[5]["text"] == "바뀐 것이 없어요."


def test_more_than_was_agreed_to_is_not_removed(office: Office) -> None:
    for name in ("a", "b", "c"):
        write_sheet(office.folder, name)
    office.store.ingest(office.folder)
    (office.folder / "a.md").unlink()
    office.api.say(ADMIN, "/ingest")
    [proposal] = office.said(1)
    for path in office.folder.iterdir():
        path.unlink()
    office.api.press(proposal, wording.YES)
    assert "그 사이에 폴더가 바뀌었어요" in office.said(2)[1]["text"]
    assert len(office.store.slugs()) == 5


def test_back_to_the_index_before(office: Office) -> None:
    write_sheet(office.folder, "market")
    office.store.ingest(office.folder)
    office.api.say(ADMIN, "/rollback")
    [proposal] = office.said(1)
    assert "빠질 문서: market" in proposal["text"]
    office.api.press(proposal, wording.YES)
    assert "되돌렸어요: 문서 2건" in office.said(2)[1]["text"]
    assert office.store.slugs() == {"loan", "kiosk"}
    office.api.say(ADMIN, "/rollback")
    assert "되돌릴 이전 색인이 없어요" in office.said(3)[2]["text"]


def test_an_old_proposal_to_go_back_is_not_carried_out(office: Office) -> None:
    write_sheet(office.folder, "market")
    office.store.ingest(office.folder)
    office.api.say(ADMIN, "/rollback")
    [proposal] = office.said(1)
    write_sheet(office.folder, "stall")
    office.store.ingest(office.folder)
    office.api.press(proposal, wording.YES)
    assert "그 사이에 색인이 바뀌었어요" in office.said(2)[1]["text"]
    assert "stall" in office.store.slugs()


def test_what_failed_can_be_tried_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.clerk.PATIENCE", 0.0)
    write_sheet(office.folder, "market")
    office.api.say(ADMIN, "/ingest")
    [proposal] = office.said(1)
    with one_writer(office.store.data, 0):
        office.api.press(proposal, wording.YES)
        failed = office.said(2)[1]
    assert "다른 곳에서 자료를 넣고 있어요" in failed["text"]
    office.api.press(failed, wording.YES)
    office.said(3)
    assert "market" in office.store.slugs()


def test_the_list_of_documents(office: Office) -> None:
    office.api.say(ADMIN, "/documents")
    text = office.said(1)[0]["text"]
    assert text.startswith("문서 2건, 다시 확인할 문서 2건\n\n• kiosk 사업 · 진행 중 · 확인일 2025-11-09 · ")
    office.api.say(ADMIN, "/help")
    assert wording.ADMIN_HELP in office.said(2)[1]["text"]


def test_everyone_else_is_turned_away(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        for number, command in enumerate(("/documents", "/ingest 비밀이에요", "/rollback"), 1):
            office.api.say(MERCHANT, command)
            assert office.said(number, MERCHANT)[-1]["text"] == wording.NOT_ADMIN
        office.api.send_file(MERCHANT, "비밀.md", b"x")
        assert office.said(4, MERCHANT)[-1]["text"] == wording.WITHOUT_WORDS["document"]
        office.api.say(MERCHANT, "/help")
        assert wording.ADMIN_HELP not in office.said(5, MERCHANT)[-1]["text"]
    refusals = [r.getMessage() for r in caplog.records if "was refused" in r.getMessage()]
    assert len(refusals) == 4
    assert all(f"user {MERCHANT}" in line for line in refusals)
    assert "비밀" not in caplog.text
    assert office.api.called("getFile") == []
    assert office.store.slugs() == {"loan", "kiosk"}


def test_only_an_admin_decides(office: Office) -> None:
    write_sheet(office.folder, "market")
    office.api.say(ADMIN, "/ingest")
    [proposal] = office.said(1)
    query = office.api.press(proposal, wording.YES, user=MERCHANT)
    office.api.wait(lambda: office.api.queries[query].answered)
    assert office.api.queries[query].text == wording.NOT_ADMIN
    assert "market" not in office.store.slugs()
    office.api.press(proposal, wording.YES)
    office.said(2)
    assert "market" in office.store.slugs()
    again = office.api.press_data(proposal, "y:gone")
    office.api.wait(lambda: office.api.queries[again].answered)
    assert office.api.queries[again].text == wording.DECISION_GONE


def test_not_in_front_of_a_group(office: Office) -> None:
    office.api.say(GROUP, "/documents", user=ADMIN)
    assert office.said(1, GROUP)[0]["text"] == wording.ONLY_IN_PRIVATE


def test_without_admins_there_is_nothing_for_them(api: BotApi, tmp_path: Path, shop: Shop) -> None:
    clerk = Clerk(KnowledgeSettings(ongil_data=tmp_path))
    with running(api, tmp_path, shop, clerk=clerk):
        api.send_file(ADMIN, "시장.md", b"x")
        api.wait(lambda: api.sent(ADMIN))
        assert api.sent(ADMIN)[0]["text"] == wording.WITHOUT_WORDS["document"]


def test_where_files_are() -> None:
    assert file_url("https://api.telegram.org/bot") == "https://api.telegram.org/file/bot"
    assert file_url("http://127.0.0.1:8081/bot") == "http://127.0.0.1:8081/file/bot"
