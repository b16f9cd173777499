"""The zip that a DOCX or HWPX is, looked at before anything is unpacked."""

import io
import zipfile
from typing import Final

from ingest.readers.refusal import Reason, Refusal

#: What a document unpacks to is smaller; a bomb is not.
MOST_BYTES: Final = 400 * 2**20
MOST_MEMBERS: Final = 20_000
#: XML compresses 10 to 50 times; a bomb a thousand.
MOST_RATIO: Final = 250
#: Parts smaller than this are no bomb however well they are packed.
SMALL: Final = 8 * 2**20


def members(raw: bytes) -> dict[str, zipfile.ZipInfo]:
    """The members by name. Raises Refusal for a broken, a locked or an exploding zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, IndexError) as error:
        raise Refusal(Reason.BROKEN, f"{type(error).__name__}: {error}") from error
    total = sum(info.file_size for info in infos)
    if len(infos) > MOST_MEMBERS or total > MOST_BYTES:
        raise Refusal(Reason.TOO_LARGE, f"{len(infos)} members, {total} bytes")
    for info in infos:
        if info.file_size > SMALL and info.file_size > MOST_RATIO * max(1, info.compress_size):
            raise Refusal(
                Reason.TOO_LARGE, f"{info.filename}: {info.compress_size} to {info.file_size} bytes"
            )
        if info.flag_bits & 0x1:
            raise Refusal(Reason.PASSWORD, f"{info.filename} is encrypted")
    return {info.filename: info for info in infos}


def part(raw: bytes, name: str) -> bytes:
    """One member's content, checked against its checksum."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return archive.read(name)
    except Exception as error:
        raise Refusal(Reason.BROKEN, f"{name}: {type(error).__name__}: {error}") from error
