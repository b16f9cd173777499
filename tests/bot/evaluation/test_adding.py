"""`/golden add`: what an exchange becomes, and that a file keeps what it held."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer
from bot.errors import GoldenError
from bot.evaluation.adding import Adder, item
from bot.evaluation.golden import read_golden, read_item
from tests.bot.evaluation.samples import PARTIAL, SLUG, SMALL_TALK, ZEROPAY
from tests.fakes import ANSWER, CITATION, REFUSED

TODAY = date(2025, 11, 22)
ALONE = replace(ANSWER, standalone_question=ANSWER.question)
SEVERAL = replace(ALONE, citations=(CITATION, ZEROPAY, replace(ZEROPAY, slug="a"), CITATION))


@pytest.fixture
def adder(tmp_path: Path) -> Adder:
    return Adder(tmp_path / "data" / "golden.jsonl", TODAY)


@pytest.mark.parametrize(
    ("answer", "kind", "refuse", "cited"),
    [
        (ALONE, "single", False, (SLUG,)),
        (ANSWER, "followup", False, (SLUG,)),
        (SEVERAL, "list", False, (SLUG, "zeropay", "a")),
        (PARTIAL, "missing_attribute", False, (SLUG,)),
        (REFUSED, "out_of_scope", True, ()),
        (SMALL_TALK, "greeting", False, ()),
    ],
)
def test_kind_and_documents_are_those_of_the_answer(
    adder: Adder, answer: Answer, kind: str, refuse: bool, cited: tuple[str, ...]
) -> None:
    said = adder.add("", ["앞", "뒤"], answer)
    (case,) = read_golden(str(adder.place)).cases
    assert (case.kind, case.expect.refuse, case.expect.cite_any) == (kind, refuse, cited)
    assert case.turns == (("앞", "뒤") if answer.standalone_question != answer.question else ("뒤",))
    assert str(adder.place) in said
    assert case.id in said


def test_a_kind_may_be_named(adder: Adder, tmp_path: Path) -> None:
    path = tmp_path / "my set.jsonl"
    adder.add(f"compare {path}", ["뭐가 달라요?"], SEVERAL)
    (case,) = read_golden(str(path)).cases
    assert case.kind == "compare"
    assert case.expect.cite_all == (SLUG, "zeropay", "a")
    with pytest.raises(GoldenError, match="마지막 질문 하나만"):
        adder.add("conversation", ["하나"], ALONE)


def test_what_a_file_held_stays(adder: Adder) -> None:
    adder.add("", ["하나"], ALONE)
    held = adder.place.read_bytes()
    # Somebody's editor left the last line without an end.
    adder.place.write_bytes(held.rstrip(b"\n"))
    adder.add("", ["둘"], ALONE)
    assert adder.place.read_bytes().startswith(held)
    assert [case.turns for case in read_golden(str(adder.place)).cases] == [("하나",), ("둘",)]
    with pytest.raises(GoldenError, match="이미 담은 문항"):
        adder.add("", ["둘"], ALONE)
    assert len(adder.place.read_text("utf-8").splitlines()) == 2


def test_a_new_file_is_for_oneself(adder: Adder) -> None:
    adder.add("", ["하나"], ALONE)
    assert adder.place.stat().st_mode & 0o077 == 0


def test_a_file_of_another_sort_is_left_alone(adder: Adder, tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("# 안내\n", encoding="utf-8")
    with pytest.raises(GoldenError, match="골든셋이 아닌 줄"):
        adder.add(str(path), ["하나"], ALONE)
    assert path.read_text("utf-8") == "# 안내\n"
    with pytest.raises(GoldenError, match="담지 못했어요"):
        adder.add(str(tmp_path), ["하나"], ALONE)


def test_a_persons_numbers_are_masked(adder: Adder) -> None:
    adder.add("", ["제 번호는 010-1234-5678이에요"], ALONE)
    assert "1234" not in adder.place.read_text("utf-8")


@given(st.lists(st.text(), min_size=1))
def test_whatever_was_asked_is_an_item_that_can_be_read(turns: list[str]) -> None:
    row = item(turns, ANSWER, "followup", TODAY)
    assert read_item(json.dumps(row, ensure_ascii=False).encode()).id == row["id"]
    assert "\n" not in json.dumps(row)
