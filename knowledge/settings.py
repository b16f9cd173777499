"""Settings that reading and writing share; bot/settings.py adds the bot's own."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent
SHIPPED_DOCUMENTS = PROJECT / "knowledge" / "documents"
BUNDLED_MODEL = PROJECT / "knowledge" / "embedding_model"


def none_if_empty(value: Any) -> Any:
    """An empty setting (`LLM_MODEL=`) means the setting is not set."""
    return None if isinstance(value, str) and not value.strip() else value


class KnowledgeSettings(BaseSettings):
    """Read once from the environment and `.env`, then frozen and passed down.

    The project's own `.env` is read first, then one in the current folder; the environment wins.
    """

    model_config = SettingsConfigDict(
        env_file=(PROJECT / ".env", ".env"),
        env_file_encoding="utf-8",
        frozen=True,
        extra="ignore",
    )

    embedding_model: Annotated[str | None, BeforeValidator(none_if_empty)] = Field(
        default=None,
        description="a sentence-transformers model by hub name or path; unset: the bundled model",
    )
    ongil_data: Annotated[Path | None, BeforeValidator(none_if_empty)] = Field(
        default=None, description="the folder of the index and the database; unset: the user's data folder"
    )
    ongil_today: Annotated[date | None, BeforeValidator(none_if_empty)] = Field(
        default=None, description="today as YYYY-MM-DD, for tests and replays; unset: the date in Seoul"
    )
    chroma_url: Annotated[str | None, BeforeValidator(none_if_empty)] = Field(
        default=None, description="a Chroma server's address; unset: Chroma in the data folder"
    )

    @property
    def data(self) -> Path:
        """The data folder: absolute, not necessarily existing."""
        if self.ongil_data:
            return self.ongil_data.expanduser().absolute()
        return Path(platformdirs.user_data_dir("ongil", appauthor=False))
