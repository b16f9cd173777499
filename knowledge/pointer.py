"""The pointer: one small file that names the published generation, replaced in one step."""

import json
import os
import re
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.errors import IndexUnreadable

POINTER: Final = "CURRENT"
GENERATIONS: Final = "generations"

#: A running number, so that names sort by age, and a random part, so that no name is ever used twice.
GENERATION_ID: Final = re.compile(r"\d{6,}-[0-9a-f]{8}")

GenerationId = Annotated[str, Field(pattern=rf"^{GENERATION_ID.pattern}$")]


class Pointer(BaseModel):
    """The published generation, and the ones before it that are kept, the latest first.

    `shipped_only`: nothing but the shipped documents is in it, so it can be made anew at any time.
    `held`: an admin went back to it, so nothing but an ingest that is asked for goes on from it.
    A folder of a generation that no pointer names is a leftover of an ingest that did not finish.
    """

    model_config = ConfigDict(frozen=True)

    generation: GenerationId
    previous: tuple[GenerationId, ...] = ()
    shipped_only: bool = False
    held: bool = False


def read_pointer(data: Path) -> Pointer | None:
    """The pointer of a data folder; None when nothing was ever published there.

    Raises IndexUnreadable when the file is there and says nothing usable.
    """
    path = data / POINTER
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise IndexUnreadable(
            f"색인을 가리키는 파일을 읽을 수 없어요: {path} ({error.strerror}). 파일 권한을 확인해 주세요."
        ) from error
    try:
        return Pointer.model_validate_json(raw)
    except ValidationError as error:
        raise IndexUnreadable(
            f"색인을 가리키는 파일이 깨졌어요: {path}. `ongil ingest`를 실행하면 남아 있는 색인에서 되살려요."
        ) from error


def generation_names(data: Path) -> list[str]:
    """The names of all generations that have a folder, whole or not, the oldest first."""
    try:
        names = os.listdir(data / GENERATIONS)
    except (FileNotFoundError, NotADirectoryError):
        return []
    return sorted(name for name in names if GENERATION_ID.fullmatch(name))


def write_pointer(data: Path, pointer: Pointer) -> None:
    """Publish: whoever reads next reads the new name or the old one, also after a power cut."""
    path = data / POINTER
    fresh = path.with_name(f"{POINTER}.new")
    write_durably(fresh, json.dumps(pointer.model_dump(), ensure_ascii=False).encode() + b"\n")
    os.replace(fresh, path)
    sync_folder(data)


def write_durably(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the folder's entries; Windows needs none of it and cannot open a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
