"""The source block, and an answer as Telegram shows it."""

from dataclasses import replace

import pytest

from bot.messenger.render import answer_text, sources_text
from bot.sources import checked_line, korean_date, program_lines, source_lines, status_word, web_address
from knowledge.document import STATUSES
from tests.fakes import ANSWER, CITATION, REFUSED


@pytest.mark.parametrize(
    ("value", "korean"),
    [("2024-11-06", "2024년 11월 6일"), ("2025-09", "2025년 9월"), ("2025", "2025년"), (None, ""), ("", "")],
)
def test_dates_are_korean(value: str | None, korean: str) -> None:
    assert korean_date(value) == korean


def test_every_status_has_a_word() -> None:
    words = [status_word(status) for status in STATUSES]
    assert len(set(words)) == len(STATUSES)
    assert status_word("never heard of") == status_word("unknown") == "확인 안 됨"


def test_citations_of_one_source_share_a_line() -> None:
    other = replace(CITATION, marker=3, source_title="안내 글", source_date=None, unofficial=True)
    lines = source_lines([CITATION, replace(CITATION, marker=2), other])
    assert [str(line) for line in lines] == [
        "[1][2] 네이버, 소상공인 AI 교육에 600억원 (2024년 11월 6일)",
        "[3] 안내 글 (날짜 모름) · 비공식",
    ]


def test_a_source_without_a_title_or_an_address() -> None:
    [line] = source_lines([replace(CITATION, source_title="", source_url="")])
    assert (line.title, line.url) == (CITATION.title, None)


@pytest.mark.parametrize("url", ["", "javascript:x", "ftp://e.org", "https://e.org/a b", "e.org"])
def test_only_web_addresses_are_linked(url: str) -> None:
    assert web_address(url) is None


def test_addresses_are_made_ascii_once() -> None:
    assert web_address("https://e.org/새?a=%20&b=[1]#x") == "https://e.org/%EC%83%88?a=%20&b=[1]#x"


def test_programs_have_their_status_and_the_day_it_was_checked() -> None:
    ended = replace(CITATION, slug="b", title="둘째", status="ended", checked_on=None)
    assert program_lines([CITATION, CITATION, ended]) == [
        "네이버 SME AI 교육 프로젝트: 진행 중 · 확인일 2025년 11월 9일",
        "둘째: 종료",
    ]


def test_the_checked_day_is_not_said_twice() -> None:
    assert checked_line([CITATION]) == "확인일 2025년 11월 9일"
    assert checked_line([CITATION], already_said=ANSWER.status_line) == ""
    assert checked_line([replace(CITATION, checked_on=None)]) == ""
    other = replace(CITATION, marker=2, checked_on="2025-05")
    assert checked_line([CITATION, other, replace(CITATION, marker=3)]) == (
        "확인일 [1][3] 2025년 11월 9일, [2] 2025년 5월"
    )
    assert "확인일 2025년 11월 9일" in answer_text(replace(ANSWER, status_line="")).text


def test_a_refusal_has_no_source_block() -> None:
    assert answer_text(REFUSED).text == REFUSED.body
    assert not answer_text(REFUSED).spans


def test_the_sources_in_full() -> None:
    assert sources_text([CITATION]).text == (
        "답의 근거가 된 자료예요.\n\n"
        "[1] 네이버 SME AI 교육 프로젝트\n네이버 · 지원 내용\n"
        "“네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르친다.”\n"
        "네이버, 소상공인 AI 교육에 600억원 (2024년 11월 6일)\n\n"
        "네이버 SME AI 교육 프로젝트: 진행 중 · 확인일 2025년 11월 9일"
    )
