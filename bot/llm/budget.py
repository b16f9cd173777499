"""How many tokens a day and a chat may use up. The count is kept in the database, so that a restart does not clear it."""

import logging
import threading
from datetime import date

from bot.llm.errors import Trouble
from bot.settings import BotSettings
from bot.store import Store, StoreError, open_store
from knowledge.clock import today

log = logging.getLogger(__name__)


class Budget:
    """Tokens of today. Checked before a request and charged after it: requests at the same time may overshoot."""

    def __init__(self, settings: BotSettings) -> None:
        self._settings = settings
        self._store: Store | None = None
        self._here: dict[str | None, int] = {}
        self._day = today(settings)
        self._lock = threading.Lock()

    def refusal(self, chat: str | None) -> Trouble | None:
        """Why no further request may be made; None when one may."""
        if self.spent(None) >= self._settings.llm_daily_tokens:
            return Trouble.BUDGET_DAY
        if chat is not None and self.spent(chat) >= self._settings.llm_chat_tokens:
            return Trouble.BUDGET_CHAT
        return None

    def spent(self, chat: str | None) -> int:
        """The tokens of today that a chat used up; all chats together for None."""
        day = self._today()
        with self._lock:
            here = self._here.get(chat, 0)
            try:
                return max(here, self._opened().tokens(day.isoformat(), chat))
            except StoreError as error:
                self._without_database(error)
                return here

    def spend(self, chat: str | None, tokens: int) -> None:
        """Charge the day, and the chat when there is one."""
        if tokens <= 0:
            return
        day = self._today()
        with self._lock:
            for name in dict.fromkeys((None, chat)):
                self._here[name] = self._here.get(name, 0) + tokens
                try:
                    self._opened().add_tokens(day.isoformat(), name, tokens)
                except StoreError as error:
                    self._without_database(error)

    def _today(self) -> date:
        day = today(self._settings)
        with self._lock:
            if day != self._day:
                self._day, self._here = day, {}
        return day

    def _opened(self) -> Store:
        if self._store is None:
            self._store = open_store(self._settings)
        return self._store

    @staticmethod
    def _without_database(error: StoreError) -> None:
        log.error("tokens are counted in memory only: %s", type(error.__cause__ or error).__name__)
