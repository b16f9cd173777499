"""HWPX (한글): read by unhwp, with its own XML as a second opinion, and by that alone where unhwp has no library."""

import io
from typing import Final

from ingest.readers import owpml
from ingest.readers.blocks import Reading
from ingest.readers.hwp import better, read_with_unhwp
from ingest.readers.refusal import Reason, Refusal
from ingest.readers.zips import members, part

MANIFEST: Final = "META-INF/manifest.xml"
HEADER: Final = "Contents/header.xml"


def read(raw: bytes) -> Reading:
    """The document. Raises Refusal for what is locked, or broken."""
    names = members(raw)
    if MANIFEST in names and b"encryption-data" in part(raw, MANIFEST):
        raise Refusal(Reason.PASSWORD)
    # Every part that holds text must be whole: a reader may leave out what it cannot read.
    parts = {name: part(raw, name) for name in names if owpml.SECTION.fullmatch(name) or name == HEADER}
    for name, content in parts.items():
        _check_xml(content, name)
    second = owpml.read(parts)
    return better(lambda: read_with_unhwp(raw), second)


def _check_xml(content: bytes, name: str) -> None:
    """Well-formed, and without a document type: HWPX has none, and entities come with one."""
    import defusedxml.ElementTree as Checked
    from defusedxml.common import DefusedXmlException

    try:
        for _, node in Checked.iterparse(io.BytesIO(content), forbid_dtd=True):
            node.clear()
    except DefusedXmlException as error:
        raise Refusal(Reason.BROKEN, f"{name}: {type(error).__name__}") from error
    except Exception as error:
        raise Refusal(Reason.BROKEN, f"{name}: {error}") from error
