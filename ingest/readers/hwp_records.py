"""The records of an HWP 5 file's sections, walked once to see that they are whole.

unhwp reads what it can of a damaged section and says nothing of the rest: half a document, without an error.
"""

import struct
import zlib
from collections.abc import Iterator
from typing import Any, Final

from ingest.readers.refusal import Reason, Refusal

COMPRESSED: Final = 1
FIRST_TAG: Final = 0x10
HEADER_TAG, TEXT_TAG = FIRST_TAG + 50, FIRST_TAG + 51
#: What a section unpacks to is smaller.
MOST: Final = 200 * 2**20
#: So many noughts in a row are no text.
HOLE: Final = 4
#: Control characters that are letters by themselves; every other one below 32 is followed by seven words of its own.
SINGLE: Final = frozenset({0, 10, 13, *range(24, 32)})


def check(file: Any, flags: int) -> None:
    """Raise Refusal unless every section of the compound file can be read to its end."""
    for content in sections(file, flags):
        letters: int | None = None
        for tag, _, data in levelled(content):
            if tag == HEADER_TAG:
                letters = struct.unpack("<I", data[:4])[0] & 0x7FFFFFFF if len(data) >= 4 else None
            elif tag == TEXT_TAG:
                if letters is not None and letters * 2 > len(data):
                    raise Refusal(Reason.PARTIAL, "a paragraph ends too early")
                _check_text(data)


def sections(file: Any, flags: int) -> Iterator[bytes]:
    """The unpacked sections of a compound file, in their order."""
    names = [name for name in file.listdir() if len(name) == 2 and name[0] == "BodyText"]
    if not names:
        raise Refusal(Reason.BROKEN, "no section")
    for name in sorted(names, key=lambda name: (len(name[1]), name[1])):
        content = file.openstream(name).read()
        yield _unpacked(content) if flags & COMPRESSED else content


def levelled(content: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(tag, level, data) of each record. Raises Refusal where they do not fit into each other."""
    at = 0
    while at < len(content):
        if at + 4 > len(content):
            raise Refusal(Reason.PARTIAL, "half a record")
        (head,) = struct.unpack_from("<I", content, at)
        tag, level, size = head & 0x3FF, head >> 10 & 0x3FF, head >> 20
        at += 4
        if size == 0xFFF:
            if at + 4 > len(content):
                raise Refusal(Reason.PARTIAL, "half a record")
            (size,) = struct.unpack_from("<I", content, at)
            at += 4
        if tag < FIRST_TAG or at + size > len(content):
            raise Refusal(Reason.PARTIAL, f"a record with tag {tag} and {size} bytes")
        yield tag, level, content[at : at + size]
        at += size


def _unpacked(content: bytes) -> bytes:
    unpack = zlib.decompressobj(-15)
    try:
        whole = unpack.decompress(content, MOST)
    except zlib.error as error:
        raise Refusal(Reason.BROKEN, str(error)) from error
    if unpack.unconsumed_tail:
        raise Refusal(Reason.TOO_LARGE, "a section that unpacks to too much")
    if not unpack.eof:
        raise Refusal(Reason.PARTIAL, "a section ends too early")
    return whole


def _check_text(data: bytes) -> None:
    """Letters are not nought, outside the controls' own words: a hole in the file is."""
    words = struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])
    at = 0
    while at < len(words):
        if words[at : at + HOLE] == (0,) * HOLE:
            raise Refusal(Reason.PARTIAL, "a hole in a paragraph")
        at += 1 if words[at] >= 32 or words[at] in SINGLE else 8
