"""What stands around an ingest: the lock that admits one writer, and the telling of failed writes."""

import errno
import logging
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ingest.errors import CannotWrite
from knowledge.errors import IndexBusy, OngilError

log = logging.getLogger(__name__)

LOCK: Final = "ingest.lock"
#: Less free space than this, and a failed write is told as a full disk.
TIGHT: Final = 16 * 2**20
FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
FULL_SIGNS: Final = ("disk is full", "no space left", "file too large", "os error 28", "os error 27")
#: The packages whose errors are about writing an index.
STORES: Final = frozenset({"chromadb", "sqlite3", "pyo3_runtime"})
AS_BEFORE: Final = "색인은 이전 그대로예요."
FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


@contextmanager
def one_writer(data: Path, wait: float) -> Iterator[None]:
    """Hold the lock of a data folder; IndexBusy when another process still has it after `wait` seconds."""
    from filelock import FileLock, Timeout

    data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(data / LOCK, timeout=wait)
    try:
        lock.acquire()
    except Timeout as error:
        raise IndexBusy(
            "다른 곳에서 자료를 넣고 있어요. 끝난 뒤에 다시 실행해 주세요."
            " 그동안 봇은 이전 자료로 계속 답해요."
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Tell what keeps the data folder from being written: a full disk, permissions, the disk itself."""
    try:
        yield
    except (OngilError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:
        # Chroma and SQLite have errors of their own for a full disk, and Rust's panics are no Exception.
        log.error("ingest into %s failed: %s: %s", data, type(error).__name__, error, exc_info=True)
        if reason := _why(error, data):
            raise CannotWrite(f"{reason} {AS_BEFORE}") from error
        raise


def disk_full(data: Path) -> CannotWrite:
    """The error for a disk without room."""
    return CannotWrite(f"{_full(data)} {AS_BEFORE}")


def may_be_full(error: BaseException) -> bool:
    """Whether an error may come of a full disk without saying so: SQLite and Chroma tell "disk I/O error" and the like."""
    chain = list(_chain(error))
    codes = {cause.errno for cause in chain if isinstance(cause, OSError)}
    return bool(codes & (FULL | {errno.EIO}) or _homes(chain) & STORES)


def is_tight(data: Path) -> bool:
    """Whether the disk that the data folder is on, or would be, is as good as full."""
    place = next(folder for folder in [data, *data.parents] if folder.exists())
    usage = shutil.disk_usage(place)
    return usage.total > 0 and usage.free < TIGHT


def _full(data: Path) -> str:
    return f"디스크가 가득 찼어요: {data}. 공간을 비우고 `ongil ingest`를 다시 실행해 주세요."


def _why(error: BaseException, data: Path) -> str | None:
    """What to tell a person of a failed write, None for an error that has nothing to do with writing."""
    chain = list(_chain(error))
    codes = {cause.errno for cause in chain if isinstance(cause, OSError)}
    text = " ".join(str(cause) for cause in chain).lower()
    if codes & FORBIDDEN:
        return f"{data}에 쓸 수 없어요. 폴더 권한을 고치거나, 쓸 수 있는 폴더를 ONGIL_DATA에 적어 주세요."
    full = codes & FULL or any(sign in text for sign in FULL_SIGNS)
    if full or (may_be_full(error) and is_tight(data)):
        return _full(data)
    homes = _homes(chain)
    if "httpx" in homes:
        return "크로마 서버와 통신하지 못했어요. 서버가 켜져 있는지 확인하고 다시 실행해 주세요."
    if codes or homes & STORES:
        return (
            f"색인을 쓰지 못했어요({type(error).__name__}: {error})."
            f" 디스크의 공간과 상태를 살피고 {data}를 확인한 뒤에 다시 실행해 주세요."
        )
    return None


def _homes(chain: Iterable[BaseException]) -> set[str]:
    """The packages that errors come from."""
    return {type(cause).__module__.split(".")[0] for cause in chain}


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
