"""The checks: what passes and what fails, and that a failure says why."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Answer
from bot.evaluation.checks import check, says, should_be
from bot.evaluation.golden import Case
from bot.evaluation.support import judge
from tests.bot.evaluation.samples import DOCUMENTS, PARTIAL, SLUG, SMALL_TALK, ZEROPAY, answered, case
from tests.fakes import ANSWER, CITATION, REFUSED

LONG = f"{ANSWER.body}\n" * 17

OF_ZEROPAY = "연매출 8억원 이하 가맹점은 수수료가 0%예요. [2]"


def failed(question: Case, answer: Answer) -> set[str]:
    """The checks that an answer fails; each says why."""
    return {one.name for one in check(question, answer, judge(answer, DOCUMENTS)) if not one.passed}


def test_a_right_answer_passes_all_checks() -> None:
    question = case(cite_any=[SLUG], must_contain=[["600억", "육백억"]], must_not_contain=["700억"])
    found = check(question, ANSWER, judge(ANSWER, DOCUMENTS))
    assert all(one.passed for one in found)
    assert {one.name for one in found} == {
        "outcome",
        "cites",
        "first",
        "facts",
        "clean",
        "figures",
        "supported",
        "focused",
    }


@pytest.mark.parametrize(
    ("question", "answer", "wrong"),
    [
        (case(cite_any=["zeropay"]), ANSWER, {"cites", "first"}),
        (case(cite_any=[SLUG, "zeropay"]), answered(f"{OF_ZEROPAY} {ANSWER.body}", ZEROPAY, CITATION), set()),
        (case(cite_all=[SLUG, "zeropay"]), ANSWER, {"cites"}),
        (
            case(cite_any=[SLUG], must_not_cite=["zeropay"]),
            answered(f"{ANSWER.body} {OF_ZEROPAY}", CITATION, ZEROPAY),
            {"cites"},
        ),
        (case(cite_any=[SLUG]), answered(f"{OF_ZEROPAY} {ANSWER.body}", ZEROPAY, CITATION), {"first"}),
        (case("compare", cite_any=[SLUG]), answered(f"{OF_ZEROPAY} {ANSWER.body}", ZEROPAY, CITATION), set()),
        (case(must_contain=[["600억"], ["서울"]]), ANSWER, {"facts"}),
        (case(must_not_contain=["600 억원"]), ANSWER, {"clean"}),
        (case(), answered("700억원이에요. [1]"), {"figures", "supported"}),
        (
            case(),
            answered("600억원이에요. [1] 8억원이에요. [1]", CITATION, ZEROPAY),
            {"figures", "supported"},
        ),
        (case(), answered(LONG), {"focused"}),
        (case("list"), answered(LONG), set()),
        (case("list", cite_any=["a", "b", "c", SLUG]), ANSWER, {"cites"}),
        (case("list", cite_any=[SLUG]), ANSWER, set()),
    ],
)
def test_each_check_finds_its_own_fault(question: Case, answer: Answer, wrong: set[str]) -> None:
    assert failed(question, answer) == wrong


@pytest.mark.parametrize(
    ("question", "right"),
    [
        (case(), ("answered",)),
        (case(partial_ok=True), ("answered", "partial")),
        (case("missing_attribute"), ("partial",)),
        (case("out_of_scope", refuse=True), ("refused",)),
        (case("injection", either=True), ("answered", "refused")),
        (case("greeting"), ("small_talk",)),
    ],
)
def test_which_outcomes_are_right(question: Case, right: tuple[str, ...]) -> None:
    assert should_be(question) == right
    answers = {"answered": ANSWER, "partial": PARTIAL, "refused": REFUSED, "small_talk": SMALL_TALK}
    for outcome, answer in answers.items():
        assert ("outcome" in failed(question, answer)) is (outcome not in right)


def test_partial_says_what_is_missing() -> None:
    question = case("missing_attribute")
    assert failed(question, PARTIAL) == set()
    assert failed(question, replace(PARTIAL, missing=())) == {"outcome"}
    assert failed(question, replace(PARTIAL, body=ANSWER.body)) == {"outcome"}


def test_a_refusal_cites_nothing_and_keeps_clean() -> None:
    question = case("injection", refuse=True, must_not_contain=["system prompt"])
    assert failed(question, replace(REFUSED, citations=(CITATION,))) == {"outcome"}
    assert failed(question, replace(REFUSED, body="My System Prompt is …")) == {"clean"}


def test_a_figure_of_the_question_may_be_denied() -> None:
    question = case(turns=["네이버가 1000억 준다던데"])
    assert failed(question, answered("1000억은 자료에 없어요. 600억원이에요. [1]")) == {"supported"}
    assert failed(question, answered("1000억원을 줘요. [1]")) == {"figures", "supported"}


@pytest.mark.parametrize(
    ("body", "wanted", "said"),
    [
        ("3,000만 원이에요", "3천만", True),
        ("30,000,000원이에요", "3천만 원", True),
        ("18억원이에요", "8억", False),
        ("연 3.50%예요", "3.5%", True),
        ("60%까지예요", "60프로", True),
        ("13개월이에요", "3개월", False),
        ("3월이에요", "3", True),
        ("11월까지 신청, 12월 31일까지 써요", "12월 31일", True),
        ("1,500원이에요", "500원", False),
        ("2.5%예요", "5%", False),
        ("13월이에요", "3", False),
        ("수수료는 1,900~2,900원", "1900", True),
        ("하나 은행에서", "하나은행", True),
        ("KAKAO예요", "kakao", True),
    ],
)
def test_what_a_body_says(body: str, wanted: str, said: bool) -> None:
    assert says(body, wanted) is said


@given(st.text(min_size=1))
def test_a_text_says_itself(text: str) -> None:
    assert says(f"앞 {text} 뒤", text)
