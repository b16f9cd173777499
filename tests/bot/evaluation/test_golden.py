"""Reading a golden set: what a line may be, and how a wrong one is named."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import BatchError, GoldenError
from bot.evaluation.golden import read_golden, read_item

GOOD: dict[str, Any] = {
    "id": "q1",
    "turns": ["얼마예요?"],
    "kind": "single",
    "expect": {"cite_any": ["zeropay"]},
}


def written(path: Path, *rows: object) -> str:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_a_question_has_what_its_line_says(tmp_path: Path) -> None:
    row = GOOD | {"note": "요금", "author": "상담팀"}
    (case,) = read_golden(written(tmp_path / "set.jsonl", "", row)).cases
    assert (case.id, case.kind, case.group, case.turns, case.note) == (
        "q1",
        "single",
        "single",
        ("얼마예요?",),
        "요금",
    )
    assert case.expect.cite_any == ("zeropay",)
    assert not case.expect.refuse


def test_a_conversation_is_graded_turn_by_turn(tmp_path: Path) -> None:
    row = {
        "id": "c1",
        "kind": "conversation",
        "turns": ["안녕하세요", "제로페이 뭐예요", "고마워요"],
        "expect": [{"kind": "greeting"}, {"kind": "single", "cite_any": ["zeropay"]}, {"kind": "greeting"}],
    }
    cases = read_golden(written(tmp_path / "set.jsonl", row)).cases
    assert [case.id for case in cases] == ["c1.1", "c1.2", "c1.3"]
    assert [case.kind for case in cases] == ["greeting", "single", "greeting"]
    assert {case.group for case in cases} == {"conversation"}
    assert [len(case.turns) for case in cases] == [1, 2, 3]
    assert {case.talk for case in cases} == {"c1"}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "JSON이 아니에요"),
        ("[1]", "JSON 객체"),
        ('"' + "\\ud800" + '"', "JSON 객체"),
        (GOOD | {"id": ""}, "id: 비어 있어요"),
        ({k: v for k, v in GOOD.items() if k != "id"}, "id: 빠졌어요"),
        (GOOD | {"turns": []}, "turns: 하나 이상"),
        (GOOD | {"turns": "얼마예요"}, "turns: 목록"),
        (GOOD | {"turns": [1]}, "turns.0: 글자로"),
        ({k: v for k, v in GOOD.items() if k != "expect"}, "expect: 빠졌어요"),
        (GOOD | {"expect": {"cite_anny": ["zeropay"]}}, "expect.cite_anny: 모르는 항목"),
        (GOOD | {"expect": {"cite_any": "zeropay"}}, "expect.cite_any: 목록"),
        (GOOD | {"expect": {"refuse": "글쎄"}}, "expect.refuse: true나 false"),
        (GOOD | {"expect": [{"kind": "single"}]}, "expect: 대화(conversation)에는"),
        (GOOD | {"kind": "conversation"}, "expect: 대화(conversation)에는"),
        (GOOD | {"kind": "conversation", "expect": []}, "수를 맞춰"),
        (GOOD | {"kind": "conversation", "expect": [{}]}, "kind를 적어"),
        (GOOD | {"kind": "conversation", "expect": [{"kind": 1}]}, "expect.0.kind: 글자로"),
    ],
)
def test_a_wrong_line_is_named_and_the_others_are_read(tmp_path: Path, row: object, said: str) -> None:
    golden = read_golden(written(tmp_path / "set.jsonl", GOOD | {"id": "q0"}, row, GOOD | {"id": "q2"}))
    assert [case.id for case in golden.cases] == ["q0", "q2"]
    (complaint,) = golden.complaints
    assert complaint.startswith("2번째 줄: ")
    assert said in complaint


def test_an_id_that_was_used_is_named(tmp_path: Path) -> None:
    golden = read_golden(written(tmp_path / "set.jsonl", GOOD, GOOD))
    assert golden.complaints == ("2번째 줄: id: 앞에서 쓴 이름이에요: q1",)


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"\xff\xfe\n" + json.dumps(GOOD).encode())
    assert read_golden(str(path)).complaints == ("1번째 줄: UTF-8이 아닌 글자가 있어요",)


def test_a_set_without_a_question_cannot_be_graded(tmp_path: Path) -> None:
    with pytest.raises(GoldenError, match=r"채점할 문항이 없어요.*1번째 줄"):
        read_golden(written(tmp_path / "set.jsonl", "{"))
    with pytest.raises(GoldenError, match="채점할 문항이 없어요"):
        read_golden(written(tmp_path / "empty.jsonl"))
    with pytest.raises(BatchError, match="없어요"):
        read_golden(str(tmp_path / "nowhere.jsonl"))


def test_a_set_may_come_by_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(GOOD).encode())))
    assert [case.id for case in read_golden("-").cases] == ["q1"]


def complaint(raw: bytes) -> str | None:
    """What is said of a line; None when it is read. Anything else that is raised is a bug."""
    try:
        read_item(raw)
    except GoldenError as error:
        return str(error)
    return None


@settings(max_examples=40)
@given(
    st.one_of(
        st.binary(), st.recursive(st.none() | st.text(), st.lists).map(lambda x: json.dumps(x).encode())
    )
)
def test_whatever_a_line_holds_it_is_read_or_named(raw: bytes) -> None:
    assert complaint(raw) is None or complaint(raw) != ""


@settings(max_examples=40)
@given(
    st.fixed_dictionaries(
        {key: st.recursive(st.none() | st.text() | st.booleans(), st.lists) for key in GOOD}
    )
)
def test_whatever_a_field_holds_it_is_read_or_named(row: dict[str, Any]) -> None:
    said = complaint(json.dumps(row).encode())
    assert said is None or said.partition(":")[0].partition(".")[0] in GOOD
