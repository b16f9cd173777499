"""`ongil chat`: whole conversations, at a prompt and through a pipe."""

import io
import os
import re
import select
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot import beside, repl
from bot.commands import COMMANDS, SEARCHING, Chat
from bot.evaluation.golden import read_golden
from bot.prompt import ChatCompleter, History, Prompt
from bot.screen import ColourScreen, PlainScreen
from bot.session import Session
from bot.settings import BotSettings
from bot.waiting import LOADING, Progress
from knowledge.errors import IndexBusy
from tests.fakes import ANSWER, REFUSED, FakeAssistant

Talk = Callable[..., tuple[str, FakeAssistant]]

ROOT = Path(__file__).resolve().parents[2]
END = "\x04"

ANSWERED = """
네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르쳐요. [1]

지금 진행 중인 사업이에요. 확인일 2025년 11월 9일

출처
[1] 네이버, 소상공인 AI 교육에 600억원 (2024년 11월 6일)
    https://www.etnews.com/20241106000123

함께 보면 좋은 사업: 네이버 임팩트 프로그램

"""
REFUSAL = "\n가진 자료에 없는 이야기라 말씀드릴 수 없어요.\n\n"


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> BotSettings:
    monkeypatch.setenv("ONGIL_TODAY", "2025-11-22")
    return BotSettings()


@pytest.fixture
def talk(settings: BotSettings, capsys: pytest.CaptureFixture[str]) -> Talk:
    """Type at a prompt, and give what the terminal showed besides the prompt itself."""

    def run(typed: str, assistant: FakeAssistant | None = None) -> tuple[str, FakeAssistant]:
        assistant = assistant or FakeAssistant()
        with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
            keys.send_text(typed)
            chat = repl.chat_with(lambda progress: assistant, settings, ColourScreen())
            assert repl.talk(chat, settings) == 0
        return capsys.readouterr().out, assistant

    return run


def chat_of(settings: BotSettings) -> Chat:
    """A conversation with the fake assistant."""
    return repl.chat_with(lambda progress: FakeAssistant(), settings, ColourScreen())


def shown(text: str) -> str:
    """A conversation as the screen has it: between welcome and goodbye."""
    return f"{repl.WELCOME}\n{text}{repl.GOODBYE}\n"


def test_a_conversation(talk: Talk) -> None:
    out, assistant = talk(f"네이버 AI 교육 얼마예요?\n그건 언제까지예요?\n오늘 날씨는요?\n{END}")
    assert out == shown(ANSWERED * 2 + REFUSAL)
    assert assistant.asked == [
        ["네이버 AI 교육 얼마예요?"],
        ["네이버 AI 교육 얼마예요?", "그건 언제까지예요?"],
        ["네이버 AI 교육 얼마예요?", "그건 언제까지예요?", "오늘 날씨는요?"],
    ]


def test_reset_forgets_the_turns(talk: Talk) -> None:
    out, assistant = talk("하나\n/reset\n둘\n/quit\n")
    assert assistant.asked == [["하나"], ["둘"]]
    assert "새 대화를 시작해요." in out


def test_what_failed_can_be_asked_again_and_the_session_stays(talk: Talk) -> None:
    out, assistant = talk("오류\n버그\n날씨\n/quit\n")
    assert out == shown(
        "색인을 읽을 수 없어요. `ongil ingest`를 실행해 주세요.\n"
        "예상하지 못한 문제가 생겼어요. 다시 물어보시거나, ongil doctor로 상태를 살펴 \n주세요.\n" + REFUSAL
    )
    assert assistant.asked[-1] == ["버그", "날씨"]


def test_ctrl_c_clears_the_line(talk: Talk) -> None:
    _, assistant = talk(f"틀린 말\x03날씨\n{END}")
    assert assistant.asked == [["날씨"]]


def test_empty_lines_ask_nothing(talk: Talk) -> None:
    out, assistant = talk(f"\n   \n{END}")
    assert assistant.asked == []
    assert out == shown("")


def test_sources_and_why_of_the_last_answer(talk: Talk) -> None:
    out, _ = talk("하나\n/sources\n/why\n/quit\n")
    assert "“네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르친다.”" in out
    assert "풀어 쓴 질문" in out
    assert "남긴 문장 1 · 뺀 문장 1" in out
    assert re.search(r"✓ 남김 +네이버는 5년간 600억원을", out)
    assert re.search(r"✗ 뺌 +네이버는 700억원을 썼어요\.", out)
    assert re.search(r"1  0\.913  0\.950  0\.871  naver-sme-ai-education", out)


