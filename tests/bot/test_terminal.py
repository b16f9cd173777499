"""An answer on a terminal and as plain text."""

import io
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from bot import explain, terminal
from bot.answer import Answer, Candidate, Related, Trace
from bot.usage import columns, wrap
from tests.fakes import ANSWER, CITATION, REFUSED

PLAIN = """\
네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르쳐요. [1]

지금 진행 중인 사업이에요. 확인일 2025년 11월 9일

출처
[1] 네이버, 소상공인 AI 교육에 600억원 (2024년 11월 6일)
    https://www.etnews.com/20241106000123

함께 보면 좋은 사업: 네이버 임팩트 프로그램"""


def drawn(draw: Any, answer: Answer, width: int, *, colour: bool = False) -> str:
    """What a rich drawing puts on a terminal of a width."""
    console = Console(
        file=io.StringIO(), width=width, highlight=False, markup=False, emoji=False, force_terminal=colour
    )
    draw(answer, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_plain_is_the_whole_answer() -> None:
    assert terminal.plain(ANSWER) == PLAIN


def test_a_refusal_is_its_body_alone() -> None:
    assert terminal.plain(REFUSED) == REFUSED.body


def test_a_private_source_is_labelled_and_the_date_of_checking_is_told_once() -> None:
    answer = replace(ANSWER, citations=(replace(CITATION, unofficial=True),), status_line="", related=())
    assert "· 비공식" in terminal.plain(answer)
    assert terminal.plain(answer).endswith("확인일 2025년 11월 9일")
    assert terminal.plain(ANSWER).count("확인일") == 1


def test_a_terminal_shows_the_same_words() -> None:
    assert drawn(terminal.draw, ANSWER, 100).split() == PLAIN.split()


def test_nothing_of_a_document_commands_the_terminal() -> None:
    evil = "안녕\x1b[2J\x1b]0;title\x07 [bold red]세상[/] \u202e거꾸로\x9b31m :smile:"
    answer = replace(ANSWER, body=evil, status_line=evil, citations=(replace(CITATION, source_title=evil),))
    for text in (terminal.plain(answer), drawn(terminal.draw, answer, 80)):
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
        assert "[bold red]세상[/]" in text
        assert ":smile:" in text


def test_a_long_address_is_not_broken() -> None:
    url = "https://example.kr/" + "a" * 150
    answer = replace(ANSWER, citations=(replace(CITATION, source_url=url),))
    assert url in drawn(terminal.draw, answer, 80)
    assert url in terminal.plain(answer)


def test_sources_show_the_sentence_and_where_it_is_from() -> None:
    assert explain.source_blocks(ANSWER) == [
        "[1] 네이버 SME AI 교육 프로젝트 (네이버) › 지원 내용\n"
        "    “네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르친다.”\n"
        "    네이버, 소상공인 AI 교육에 600억원 (2024년 11월 6일)\n"
        "    https://www.etnews.com/20241106000123\n"
        "    진행 중 · 확인일 2025년 11월 9일"
    ]


def test_why_shows_the_stages_and_both_scores() -> None:
    assert explain.why_lines(ANSWER) == [
        "질문: 네이버가 AI 교육에 얼마를 쓴대요?",
        "풀어 쓴 질문: 네이버가 소상공인 AI 교육에 얼마를 쓰나요?",
        "플랫폼: 네이버",
        "물은 것: 금액",
        "결과: 답했어요 · extractive",
        "걸린 시간: 검색 4.1ms · 모두 9.8ms",
        "확인: 남긴 문장 1 · 뺀 문장 1",
        "  ✓ 남김: 네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르쳐요. [1]",
        "  ✗ 뺌: 네이버는 700억원을 썼어요.",
        "1. 0.913 (낱말 0.950, 뜻 0.871) naver-sme-ai-education [지원 내용] 네이버는 5년간 600억원을 들여 소상공인에게 AI를 가르친다.",
        "2. 0.402 (낱말 -, 뜻 0.402) naver-impact-2026 [개요] 임팩트 프로그램은 …",
    ]


texts = st.text(st.sampled_from("가나다라마바사 아자차카 네이버600억원ab.[1]·•■—😀漢\n\t\x1b"), max_size=200)


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Answers of any words, in the characters that a Korean answer has and some that it should not."""
    citations = tuple(
        replace(
            CITATION,
            marker=number,
            title=draw(texts),
            quote=draw(texts),
            source_title=draw(texts),
            source_url="",
            unofficial=draw(st.booleans()),
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
    )
    return Answer(
        question=draw(texts),
        standalone_question=draw(texts),
        outcome="answered",
        body=draw(texts),
        citations=citations,
        related=tuple(Related("a", title) for title in draw(st.lists(texts, max_size=3))),
        status_line=draw(texts),
        trace=Trace(candidates=(Candidate("a#1", draw(texts), draw(texts), draw(texts), 0.5, 0.25, None),)),
    )


@given(answers(), st.sampled_from([40, 80, 120]))
def test_no_line_is_wider_than_the_terminal(answer: Answer, width: int) -> None:
    for draw in (terminal.draw, explain.draw_why, explain.draw_sources):
        for line in drawn(draw, answer, width).splitlines():
            assert cell_len(line) <= width


@given(answers(), st.sampled_from([40, 80, 120]))
def test_wrapping_loses_no_character(answer: Answer, width: int) -> None:
    shown = "".join(drawn(terminal.draw, answer, width).split())
    # The heads of hanging blocks stand on the first line of theirs, wherever the rest goes.
    assert sorted(shown) == sorted("".join(terminal.plain(answer).split()))


@given(texts, st.integers(2, 40))
def test_help_is_wrapped_by_columns(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert " ".join(lines) == " ".join(text.split())
    assert all(columns(line) <= width for line in lines if " " in line)


@pytest.mark.parametrize(("text", "width"), [("가나", 4), ("ab", 2), ("한a", 3), ("é", 1), ("", 0)])
def test_columns_of_hangul_and_latin(text: str, width: int) -> None:
    assert columns(text) == width


@pytest.mark.parametrize("width", [80, 120])
def test_the_tables_columns_are_aligned(width: int) -> None:
    """The document of each candidate begins in the same column, whatever the widths before it."""
    many = tuple(
        Candidate(f"a#{n}", "naver-sme-ai-education", "지원 내용", "가나다 " * 40, 1 / n, None, 1 / n)
        for n in range(1, 12)
    )
    lines = drawn(explain.draw_why, replace(ANSWER, trace=Trace(candidates=many)), width).splitlines()
    rows = [line for line in lines if "naver-sme" in line]
    assert len(rows) == 11
    assert len({cell_len(row[: row.index("naver-sme")]) for row in rows}) == 1
    assert all(isinstance(row, str) and row.rstrip().endswith("…") for row in rows)
