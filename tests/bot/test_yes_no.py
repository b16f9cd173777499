"""Yes or no, when a sentence decides it; nothing when it does not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.facts import score_facts
from bot.plan import plan
from bot.yes_no import NO, YES, on_standing, verdict
from knowledge.document import Document, Fact
from tests.bot.samples import ANALYZER, CORPUS, PRESS, corpus_of, evidence_for, nothing, question


def decided(text: str, told: str) -> str:
    document = Document(
        slug="school", title="사장님 학교", facts=(Fact(text=told, section="개요", sources=(PRESS,)),)
    )
    corpus = corpus_of(document)
    asked = question(text, corpus)
    (fact,) = score_facts(asked, "school", corpus, ANALYZER, nothing)
    return verdict(asked, fact, ANALYZER)


@pytest.mark.parametrize(
    ("text", "told", "answer"),
    [
        ("사장님 학교 강의 무료예요?", "강의는 모두 무료다.", YES),
        ("사장님 학교 강의 다 무료예요?", "강의는 모두 무료다.", YES),
        ("사장님 학교 강의 돈 드나요?", "강의는 모두 무료다.", NO),
        ("온라인 강의 무료인가요", "온라인 강의는 무료이고, 현장 교육은 국비 90%까지다.", YES),
        ("통신비 낼 수 있나요?", "전기요금을 낼 수 있고 통신비는 빠졌다.", NO),
        (
            "키오스크 없는 가게도 새로 설치해야 하나요?",
            "키오스크가 없는 가게에는 새로 설치할 의무가 없다.",
            NO,
        ),
        ("배민 안 쓰는 가게도 들을 수 있어요?", "배달의민족을 쓰지 않는 사장님도 들을 수 있다.", YES),
    ],
)
def test_a_plain_sentence_decides(text: str, told: str, answer: str) -> None:
    assert decided(text, told) == answer


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("강의 얼마예요?", "강의는 모두 무료다."),
        ("강의 다 무료예요?", "온라인 강의는 무료다."),
        ("현장 교육 무료예요?", "강의는 모두 무료다."),
        ("강의 무료예요?", "매출 1억원 이하면 강의가 무료다."),
        ("강의 무료예요?", "강의가 무료라는 안내가 있다."),
        ("강의 무료예요?", "2024년에는 강의가 무료였다."),
        ("강의 무료예요?", "온라인 강의는 무료이고, 현장 강의는 유료다."),
        ("강의 무료 아니죠?", "강의는 모두 무료다."),
        ("강의 안 들어도 되나요?", "강의를 들을 수 있다."),
        ("배민 쓰는 가게도 들을 수 있어요?", "배달의민족을 쓰지 않는 사장님도 들을 수 있다."),
        ("배민 쓰는 가게만 들을 수 있어요?", "배달의민족을 쓰는 사장님도 들을 수 있다."),
        ("강의 내용이 좋아요", "강의는 모두 무료다."),
    ],
)
def test_anything_less_does_not(text: str, told: str) -> None:
    assert decided(text, told) == ""


@pytest.mark.parametrize(
    ("text", "status", "answer"),
    [
        ("지금도 해요?", "ended", "아니요"),
        ("올해도 받을 수 있나요?", "ended", "아니요"),
        ("끝났나요?", "ended", "네"),
        ("이제 안 하나요?", "ended", ""),
        ("얼마 줬나요?", "ended", ""),
        ("합의됐어요?", "ended", ""),
        ("통과됐어요?", "pending", "아니요"),
        ("지금도 해요?", "ongoing", ""),
        ("지금도 해요?", "unknown", ""),
    ],
)
def test_the_standing_decides_whether_it_runs(text: str, status: str, answer: str) -> None:
    assert on_standing(question(text), status) == answer  # type: ignore[arg-type]


def test_it_is_said_first() -> None:
    text = "프로젝트 단골 지금도 해요?"
    draft = plan(question(text), evidence_for(text), CORPUS, ANALYZER)
    assert draft.lines[0].claims[1].text.startswith("아니요, 지금은 끝난")


@given(st.text(max_size=60), st.text(min_size=1, max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_texts_have_a_verdict(text: str, told: str) -> None:
    assert decided(text, f"{told}.") in ("", YES, NO)
