"""Grading a set, counting, saving, comparing, and the table."""

import json
from pathlib import Path

import pytest

from bot.errors import GoldenError
from bot.evaluation import files, table
from bot.evaluation.compare import compare
from bot.evaluation.golden import Case
from bot.evaluation.run import Run, Share, grade, summarise
from tests.bot.evaluation.samples import DOCUMENTS, SLUG, assistant, case

CASES = (
    case(turns=["얼마예요?"], id="right", cite_any=[SLUG]),
    case(turns=["수수료는요?"], id="wrong", cite_any=["zeropay"]),
    case("missing_attribute", turns=["언제예요?"], id="partial", cite_any=[SLUG]),
    case("out_of_scope", turns=["날씨 어때요?"], id="refused", refuse=True),
    case("out_of_scope", turns=["주식 뭐 사요?"], id="told", refuse=True),
    case(turns=["날씨 지원금요?"], id="unhelped"),
    case("greeting", turns=["안녕"], id="hello"),
    case(turns=["오류"], id="failed"),
    case(turns=["버그"], id="bug"),
)


def run_of(*cases: Case, **about: str) -> Run:
    return Run(
        **{"name": "set.jsonl", "day": "2025-11-22", "composer": "extractive"} | about,
        rows=grade(cases, assistant, DOCUMENTS),
    )


RUN = run_of(*CASES)


def test_each_question_is_graded_whatever_happens_to_the_others() -> None:
    assert [row.case.id for row in RUN.rows if row.passed] == ["right", "partial", "refused", "hello"]
    errors = {row.case.id: row.error for row in RUN.rows if row.answer is None}
    assert errors == {
        "failed": "색인을 읽을 수 없어요. 다시 만들어 주세요.",
        "bug": "답하는 중에 예상하지 못한 문제가 생겼어요. 로그를 확인해 주세요.",
    }
    assert all(row.whys for row in RUN.rows if not row.passed)


def test_what_a_run_comes_to() -> None:
    summary = summarise(RUN.rows)
    assert summary.passed == Share(4, 9)
    assert summary.groups["out_of_scope"] == Share(1, 2)
    assert summary.refused_when_it_should == Share(1, 2)
    # Of right, wrong, partial, unhelped, failed, bug.
    assert summary.refused_when_it_should_not == Share(1, 6)
    assert summary.citation_recall == summary.citation_precision == 1.0
    assert summary.outcomes == {"answered": 3, "partial": 1, "refused": 2, "small_talk": 1, "error": 2}
    assert summary.errors == 2
    assert summary.p50 == pytest.approx(9.84)
    told = summary.to_json()
    assert told["pass"] == round(4 / 9, 4)
    assert json.loads(json.dumps(told)) == told


def test_an_empty_run_has_no_shares() -> None:
    summary = summarise(())
    assert summary.passed.value is None
    assert summary.to_json()["elapsed_ms"] == {"p50": None, "p95": None}


def test_progress_counts_the_questions() -> None:
    told: list[tuple[int, int]] = []
    grade(CASES[:2], assistant, DOCUMENTS, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_a_run_reads_as_it_was_written(tmp_path: Path) -> None:
    path = str(tmp_path / "run.json")
    files.check_run_place(path)
    files.write(path, RUN.model_dump_json())
    assert files.load_run(path) == RUN
    # The next one may take its place.
    files.check_run_place(path)
    assert [p.name for p in tmp_path.iterdir()] == ["run.json"]


def test_a_file_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text('{"id": "q1"}', encoding="utf-8")
    for check in (files.check_run_place, files.check_report_place):
        with pytest.raises(GoldenError, match="다른 이름"):
            check(str(path))
        with pytest.raises(GoldenError, match="폴더 이름"):
            check(str(tmp_path))
        with pytest.raises(GoldenError, match="먼저 만들어"):
            check(str(tmp_path / "nowhere" / "run.json"))
        check(str(tmp_path / "new.json"))


def test_what_is_no_run_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    for text in ("{}", "[", RUN.model_dump_json()[:-5]):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(GoldenError, match="평가 기록으로 읽을 수 없어요"):
            files.load_run(str(path))
    path.write_text(RUN.model_copy(update={"format": "ongil-eval-0"}).model_dump_json(), encoding="utf-8")
    with pytest.raises(GoldenError, match="다른 판"):
        files.load_run(str(path))
    with pytest.raises(GoldenError, match="없어요"):
        files.load_run(str(tmp_path / "nowhere.json"))


def test_two_runs_side_by_side() -> None:
    before = run_of(
        case(turns=["얼마예요?"], id="right", cite_any=["zeropay"]),
        case(turns=["수수료는요?"], id="wrong", cite_any=[SLUG]),
        case(turns=["언제예요?"], id="partial"),
        case("out_of_scope", turns=["다른 날씨"], id="refused", refuse=True),
        case(turns=["없어진 것"], id="gone"),
        *CASES[4:],
    )
    comparison = compare(RUN, before)
    assert comparison.of("mended") == ["right", "partial"]
    assert comparison.of("broken") == ["wrong"]
    assert comparison.of("new") == ["refused"]
    assert comparison.of("same") == ["told", "unhelped", "hello", "failed", "bug"]
    assert comparison.gone == ("gone",)
    assert "refused" not in comparison.rows


def test_an_answer_that_reads_otherwise_is_told() -> None:
    after = run_of(case(turns=["언제예요?"], id="q", partial_ok=True))
    row = after.rows[0]
    assert row.answer is not None
    import dataclasses

    other = dataclasses.replace(row.answer, body=f"{row.answer.body}\n더 있어요.")
    before = after.model_copy(update={"rows": (row.model_copy(update={"answer": other}),)})
    assert compare(after, before).of("reworded") == ["q"]
    assert compare(after, after).of("same") == ["q"]


def test_the_table_tells_shares_failures_and_changes() -> None:
    text = "\n".join(table.lines(RUN, compare(RUN, run_of(*CASES[:1]))))
    assert "set.jsonl · 9문항 · 2025-11-22 · extractive" in text
    assert "4/9" in text
    assert "통과하지 못한 문항 (5)" in text
    assert "- wrong 한 가지 묻기: 수수료는요?" in text
    assert "자료: 기대한 자료 가운데 1개는 있어야 하는데 0개예요: zeropay" in text
    assert "오류: 색인을 읽을 수 없어요." in text
    assert "100.0% → 44.4%" in text
    assert "새 문항 8:" in text


def test_the_table_has_no_escapes_of_a_questions(capsys: pytest.CaptureFixture[str]) -> None:
    text = "\n".join(table.lines(run_of(case(turns=["\x1b[31m오류\x07"], id="a\x1b]0;b"))))
    assert "\x1b" not in text
    assert "\x07" not in text
