"""A knowledge document: one program (사업), policy (정책) or statistic (통계), as facts with their sources."""

import re
from datetime import date
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

Kind = Literal["platform_program", "government_program", "policy", "statistic"]
Status = Literal["ongoing", "announced", "pending", "ended", "published", "unknown"]

#: The sections of a program's sheet, in the order in which a merchant needs them.
SECTIONS = ("개요", "지원 대상", "지원 내용", "신청 방법", "일정", "문의")

PARTIAL_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")


def check_partial_date(value: str) -> str:
    """A date as precise as the source gives it: YYYY, YYYY-MM or YYYY-MM-DD."""
    if not PARTIAL_DATE.fullmatch(value):
        raise ValueError("YYYY-MM-DD, YYYY-MM 또는 YYYY로 적어 주세요")
    year, month, day = ([int(part) for part in value.split("-")] + [1, 1])[:3]
    date(year, month, day)
    return value


def check_day(value: Any) -> Any:
    """A whole day. Pydantic alone would also take 86400 for a day of 1970."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("YYYY-MM-DD로 적어 주세요")
    return value


PartialDate = Annotated[str, AfterValidator(check_partial_date)]
Day = Annotated[date, BeforeValidator(check_day)]


class Source(BaseModel):
    """Where a fact is from. `private`: a blog or a seller's guide, shown as 비공식."""

    model_config = ConfigDict(frozen=True)

    title: str
    url: str
    date: PartialDate | None = None
    private: bool = False


class Fact(BaseModel):
    """One sentence with its sources: the unit of citation.

    A document without footnotes has paragraphs instead; then `sources` is empty and the document
    itself is the source. `asked_as`: how merchants ask for just this; it leads to the fact and is never shown.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    section: str
    sources: tuple[Source, ...] = ()
    asked_as: tuple[str, ...] = ()


class Guess(BaseModel):
    """What a document's own text says of it, for an admin to confirm: nobody stated it.

    `sure`: the text names it (공고일: 2026. 1. 5.); otherwise it only looks like it. `field` is a field of
    Document, or source_date (공고일), period (접수기간), contact (문의처).
    """

    model_config = ConfigDict(frozen=True)

    field: str
    value: str
    sure: bool


class Document(BaseModel):
    """A document as it was read. The slug is its name in citations and is unique.

    `not_known` says what it does not tell, `not_known_as` how merchants ask for that: pairs of an entry and a question.
    `guesses` and `warnings` are for the admin: what to confirm, and what could not be read. Neither is cited.
    """

    model_config = ConfigDict(frozen=True)

    slug: str
    title: str
    provider: str = ""
    kind: Kind | None = None
    aliases: tuple[str, ...] = ()
    status: Status = "unknown"
    status_note: str = ""
    checked_on: PartialDate | None = None
    valid_until: Day | None = None
    not_known: tuple[str, ...] = ()
    not_known_as: tuple[tuple[str, str], ...] = ()
    asked_as: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = Field(default=())
    guesses: tuple[Guess, ...] = ()
    warnings: tuple[str, ...] = ()


KINDS: tuple[str, ...] = get_args(Kind)
STATUSES: tuple[str, ...] = get_args(Status)
