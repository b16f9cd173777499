"""Assembly: what survived, numbered, within its length, with its sources and its age."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Claim
from bot.assemble import STALE_DAYS, age_days, assemble
from bot.draft import Draft, Line
from tests.bot.samples import CORPUS, KAKAO, NAVER, evidence_for, question

TEXT = "네이버 AI 교육은 얼마예요?"
EVIDENCE = evidence_for(TEXT)
TODAY = date(2025, 11, 10)
WHAT, AMOUNT, WHERE, HOW = CORPUS.facts["naver-ai"]
DANGOL = CORPUS.facts["kakao-dangol"][1]


def assembled(
    *lines: Line, missing: tuple[str, ...] = (), limit: int = 600, today: date = TODAY
) -> Answer | None:
    return assemble(TEXT, question(TEXT), Draft(lines, missing, limit), EVIDENCE, CORPUS, today)


def told(*lines: Line, missing: tuple[str, ...] = (), limit: int = 600, today: date = TODAY) -> Answer:
    answer = assembled(*lines, missing=missing, limit=limit, today=today)
    assert answer is not None
    return answer


def line(text: str, *support: str, lead: str = "• ") -> Line:
    return Line((Claim(text, support),), lead=lead)


def test_markers_are_numbered_as_they_are_first_used() -> None:
    answer = told(
        line("5년 동안 600억원을 써요.", AMOUNT.id),
        line("서울과 부산에서 현장 교육을 열어요. 5년 동안 600억원을 써요.", WHERE.id, AMOUNT.id),
        line("누리집에서 신청해요.", HOW.id),
    )
    assert answer.body.splitlines() == [
        "• 5년 동안 600억원을 써요. [1]",
        "• 서울과 부산에서 현장 교육을 열어요. 5년 동안 600억원을 써요. [2][1]",
        "• 누리집에서 신청해요. [3]",
    ]
    assert [(c.marker, c.quote) for c in answer.citations] == [
        (1, AMOUNT.text),
        (2, WHERE.text),
        (3, HOW.text),
    ]


def test_a_citation_says_where_its_sentence_is_from() -> None:
    answer = told(
        line("5년 동안 600억원을 써요.", AMOUNT.id), line("서울과 부산에서 현장 교육을 열어요.", WHERE.id)
    )
    official, blog = answer.citations
    assert (official.slug, official.title, official.provider) == (NAVER.slug, NAVER.title, NAVER.provider)
    assert (official.section, official.status, official.checked_on) == ("지원 내용", "ongoing", "2025-11")
    assert (official.source_title, official.source_date) == ("2024년 기사", "2024-11-06")
    assert not official.unofficial
    assert blog.unofficial
    assert blog.source_date is None


def test_a_fact_without_a_source_has_its_document_for_one() -> None:
    (fact, *_) = CORPUS.facts["hundred-year-store"]
    (citation,) = told(line("오래된 가게를 뽑아 인증하는 제도예요.", fact.id)).citations
    assert (citation.source_title, citation.source_url) == ("백년가게·백년소공인", "")


def test_a_dropped_claim_leaves_no_trace_but_in_the_trace() -> None:
    answer = told(line("60억원을 써요.", AMOUNT.id), line("누리집에서 신청해요.", HOW.id))
    assert answer.body == "• 누리집에서 신청해요. [1]"
    assert [citation.quote for citation in answer.citations] == [HOW.text]
    assert len(answer.trace.dropped) == 1
    assert "60억원" in answer.trace.dropped[0]


def test_nothing_cited_is_no_answer() -> None:
    assert assembled() is None
    assert assembled(line("자료에 없어요.")) is None
    assert assembled(line("60억원을 써요.", AMOUNT.id)) is None


def test_what_is_missing_makes_it_partial() -> None:
    assert told(line("5년 동안 600억원을 써요.", AMOUNT.id)).outcome == "answered"
    answer = told(line("5년 동안 600억원을 써요.", AMOUNT.id), missing=("모집 일정",))
    assert (answer.outcome, answer.missing) == ("partial", ("모집 일정",))


def test_a_line_that_is_too_long_gives_way_to_the_next() -> None:
    answer = told(
        line("누리집에서 신청해요.", HOW.id),
        line("길게 " * 200 + "써요.", AMOUNT.id),
        line("서울과 부산에서 현장 교육을 열어요.", WHERE.id),
        limit=100,
    )
    assert len(answer.body) <= 100
    assert [citation.quote for citation in answer.citations] == [HOW.text, WHERE.text]
    assert re.findall(r"\[(\d+)\]", answer.body) == ["1", "2"]


def test_related_programs_are_not_those_told() -> None:
    answer = told(line("5년 동안 600억원을 써요.", AMOUNT.id))
    assert "naver-ai" not in {related.slug for related in answer.related}
    assert len(answer.related) <= 3
    near = replace(EVIDENCE, programs=(("naver-ai", 1.0), ("kakao-dangol", 0.9)))
    draft = Draft((line("5년 동안 600억원을 써요.", AMOUNT.id),))
    again = assemble(TEXT, question(TEXT), draft, near, CORPUS, TODAY)
    assert again is not None
    assert [(r.slug, r.title) for r in again.related] == [("kakao-dangol", "카카오 프로젝트 단골")]


def test_an_old_check_is_told_with_a_warning() -> None:
    fresh = told(line("5년 동안 600억원을 써요.", AMOUNT.id))
    old = told(line("5년 동안 600억원을 써요.", AMOUNT.id), today=date(2026, 11, 10))
    assert fresh.status_line == "진행 중"
    assert old.status_line.startswith("진행 중")
    assert "다시 확인" in old.status_line


def test_several_programs_have_their_status_by_name() -> None:
    answer = told(
        line("5년 동안 600억원을 써요.", AMOUNT.id), line("점포마다 톡채널 지원금 30만원을 줘요.", DANGOL.id)
    )
    assert "네이버 SME AI 교육 프로젝트: 진행 중" in answer.status_line
    assert f"카카오 프로젝트 단골: {KAKAO.status_note}" in answer.status_line


@pytest.mark.parametrize(
    ("checked", "days"), [("2025-11-09", 1), ("2025-11", 9), ("2025", 313), ("2025-11-10", 0)]
)
def test_age_in_days(checked: str, days: int) -> None:
    assert age_days(checked, TODAY) == days
    assert (days > STALE_DAYS) == (checked == "2025")


SUPPORT = st.lists(st.sampled_from([WHAT.id, AMOUNT.id, WHERE.id, HOW.id, DANGOL.id, "?"]), max_size=2)
LINES = st.lists(
    st.builds(
        lambda texts, support, lead: Line(tuple(Claim(text, tuple(support)) for text in texts), lead),
        st.lists(
            st.sampled_from(
                [
                    "5년 동안 600억원을 써요.",
                    "서울과 부산에서 현장 교육을 열어요.",
                    "30만원이에요.",
                    "긴 말 " * 40,
                ]
            ),
            min_size=1,
            max_size=3,
        ),
        SUPPORT,
        st.sampled_from(["", "• ", "■ "]),
    ),
    max_size=8,
)


@given(LINES, st.integers(50, 600))
@settings(max_examples=200, deadline=None)
def test_any_draft_comes_to_a_numbered_answer_or_to_none(lines: list[Line], limit: int) -> None:
    answer = assembled(*lines, limit=limit)
    if answer is None:
        return
    used = list(dict.fromkeys(int(mark) for mark in re.findall(r"\[(\d+)\]", answer.body)))
    assert used == [citation.marker for citation in answer.citations] == list(range(1, len(used) + 1))
    # The first line stands however long it is.
    assert len(answer.body) <= max(limit, len(answer.body.splitlines()[0]))


def test_a_longer_list_tells_how_all_stand_in_one_line() -> None:
    asked = question("지원사업 뭐뭐 있어요?")
    facts = [CORPUS.facts[slug][0] for slug in ("naver-ai", "kakao-dangol", "hundred-year-store")]
    rows = tuple(Line((Claim(fact.text, (fact.id,)),), lead="• ") for fact in facts)
    draft = Draft(rows, (), 1600)
    whole = assemble(TEXT, asked, draft, EVIDENCE, CORPUS, date(2025, 12, 1))
    some = assemble(TEXT, asked, replace(draft, lines=rows[1:]), EVIDENCE, CORPUS, date(2025, 12, 1))
    assert whole is not None
    assert some is not None
    assert "표시가 없는 것은" in whole.status_line
    assert " / " not in whole.status_line
    assert "표시가 없는 것은" not in some.status_line
    assert len(some.status_line.split(" / ")) == 2
