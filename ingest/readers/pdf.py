"""PDF: the text layer of each page, by pdfium; a scan has none and is told."""

from typing import Any, Final

from ingest.readers import pdf_streams
from ingest.readers.blocks import Block, Reading
from ingest.readers.charset import WARNING
from ingest.readers.clean import clean
from ingest.readers.pdf_page import blocks
from ingest.readers.refusal import Reason, Refusal
from ingest.readers.rows import texts_of

#: More than any notice has; a PDF of a million pages is an attack.
MOST_PAGES: Final = 3_000
MOST_LETTERS: Final = 6_000_000
#: Fewer letters than this on a page that has pictures: a scan.
FEW: Final = 8
#: More than this share of letters without a meaning, and the text is not to be trusted.
ODD: Final = 0.3
#: More than this share of the pieces of text without a letter, and the file is damaged.
LOST: Final = 0.05
BLANKS: Final = frozenset({2, 9, 10, 13})  # 2: pdfium's mark of a hyphen at a line's end
PASSWORD_ERROR: Final = "password"


def read(raw: bytes) -> Reading:
    """The document. Raises Refusal for what is locked, scanned or broken."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        locked = PASSWORD_ERROR in str(error).lower()
        raise Refusal(Reason.PASSWORD if locked else Reason.BROKEN, str(error)) from error
    pdf_streams.check(raw)
    if len(document) > MOST_PAGES:
        raise Refusal(Reason.TOO_LARGE, f"{len(document)} pages")
    about = document.get_metadata_dict()
    reading = Reading(title=about.get("Title", ""), author=about.get("Author", ""))
    letters, unmapped, private, pieces, silent = 0, 0, 0, 0, 0
    pictures: list[int] = []
    for number in range(1, len(document) + 1):
        page, found, odd = _page(document, number)
        texts = list(texts_of(found))
        unmapped, private = unmapped + odd[0], private + odd[1]
        pieces, silent = pieces + odd[2], silent + odd[3]
        own = sum(letter.isalnum() for text in texts for letter in clean(text))
        letters += own
        if letters > MOST_LETTERS:
            raise Refusal(Reason.TOO_LARGE, "too many letters")
        if own < FEW and _has_picture(page):
            pictures.append(number)
        reading.blocks.extend(found)
        page.close()
    if unmapped > ODD * (letters + unmapped) or private > letters:
        raise Refusal(Reason.GARBLED, f"{letters} letters, {unmapped} without a meaning, {private} private")
    if silent > LOST * pieces:
        raise Refusal(Reason.PARTIAL, f"nothing is made of {silent} of {pieces} pieces of text")
    if silent:
        reading.warnings.append(WARNING)
    if letters == 0:
        raise Refusal(Reason.SCANNED if pictures else Reason.EMPTY)
    if len(pictures) * 2 > len(document):
        raise Refusal(Reason.SCANNED, f"{len(pictures)} of {len(document)} pages")
    if pictures:
        pages = ", ".join(map(str, pictures[:10]))
        reading.warnings.append(f"{pages}쪽은 글자 없이 그림만 있어서 읽지 못했어요")
    return reading


def _page(document: Any, number: int) -> tuple[Any, list[Block], tuple[int, int, int, int]]:
    """A page, its blocks, and how many letters have no meaning. One page that cannot be read makes the file a broken one: half of it is worse."""
    import pypdfium2

    try:
        page = document[number - 1]
        layer = page.get_textpage()
        found = list(blocks(page, layer, number))
        odd = (*_meaningless(layer), *_silent(page, layer))
        layer.close()
    except pypdfium2.PdfiumError as error:
        raise Refusal(Reason.PARTIAL, f"page {number}: {error}") from error
    return page, found, odd


def _meaningless(layer: Any) -> tuple[int, int]:
    """How many letters the PDF says no meaning of, and how many are private ones (Hancom's fillers among them)."""
    from pypdfium2 import raw

    unmapped = private = 0
    for n in range(layer.count_chars()):
        code = raw.FPDFText_GetUnicode(layer, n)
        if 0xE000 <= code <= 0xF8FF:
            private += 1
        elif (
            code == 0xFFFD
            or (code < 32 and code not in BLANKS)
            or raw.FPDFText_HasUnicodeMapError(layer, n) == 1
        ):
            unmapped += 1
    return unmapped, private


def _silent(page: Any, layer: Any) -> tuple[int, int]:
    """How many pieces of text the page has, and of how many pdfium makes nothing: their font is lost."""
    from pypdfium2 import raw

    pieces = [
        raw.FPDFTextObj_GetText(piece, layer, None, 0)
        for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=3)
    ]
    return len(pieces), sum(size <= len("\0".encode("utf-16-le")) for size in pieces)


def _has_picture(page: Any) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
