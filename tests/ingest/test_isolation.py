"""A file is read in a process of its own: whatever happens there, the parent learns a reason and goes on."""

import logging
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ingest import isolation
from ingest.isolation import Limits, parse
from ingest.readers.refusal import MESSAGES, Reason
from knowledge.errors import DocumentError
from tests.benchmarks.mutations import OPEN_ENDED, WHOLE, mutants, read
from tests.ingest import compound, samples
from tests.ingest.samples import SAMPLES

QUICK = Limits(seconds=1, memory=2**30, output=2**20)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "공고.hwp"
    path.write_bytes(samples.hwp())
    return path


def refusal(path: Path, limits: Limits = QUICK) -> Reason:
    with pytest.raises(DocumentError) as caught:
        parse(path, limits)
    assert str(path) in str(caught.value)
    return next(reason for reason, message in MESSAGES.items() if message == caught.value.reason)


def test_a_file_is_read(file: Path) -> None:
    parsed = parse(file)
    assert parsed.format == "hwp"
    assert any(samples.TARGET in text for _, text in parsed.facts)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import time; time.sleep(60)", Reason.TOO_LONG),
        ("while True: pass", Reason.TOO_LONG),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", Reason.BROKEN),
        ("import os; os.abort()", Reason.BROKEN),
        ("raise SystemExit(3)", Reason.BROKEN),
        ("print('나쁜 글')", Reason.BROKEN),
        ("print('{}')", Reason.BROKEN),
        ('print(\'{"format": "hwp", "facts": [1]}\')', Reason.BROKEN),
        ('print(\'{"refusal": "no such reason"}\')', Reason.BROKEN),
    ],
)
def test_whatever_the_child_does(
    file: Path, monkeypatch: pytest.MonkeyPatch, code: str, expected: Reason
) -> None:
    monkeypatch.setattr(isolation, "CODE", code)
    monkeypatch.setattr(isolation, "GRACE", 0.2)
    assert refusal(file) is expected


@pytest.mark.skipif(sys.platform != "linux", reason="the limits hold on Linux")
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("bytearray(4 * 2**30)", Reason.BROKEN),
        ("while True: print('x' * 2**16)", Reason.TOO_LARGE),
    ],
)
def test_the_limits_hold(file: Path, monkeypatch: pytest.MonkeyPatch, code: str, expected: Reason) -> None:
    limited = (
        "import sys; sys.path.insert(0, sys.argv[1]); from ingest.readers.child import limit;"
        "limit(*map(int, sys.argv[3:]))\n" + code
    )
    monkeypatch.setattr(isolation, "CODE", limited)
    assert refusal(file, Limits(seconds=20, memory=2**30, output=2**20)) is expected


@pytest.mark.skipif(sys.platform != "linux", reason="the memory limit holds on Linux")
def test_a_file_that_needs_too_much_memory(tmp_path: Path) -> None:
    path = tmp_path / "큰.txt"
    path.write_bytes("가나다라 마바사.\n".encode() * 1_000_000)
    assert refusal(path, Limits(memory=200 * 2**20)) is Reason.TOO_LARGE


def test_a_file_that_is_too_large(file: Path) -> None:
    assert refusal(file, Limits(file=100)) is Reason.TOO_LARGE


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no /proc")
def test_a_grandchild_is_ended_too(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tmp_path / "pid"
    monkeypatch.setattr(
        isolation,
        "CODE",
        f"import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        f"open({str(note)!r}, 'w').write(str(p.pid)); time.sleep(60)",
    )
    monkeypatch.setattr(isolation, "GRACE", 0.5)
    assert refusal(file) is Reason.TOO_LONG
    state = Path("/proc", note.read_text(), "stat")
    for _ in range(100):
        if not state.exists() or state.read_text().split()[2] == "Z":
            return
        time.sleep(0.05)
    pytest.fail("it still runs")


def test_the_child_has_no_secrets_and_no_path(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    monkeypatch.setenv("LLM_API_KEY", "secret")
    monkeypatch.setattr(
        isolation,
        "CODE",
        "import json, os, sys; print(json.dumps({'format': 'x', 'facts': [['', repr((dict(os.environ), sys.argv))]]}))",
    )
    ((_, told),) = parse(file, QUICK).facts
    assert "secret" not in told
    assert "공고" not in told


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="읽을 수 없어요"):
        parse(tmp_path / "없는 파일.hwp")


def test_the_log_has_the_reason_and_no_text(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    file.write_bytes(samples.hwp()[:3000])
    with caplog.at_level(logging.INFO), pytest.raises(DocumentError):
        parse(file)
    assert "broken" in caplog.text
    assert samples.TARGET not in caplog.text


KORDOC = """#!/bin/sh
case "$1" in /*) ;; *) exit 2;; esac
[ -z "$LLM_API_KEY" ] || exit 3
printf '# 온길시 공고문 모음\\n\\n가게를 **도와요**\\\\.\\n\\n| 구분 | 금액 |\\n| --- | --- |\\n| 일반 | 10만원 |\\n\\n'
printf '<table>\\n<tr><th>구분</th><th>기간</th></tr>\\n<tr><td>일반</td><td>5년</td></tr>\\n</table>\\n'
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the command is a shell script here")
@pytest.mark.parametrize(
    "raw",
    [b"HWP Document File V3.00 \x1a\1\2\3\4\5", samples.hwp(compound.DISTRIBUTION)],
    ids=["hwp3", "배포용"],
)
def test_an_installed_converter_is_used(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raw: bytes
) -> None:
    file.write_bytes(raw)
    assert refusal(file) in (Reason.HWP3, Reason.DISTRIBUTION)
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "kordoc"
    command.write_text(KORDOC)
    command.chmod(0o755)
    monkeypatch.setenv("LLM_API_KEY", "secret")
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    texts = [text for _, text in parse(file).facts]
    assert texts == [
        "온길시 공고문 모음: 가게를 도와요.",
        "구분: 일반 · 금액: 10만원",
        "구분: 일반 · 기간: 5년",
    ]
    command.write_text("#!/bin/sh\nexit 1\n")
    assert refusal(file) in (Reason.HWP3, Reason.DISTRIBUTION)


def test_damaged_files_never_come_by_half(tmp_path: Path) -> None:
    """A hundred of what `python -m tests.benchmarks.mutations` makes two thousand of."""
    files = {f"sample{suffix}": make() for suffix, make in SAMPLES.items()}
    whole = {name: read(raw, Path(name).suffix, tmp_path) for name, raw in files.items()}
    assert {outcome for outcome, _ in whole.values()} == {"read"}
    made = list(mutants(files, 96, seed=20261122))
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda one: read(one[2], Path(one[0]).suffix, tmp_path), made))
    for (name, mutation, _), (outcome, count) in zip(made, results, strict=True):
        half = outcome == "read" and count < WHOLE * whole[name][1]
        assert not half or Path(name).suffix in OPEN_ENDED, (name, mutation)
    assert {"read", "broken"} <= {outcome for outcome, _ in results}
    assert os.listdir(tmp_path) == []