@pytest.mark.parametrize("command", ["/sources", "/why", "/compare", "/golden add"])
def test_nothing_was_answered_yet(talk: Talk, command: str) -> None:
    assert talk(f"{command}\n{END}")[0] == shown("아직 답한 것이 없어요. 먼저 질문을 해 주세요.\n")


def test_an_answer_without_sources(talk: Talk) -> None:
    assert talk(f"날씨\n/sources\n{END}")[0] == shown(REFUSAL + "방금 답에는 근거로 든 자료가 없어요.\n")


def test_help_lists_every_command(talk: Talk) -> None:
    out, _ = talk(f"/help\n{END}")
    assert all(command.name in out and command.help in out for command in COMMANDS)
    assert all(len(line) <= 80 for line in out.splitlines())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/sorces", "/sorces 명령은 없어요. 혹시 /sources인가요?"),
        ("/reste now", "/reste 명령은 없어요. 혹시 /reset인가요?"),
        ("/zzzzzz", "/zzzzzz 명령은 없어요. /help에서 쓸 수 있는 명령을 볼 수 있어요."),
    ],
)
def test_an_unknown_command_is_not_a_question(talk: Talk, typed: str, said: str) -> None:
    out, assistant = talk(f"{typed}\n{END}")
    assert out == shown(said + "\n")
    assert assistant.asked == []


