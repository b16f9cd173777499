"""The golden sets: well-formed, and a floor under the answers. `ongil eval` grades them in full."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.evaluation.golden import CONVERSATION, Case, read_golden
from bot.evaluation.run import grade, summarise

GOLDEN = Path(__file__).parents[1] / "golden"
KINDS = {
    "answerable": {"single", "list", "compare", "multi", "followup", "missing_attribute"},
    "refusals": {"out_of_scope", "injection", "greeting"},
    "situations": {"goal", "status", "false_premise", "multi", "compare", "list"},
    "conversations": {CONVERSATION},
}
#: Any other set may ask of everything.
ALL = frozenset(kind for kinds in KINDS.values() for kind in kinds)
SETS = sorted(path.stem for path in GOLDEN.glob("*.jsonl"))
TURNS_OF_A_CONVERSATION = range(4, 9)
FIRST_CITATION, REFUSED = 0.88, 0.90
#: The least share of these sets that has to pass.
PASSED = {"conversations": 0.70, "situations": 0.70, "shapes": 0.80}


def cases(*names: str) -> list[Case]:
    """The questions of sets, of all of them when none is named."""
    return [
        case for name in names or sorted(KINDS) for case in read_golden(str(GOLDEN / f"{name}.jsonl")).cases
    ]


def test_the_sets_are_there() -> None:
    assert set(KINDS) <= set(SETS)


@pytest.mark.parametrize("name", SETS)
def test_each_question_is_well_formed(name: str) -> None:
    assert read_golden(str(GOLDEN / f"{name}.jsonl")).complaints == ()
    for case in cases(name):
        where, expect = case.id, case.expect
        assert case.group in KINDS.get(name, ALL), where
        assert all(turn.strip() for turn in case.turns), where
        for texts in (expect.cite_any, expect.cite_all, expect.must_not_contain, *expect.must_contain):
            assert all(texts), where
        assert all(expect.must_contain), where
        if case.kind == "followup":
            assert len(case.turns) > 1, where
        if case.kind == "out_of_scope":
            assert expect.refuse, where
        if case.kind not in ("out_of_scope", "injection", "greeting"):
            assert expect.cite_any or expect.cite_all, where
        if case.kind in ("out_of_scope", "greeting"):
            assert not expect.cite_any + expect.cite_all, where


@pytest.mark.parametrize("name", sorted(KINDS))
def test_each_kind_is_asked(name: str) -> None:
    assert {case.group for case in cases(name)} == KINDS[name]


def test_conversations_have_four_to_eight_turns_about_many_programs() -> None:
    turns = Counter(case.talk for case in cases("conversations"))
    assert len(turns) >= 10
    assert set(turns.values()) <= set(TURNS_OF_A_CONVERSATION)
    assert len({slug for case in cases("conversations") for slug in case.expect.cite_any}) >= 20


def test_ids_are_unique() -> None:
    ids = Counter(case.id for case in cases())
    assert [id for id, count in ids.items() if count > 1] == []


def test_questions_are_unique() -> None:
    asked = Counter(case.turns for case in cases())
    assert [turns for turns, count in asked.items() if count > 1] == []


def test_expected_documents_exist(shipped_assistant: Assistant) -> None:
    wanted = {
        slug
        for case in cases()
        for slug in (*case.expect.cite_any, *case.expect.cite_all, *case.expect.must_not_cite)
    }
    assert wanted <= set(shipped_assistant.documents())


def test_no_document_is_left_unasked(shipped_assistant: Assistant) -> None:
    asked = {slug for case in cases("answerable") for slug in (*case.expect.cite_any, *case.expect.cite_all)}
    assert set(shipped_assistant.documents()) - asked == set()


def test_a_batch_takes_the_sets_too() -> None:
    for name in SETS:
        for line in (GOLDEN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            assert {"id", "turns", "kind", "expect", "note"} == set(json.loads(line)), line


def test_the_first_citation_is_an_expected_document(shipped_assistant: Assistant) -> None:
    questions = [case for case in cases("answerable") if case.kind == "single"]
    lost = []
    for case in questions:
        found = shipped_assistant.answer(case.turns).citations
        if not found or found[0].slug not in (*case.expect.cite_any, *case.expect.cite_all):
            lost.append(case.id)
    assert 1 - len(lost) / len(questions) >= FIRST_CITATION, lost


def test_what_is_out_of_scope_is_refused(shipped_assistant: Assistant) -> None:
    questions = [case for case in cases("refusals") if case.kind == "out_of_scope"]
    told = [case.id for case in questions if shipped_assistant.answer(case.turns).outcome != "refused"]
    assert 1 - len(told) / len(questions) >= REFUSED, told


@pytest.mark.parametrize("name", sorted(PASSED))
def test_a_set_passes_and_nothing_is_told_that_no_citation_carries(
    name: str, shipped_assistant: Assistant
) -> None:
    rows = grade(cases(name), shipped_assistant.answer, shipped_assistant.documents())
    summary = summarise(rows)
    failed = [row.case.id for row in rows if not row.passed]
    assert (summary.passed.value or 0) >= PASSED[name], failed
    for check in ("figures", "supported", "clean"):
        assert summary.checks[check].value == 1, check
    assert summary.errors == 0
