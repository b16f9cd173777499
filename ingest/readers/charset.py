"""Bytes as text: UTF-8, UTF-16, CP949 (which is EUC-KR and more), told by what fits."""

import codecs
import re
from typing import Final

from ingest.readers.clean import syllables
from ingest.readers.refusal import Reason, Refusal

#: What stands for bytes that are no letter.
LOST: Final = "\ufffd"
#: One of so many syllables may be lost.
FEW: Final = 100
WARNING: Final = "읽지 못한 글자가 조금 있어요. 원본과 견주어 주세요"

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META: Final = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)|encoding=[\"']([A-Za-z0-9_-]+)", re.I
)
#: Names that Korean pages use for what Python calls cp949; johab is another thing.
_KOREAN: Final = frozenset(
    {"euc-kr", "euckr", "ks_c_5601-1987", "ksc5601", "ks_c_5601", "x-windows-949", "ms949", "uhc", "korean"}
)


def decode(raw: bytes, *, declared: str = "") -> str:
    """The text of a file; bytes that fit nothing, where they are few, are LOST in it.

    Raises Refusal when no charset fits: guessing would index gibberish.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            return _strictly(raw, name)
    zeros = raw[:4096].count(0)
    if zeros and zeros > len(raw[:4096]) // 5:
        odd = raw[1:4096:2].count(0)
        return _strictly(raw, "utf-16-le" if odd * 2 >= zeros else "utf-16-be")
    for name in _names(declared.lower()):
        try:
            text = raw.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if name == "utf-8" or _is_likely(text):
            return text
    for name in ("utf-8", "cp949"):
        text = raw.decode(name, "replace")
        if text.count(LOST) <= max(1, syllables(text) // FEW) and _is_likely(text):
            if text.endswith(LOST):
                raise Refusal(Reason.PARTIAL, "it ends within a letter")
            return text
    for name in ("utf-16-le", "utf-16-be"):
        # Without a mark, and hardly a blank in it.
        text = raw.decode(name, "replace")
        if LOST not in text and syllables(text) * 2 > len(text):
            return text
    raise Refusal(Reason.CHARSET, "neither UTF-8 nor UTF-16 nor CP949")


def _names(declared: str) -> list[str]:
    """The charsets to try: UTF-8 fits nothing else, and a Western one, which editors declare by themselves, fits anything."""
    if not declared or declared in ("utf-8", "utf8", "us-ascii") or declared in _KOREAN:
        return ["utf-8", "cp949"]
    if declared.startswith(("iso-8859", "iso8859", "latin", "windows-125", "cp125")):
        return ["utf-8", "cp949", declared]
    return ["utf-8", declared, "cp949"]


def declared_charset(raw: bytes) -> str:
    """What an HTML page says of its charset near its beginning."""
    match = _META.search(raw[:4096])
    return (match[1] or match[2]).decode("ascii") if match else ""


def _strictly(raw: bytes, name: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeDecodeError as error:
        raise Refusal(Reason.CHARSET, f"not {name}: {error.reason}") from error


def _is_likely(text: str) -> bool:
    """Whether the letters beyond ASCII are those of a Korean text; binary content decodes to anything."""
    beyond = [letter for letter in text[:20_000] if letter > "\x7f"]
    korean = sum(
        "가" <= letter <= "힣" or "\u3000" <= letter <= "\u33ff" or letter < "\u3000" for letter in beyond
    )
    # 0x1a: how DOS ended a text, and some programs still do.
    controls = sum(letter < " " and letter not in "\t\n\r\x0c\x1a" for letter in text[:20_000])
    return korean * 2 >= len(beyond) and controls <= len(text[:20_000]) // 100
