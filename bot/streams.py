"""Standard input, output and errors: UTF-8 whatever the locale, answers on one stream and messages on the other."""

import io
import os
import sys

from bot.errors import OutputError


def use_utf8() -> None:
    """Make the three streams UTF-8 whatever the locale says; a stray byte never ends a command.

    A stream that is closed (`<&-`) becomes one that is empty.
    """
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream, errors in ((sys.stdin, "replace"), (sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def readable(text: str) -> str:
    """A command-line argument as the person typed it: UTF-8 read under another locale is put right."""
    try:
        return os.fsencode(text).decode("utf-8")
    except UnicodeError:
        return without_surrogates(text)


def without_surrogates(text: str) -> str:
    """The text without halves of characters, which nothing can print."""
    return text.encode("utf-8", "replace").decode("utf-8")


def out(text: str = "", end: str = "\n") -> None:
    """An answer, or whatever else a command was asked for: to stdout, at once."""
    try:
        sys.stdout.write(text + end)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        drop_stdout()
        raise OutputError(f"결과를 쓰지 못했어요 ({error.strerror}). 디스크 공간을 확인해 주세요.") from error


def drop_stdout() -> None:
    """Send what is still to be written nowhere: Python would try again at exit, and complain."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def err(text: str) -> None:
    """A message beside the answer: one line to stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
