"""Errors of ingesting. Each message is Korean, says what to do, and is shown to a person as it is."""

from knowledge.errors import OngilError


class CannotWrite(OngilError):
    """The data folder cannot be written: the disk is full, or the permissions forbid it."""


class VerificationFailed(OngilError):
    """A freshly built generation is not what it should be, and so was not published."""


class TooManyRemoved(OngilError):
    """More documents would go than anybody agreed to."""


class NoSuchDocument(OngilError):
    """A slug that is not in the index, or is not withdrawn."""


class NothingBefore(OngilError):
    """There is no earlier generation that today's settings can read."""


class WithdrawalsUnreadable(OngilError):
    """The list of withdrawn documents is broken."""


class UploadRefused(OngilError):
    """A file that was sent cannot be a document."""


class Outdated(OngilError):
    """What was agreed to is not what would be done now."""
