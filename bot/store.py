"""What was asked, how it ended, and what people thought of it: exchanges and votes, in a database.

SQLite in the data folder unless `DATABASE_URL` names another. Several processes may use it at once.
Nothing in it tells who asked: numbers are masked and a chat is a keyed digest.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    BigInteger,
    Engine,
    Index,
    SmallInteger,
    String,
    Text,
    create_engine,
    event,
    select,
    update,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.schema import CreateIndex, CreateTable

from bot.answer import Answer, Citation, Related
from bot.masking import mask, mask_alike
from bot.settings import BotSettings
from knowledge.errors import OngilError

Channel = Literal["telegram", "repl", "ask"]
#: An exchange's outcome: an answer's, or that there was none.
UNANSWERED = ("refused", "partial", "error")
DATABASE = "ongil.sqlite3"
#: How long one process waits for another's write.
BUSY_MS = 10_000


class StoreError(OngilError):
    """The database cannot be opened, read or written."""


class Base(DeclarativeBase):
    """The tables."""


class Row(Base):
    """One exchange as it is kept."""

    __tablename__ = "exchanges"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16))
    chat: Mapped[str | None] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(Text)
    outcome: Mapped[str] = mapped_column(String(16))
    slugs: Mapped[list[str]] = mapped_column(JSON)
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    vote: Mapped[int | None] = mapped_column(SmallInteger)
    voted_at: Mapped[str | None] = mapped_column(String(32))


class Tokens(Base):
    """What a language model used up on a day: a chat's, or all chats' together (no chat)."""

    __tablename__ = "tokens"

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    chat: Mapped[str] = mapped_column(String(32), primary_key=True)
    used: Mapped[int] = mapped_column(BigInteger)


Index("exchanges_at", Row.at)
Index("exchanges_chat", Row.chat, Row.at)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was asked and what came of it. `vote`: 1 helpful, -1 not, None not said."""

    id: str
    at: datetime
    channel: str
    question: str
    outcome: str
    slugs: tuple[str, ...]
    answer: Answer | None
    vote: int | None


