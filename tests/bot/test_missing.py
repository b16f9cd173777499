"""Gaps: the program is known, the asked thing is not, and the answer names which."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.facts import score_facts
from bot.missing import IS_MISSING, SURELY_MISSING, UNTOLD_MISSING, Gap, gap
from tests.bot.samples import ANALYZER, CORPUS, Overlap, evidence_for, question


def gap_of(text: str, slug: str) -> Gap:
    asked = question(text)
    facts = score_facts(asked, slug, CORPUS, ANALYZER, Overlap(CORPUS).within)
    return gap(asked, CORPUS.documents[slug], facts, evidence_for(text), CORPUS, ANALYZER)


@pytest.mark.parametrize(
    ("text", "slug", "name"),
    [
        ("네이버 AI 교육 2026년 과정별 모집 일정이 언제예요?", "naver-ai", "2026년 과정별 모집 일정"),
        ("네이버 AI 교육 인원 실적이 몇 명이에요?", "naver-ai", "교육 인원 실적"),
        ("프로젝트 단골 시장별 지원 금액은 얼마예요?", "kakao-dangol", "시장별 지원 금액"),
    ],
)
def test_what_is_not_told_is_missing_by_name(text: str, slug: str, name: str) -> None:
    found = gap_of(text, slug)
    assert found.missing
    assert found.name == name


def test_an_entry_about_something_else_does_not_name_the_gap() -> None:
    # 교육 stands in "교육 인원 실적", which no telephone number is.
    assert gap_of("네이버 AI 교육 담당 교육팀 전화번호 알려줘요", "naver-ai").name == "전화번호"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("네이버 AI 교육에 5년 동안 얼마를 써요?", "naver-ai"),
        ("네이버 AI 교육은 누리집에서 신청해요?", "naver-ai"),
        ("프로젝트 단골 톡채널 지원금은 얼마예요?", "kakao-dangol"),
        ("백년가게는 업력이 몇 년 이상이어야 돼요?", "hundred-year-store"),
    ],
)
def test_what_is_told_is_not_missing(text: str, slug: str) -> None:
    assert not gap_of(text, slug).missing


@pytest.mark.parametrize(
    ("text", "slug"),
    [("프로젝트 단골 지금도 해요?", "kakao-dangol"), ("백년가게 통과됐나요?", "hundred-year-store")],
)
def test_a_status_that_is_known_is_the_answer(text: str, slug: str) -> None:
    assert not gap_of(text, slug).missing


def test_a_part_of_a_question_needs_more_to_be_missing() -> None:
    assert IS_MISSING < UNTOLD_MISSING < SURELY_MISSING
    assert Gap(SURELY_MISSING, "", {"aspect_told": 1.0}).surely
    assert not Gap(UNTOLD_MISSING, "", {"aspect_told": 1.0}).surely
    assert Gap(UNTOLD_MISSING, "", {"aspect_told": 0.0}).surely
    assert not Gap(IS_MISSING, "", {"aspect_told": 0.0}).surely


@given(st.text(max_size=80), st.sampled_from(sorted(CORPUS.documents)))
@settings(max_examples=50, deadline=None)
def test_any_question_is_held_against_a_document(text: str, slug: str) -> None:
    found = gap_of(text, slug)
    assert 0 <= found.probability <= 1
    assert found.name or not found.missing


def test_what_stands_at_the_end_is_what_may_be_missing(shipped_assistant: Assistant) -> None:
    # What describes the program is told at length, what is asked of it is not.
    answer = shipped_assistant.answer(
        [
            "무료로 라이브방송 찍게 스튜디오 빌려주는 소담스퀘어라는 데 토요일 일요일에도 여나요? 몇 시부터 몇 시까지예요"
        ]
    )
    assert answer.outcome == "partial"
    assert answer.missing


@pytest.mark.parametrize("text", ["소담스퀘어 전화번호", "배민아카데미 연락처 좀요"])
def test_a_telephone_number_that_stands_nowhere_is_not_told(shipped_assistant: Assistant, text: str) -> None:
    answer = shipped_assistant.answer([text])
    assert answer.outcome == "partial"


@pytest.mark.parametrize(
    "turns", [["경영안정바우처 마감 언제"], ["경영안정바우처 얼마예요", "마감은 언제예요?"]]
)
def test_a_known_gap_stays_one_however_short_it_is_asked_for(
    shipped_assistant: Assistant, turns: list[str]
) -> None:
    answer = shipped_assistant.answer(turns)
    assert answer.outcome == "partial"
    assert "마감" in answer.missing[0]