@pytest.mark.parametrize("width", ["80", "160"])
def test_compare_answers_the_last_question_by_both(
    talk: Talk, width: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", width)
    out, assistant = talk(f"하나\n둘\n/compare\n{END}")
    assert assistant.asked[2:] == [["하나", "둘"], ["하나", "둘"]]
    assert assistant.composers == [None, None, "model", "extractive"]
    compared = out.rpartition(ANSWERED)[2]
    assert "자료의 문장 · 답했어요" in compared
    assert "언어 모델 · 답했어요" in compared
    assert "언어 모델이 다르게 말해요." in compared
    assert "네이버는 5년간" in compared
    side_by_side = any("자료의 문장" in line and "언어 모델" in line for line in compared.splitlines())
    assert side_by_side is (width == "160")


def test_compare_leaves_no_turn(talk: Talk) -> None:
    _, assistant = talk(f"하나\n/compare\n둘\n{END}")
    assert assistant.asked[-1] == ["하나", "둘"]


def test_compare_without_a_model_says_what_to_set(talk: Talk) -> None:
    assistant = FakeAssistant()
    assistant.model = False
    out, _ = talk(f"하나\n/compare\n{END}", assistant)
    assert "LLM_MODEL" in out.rpartition(ANSWERED)[2]


def test_a_model_that_was_stood_in_for_is_told() -> None:
    assert "대신했어요" in beside.heading("model", ANSWER)
    assert "대신했어요" not in beside.heading("extractive", ANSWER)


def test_the_last_exchange_becomes_a_golden_item(talk: Talk, settings: BotSettings, tmp_path: Path) -> None:
    named = tmp_path / "상담 골든셋.jsonl"
    out, _ = talk(f"하나\n/golden add\n/golden add list {named}\n/golden add\n/golden\n{END}")
    own = settings.data / repl.GOLDEN_FILE
    assert [case.kind for case in read_golden(str(own)).cases] == ["followup"]
    assert [case.kind for case in read_golden(str(named)).cases] == ["list"]
    told = "".join(out.split())
    assert f"담았어요:{own}" in told
    assert f"담았어요:{named}".replace(" ", "") in told
    assert "이미담은문항" in told
    assert "/goldenadd[종류][파일]로적어" in told


def test_save_writes_the_conversation(talk: Talk, tmp_path: Path) -> None:
    path = tmp_path / "상담 기록.md"
    out, _ = talk(f"하나_둘\n/reset\n날씨\n/save {path}\n/save {path}\n{END}")
    assert out.count("저장했어요") == 2
    assert path.read_text(encoding="utf-8") == (
        "# 온길 대화 기록\n\n2025년 11월 22일\n\n"
        "## 하나\\_둘\n\n"
        "네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르쳐요. \\[1\\]\n\n"
        "> 지금 진행 중인 사업이에요. 확인일 2025년 11월 9일\n\n"
        "**출처**\n\n"
        "- \\[1\\] [네이버, 소상공인 AI 교육에 600억원](<https://www.etnews.com/20241106000123>) (2024년 11월 6일)\n\n"
        "함께 보면 좋은 사업: 네이버 임팩트 프로그램\n\n"
        "---\n\n*새 대화*\n\n"
        "## 날씨\n\n" + REFUSED.body + "\n"
    )


def test_save_says_what_is_in_the_way(talk: Talk, tmp_path: Path) -> None:
    there = tmp_path / "there.md"
    there.write_text("mine")
    before, _ = talk(f"/save {tmp_path}/x.md\n{END}")
    out, _ = talk(f"하나\n/save\n/save {there}\n/save {tmp_path}\n/save {tmp_path}/no/x.md\n날씨\n{END}")
    assert "아직 저장할 대화가 없어요." in before
    # A terminal of 80 columns breaks long lines.
    joined = " ".join(out.split())
    for said in ("저장할 파일 이름을 적어 주세요.", "이미 있는 파일이에요:", "폴더가 없어요:"):
        assert said in joined
    assert there.read_text() == "mine"
    assert REFUSED.body in out


def test_the_prompt_is_there_before_the_assistant(
    settings: BotSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    """A question typed while everything is still loading is answered when it is loaded."""
    typed, assistant = threading.Event(), FakeAssistant()

    def open_assistant(progress: Progress) -> FakeAssistant:
        assert typed.wait(60)
        return assistant

    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        session = Session(open_assistant)

        class Screen(ColourScreen):
            def notice(self, text: str) -> None:
                super().notice(text)
                if text == repl.WELCOME:
                    assert not session.ready
                    keys.send_text("하나\n/quit\n")
                    typed.set()

        assert repl.talk(replace(chat_of(settings), session=session, screen=Screen()), settings) == 0
    assert assistant.asked == [["하나"]]
    assert repl.GOODBYE in capsys.readouterr().out


def test_loading_that_failed_is_told_in_a_line_and_tried_again(
    settings: BotSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    tries: list[int] = []

    def open_assistant(progress: Progress) -> FakeAssistant:
        tries.append(1)
        if len(tries) == 1:
            raise IndexBusy("다른 곳에서 자료를 넣고 있어요. 잠시 뒤에 다시 해 주세요.")
        return FakeAssistant()

    session = Session(open_assistant)
    session.start()
    assert session.loading is not None
    session.loading.wait()
    chat = replace(chat_of(settings), session=session)
    assert isinstance(session.failure, IndexBusy)
    repl.handle(chat, "날씨")
    assert capsys.readouterr().out.endswith(REFUSAL)
    assert len(tries) == 2


def test_the_line_below_the_prompt_says_how_it_stands(settings: BotSettings) -> None:
    go = threading.Event()

    def open_assistant(progress: Progress) -> FakeAssistant:
        go.wait(60)
        return FakeAssistant()

    def toolbar(prompt: Prompt) -> str:
        return "".join(part[1] for part in prompt._toolbar())

    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        session = Session(open_assistant)
        prompt = Prompt(session, settings.data)
        session.start()
        assert "불러오고 있어요" in toolbar(prompt)
        go.set()
        session.assistant()
        assert session.loading is not None
        session.loading.wait()
        assert "준비됐어요" in toolbar(prompt)
        broken = Session(lambda progress: 1 / 0)  # type: ignore[arg-type, return-value]
        broken.start()
        assert broken.loading is not None
        broken.loading.wait()
        assert "불러오지 못했어요" in toolbar(Prompt(broken, settings.data))


def test_completion_of_commands_and_programs() -> None:
    session = Session(lambda progress: FakeAssistant())
    completer = ChatCompleter(session)

    def complete(text: str) -> list[str]:
        return [c.text for c in completer.get_completions(Document(text), CompleteEvent())]

    assert complete("/s") == ["/sources", "/save"]
    assert complete("/g") == ["/golden add"]
    assert complete("/golden a") == ["/golden add"]
    assert complete("제가버치") == []
    session.assistant()
    assert session.loading is not None
    session.loading.wait()
    assert complete("제가버치") == ["카카오메이커스 제가버치"]
    assert complete("혹시 제가") == ["카카오메이커스 제가버치"]
    assert complete("제") == []


def test_history_is_kept_for_oneself(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "history"
    History(path).store_string("질문\udcff 하나")
    assert list(History(path).load_history_strings()) == ["질문? 하나"]
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0


def test_history_that_cannot_be_written_costs_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    history = History(tmp_path / "file" / "history")
    history.store_string("하나")
    history.store_string("둘")
    assert list(history.load_history_strings()) == []
    assert sum("cannot write the history" in record.message for record in caplog.records) == 1


def pipe(text: str, monkeypatch: pytest.MonkeyPatch, settings: BotSettings, assistant: FakeAssistant) -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    return repl.run(settings, lambda progress: assistant)


def test_piped_lines_are_answered_each(
    monkeypatch: pytest.MonkeyPatch, settings: BotSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant = FakeAssistant()
    assert pipe("하나\n\n날씨\n/nope\n오류\n버그\n둘", monkeypatch, settings, assistant) == 0
    out, err = capsys.readouterr()
    assert out == ANSWERED[1:] + REFUSED.body + "\n\n" + ANSWERED[1:]
    assert err.splitlines() == [
        "/nope 명령은 없어요. /help에서 쓸 수 있는 명령을 볼 수 있어요.",
        "색인을 읽을 수 없어요. `ongil ingest`를 실행해 주세요.",
        "예상하지 못한 문제가 생겼어요. 다시 물어보시거나, ongil doctor로 상태를 살펴 주세요.",
    ]
    assert assistant.asked[-1] == ["하나", "날씨", "버그", "둘"]


def test_no_lines_no_answers(
    monkeypatch: pytest.MonkeyPatch, settings: BotSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pipe("", monkeypatch, settings, FakeAssistant()) == 0
    assert capsys.readouterr().out == ""


def test_commands_work_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, settings: BotSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    assistant = FakeAssistant()
    assert pipe("하나\n/sources\n/why\n/quit\n둘\n", monkeypatch, settings, assistant) == 0
    assert "결과: 답했어요 · extractive" in capsys.readouterr().out
    assert assistant.asked == [["하나"]]


def test_compare_and_golden_work_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, settings: BotSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert pipe("하나\n/compare\n/golden add\n", monkeypatch, settings, FakeAssistant()) == 0
    out, err = capsys.readouterr()
    assert "== 자료의 문장 · 답했어요 · 9.8ms\n네이버는 5년간" in out
    assert "== 언어 모델 · 답했어요 · 9.8ms\n언어 모델이 다르게 말해요." in out
    assert "인용한 자료: 네이버 SME AI 교육 프로젝트" in out
    assert f"골든셋에 담았어요: {settings.data / repl.GOLDEN_FILE}" in err


def test_a_plain_screen_never_wraps(capsys: pytest.CaptureFixture[str]) -> None:
    PlainScreen().notice("가" * 300)
    assert capsys.readouterr().err == "가" * 300 + "\n"


@pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is POSIX")
class TestOnATerminal:
    """The same through a real pseudo-terminal."""

    def start(self, *arguments: str) -> tuple[subprocess.Popen[bytes], int]:
        import pty

        ours, theirs = pty.openpty()
        import fcntl
        import struct
        import termios

        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))

        def own_terminal() -> None:
            os.setsid()
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)

        child = subprocess.Popen(
            [sys.executable, "-m", "tests.chat_with_fake", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=ROOT,
            env=os.environ | {"TERM": "xterm", "LANG": "C"},
            preexec_fn=own_terminal,
        )
        os.close(theirs)
        return child, ours

    def until(self, terminal: int, text: str) -> str:
        """Read until the text appears; the prompt asks where the cursor is, and is told."""
        seen = b""
        while text not in seen.decode(errors="ignore"):
            ready, _, _ = select.select([terminal], [], [], 60)
            assert ready, f"{text!r} never came: {seen.decode(errors='replace')}"
            more = os.read(terminal, 4096)
            if b"\x1b[6n" in more:
                os.write(terminal, b"\x1b[1;1R")
            seen += more
        return seen.decode(errors="ignore")

    def test_ctrl_c_stops_the_answer_and_ctrl_d_leaves(self) -> None:
        child, terminal = self.start()
        try:
            self.until(terminal, "준비됐어요")
            os.write(terminal, "느린 질문\r".encode())
            self.until(terminal, SEARCHING)
            os.write(terminal, b"\x03")
            self.until(terminal, repl.STOPPED)
            self.until(terminal, "온길> ")
            os.write(terminal, "하나\r".encode())
            self.until(terminal, "600억원")
            self.until(terminal, "온길> ")
            os.write(terminal, b"\x04")
            self.until(terminal, repl.GOODBYE)
            assert child.wait(60) == 0
        finally:
            child.kill()
            child.wait()
            os.close(terminal)

    def test_leaving_while_it_loads(self) -> None:
        child, terminal = self.start("600")
        try:
            self.until(terminal, "불러오고 있어요")
            os.write(terminal, "하나\r".encode())
            self.until(terminal, LOADING)
            os.write(terminal, b"\x03")
            self.until(terminal, repl.STOPPED)
            self.until(terminal, "온길> ")
            os.write(terminal, b"\x04")
            self.until(terminal, repl.GOODBYE)
            assert child.wait(60) == 0
        finally:
            child.kill()
            child.wait()
            os.close(terminal)