class Store:
    """The database. Every method is synchronous and may be called from any thread."""

    def __init__(self, url: str, secret: str = "") -> None:
        self._secret = hashlib.sha256(secret.encode()).digest()
        self._engine = _engine(url)
        with self._failing("열 수 없어요"), self._engine.begin() as connection:
            for table in (Row.__table__, Tokens.__table__):
                connection.execute(CreateTable(table, if_not_exists=True))  # type: ignore[arg-type]
            for index in sorted(Row.__table__.indexes, key=lambda i: str(i.name)):  # type: ignore[attr-defined]
                connection.execute(CreateIndex(index, if_not_exists=True))

    def add(self, channel: Channel, question: str, answer: Answer | None, chat: str | None = None) -> str:
        """Keep an exchange and give its id; no answer means that answering failed."""
        row = Row(
            id=secrets.token_urlsafe(9),
            at=_now(),
            channel=channel,
            chat=self._digest(chat),
            question=mask(question),
            outcome=answer.outcome if answer else "error",
            slugs=list(dict.fromkeys(c.slug for c in answer.citations)) if answer else [],
            answer=_to_json(answer, question) if answer else None,
        )
        exchange = row.id
        with self._failing("쓸 수 없어요"), Session(self._engine) as session:
            session.add(row)
            session.commit()
        return exchange

    def get(self, exchange: str) -> Exchange | None:
        """One exchange, or None if there is none of that id."""
        with self._failing("읽을 수 없어요"), Session(self._engine) as session:
            row = session.get(Row, exchange)
            return _exchange(row) if row else None

    def last(self, chat: str) -> Exchange | None:
        """The newest exchange of a chat that had an answer."""
        wanted = select(Row).where(Row.chat == self._digest(chat), Row.outcome != "error")
        with self._failing("읽을 수 없어요"), Session(self._engine) as session:
            row = session.scalars(wanted.order_by(Row.at.desc()).limit(1)).first()
            return _exchange(row) if row else None

    def vote(self, exchange: str, vote: Literal[1, -1]) -> bool:
        """Keep a vote; the last one counts. False if there is no such exchange."""
        with self._failing("쓸 수 없어요"), Session(self._engine) as session:
            done = session.execute(update(Row).where(Row.id == exchange).values(vote=vote, voted_at=_now()))
            session.commit()
            return bool(done.rowcount)  # type: ignore[attr-defined]

    def exchanges(self, *, unanswered: bool = False, limit: int | None = None) -> list[Exchange]:
        """The newest first: those without an answer, or those with a vote or without an answer."""
        without = Row.outcome.in_(UNANSWERED)
        wanted = select(Row).where(without if unanswered else without | Row.vote.is_not(None))
        with self._failing("읽을 수 없어요"), Session(self._engine) as session:
            return [
                _exchange(row) for row in session.scalars(wanted.order_by(Row.at.desc(), Row.id).limit(limit))
            ]

    def tokens(self, day: str, chat: str | None = None) -> int:
        """The tokens that a chat used up on a day (YYYY-MM-DD); all chats together without one."""
        with self._failing("읽을 수 없어요"), Session(self._engine) as session:
            row = session.get(Tokens, (day, self._digest(chat) or ""))
            return row.used if row else 0

    def add_tokens(self, day: str, chat: str | None, tokens: int) -> None:
        """Charge a chat, or all chats together, for a day."""
        key = {"day": day, "chat": self._digest(chat) or ""}
        more = update(Tokens).filter_by(**key).values(used=Tokens.used + tokens)
        with self._failing("쓸 수 없어요"), Session(self._engine) as session:
            if not session.execute(more).rowcount:  # type: ignore[attr-defined]
                try:
                    with session.begin_nested():
                        session.add(Tokens(**key, used=tokens))
                except IntegrityError:
                    # Another process was the first of the day a moment ago.
                    session.execute(more)
            session.commit()

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def _digest(self, chat: str | None) -> str | None:
        return None if chat is None else hmac.new(self._secret, chat.encode(), "sha256").hexdigest()[:32]

    @contextmanager
    def _failing(self, what: str) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            name = self._engine.url.render_as_string(hide_password=True)
            cause = getattr(error, "orig", None) or error
            raise StoreError(f"질문 기록을 {what}. 자리와 권한을 확인해 주세요 ({name}: {cause})") from error


def open_store(settings: BotSettings) -> Store:
    """The store that the settings name; the folder is made if need be."""
    token = settings.telegram_bot_token
    secret = token.get_secret_value() if token else ""
    if settings.database_url:
        return Store(settings.database_url, secret)
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"자료 폴더를 만들 수 없어요. ONGIL_DATA 를 확인해 주세요 ({settings.data}: {error})"
        ) from error
    return Store(f"sqlite:///{settings.data / DATABASE}", secret)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        # A database error would otherwise tell the question.
        engine = create_engine(parsed, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        # The address may hold a password: name the setting, not its value.
        raise StoreError(
            f"DATABASE_URL 을 읽을 수 없어요. 예: sqlite:///ongil.sqlite3 ({type(error).__name__})"
        ) from error
    if parsed.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Readers and a writer at once, and patience with another process's write."""
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _to_json(answer: Answer, question: str) -> dict[str, Any]:
    """What a button or a reviewer needs later; the question is kept once, masked."""
    kept = asdict(answer)
    for name in ("question", "standalone_question", "trace", "elapsed_ms"):
        del kept[name]
    return kept | {name: mask_alike(kept[name], question) for name in ("body", "status_line")}


def _exchange(row: Row) -> Exchange:
    kept = dict(row.answer) if row.answer else None
    answer = None
    if kept is not None:
        answer = Answer(
            **kept
            | {
                "question": row.question,
                "standalone_question": row.question,
                "missing": tuple(kept["missing"]),
                "citations": tuple(Citation(**citation) for citation in kept["citations"]),
                "related": tuple(Related(**program) for program in kept["related"]),
            }
        )
    return Exchange(
        id=row.id,
        at=datetime.fromisoformat(row.at),
        channel=row.channel,
        question=row.question,
        outcome=row.outcome,
        slugs=tuple(row.slugs),
        answer=answer,
        vote=row.vote,
    )
