"""The bot with the real assistant on the shipped documents."""

from pathlib import Path

from bot.assistant import Assistant
from tests.bot.botapi import BotApi
from tests.bot.messenger.shop import running

SHOPKEEPER = 1001


def test_questions_sources_and_programs(api: BotApi, tmp_path: Path, shipped_assistant: Assistant) -> None:
    with running(api, tmp_path, shipped_assistant):
        api.say(SHOPKEEPER, "네이버가 소상공인 AI 교육에 얼마를 쓴대요?")
        [answer] = api.wait(lambda: api.sent(SHOPKEEPER), 30)
        assert "600억원" in answer["text"]
        assert "출처\n[1]" in answer["text"]
        api.press(answer, "출처 보기")
        api.wait(lambda: len(api.sent(SHOPKEEPER)) == 2)
        api.say(SHOPKEEPER, "/programs")
        api.wait(lambda: len(api.sent(SHOPKEEPER)) == 3)
        menu = api.sent(SHOPKEEPER)[-1]
        api.press(menu, "카카오")
        api.wait(lambda: api.sent(SHOPKEEPER)[-1]["text"] == "카카오")
        api.press(menu, "카카오 프로젝트 단골")
        api.wait(lambda: len(api.sent(SHOPKEEPER)) == 4, 30)
        assert "단골" in api.sent(SHOPKEEPER)[-1]["text"]
