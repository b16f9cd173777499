"""What an ingest did, or would do."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict, Field

#: Called with the stage in Korean, how much of it is done, and how much there is.
Progress = Callable[[str, int, int], None]


def silent(stage: str, done: int, total: int) -> None:
    """A progress that nobody watches."""


class Failure(BaseModel):
    """A file (or folder) that did not get in, and why, in Korean. Its old version stays in the index."""

    model_config = ConfigDict(frozen=True)

    path: str
    reason: str


class Report(BaseModel):
    """The counts are of documents below the given paths; `passages` is the whole index.

    `generation` is the published one, None when there is none. `moved` (same content, other path) are among the
    unchanged. `names` has the slugs of what changed; `duplicates` the slugs of documents with the same content;
    `withdrawn` those that an admin took out and that stay out. `notes` is for people and no part of the JSON.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: list[Failure] = Field(default_factory=list)
    passages: int = 0
    passages_embedded: int = 0
    seconds: float = 0.0
    generation: str | None = None
    moved: int = 0
    names: dict[str, list[str]] = Field(default_factory=dict)
    duplicates: list[list[str]] = Field(default_factory=list)
    withdrawn: list[str] = Field(default_factory=list)

    notes: list[str] = Field(default_factory=list, exclude=True)

    @property
    def changes(self) -> bool:
        """Whether the documents differ from those before; a document that only moved counts."""
        return bool(self.added or self.updated or self.removed or self.moved)
