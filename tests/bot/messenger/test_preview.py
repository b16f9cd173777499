"""The answer while it is being written: drafts in private chats, paced, never in the answer's way."""

import time
from itertools import pairwise
from pathlib import Path

import pytest

from bot.messenger import preview
from bot.messenger.preview import FRAME_SECONDS
from tests.bot.botapi import BotApi
from tests.bot.botapi.state import Call
from tests.bot.messenger.shop import Shop
from tests.fakes import ANSWER

SHOPKEEPER, GROUP = 1001, -100500

pytestmark = [
    pytest.mark.usefixtures("bot"),
    pytest.mark.filterwarnings("ignore:.*retry_after.*"),
]


def drafts(api: BotApi) -> list[Call]:
    with api.changed:
        return [call for call in api.calls if call.method == "sendMessageDraft"]


def answered(api: BotApi, chat: int = SHOPKEEPER) -> str:
    api.say(chat, "질문이에요")
    api.wait(lambda: api.sent(chat), 15)
    return str(api.sent(chat)[0]["text"])


def test_frames_are_shown_until_the_answer_comes(
    api: BotApi, shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "FRAME_SECONDS", 0.2)
    shop.frames = [("첫 문장이에요. [1]", 0.3), ("첫 문장이에요. [1]\n둘째예요. [2]", 0.3)]
    assert answered(api).startswith(ANSWER.body)
    shown = drafts(api)
    assert [call.params["text"] for call in shown] == [
        "첫 문장이에요. [1]\n…",
        "첫 문장이에요. [1]\n둘째예요. [2]\n…",
    ]
    assert len({call.params["draft_id"] for call in shown}) == 1
    assert len(api.sent(SHOPKEEPER)) == 1


def test_frames_keep_their_distance_and_only_the_newest_counts(api: BotApi, shop: Shop) -> None:
    shop.frames = [(f"{n}번째예요. [1]", 0.2) for n in range(12)]
    answered(api)
    shown = drafts(api)
    assert 2 <= len(shown) <= 3
    assert all(b.at - a.at >= FRAME_SECONDS for a, b in pairwise(shown))
    assert shown[0].params["text"].startswith("0번째")
    assert not shown[1].params["text"].startswith("1번째")


def test_a_group_has_no_frames(api: BotApi, shop: Shop) -> None:
    shop.frames = [("첫 문장이에요. [1]", 0.2)]
    api.say(GROUP, "@ongil_test_bot 질문이에요", user=7)
    api.wait(lambda: api.sent(GROUP))
    assert drafts(api) == []


@pytest.mark.parametrize("refusal", [{"code": 400}, {"code": 404}, {"code": 500}, {"retry_after": 1}])
def test_frames_that_telegram_refuses_cost_no_answer(
    api: BotApi, shop: Shop, refusal: dict[str, int]
) -> None:
    api.fail("sendMessageDraft", times=9, **refusal)
    shop.frames = [("첫 문장이에요. [1]", 0.2), ("둘째예요. [1]", 0.1)]
    assert answered(api).startswith(ANSWER.body)
    assert len(drafts(api)) == 1


def test_a_frame_under_way_arrives_before_the_answer(api: BotApi, shop: Shop) -> None:
    api.slow("sendMessageDraft", 0.6)
    shop.frames = [("첫 문장이에요. [1]", 0.2)]
    answered(api)
    with api.changed:
        done = next(call for call in api.calls if call.method == "sendMessage")
    assert done.at - drafts(api)[0].at >= 0.5


def test_a_frame_that_hangs_holds_no_answer_for_long(
    api: BotApi, shop: Shop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(preview, "LAST_FRAME_SECONDS", 0.3)
    api.slow("sendMessageDraft", 5)
    shop.frames = [("첫 문장이에요. [1]", 0.2)]
    begun = time.monotonic()
    assert answered(api).startswith(ANSWER.body)
    with api.changed:
        assert next(call for call in api.calls if call.method == "sendMessage").at - begun < 4
