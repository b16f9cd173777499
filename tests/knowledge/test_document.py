"""What a document may hold."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from knowledge.document import KINDS, STATUSES, Document, Fact, Source, check_partial_date


@pytest.mark.parametrize("value", ["2025", "2025-11", "2025-11-06", "2024-02-29"])
def test_a_date_is_as_precise_as_its_source(value: str) -> None:
    assert Source(title="기사", url="https://example.kr", date=value).date == value


@pytest.mark.parametrize(
    "value",
    ["", "25", "2025-1", "2025-11-6", "2025-13", "2025-02-29", "0000", "2025년", "2025-11-06 ", "２０２５"],
)
def test_a_date_that_is_none(value: str) -> None:
    with pytest.raises(ValidationError):
        Source(title="기사", url="https://example.kr", date=value)
    with pytest.raises(ValidationError):
        Document(slug="a", title="가", checked_on=value)


@given(st.dates())
def test_every_day_is_a_date(day: date) -> None:
    assert check_partial_date(day.isoformat()) == day.isoformat()


def test_an_end_is_a_whole_day() -> None:
    assert Document(slug="a", title="가", valid_until="2025-12-31").valid_until == date(2025, 12, 31)
    assert Document(slug="a", title="가", valid_until=date(2025, 12, 31)).valid_until == date(2025, 12, 31)
    for value in ("2025", "2025-12", "86400", "2025-12-31T00:00", "2025-02-30"):
        with pytest.raises(ValidationError):
            Document(slug="a", title="가", valid_until=value)


@pytest.mark.parametrize(("field", "value"), [("kind", "사업"), ("status", "진행"), ("status", "")])
def test_kinds_and_statuses_are_fixed(field: str, value: str) -> None:
    with pytest.raises(ValidationError):
        Document(**{"slug": "a", "title": "가", field: value})


def test_the_kinds_and_statuses_of_the_design() -> None:
    assert set(KINDS) == {"platform_program", "government_program", "policy", "statistic"}
    assert set(STATUSES) == {"ongoing", "announced", "pending", "ended", "published", "unknown"}


@pytest.mark.parametrize(
    "thing",
    [
        Source(title="기사", url="https://example.kr"),
        Fact(text="가", section="나"),
        Document(slug="a", title="가"),
    ],
)
def test_what_was_read_does_not_change(thing: Any) -> None:
    with pytest.raises(ValidationError):
        thing.title = thing.text = "다른 것"


def test_a_document_survives_json() -> None:
    source = Source(title="기사", url="https://example.kr", date="2025-11", private=True)
    document = Document(
        slug="a",
        title="가",
        valid_until="2025-12-31",
        facts=(Fact(text="나", section="개요", sources=(source,)),),
    )
    assert Document.model_validate_json(document.model_dump_json()) == document
