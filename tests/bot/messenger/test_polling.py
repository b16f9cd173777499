"""The bot end to end, over HTTP, in polling mode."""

import threading
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.messenger import wording
from bot.store import open_store
from tests.bot.botapi import BotApi
from tests.bot.botapi.rules import units
from tests.bot.botapi.state import buttons
from tests.bot.messenger.shop import Running, Shop, long_answer, running, settings_for
from tests.fakes import ANSWER, REFUSED

SHOPKEEPER, NEIGHBOUR, GROUP = 1001, 1002, -100500

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.filterwarnings("ignore:.*retry_after.*"),
]


def texts(api: BotApi, chat: int) -> list[str]:
    return [message["text"] for message in api.sent(chat)]


def wait_for(api: BotApi, chat: int, count: int, seconds: float = 10) -> list[dict]:
    api.wait(lambda: len(api.sent(chat)) >= count, seconds)
    return api.sent(chat)


def test_an_answer_comes_with_its_sources(api: BotApi) -> None:
    api.say(SHOPKEEPER, "네이버가 AI 교육에 얼마를 쓴대요?")
    [message] = wait_for(api, SHOPKEEPER, 1)
    assert message["text"] == (
        "네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르쳐요. [1]\n\n"
        "지금 진행 중인 사업이에요. 확인일 2025년 11월 9일\n\n"
        "출처\n[1] 네이버, 소상공인 AI 교육에 600억원 (2024년 11월 6일)"
    )
    linked = next(e for e in message["entities"] if e["type"] == "text_link")
    assert linked["url"] == "https://www.etnews.com/20241106000123"
    assert [b["text"] for b in buttons(message)] == [
        "출처 보기",
        "관련 프로그램",
        "👍 도움됐어요",
        "👎 아니에요",
    ]


def test_a_refusal_has_no_sources_to_show(api: BotApi) -> None:
    api.say(SHOPKEEPER, "날씨")
    [message] = wait_for(api, SHOPKEEPER, 1)
    assert message["text"] == REFUSED.body
    assert [b["text"] for b in buttons(message)] == ["👍 도움됐어요", "👎 아니에요"]


def test_messages_of_one_chat_are_answered_in_order_with_the_turns_before(api: BotApi, shop: Shop) -> None:
    gate = threading.Event()

    def slow() -> Answer:
        gate.wait(10)
        return replace(ANSWER, body="첫째")

    shop.answers |= {"하나": slow, "둘": replace(ANSWER, body="둘째"), "셋": replace(ANSWER, body="셋째")}
    for question in ("하나", "둘", "셋"):
        api.say(SHOPKEEPER, question)
    api.wait(lambda: shop.asked)
    assert shop.asked == [["하나"]]
    gate.set()
    wait_for(api, SHOPKEEPER, 3)
    assert [text[:2] for text in texts(api, SHOPKEEPER)] == ["첫째", "둘째", "셋째"]
    assert shop.asked == [["하나"], ["하나", "둘"], ["하나", "둘", "셋"]]


def test_chats_are_answered_in_parallel(api: BotApi, shop: Shop) -> None:
    together = threading.Barrier(4)

    def meet() -> Answer:
        together.wait(10)
        return ANSWER

    shop.answers["만나요"] = meet
    for chat in range(2001, 2005):
        api.say(chat, "만나요")
    for chat in range(2001, 2005):
        wait_for(api, chat, 1)
    assert shop.most_running == 4


def test_a_button_does_not_wait_for_the_chat(api: BotApi, shop: Shop) -> None:
    gate = threading.Event()

    def slow() -> Answer:
        gate.wait(10)
        return ANSWER

    api.say(SHOPKEEPER, "질문")
    [message] = wait_for(api, SHOPKEEPER, 1)
    shop.answers["오래"] = slow
    for _ in range(12):
        api.say(SHOPKEEPER, "오래")
    api.wait(lambda: ["질문", "오래"] in shop.asked)
    query = api.press(message, "출처 보기")
    api.wait(lambda: api.queries[query].answered)
    # The sources come while the questions still wait.
    [_, sources] = wait_for(api, SHOPKEEPER, 2)
    assert "“네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르친다.”" in sources["text"]
    assert "진행 중 · 확인일 2025년 11월 9일" in sources["text"]
    gate.set()


