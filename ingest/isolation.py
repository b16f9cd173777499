"""A file is read in a process of its own, with a clock and limits, so that no file can harm the ingest.

The child gets the open file as its stdin and a file of the parent's as its stdout: no path, no pipe that fills
up, none of the parent's environment (tokens, keys). What it answers is checked like any other input.
"""

import logging
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from pydantic import BaseModel, ConfigDict, ValidationError

from ingest.converter import CONVERTED, convert, end
from ingest.readers.converted import SUFFIX
from ingest.readers.refusal import MESSAGES, Reason
from knowledge.errors import DocumentError
from knowledge.settings import PROJECT

log = logging.getLogger(__name__)

CODE: Final = (
    "import sys; sys.path.insert(0, sys.argv[1]); from ingest.readers.child import main; main(*sys.argv[2:])"
)
#: Seconds beyond the limit of CPU time that a child may take to start, wait for the disk, and end.
GRACE: Final = 5.0
#: What a child needs of the environment; nothing of it is secret.
ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Limits:
    """What reading one file may take: seconds, and bytes of the file, of memory, of what it says."""

    seconds: int = 60
    file: int = 100 * 2**20
    memory: int = 2 * 2**30
    output: int = 64 * 2**20


class Guessed(BaseModel):
    """Something that the text says of the document, or seems to."""

    model_config = ConfigDict(frozen=True)

    field: str
    value: str
    sure: bool


class Parsed(BaseModel):
    """What a file says. `facts` are (section, text); `warnings` are for the admin."""

    model_config = ConfigDict(frozen=True)

    format: str
    facts: tuple[tuple[str, str], ...]
    guesses: tuple[Guessed, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _Refused(BaseModel):
    refusal: Reason
    detail: str = ""


DEFAULT: Final = Limits()


def parse(path: Path, limits: Limits = DEFAULT) -> Parsed:
    """What the file says. Raises DocumentError with the reason, whatever the file does to the child."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > limits.file:
                raise refused(path, Reason.TOO_LARGE, f"over {limits.file} bytes")
            told = _told(path, _run(file, path, path.suffix.lower(), limits))
        if isinstance(told, _Refused) and told.refusal in CONVERTED:
            with tempfile.TemporaryFile() as converted:
                if convert(path, converted, limits.seconds, limits.output):
                    told = _told(path, _run(converted, path, SUFFIX, limits))
    except OSError as error:
        raise DocumentError(
            path, 0, "파일", f"읽을 수 없어요({error.strerror}). 파일과 권한을 확인해 주세요"
        ) from error
    if isinstance(told, _Refused):
        raise refused(path, told.refusal, told.detail)
    for note in told.notes:
        log.info("%s: %s", path.name, note)
    return told


def _told(path: Path, answer: bytes) -> "Parsed | _Refused":
    """The child's answer, checked."""
    try:
        return Parsed.model_validate_json(answer)
    except ValidationError as error:
        try:
            return _Refused.model_validate_json(answer)
        except ValidationError:
            raise refused(path, Reason.BROKEN, "no answer that can be read") from error


def refused(path: Path, reason: Reason, detail: str) -> DocumentError:
    """The error for a file that is not taken; the detail goes to the log."""
    log.warning("refused: %s: %s (%s)", path.name, reason.value, detail[:500])
    return DocumentError(path, 0, "파일", MESSAGES[reason])


def _run(file: IO[bytes], path: Path, suffix: str, limits: Limits) -> bytes:
    """The child's answer. Raises DocumentError when it has none."""
    command = [sys.executable, "-I", "-X", "utf8", "-c", CODE, str(PROJECT), suffix]
    command += [str(number) for number in (limits.seconds, limits.memory, limits.output)]
    environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
    with tempfile.TemporaryFile() as out, tempfile.TemporaryDirectory() as place:
        process = subprocess.Popen(
            command,
            stdin=file,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=place,
            env=environment,
            start_new_session=True,
        )
        try:
            code = process.wait(limits.seconds + GRACE)
        except subprocess.TimeoutExpired:
            raise refused(path, Reason.TOO_LONG, f"over {limits.seconds} s") from None
        finally:
            end(process)
        if code != 0:
            full = os.fstat(out.fileno()).st_size >= limits.output
            slow = code == -getattr(signal, "SIGXCPU", 0)
            reason = Reason.TOO_LARGE if full else Reason.TOO_LONG if slow and code else Reason.BROKEN
            raise refused(path, reason, f"the child ended with {code}")
        out.seek(0)
        answer = out.read(limits.output + 1)
    if len(answer) > limits.output:
        raise refused(path, Reason.TOO_LARGE, f"says more than {limits.output} bytes")
    return answer
