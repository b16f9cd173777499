"""What a file really is: told by its content, since a .hwp may well be a PDF or a web page."""

import io
from typing import Final

from ingest.readers.converted import SUFFIX as CONVERTED
from ingest.readers.refusal import Reason, Refusal
from ingest.readers.zips import members

#: The formats, each the name of a module here.
HWP, HWPX, PDF, DOCX, HTML, TEXT = "hwp", "hwpx", "pdf", "docx", "html", "text"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
#: Parts of the zips that other programs write.
OTHER_ZIPS: Final = ("xl/", "ppt/", "content.xml", "visio/", "Contents/section0.xml.enc")
MARKUP: Final = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<div",
    b"<table",
    b"<p>",
    b"<meta",
    b"<h1",
    b"<article",
)
PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"RIFF")


def sniff(raw: bytes, suffix: str) -> str:
    """The format of a file's content; the suffix settles only what is text.

    Raises Refusal for empty files and for formats that no reader reads.
    """
    if suffix == CONVERTED:
        return "converted"
    if not raw.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Refusal(Reason.EMPTY)
    if raw.startswith(OLE):
        return _ole(raw)
    if raw.startswith(b"HWP Document File"):
        raise Refusal(Reason.HWP3)
    if raw.startswith(ZIP):
        return _zip(raw)
    if b"%PDF-" in raw[:1024]:
        return PDF
    if raw.startswith(PICTURES) and suffix not in (".txt", ".html", ".htm"):
        raise Refusal(Reason.UNKNOWN, "a picture")
    if suffix in (".pdf", ".docx", ".hwpx", ".hwp") and not _is_markup(raw):
        raise Refusal(Reason.BROKEN, f"no {suffix} at all")
    if suffix in (".html", ".htm") or _is_markup(raw):
        return HTML
    if raw.lstrip()[:5] == b"{\\rtf":
        raise Refusal(Reason.OLD_OFFICE, "RTF")
    if suffix == ".txt":
        return TEXT
    raise Refusal(Reason.UNKNOWN, f"suffix {suffix!r}")


def _is_markup(raw: bytes) -> bool:
    head = raw[:2048].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if head.startswith(b"<?xml"):
        head = head.partition(b"?>")[2].lstrip()
        if b"<hwpml" in head[:200]:
            raise Refusal(Reason.OLD_OFFICE, "HWPML")
    while head.startswith(b"<!--"):
        head = head.partition(b"-->")[2].lstrip()
    return head.startswith(MARKUP)


def _ole(raw: bytes) -> str:
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(raw)) as file:
            names = {"/".join(entry) for entry in file.listdir()}
    except Exception as error:
        raise Refusal(Reason.BROKEN, f"{type(error).__name__}: {error}") from error
    if "FileHeader" in names:
        return HWP
    if "EncryptedPackage" in names:
        raise Refusal(Reason.PASSWORD, "an encrypted Office document")
    if names & {"WordDocument", "Workbook", "Book", "PowerPoint Document"}:
        raise Refusal(Reason.OLD_OFFICE, ", ".join(sorted(names & {"WordDocument", "Workbook", "Book"})))
    raise Refusal(Reason.BROKEN, "an OLE file of another kind")


def _zip(raw: bytes) -> str:
    names = members(raw)
    if "word/document.xml" in names:
        return DOCX
    if any(name.startswith("Contents/") for name in names):
        return HWPX
    if any(name.startswith(OTHER_ZIPS) for name in names):
        raise Refusal(Reason.OLD_OFFICE, "another office program's zip")
    raise Refusal(Reason.UNKNOWN, "a zip that is no document")