def test_a_slow_answer_shows_typing_all_the_while(
    api: BotApi, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.messenger.deliver.TYPING_EVERY", 0.1)
    gate = threading.Event()

    def slow() -> Answer:
        gate.wait(10)
        return ANSWER

    shop.answers["오래"] = slow
    api.say(SHOPKEEPER, "오래")
    api.wait(lambda: len(api.called("sendChatAction", SHOPKEEPER)) >= 3)
    assert not api.sent(SHOPKEEPER)
    gate.set()
    wait_for(api, SHOPKEEPER, 1)


def test_flood_control_is_obeyed_and_nothing_is_lost(api: BotApi) -> None:
    api.fail("sendMessage", chat=SHOPKEEPER, retry_after=1)
    api.say(SHOPKEEPER, "질문")
    api.wait(lambda: api.called("sendMessage", SHOPKEEPER))
    # Another chat is not held back.
    api.say(NEIGHBOUR, "질문")
    wait_for(api, NEIGHBOUR, 1, seconds=0.9)
    assert not api.sent(SHOPKEEPER)
    wait_for(api, SHOPKEEPER, 1)
    first, second = api.called("sendMessage", SHOPKEEPER)
    assert second.at - first.at >= 1.0


def test_typing_is_dropped_when_telegram_asks_to_wait(
    api: BotApi, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.messenger.deliver.TYPING_EVERY", 0.05)
    shop.answers["오래"] = lambda: time.sleep(0.5) or ANSWER
    api.fail("sendChatAction", chat=SHOPKEEPER, retry_after=1)
    api.say(SHOPKEEPER, "오래")
    wait_for(api, SHOPKEEPER, 1)
    assert len(api.called("sendChatAction", SHOPKEEPER)) == 1


def test_a_long_answer_is_split_and_its_buttons_stand_under_the_last_part(api: BotApi, shop: Shop) -> None:
    shop.answers["길게"] = long_answer(60)
    api.say(SHOPKEEPER, "길게")
    api.wait(lambda: any(buttons(m) for m in api.sent(SHOPKEEPER)))
    messages = api.sent(SHOPKEEPER)
    assert len(messages) >= 3
    assert all(units(m["text"]) <= 4096 for m in messages)
    assert [bool(buttons(m)) for m in messages] == [False] * (len(messages) - 1) + [True]
    links = [e["url"] for m in messages for e in m.get("entities", []) if e["type"] == "text_link"]
    assert links == [f"https://news.example/{n}" for n in range(1, 61)]


def test_refused_formatting_is_sent_plain(api: BotApi) -> None:
    api.fail("sendMessage", 400, "Bad Request: can't parse entities: whatever")
    api.say(SHOPKEEPER, "질문")
    [message] = wait_for(api, SHOPKEEPER, 1)
    assert "entities" not in message
    assert "600억원" in message["text"]
    assert buttons(message)


def test_a_failing_network_is_tried_again(api: BotApi, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.messenger.deliver.WAITS", (0.05, 0.05, 0.05))
    api.fail("sendMessage", 502, "Bad Gateway", times=3)
    api.say(SHOPKEEPER, "질문")
    wait_for(api, SHOPKEEPER, 1)
    assert len(api.called("sendMessage")) == 4


def test_a_blocked_bot_stays_calm_and_serves_others(api: BotApi) -> None:
    api.say(SHOPKEEPER, "질문")
    wait_for(api, SHOPKEEPER, 1)
    api.blocked.add(SHOPKEEPER)
    api.say(SHOPKEEPER, "질문")
    api.wait(lambda: len(api.called("sendMessage", SHOPKEEPER)) == 2)
    api.say(NEIGHBOUR, "질문")
    wait_for(api, NEIGHBOUR, 1)
    assert len(api.called("sendMessage", SHOPKEEPER)) == 2


def test_votes_are_stored_once_and_shown(api: BotApi, tmp_path: Path) -> None:
    api.say(SHOPKEEPER, "제 번호는 010-1234-5678이에요. 얼마예요?")
    [message] = wait_for(api, SHOPKEEPER, 1)
    first, second = api.press(message, "도움됐어요"), api.press(message, "도움됐어요")
    api.wait(lambda: "👍 도움됐어요 ✓" in [b["text"] for b in buttons(api.sent(SHOPKEEPER)[0])])
    api.wait(lambda: len(api.called("editMessageReplyMarkup")) == 2)
    assert {api.queries[first].text, api.queries[second].text} == {wording.THANKS[1]}
    api.press(message, "아니에요")
    api.wait(lambda: "👎 아니에요 ✓" in [b["text"] for b in buttons(api.sent(SHOPKEEPER)[0])])
    assert len(api.sent(SHOPKEEPER)) == 1
    [exchange] = open_store(settings_for(api, tmp_path)).exchanges()
    assert (exchange.vote, exchange.channel, exchange.outcome) == (-1, "telegram", "answered")
    assert exchange.question == "제 번호는 [전화번호]이에요. 얼마예요?"
    assert exchange.slugs == ("naver-sme-ai-education",)


def test_a_double_press_shows_the_sources_once(api: BotApi) -> None:
    api.say(SHOPKEEPER, "질문")
    [message] = wait_for(api, SHOPKEEPER, 1)
    queries = [api.press(message, "출처 보기") for _ in range(3)]
    api.wait(lambda: all(api.queries[q].answered for q in queries))
    wait_for(api, SHOPKEEPER, 2)
    assert Counter(api.queries[q].text for q in queries) == {wording.SHOWING: 1, wording.JUST_SHOWN: 2}
    assert len(api.sent(SHOPKEEPER)) == 2


def test_a_vote_under_a_message_that_is_gone_still_counts(api: BotApi, tmp_path: Path) -> None:
    api.say(SHOPKEEPER, "질문")
    [message] = wait_for(api, SHOPKEEPER, 1)
    api.fail("editMessageReplyMarkup", 400, "Bad Request: message to edit not found")
    api.press(message, "도움됐어요")
    api.wait(lambda: api.called("editMessageReplyMarkup"))
    assert [e.vote for e in open_store(settings_for(api, tmp_path)).exchanges()] == [1]
    api.say(SHOPKEEPER, "/reset")
    wait_for(api, SHOPKEEPER, 2)
    assert texts(api, SHOPKEEPER)[1:] == [wording.RESET]


def test_related_programs_lead_to_their_overview_and_to_follow_ups(api: BotApi, shop: Shop) -> None:
    shop.answers["질문"] = long_answer(1)
    api.say(SHOPKEEPER, "질문")
    [message] = wait_for(api, SHOPKEEPER, 1)
    api.press(message, "관련 프로그램")
    [_, related] = wait_for(api, SHOPKEEPER, 2)
    api.press(related, "카카오 사업 1")
    [*_, overview] = wait_for(api, SHOPKEEPER, 3)
    assert overview["text"].startswith("카카오 사업 1는 이런 사업이에요. [1]")
    api.say(SHOPKEEPER, "신청은요?")
    api.wait(lambda: shop.asked[-1][-1] == "신청은요?")
    assert shop.asked[-1] == ["질문", "카카오 사업 1", "신청은요?"]
    wait_for(api, SHOPKEEPER, 4)


def test_programs_are_paged_by_platform(api: BotApi) -> None:
    api.say(SHOPKEEPER, "/programs")
    [menu] = wait_for(api, SHOPKEEPER, 1)
    assert [b["text"] for b in buttons(menu)] == ["카카오 (11)", "네이버 (2)", "정부 지원사업 (1)"]

    def page(label: str, expect: str) -> list[str]:
        api.press(menu, label)
        api.wait(lambda: any(expect in b["text"] for b in buttons(api.sent(SHOPKEEPER)[0])))
        return [b["text"] for b in buttons(api.sent(SHOPKEEPER)[0])]

    assert len(page("카카오", "뒤 ▶")) == 8 + 2
    assert page("뒤 ▶", "◀ 앞")[-2:] == ["◀ 앞", "처음으로"]
    assert page("처음으로", "네이버 (2)") == ["카카오 (11)", "네이버 (2)", "정부 지원사업 (1)"]
    page("네이버", "SME")
    api.press(menu, "네이버 SME AI 교육")
    [_, overview] = wait_for(api, SHOPKEEPER, 2)
    assert "이런 사업이에요" in overview["text"]
    assert api.sent(SHOPKEEPER)[0]["text"] == "네이버"


def test_the_same_page_pressed_twice_does_no_harm(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    api.say(SHOPKEEPER, "/programs")
    [menu] = wait_for(api, SHOPKEEPER, 1)
    data = buttons(menu)[0]["callback_data"]
    for _ in range(2):
        api.press_data(menu, data)
    api.wait(lambda: len(api.called("editMessageText")) == 2)
    api.wait(lambda: all(call.ok is not None for call in api.called("editMessageText")))
    assert sorted(call.ok for call in api.called("editMessageText")) == [False, True]
    assert "a message stays as it is" not in caplog.text
    assert texts(api, SHOPKEEPER) == ["카카오"]


@pytest.mark.parametrize(
    "data", ["", "x", "v:gone:1", "s:gone", "o:nothing", "g:nothing:9", "v:a:b", "p", "s:" + "가" * 20]
)
def test_buttons_of_another_time_are_answered_kindly(api: BotApi, data: str) -> None:
    api.say(SHOPKEEPER, "/reset")
    [message] = wait_for(api, SHOPKEEPER, 1)
    query = api.press_data(message, data)
    api.wait(lambda: api.queries[query].answered)
    api.say(SHOPKEEPER, "/reset")
    api.wait(lambda: texts(api, SHOPKEEPER)[-1] == wording.RESET)
    assert wording.FAILED not in "".join(texts(api, SHOPKEEPER))


def test_reset_forgets_the_turns_and_sources_shows_the_last_answer(api: BotApi, shop: Shop) -> None:
    api.say(SHOPKEEPER, "/sources")
    api.say(SHOPKEEPER, "하나")
    api.say(SHOPKEEPER, "/sources")
    api.say(SHOPKEEPER, "/reset")
    api.say(SHOPKEEPER, "둘")
    wait_for(api, SHOPKEEPER, 5)
    nothing, _, sources, reset, _ = texts(api, SHOPKEEPER)
    assert (nothing, reset) == (wording.NO_ANSWER_YET, wording.RESET)
    assert sources.startswith(wording.SOURCES_OF)
    assert shop.asked == [["하나"], ["둘"]]


def test_commands_greet_and_help(api: BotApi) -> None:
    for command in ("/start", "/help", "/nonsense"):
        api.say(SHOPKEEPER, command)
    wait_for(api, SHOPKEEPER, 3)
    assert texts(api, SHOPKEEPER) == [wording.START, wording.HELP, wording.UNKNOWN_COMMAND]
    api.wait(lambda: api.commands)
    assert [c["command"] for c in api.commands] == ["start", "programs", "sources", "reset", "help"]


PHOTO = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ({"photo": PHOTO}, wording.WITHOUT_WORDS["photo"]),
        ({"voice": {"file_id": "a", "file_unique_id": "a", "duration": 1}}, wording.WITHOUT_WORDS["voice"]),
        ({"location": {"latitude": 37.5, "longitude": 127.0}}, wording.WITHOUT_WORDS["location"]),
        ({"contact": {"phone_number": "01012345678", "first_name": "가"}}, wording.WITHOUT_WORDS["contact"]),
        ({"dice": {"emoji": "🎲", "value": 3}}, wording.ONLY_WORDS),
    ],
)
def test_what_has_no_words_gets_a_kind_line(api: BotApi, shop: Shop, content: dict, line: str) -> None:
    api.say(SHOPKEEPER, **content)
    wait_for(api, SHOPKEEPER, 1)
    assert texts(api, SHOPKEEPER) == [line]
    assert shop.asked == []


def test_an_album_gets_one_line_and_a_caption_is_a_question(api: BotApi, shop: Shop) -> None:
    for _ in range(3):
        api.say(SHOPKEEPER, photo=PHOTO, media_group_id="7")
    api.say(SHOPKEEPER, photo=PHOTO, caption="이거 지원돼요?", media_group_id="8")
    api.say(SHOPKEEPER, photo=PHOTO, media_group_id="8")
    api.say(SHOPKEEPER, "/reset")
    wait_for(api, SHOPKEEPER, 3)
    assert [t[:5] for t in texts(api, SHOPKEEPER)] == [
        wording.WITHOUT_WORDS["photo"][:5],
        ANSWER.body[:5],
        wording.RESET[:5],
    ]
    assert shop.asked == [["이거 지원돼요?"]]


def test_service_messages_are_left_alone(api: BotApi) -> None:
    pinned = api.say(SHOPKEEPER, "/reset")
    api.say(SHOPKEEPER, pinned_message=api.messages[SHOPKEEPER, pinned])
    api.say(SHOPKEEPER, "/reset")
    wait_for(api, SHOPKEEPER, 2)
    assert texts(api, SHOPKEEPER) == [wording.RESET] * 2


def test_an_edited_question_is_asked_anew(api: BotApi, shop: Shop) -> None:
    api.say(SHOPKEEPER, "앞")
    message = api.say(SHOPKEEPER, "네이버 얼마")
    wait_for(api, SHOPKEEPER, 2)
    api.edit(SHOPKEEPER, message, "네이버 얼마")
    api.edit(SHOPKEEPER, message, "카카오 얼마")
    wait_for(api, SHOPKEEPER, 3)
    assert shop.asked == [["앞"], ["앞", "네이버 얼마"], ["앞", "카카오 얼마"]]


def test_long_and_odd_texts_reach_the_assistant_as_they_are(api: BotApi, shop: Shop) -> None:
    odd = ["가" * 4096, "🙂🙂🙂", "\u202e뒤집기\u0007 \u200b", "<b>&amp; *_`["]
    for text in odd:
        api.say(SHOPKEEPER, text)
        api.say(SHOPKEEPER, "/reset")
    wait_for(api, SHOPKEEPER, 8, seconds=20)
    assert [turns[-1] for turns in shop.asked] == odd


def test_an_answer_with_odd_characters_is_sent(api: BotApi, shop: Shop) -> None:
    source = replace(ANSWER.citations[0], source_title=" 제목\r\n\t<b>😀 ", source_url="javascript:alert(1)")
    shop.answers["질문"] = replace(ANSWER, body="\x00본문\r\n*별* _밑줄_ [1] \ud83d 끝 ", citations=(source,))
    api.say(SHOPKEEPER, "질문")
    [message] = wait_for(api, SHOPKEEPER, 1)
    assert message["text"].startswith("본문\n*별* _밑줄_ [1]   끝\n\n")
    assert "[1] 제목 <b>😀 (2024년 11월 6일)" in message["text"]
    assert [e["type"] for e in message["entities"]] == ["bold"]


def test_a_failure_is_told_in_a_line_and_logged_without_the_words(
    api: BotApi, shop: Shop, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    def fail() -> Answer:
        raise ZeroDivisionError("cannot divide 우리 가게 이야기")

    shop.answers["우리 가게 이야기"] = fail
    api.say(SHOPKEEPER, "우리 가게 이야기")
    wait_for(api, SHOPKEEPER, 1)
    assert texts(api, SHOPKEEPER) == [wording.FAILED]
    [record] = [r for r in caplog.records if r.name == "bot.messenger.mishaps"]
    assert f"update {api.next_update} failed" in record.getMessage()
    assert "ZeroDivisionError: cannot divide …" in record.getMessage()
    assert "우리 가게" not in caplog.text
    [exchange] = open_store(settings_for(api, tmp_path)).exchanges(unanswered=True)
    assert (exchange.outcome, exchange.question) == ("error", "우리 가게 이야기")
    # The failed question stays in the talk: it can be asked again.
    api.say(SHOPKEEPER, "다시")
    wait_for(api, SHOPKEEPER, 2)
    assert shop.asked[-1] == ["우리 가게 이야기", "다시"]


def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(api: BotApi, shop: Shop) -> None:
    api.say(GROUP, "우리끼리 이야기", user=5)
    asked = api.say(GROUP, "@Ongil_Test_Bot얼마예요?", user=5)
    api.say(GROUP, "@ongil_test_bot2 이건요?", user=5)
    [answer] = wait_for(api, GROUP, 1)
    api.say(GROUP, "언제까지요?", user=6, reply_to_message=answer)
    wait_for(api, GROUP, 2)
    assert shop.asked == [["얼마예요?"], ["언제까지요?"]]
    assert f'"message_id": {asked}' in api.called("sendMessage", GROUP)[0].params["reply_parameters"]


def test_a_topic_is_answered_in_the_topic(api: BotApi, shop: Shop) -> None:
    topic = {"message_thread_id": 9, "is_topic_message": True}
    api.say(GROUP, "@ongil_test_bot 하나", user=5, **topic)
    api.say(GROUP, "@ongil_test_bot 둘", user=5)
    wait_for(api, GROUP, 2)
    assert [c.params.get("message_thread_id") for c in api.called("sendMessage", GROUP)] == ["9", None]
    # A topic is a talk of its own.
    assert shop.asked == [["하나"], ["둘"]]


def test_a_group_that_became_a_supergroup_is_followed(api: BotApi) -> None:
    new = GROUP - 1
    api.say(new, "안녕하세요", user=5)
    api.fail("sendMessage", chat=GROUP, migrate_to=new)
    api.say(GROUP, "@ongil_test_bot 얼마예요?", user=5)
    wait_for(api, new, 1)


def test_a_crowd_of_messages_is_bounded(api: BotApi, shop: Shop) -> None:
    gate = threading.Event()

    def slow() -> Answer:
        gate.wait(20)
        return replace(ANSWER, outcome="small_talk", body="네")

    shop.answers["오래"] = slow
    for _ in range(40):
        api.say(SHOPKEEPER, "오래")
    [message] = wait_for(api, SHOPKEEPER, 1)
    assert message["text"] == wording.TOO_MANY
    api.say(NEIGHBOUR, "질문")
    wait_for(api, NEIGHBOUR, 1)
    gate.set()
    # The thirty that waited, the neighbour's, and one word about the rest.
    wait_for(api, SHOPKEEPER, 31)
    assert len(shop.asked) == 31


def test_a_restarted_bot_knows_its_buttons(api: BotApi, bot: Running, shop: Shop, tmp_path: Path) -> None:
    api.say(SHOPKEEPER, "질문")
    [message] = wait_for(api, SHOPKEEPER, 1)
    bot.stop()
    assert bot.said == [wording.READY.format(name="ongil_test_bot"), wording.STOPPED]
    waiting = api.press(message, "출처 보기")
    with running(api, tmp_path, shop):
        [_, sources] = wait_for(api, SHOPKEEPER, 2)
        assert sources["text"].startswith(wording.SOURCES_OF)
        assert api.queries[waiting].text == wording.SHOWING
        api.press(message, "아니에요")
        api.wait(lambda: "👎 아니에요 ✓" in [b["text"] for b in buttons(api.sent(SHOPKEEPER)[0])])
        api.say(SHOPKEEPER, "/sources")
        wait_for(api, SHOPKEEPER, 3)
        assert texts(api, SHOPKEEPER)[2] == sources["text"]
    # It was down when the button was pressed: that is not the bot's delay.
    api.queries[waiting].at = api.queries[waiting].answered or 0
