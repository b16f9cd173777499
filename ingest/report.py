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

    `generation` is the published one, None when there is none. `names` has the slugs behind the counts
    and `notes` what an admin should know beside them; neither is part of the JSON contract.
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

    names: dict[str, list[str]] = Field(default_factory=dict, exclude=True)
    notes: list[str] = Field(default_factory=list, exclude=True)
