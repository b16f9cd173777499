"""What a person sees while the assistant gets ready: one line on stderr, gone when it is done."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.streams import err

#: Called with the stage in Korean, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]

LOADING = "자료를 불러오고 있어요…"
ERASE = "\r\x1b[K"


def stage_text(stage: str, done: int, total: int) -> str:
    """How far the index is, in a few words."""
    return (
        f"자료를 정리하고 있어요 ({stage} {done}/{total})" if total else f"자료를 정리하고 있어요 ({stage})"
    )


@contextmanager
def waiting() -> Iterator[Progress]:
    """On a terminal, a line that is rewritten and then erased; elsewhere, one line if an index is made."""
    if sys.stderr.isatty():
        try:
            sys.stderr.write(LOADING)
            sys.stderr.flush()
            yield rewrite
        finally:
            sys.stderr.write(ERASE)
            sys.stderr.flush()
    else:
        told = False

        def tell_once(stage: str, done: int, total: int) -> None:
            nonlocal told
            if not told:
                err("자료를 정리하고 있어요. 처음이거나 자료가 바뀌었을 때 한 번만 해요.")
            told = True

        yield tell_once


def rewrite(stage: str, done: int, total: int) -> None:
    sys.stderr.write(ERASE + stage_text(stage, done, total))
    sys.stderr.flush()
