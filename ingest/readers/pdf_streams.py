"""The packed streams of a PDF, unpacked once to see that they are whole.

pdfium shows what it can of a damaged page and says nothing of the rest: half a document, without an error.
"""

import base64
import re
import zlib
from collections.abc import Iterator
from typing import Final

from ingest.readers.refusal import Reason, Refusal

#: A dictionary is looked for within so many bytes before its stream.
DICTIONARY: Final = 4_096
STEP: Final = 2**20
HOLE: Final = b"\0" * 16
#: All streams together unpack to less; a bomb does not.
MOST: Final = 2 * 2**30
_STREAM: Final = re.compile(rb">>\s{0,4}stream\r?\n")
_LENGTH: Final = re.compile(rb"/Length\s+(\d+)(?!\s+\d+\s+R)")
_FILTER: Final = re.compile(rb"/Filter\s*(?:\[\s*((?:/\w+\s*)+)\]|(/\w+))")
#: What has no text: a picture or a font may be damaged without harm.
_NO_TEXT: Final = re.compile(
    rb"/Subtype\s*/Image|/FontFile|/Length[123]\s|/Type\s*/Metadata|/Subtype\s*/XML|/Subtype\s*/CIDFontType0C|/Subtype\s*/Type1C|/N\s+\d\s*/Alternate"
)


def check(raw: bytes) -> None:
    """Raise Refusal when a stream that may hold text cannot be unpacked to its end, or the file ends too early."""
    if b"%%EOF" not in raw[-8_192:] and b"startxref" not in raw[-8_192:]:
        raise Refusal(Reason.PARTIAL, "no end of file mark")
    _check_gaps(raw)
    if b"/Encrypt" in raw:
        return  # what is encrypted is not packed as it stands
    total = 0
    for filters, data in _streams(raw):
        if filters == [b"/ASCII85Decode", b"/FlateDecode"]:
            try:
                data = base64.a85decode(data.strip().removesuffix(b"~>"))
            except ValueError as error:
                raise Refusal(Reason.PARTIAL, f"a stream: {error}") from error
        elif filters != [b"/FlateDecode"]:
            continue
        total += _length(data)
        if total > MOST:
            raise Refusal(Reason.TOO_LARGE, "streams that unpack to too much")


def _check_gaps(raw: bytes) -> None:
    """Between streams there is text: a run of noughts is a hole, where a page or a font was."""
    at = 0
    end = raw.rfind(b"%%EOF")
    while at < end:
        match = _STREAM.search(raw, at)
        if HOLE in raw[at : match.start() if match else end]:
            raise Refusal(Reason.PARTIAL, "a hole between streams")
        if match is None:
            return
        closed = raw.find(b"endstream", match.end())
        at = closed if closed >= 0 else end


def _streams(raw: bytes) -> Iterator[tuple[list[bytes], bytes]]:
    """The filters and the packed bytes of the streams that may hold text."""
    at = 0
    while (match := _STREAM.search(raw, at)) is not None:
        begin = match.end()
        before = raw[max(0, match.start() - DICTIONARY) : match.start()]
        head = before[before.rfind(b"obj") :] if b"obj" in before else before
        length = _LENGTH.search(head)
        end = begin + int(length[1]) if length else raw.find(b"endstream", begin)
        if length and raw[end : end + 20].lstrip()[:9] != b"endstream":
            end = raw.find(b"endstream", begin)
        if end < 0 or end > len(raw):
            raise Refusal(Reason.PARTIAL, "a stream without an end")
        at = max(end, begin)
        if _NO_TEXT.search(head):
            continue
        named = _FILTER.search(head)
        yield (named[1] or named[2]).split() if named else [], raw[begin:end]


def _length(data: bytes) -> int:
    """How long the stream is when unpacked; nothing of it is kept. A missing checksum is forgiven, a wrong one not."""
    unpack = zlib.decompressobj(-15)
    length, check = 0, 1
    data = data[2:]
    try:
        while not unpack.eof:
            piece = unpack.decompress(data, STEP)
            if not piece and not unpack.unconsumed_tail:
                break
            length, check = length + len(piece), zlib.adler32(piece, check)
            data = unpack.unconsumed_tail
            if length > MOST:
                raise Refusal(Reason.TOO_LARGE, "a stream that unpacks to too much")
    except zlib.error as error:
        raise Refusal(Reason.PARTIAL, f"a stream: {error}") from error
    if not unpack.eof:
        raise Refusal(Reason.PARTIAL, "a stream ends too early")
    written = unpack.unused_data[:4]
    if len(written) == 4 and int.from_bytes(written, "big") != check:
        raise Refusal(Reason.PARTIAL, "a stream with a wrong checksum")
    return length
