"""The report: all of a run is in it, it needs no network, and nothing that was asked or answered can run."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evaluation import report, views
from bot.evaluation.compare import compare
from bot.evaluation.files import REPORT_MARK
from bot.evaluation.golden import Case, Expect
from bot.evaluation.run import Run, grade
from tests.bot.evaluation.samples import DOCUMENTS, SLUG, assistant, case
from tests.fakes import ANSWER, CITATION

TALK = [
    Case(
        id=f"c1.{place}",
        kind=kind,
        group="conversation",
        turns=turns,
        expect=Expect(kind=kind),
        note="단골 상담",
        talk="c1",
    )
    for place, (kind, turns) in enumerate(
        [("greeting", ("안녕",)), ("single", ("안녕", "얼마예요?"))], start=1
    )
]
CASES = (
    case(turns=["앞의 말", "얼마예요?"], id="right", cite_any=[SLUG], must_contain=[["600억", "육백억"]]),
    case(turns=["수수료는요?"], id="wrong", cite_any=["zeropay"], cite_all=["zeropay"], must_not_cite=["a"]),
    case("missing_attribute", turns=["언제예요?"], id="partial", must_not_contain=["금지"]),
    case("out_of_scope", turns=["날씨 어때요?"], id="refused", refuse=True),
    case(turns=["오류"], id="failed"),
    case("밤샘", turns=["얼마예요?"], id="odd"),
    *TALK,
)
EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</details></article><script>alert(2)</script>",
    "\"' onmouseover='alert(3)",
    "{{ 7 * 7 }}{% for x in y %}",
    "javascript:alert(4)",
    "]]><!--",
    "\u202e뒤집힌",
)


class Reader(HTMLParser):
    """The page's elements, and all of its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.tags if name == tag]


def run_of(*cases: Case) -> Run:
    return Run(
        name="set.jsonl", day="2025-11-22", composer="extractive", rows=grade(cases, assistant, DOCUMENTS)
    )


RUN = run_of(*CASES)


def test_all_of_a_run_is_in_the_page() -> None:
    page = Reader(report.html(RUN))
    for row in RUN.rows:
        assert row.case.turns[-1] in page.text
        for _, why in row.whys:
            assert why in page.text
        for citation in row.answer.citations if row.answer else ():
            assert citation.quote in page.text
            assert citation.source_title in page.text
    for said in (
        "앞에 물은 것: 앞의 말",
        "단골 상담",
        "대화 · 2번 물어 2번 통과",
        "네이버는 700억원을 썼어요.",
        "신청 기간",
        "밤샘",
    ):
        assert said in page.text


def test_what_can_be_filtered_is_marked_on_each_card() -> None:
    page = Reader(report.html(RUN, compare(RUN, RUN)))
    found = page.all("article")
    assert [card["data-verdict"] for card in found] == [
        "pass",
        "fail",
        "pass",
        "pass",
        "fail",
        "pass",
        "pass",
    ]
    assert [card["data-outcome"] for card in found][-1] == "small_talk answered"
    offered = {attrs["value"] for attrs in page.all("option")}
    assert {card["data-kind"] for card in found} <= offered
    assert {name for card in found for name in (card["data-outcome"] or "").split()} <= offered
    assert {name for card in found for name in (card["data-change"] or "").split()} <= offered


def test_the_page_is_marked_as_a_report() -> None:
    assert REPORT_MARK in report.html(RUN)[:2000]
    assert report.html(RUN).startswith("<!doctype html>")


def test_two_runs_stand_side_by_side() -> None:
    row = RUN.rows[0]
    assert row.answer is not None
    other = replace(row.answer, body="네이버는 아무것도 하지 않아요. [1]")
    before = RUN.model_copy(
        update={"rows": (row.model_copy(update={"answer": other}), *RUN.rows[2:]), "day": "2025-10-01"}
    )
    page = Reader(report.html(RUN, compare(RUN, before)))
    assert "앞 기록: set.jsonl · 7문항 · 2025-10-01" in page.text
    assert page.all("del")
    assert page.all("ins")
    assert "아무것도 하지 않아요." in page.text
    assert "답이 달라짐 1" in page.text
    assert "새 문항 1" in page.text


def test_without_a_run_before_nothing_is_compared() -> None:
    page = Reader(report.html(RUN))
    assert "앞 기록" not in page.text
    assert not page.all("button")


def test_an_empty_run_has_a_page() -> None:
    assert "0문항" in report.html(run_of())


def test_the_page_needs_nothing_from_elsewhere_and_admits_only_its_own_script() -> None:
    text = report.html(RUN)
    page = Reader(text)
    assert not page.all("link") + page.all("img") + page.all("iframe")
    assert [attrs for attrs in page.all("script") if attrs] == []
    policy = next(a["content"] or "" for a in page.all("meta") if a.get("http-equiv"))
    for tag in ("style", "script"):
        inside = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(inside) == 1
        digest = base64.b64encode(hashlib.sha256(inside[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    # Nothing is styled in a place that the policy forbids.
    assert not [attrs for _, attrs in page.tags if "style" in attrs]


def evil_run(text: str) -> Run:
    citation = replace(
        CITATION, quote=text, title=text, source_title=text, source_url=text, section=text, provider=text
    )
    answer = replace(
        ANSWER,
        body=f"{text} [1]",
        missing=(text,),
        status_line=text,
        citations=(citation,),
        answered_by=text,
        elapsed_ms={text: 1.0},
        trace=replace(ANSWER.trace, dropped=(text,), understood={"programs": text}),
    )
    question = case(text, turns=[text, text], id=text, must_contain=[[text]], cite_any=[text])
    question = question.model_copy(update={"note": text})
    return Run(name=text, day=text, composer=text, rows=grade([question], lambda turns: answer, DOCUMENTS))


@pytest.mark.parametrize("text", EVIL)
def test_what_was_asked_and_answered_is_text(text: str) -> None:
    run = evil_run(text)
    page = Reader(report.html(run, compare(run, evil_run("다른 것"))))
    assert len(page.all("script")) == 1
    assert not page.all("img")
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert not [a for a in page.all("a") if not (a["href"] or "").startswith(("https://", "http://"))]
    assert text.removeprefix("\u202e") in page.text
    assert "\u202e" not in page.text


@settings(max_examples=25)
@given(st.text())
def test_any_text_makes_a_page(text: str) -> None:
    page = Reader(report.html(evil_run(text)))
    assert len(page.all("script")) == 1
    assert len(page.all("article")) == 1


@given(st.text(), st.text())
def test_differences_keep_both_texts(before: str, after: str) -> None:
    left, right = views.differences(before, after)
    assert "".join(piece.text for piece in left) == views.printable(before)
    assert "".join(piece.text for piece in right) == views.printable(after)
    assert [p.text for p in left if p.kind == "same"] == [p.text for p in right if p.kind == "same"]


def test_times_are_counted_in_columns() -> None:
    rows = [
        row.model_copy(update={"answer": replace(ANSWER, elapsed_ms={"total": ms})})
        for row, ms in zip(RUN.rows, (8, 9, 35, 9000), strict=False)
    ]
    counts = {column.name: column.count for column in views.time_columns(rows)}
    assert counts == {"10ms": 2, "20ms": 0, "40ms": 1, "80ms": 0, "160ms": 0, "1초": 0, "5초": 0, "그 밖": 1}
    assert max(column.height for column in views.time_columns(rows)) == 100
