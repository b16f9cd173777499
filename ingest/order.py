"""An order (지시): what an admin asked an ingest for, and what it is carried out with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.journal import What
from ingest.report import Progress, Report
from ingest.sources import shown
from knowledge.settings import KnowledgeSettings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from knowledge.korean import Analyzer


@dataclass(frozen=True)
class Order:
    """What an admin asked for. `may_remove` is asked before many documents go; None: they may.

    `withdraw` takes documents out by slug and keeps them out, `restore` puts such documents back from their files.
    """

    paths: tuple[Path, ...] = ()
    keep: bool = False
    dry_run: bool = False
    withdraw: tuple[str, ...] = ()
    restore: tuple[str, ...] = ()
    may_remove: Callable[[Report], bool] | None = None

    @property
    def what(self) -> What:
        """The kind of order, for the ingest log."""
        return "withdraw" if self.withdraw else "restore" if self.restore else "ingest"

    @property
    def named(self) -> list[str]:
        """The paths or slugs that it names."""
        return [*map(shown, self.paths), *self.withdraw, *self.restore]


@dataclass(frozen=True)
class Parts:
    """What an ingest works with. `embeddings` and `analyzer` replace those that the settings name."""

    settings: KnowledgeSettings
    progress: Progress
    embeddings: "Embeddings | None" = None
    analyzer: "Analyzer | None" = None
