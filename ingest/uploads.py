"""Files that an admin sent (올린 파일): a folder of their own under the data folder, names made safe, sizes limited."""

import hashlib
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ingest.errors import UploadRefused
from ingest.sources import SUFFIXES
from knowledge.pointer import sync_folder, write_durably

FOLDER: Final = "uploads"
#: What a Telegram bot is given at most.
MOST_BYTES: Final = 20 * 2**20
#: A name longer than this (UTF-8) does not fit beside what is put before and behind it.
NAME_BYTES: Final = 180
#: The version before, as long as nobody has decided; hidden, so that no ingest reads it.
BEFORE: Final = ".before-"

#: Names that Windows keeps for devices.
DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def safe_name(name: str) -> str:
    """A file name that is one name, whatever was sent: letters, digits and a few signs, with its suffix.

    Raises UploadRefused for a format that is not read.
    """
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    suffix = f".{suffix.strip().lower()}"
    if not dot or suffix not in SUFFIXES:
        raise UploadRefused(
            f"이 형식은 읽지 못해요. {', '.join(sorted(SUFFIXES))} 가운데 하나로 보내 주세요."
        )
    stem = " ".join(re.sub(r"[^\w ()\[\].,&+~-]", " ", stem).split()).strip(" .~-")
    stem = stem.encode()[:NAME_BYTES].decode(errors="ignore").strip(" .")
    if not stem or DEVICES.fullmatch(stem):
        stem = f"문서 {stem}".strip()
    return stem + suffix


def put(data: Path, name: str, content: bytes, indexed: Callable[[Path], bool]) -> Path:
    """Write a file into the folder; the one of the same name is kept aside until `settle` or `undo`.

    `indexed` tells whether a file there is the one that the index has: that one is to come back, and not one that
    was sent meanwhile and never decided about. Raises UploadRefused for what cannot be a document.
    """
    name = safe_name(name)
    if not content:
        raise UploadRefused("빈 파일이에요. 내용이 있는 파일을 보내 주세요.")
    if len(content) > MOST_BYTES:
        raise UploadRefused(TOO_LARGE)
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path, before = folder / name, folder / f"{BEFORE}{name}"
    if path.exists() and indexed(path):
        os.replace(path, before)
    fresh = folder / f".new-{name}"
    write_durably(fresh, content)
    os.replace(fresh, path)
    sync_folder(folder)
    return path


def digest(path: Path) -> bytes:
    """What the file holds now, in few bytes; nothing when it is gone."""
    try:
        return hashlib.blake2b(path.read_bytes()).digest()
    except FileNotFoundError:
        return b""


def settle(path: Path) -> None:
    """The new version stays."""
    path.with_name(f"{BEFORE}{path.name}").unlink(missing_ok=True)


def undo(path: Path) -> None:
    """The version before comes back; without one there is no file."""
    before = path.with_name(f"{BEFORE}{path.name}")
    if before.exists():
        os.replace(before, path)
    else:
        path.unlink(missing_ok=True)


TOO_LARGE: Final = (
    f"파일이 너무 커요. 텔레그램으로는 {MOST_BYTES // 2**20}MB까지 받을 수 있어요."
    " 더 큰 파일은 서버의 폴더에 넣고 /ingest 를 눌러 주세요."
)
