"""The bot's settings, beside those that reading and writing share."""

from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from knowledge.settings import KnowledgeSettings, none_if_empty


def ids(value: Any) -> Any:
    """`1, 2` as a set of numbers."""
    if isinstance(value, str):
        return frozenset(int(part) for part in value.replace(",", " ").split())
    return value


def unset_as(default: float) -> Callable[[Any], Any]:
    """An empty setting as its default."""
    return lambda value: default if none_if_empty(value) is None else value


class BotSettings(KnowledgeSettings):
    """Read once when a command starts, then frozen and passed down."""

    telegram_bot_token: Annotated[SecretStr | None, BeforeValidator(none_if_empty)] = Field(
        default=None, description="the token that @BotFather gave"
    )
    telegram_base_url: Annotated[
        str, BeforeValidator(lambda v: none_if_empty(v) or "https://api.telegram.org/bot")
    ] = Field(
        default="https://api.telegram.org/bot",
        description="the Bot API's address, as python-telegram-bot's base_url",
    )
    admin_ids: Annotated[frozenset[int], NoDecode, BeforeValidator(ids)] = Field(
        default=frozenset(), description="Telegram user ids of the admins, separated by commas"
    )
    llm_model: Annotated[str | None, BeforeValidator(none_if_empty)] = Field(
        default=None,
        description="a chat model as LangChain's init_chat_model names it; unset: the built-in composer",
    )
    llm_base_url: Annotated[str | None, BeforeValidator(none_if_empty)] = Field(
        default=None, description="the address of an OpenAI-compatible provider"
    )
    llm_api_key: Annotated[SecretStr | None, BeforeValidator(none_if_empty)] = Field(
        default=None, description="the provider's key"
    )
    reranker: Annotated[str | None, BeforeValidator(none_if_empty)] = Field(
        default=None,
        description="what reads the search's best passages again: a sentence-transformers CrossEncoder by hub name "
        "or path, or `llm` for the language model; unset: nothing",
    )
    llm_seconds: Annotated[float, BeforeValidator(unset_as(20.0))] = Field(
        default=20.0,
        gt=0,
        le=100,
        description="the longest that the language model may take for one answer, in seconds",
    )
    llm_daily_tokens: Annotated[int, BeforeValidator(unset_as(2_000_000))] = Field(
        default=2_000_000, gt=0, description="tokens that all chats together may use up in a day"
    )
    llm_chat_tokens: Annotated[int, BeforeValidator(unset_as(60_000))] = Field(
        default=60_000, gt=0, description="tokens that one chat may use up in a day"
    )
    database_url: Annotated[str | None, BeforeValidator(none_if_empty)] = Field(
        default=None, description="an SQLAlchemy address; unset: SQLite in the data folder"
    )
    support_contact: Annotated[str | None, BeforeValidator(none_if_empty)] = Field(
        default=None, description="a person to turn to, shown in refusals and /help"
    )
