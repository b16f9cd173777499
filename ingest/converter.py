"""HWP 3 and 배포용 documents through kordoc (https://www.npmjs.com/package/kordoc), when an admin installed it.

No reader here can open them. kordoc is a command of its own (Node); what it writes is Markdown with HTML tables, and
is read in a child process like any file.
"""

import logging
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Final

from ingest.readers.refusal import Reason

log = logging.getLogger(__name__)

COMMAND: Final = "kordoc"
#: What it can open and the readers cannot.
CONVERTED: Final = frozenset({Reason.HWP3, Reason.DISTRIBUTION})
#: What it needs of the environment; nothing of it is secret.
ENVIRONMENT: Final = ("PATH", "SYSTEMROOT", "PATHEXT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL")


def convert(path: Path, out: IO[bytes], seconds: int, most: int) -> bool:
    """Write the file as Markdown to `out`, from its beginning; False when there is no kordoc or it did not manage."""
    command = shutil.which(COMMAND)
    if command is None:
        return False
    with tempfile.TemporaryDirectory() as place:
        process = subprocess.Popen(
            [command, str(path.absolute())],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.DEVNULL,
            cwd=place,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            start_new_session=True,
        )
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired:
            log.warning("%s: kordoc took over %d s", path.name, seconds)
            return False
        finally:
            end(process)
    size = os.fstat(out.fileno()).st_size
    if code != 0 or not 0 < size <= most:
        log.warning("%s: kordoc ended with %d and %d bytes", path.name, code, size)
        return False
    out.seek(0)
    return True


def end(process: "subprocess.Popen[bytes]") -> None:
    """End a process and whatever it started; one that ended already is waited for."""
    if process.poll() is None:
        try:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        except ProcessLookupError:
            log.debug("the process ended by itself")
    process.wait()
