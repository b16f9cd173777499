"""Standard input, output and errors: UTF-8 whatever the locale, answers on one stream and messages on the other."""

import io
import os
import sys


def use_utf8() -> None:
    """Make the three streams UTF-8 whatever the locale says; a stray byte never ends a command."""
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
    sys.stdout.write(text + end)
    sys.stdout.flush()


def err(text: str) -> None:
    """A message beside the answer: one line to stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
