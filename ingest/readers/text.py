"""Plain text: paragraphs between empty lines, or a line each."""

from ingest.readers.blocks import Reading, Text
from ingest.readers.charset import LOST, WARNING, decode
from ingest.readers.clean import clean
from ingest.readers.lines import paragraphs, split_lines
from ingest.readers.refusal import Reason, Refusal


def read(raw: bytes) -> Reading:
    """The text. Raises Refusal for what is no text."""
    text = decode(raw)
    if "\0" in text:
        raise Refusal(Reason.UNKNOWN, "binary content")
    lines = [clean(line) for line in split_lines(text)]
    return Reading([Text(paragraph) for paragraph in paragraphs(lines)], warnings=[WARNING] * (LOST in text))
