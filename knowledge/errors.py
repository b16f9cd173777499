"""Errors of knowledge. Each message is Korean, says what to do, and is shown to a person as it is."""

from pathlib import Path


class OngilError(Exception):
    """The root of every expected error: its message is shown to the person at the terminal or in the chat."""


class DocumentError(OngilError):
    """A knowledge document is not as it should be.

    The message names the file, the line (1-based, 0 when the whole file is meant) and the field.
    """

    def __init__(self, path: Path, line: int, field: str, reason: str) -> None:
        self.path, self.line, self.field, self.reason = path, line, field, reason
        place = f"{path}:{line}" if line else str(path)
        # A file name may hold bytes that are no text: the message must be printable all the same.
        super().__init__(f"{place}: {field}: {reason}".encode(errors="replace").decode())


class IndexMissing(OngilError):
    """Nothing was ever ingested into the data folder."""


class IndexUnreadable(OngilError):
    """The published index cannot be read: broken, half-written, or made by another version."""


class IndexBusy(OngilError):
    """Another process is ingesting into the same data folder."""


class EmbeddingError(OngilError):
    """The embedding model cannot be loaded or gives vectors of another size than the index has."""
