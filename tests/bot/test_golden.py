"""The golden sets: well-formed, and a floor under the answers. `ongil eval` grades them in full."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant

GOLDEN = Path(__file__).parents[1] / "golden"
KINDS = {
    "answerable": {"single", "list", "compare", "multi", "followup", "missing_attribute"},
    "refusals": {"out_of_scope", "injection", "greeting"},
}
#: Lists of a question's expectations: those of alternatives, and those that hold one text an entry.
GROUPS, TEXTS = ("must_contain",), ("cite_any", "cite_all", "must_not_contain")
FIRST_CITATION, REFUSED = 0.88, 0.90


def rows(name: str) -> list[dict[str, Any]]:
    """The questions of a set."""
    return [json.loads(line) for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_each_set_is_known() -> None:
    assert {path.stem for path in GOLDEN.glob("*.jsonl")} == set(KINDS)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_question_is_well_formed(name: str) -> None:
    for row in rows(name):
        where, expect = row["id"], row["expect"]
        assert row["kind"] in KINDS[name], where
        assert row["turns"], where
        assert all(isinstance(turn, str) and turn.strip() for turn in row["turns"]), where
        assert isinstance(expect["refuse"], bool), where
        for key in TEXTS:
            assert all(isinstance(text, str) and text for text in expect[key]), where
        for key in GROUPS:
            assert all(
                group and all(isinstance(text, str) and text for text in group) for group in expect[key]
            )
        if name == "answerable":
            assert not expect["refuse"], where
            assert expect["cite_any"] or expect["cite_all"], where
        if row["kind"] == "followup":
            assert len(row["turns"]) > 1, where
        if row["kind"] == "out_of_scope":
            assert expect["refuse"], where


def test_ids_are_unique() -> None:
    ids = Counter(row["id"] for name in KINDS for row in rows(name))
    assert [id for id, count in ids.items() if count > 1] == []


def test_questions_are_unique() -> None:
    asked = Counter(tuple(row["turns"]) for name in KINDS for row in rows(name))
    assert [turns for turns, count in asked.items() if count > 1] == []


def test_expected_documents_exist(shipped_assistant: Assistant) -> None:
    wanted = {
        slug
        for name in KINDS
        for row in rows(name)
        for key in ("cite_any", "cite_all")
        for slug in row["expect"][key]
    }
    assert wanted <= set(shipped_assistant.documents())


def test_no_document_is_left_unasked(shipped_assistant: Assistant) -> None:
    asked = {s for r in rows("answerable") for s in (*r["expect"]["cite_any"], *r["expect"]["cite_all"])}
    assert set(shipped_assistant.documents()) - asked == set()


def test_the_first_citation_is_an_expected_document(shipped_assistant: Assistant) -> None:
    questions = [row for row in rows("answerable") if row["kind"] == "single"]
    lost = []
    for row in questions:
        found = shipped_assistant.answer(row["turns"]).citations
        if not found or found[0].slug not in (*row["expect"]["cite_any"], *row["expect"]["cite_all"]):
            lost.append(row["id"])
    assert 1 - len(lost) / len(questions) >= FIRST_CITATION, lost


def test_what_is_out_of_scope_is_refused(shipped_assistant: Assistant) -> None:
    questions = [row for row in rows("refusals") if row["kind"] == "out_of_scope"]
    told = [row["id"] for row in questions if shipped_assistant.answer(row["turns"]).outcome != "refused"]
    assert 1 - len(told) / len(questions) >= REFUSED, told
