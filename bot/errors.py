"""Errors of the bot. Each message is Korean, says what to do, and is shown to a person as it is."""

from knowledge.errors import OngilError


class SettingsError(OngilError):
    """A setting of the environment or `.env` is wrong; the message names it."""


class BatchError(OngilError):
    """A batch file cannot be read at all (a bad line only fails itself)."""


class TelegramSetupError(OngilError):
    """The bot cannot start: no token, a wrong token, or an unreachable server."""


class OutputError(OngilError):
    """Standard output takes nothing more: a full disk."""


class TranscriptError(OngilError):
    """A conversation cannot be saved to the file that the person named."""


class RerankerError(OngilError):
    """The reranker of the settings cannot be loaded, or is no model that reranks."""


class GoldenError(OngilError):
    """A golden set, a saved run or a report cannot be read or written; the message names the file or line."""
