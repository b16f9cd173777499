"""What a chat said lately."""

from bot.messenger.memory import Memory


def test_the_last_turns_are_kept_by_chat() -> None:
    memory = Memory(turns=3)
    for number, question in enumerate("가나다라"):
        memory.remember("1", number, question)
    memory.remember("2", 9, "마")
    assert memory.turns("1") == ["나", "다", "라"]
    assert memory.turns("2") == ["마"]
    memory.forget("1")
    assert memory.turns("1") == []


def test_an_idle_talk_starts_anew() -> None:
    now = [0.0]
    memory = Memory(idle=10, clock=lambda: now[0])
    memory.remember("1", 1, "가")
    now[0] = 9
    memory.remember("1", 2, "나")
    now[0] = 18
    assert memory.turns("1") == ["가", "나"]
    now[0] = 19.5
    assert memory.turns("1") == []


def test_the_chats_are_bounded() -> None:
    memory = Memory(chats=2)
    for chat in ("1", "2", "1", "3"):
        memory.remember(chat, 1, "가")
    assert [memory.turns(chat) for chat in "123"] == [["가"], [], ["가"]]


def test_a_question_asked_anew_takes_what_came_after_with_it() -> None:
    memory = Memory()
    for number, question in enumerate("가나다"):
        memory.remember("1", number, question)
    assert memory.question("1", 1) == "나"
    memory.rewind("1", 1)
    assert memory.turns("1") == ["가"]
    assert memory.question("1", 1) is None
