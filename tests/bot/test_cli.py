"""The `ongil` command around its parts: exit codes, streams, settings, what is imported."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from bot import cli, streams
from bot.settings import BotSettings
from knowledge.errors import IndexBusy

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("torch", "chromadb", "langchain", "langchain_core", "telegram", "sentence_transformers", "kiwipiepy")
COMMANDS = ("ask", "chat", "ingest", "bot", "doctor", "feedback", "eval", "documents")


def ongil(
    *words: str, stdin: str | bytes = b"", cwd: Path | None = None, env: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        cwd=cwd or ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | env,
        check=False,
    )


def imported(*words: str) -> set[str]:
    """The modules that a command line imports, by their first names."""
    program = f"import sys; sys.argv = ['ongil', *{list(words)!r}]\nfrom bot.cli import main\nmain()\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, cwd=ROOT, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stdout.splitlines()[-1].split()}


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["ask", "--help"], ["ingest", "--help"], ["frobnicate"]]
)
def test_help_imports_nothing_heavy(words: Sequence[str]) -> None:
    assert not imported(*words) & {*HEAVY, "rich", "prompt_toolkit", "numpy"}


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_korean_and_names_the_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, "--help"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"사용법: ongil {command}")
    assert not {"usage:", "options:", "show this help"} & set(out.split())
    assert err == ""


def test_the_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n    {command} " in out for command in COMMANDS)
    assert all(streams_columns(line) <= 80 for line in out.splitlines())


def streams_columns(line: str) -> int:
    from bot.usage import columns

    return columns(line)


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == "ongil 0.1.0\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "사용법: ongil"),
        (["frob"], "'frob'은(는) 없어요"),
        (["ask"], "질문을 적어 주세요"),
        (["ask", "--batch"], "--batch 뒤에 값을 적어 주세요"),
        (["ask", "질문", "--batch", "x"], "함께 쓸 수 없어요"),
        (["ask", "질문", "--jsn"], "모르는 옵션이나 값이에요: --jsn"),
        (["ask", "질문", "--json=1"], "--json에는 값을 적지 않아요"),
        (["chat", "더"], "모르는 옵션이나 값이에요: 더"),
    ],
)
def test_wrong_usage_is_2_in_korean(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


@pytest.mark.parametrize(
    ("name", "value"),
    [("ONGIL_TODAY", "어제"), ("ONGIL_TODAY", "2025-13-01"), ("ADMIN_IDS", "홍길동"), ("ADMIN_IDS", "1;2")],
)
def test_a_wrong_setting_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)
    assert cli.main(["ask", "질문"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"설정 {name}의 값이 맞지 않아요.")
    assert err.count("\n") == 1
    assert value not in err


def test_a_broken_env_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_bytes("SUPPORT_CONTACT=상담실".encode("euc-kr"))
    assert cli.main(["doctor"]) == 1
    assert capsys.readouterr().err == ".env 파일을 읽을 수 없어요. UTF-8로 저장해 주세요.\n"


def test_a_line_of_env_that_says_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from bot.startup import read_settings

    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SUPPORT_CONTACT")
    Path(".env").write_text("SUPPORT_CONTACT=상담실\n이게 뭐지 = = '\n", encoding="utf-8")
    assert read_settings().support_contact == "상담실"
    assert "2번째 줄" in capsys.readouterr().err


def test_every_setting_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[0] for line in example if line and not line.startswith("#")}
    assert named == {name.upper() for name in BotSettings.model_fields}


def failing(error: BaseException, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    def run(*_: object) -> int:
        raise error

    monkeypatch.setattr(cli, "run", run)
    return cli.main(["doctor", *words])


def test_an_expected_error_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], own_data: Path
) -> None:
    assert failing(IndexBusy("다른 곳에서 자료를 넣고 있어요.\n끝난 뒤에 다시 해 주세요."), monkeypatch) == 1
    assert capsys.readouterr() == ("", "다른 곳에서 자료를 넣고 있어요. 끝난 뒤에 다시 해 주세요.\n")
    assert not (own_data / "ongil.log").exists()


def test_an_unexpected_error_is_one_line_and_a_traceback_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], own_data: Path
) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://ongil:hidden@db/ongil")
    error = ValueError("no such thing at bot123:secret/getMe, ongil:hidden@db")
    assert failing(error, monkeypatch) == 1
    out, err = capsys.readouterr()
    log = own_data / "ongil.log"
    assert out == ""
    assert err == (
        f"예상하지 못한 문제가 생겼어요. -v를 붙여 다시 실행하면 까닭을 볼 수 있어요. 자세한 기록: {log}\n"
    )
    written = log.read_text(encoding="utf-8")
    assert "ERROR bot.cli: unexpected: ValueError: no such thing" in written
    assert "Traceback" in written
    assert "secret" not in written
    assert "hidden" not in written


def test_verbose_shows_the_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert failing(ValueError("no such thing"), monkeypatch, "-v") == 1
    err = capsys.readouterr().err
    assert err.count("Traceback") == 1
    assert err.endswith("ongil.log\n")


def test_a_log_that_cannot_be_written_is_told_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ONGIL_DATA", str(tmp_path / "file" / "data"))
    assert failing(ValueError("no such thing"), monkeypatch) == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert "cannot write the log" in err


def test_ctrl_c_is_quiet(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert failing(KeyboardInterrupt(), monkeypatch) == 130
    assert capsys.readouterr() == ("", "")


def test_a_question_may_come_unquoted(monkeypatch: pytest.MonkeyPatch) -> None:
    from bot import ask

    asked = []
    monkeypatch.setattr(ask, "run_one", lambda question, *_, **__: asked.append(question) or 0)
    assert cli.main(["ask", "네이버", "수수료", "얼마예요?"]) == 0
    assert asked == ["네이버 수수료 얼마예요?"]


def test_arguments_are_read_as_utf8_under_any_locale() -> None:
    assert streams.readable("네이버") == "네이버"
    assert streams.readable(os.fsdecode("네이버".encode())) == "네이버"
    assert streams.readable("a\udcffb") == "a?b"


def test_streams_are_utf8_whatever_the_locale() -> None:
    done = ongil(
        "frob",
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 2
    assert "없어요" in done.stderr.decode("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="a pipe that breaks")
def test_a_reader_that_goes_away_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "--version"],
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk that is full")
def test_a_full_disk_is_told() -> None:
    with open("/dev/full", "wb") as stdout:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "--version"],
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.decode().startswith("결과를 쓰지 못했어요")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(os.name != "posix", reason="a shell that closes streams")
def test_closed_streams_are_empty_ones() -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m bot --version <&- 2>&-"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"ongil 0.1.0\n")


class TestWithTheRealAssistant:
    """The command whole, on the shipped documents."""

    def test_ask_from_any_folder(self, shipped_data: Path, tmp_path: Path) -> None:
        question = "네이버가 소상공인 AI 교육에 얼마를 쓴대요?"
        done = ongil("ask", "--json", question, cwd=tmp_path, env={"ONGIL_DATA": str(shipped_data)})
        assert (done.returncode, done.stderr) == (0, b"")
        row = json.loads(done.stdout)
        assert row["outcome"] in ("answered", "partial")
        assert "600억" in row["answer"]
        assert row["citations"][0]["slug"] == "naver-sme-ai-education"

    def test_chat_through_a_pipe(self, shipped_data: Path) -> None:
        done = ongil("chat", stdin="안녕하세요\n분수펀드가 뭐예요?\n", env={"ONGIL_DATA": str(shipped_data)})
        assert (done.returncode, done.stderr) == (0, b"")
        out = done.stdout.decode()
        assert "\x1b" not in out
        assert "분수펀드" in out
        assert "출처\n[1]" in out

    def test_a_batch(self, shipped_data: Path, tmp_path: Path) -> None:
        path = tmp_path / "set.jsonl"
        path.write_text(
            '{"id": "a", "turns": ["안녕하세요"]}\nnot json\n{"id": "b", "turns": [""]}\n', encoding="utf-8"
        )
        done = ongil("ask", "--json", "--batch", str(path), env={"ONGIL_DATA": str(shipped_data)})
        assert (done.returncode, done.stderr) == (0, b"")
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        assert [(row["id"], row["outcome"]) for row in rows] == [
            ("a", "small_talk"),
            (None, "error"),
            ("b", "refused"),
        ]

    def test_the_first_question_makes_the_index(
        self, own_data: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["ask", "--json", "안녕하세요"]) == 0
        out, err = capsys.readouterr()
        assert json.loads(out)["outcome"] == "small_talk"
        assert err == "자료를 정리하고 있어요. 처음이거나 자료가 바뀌었을 때 한 번만 해요.\n"
        assert own_data.is_dir()
