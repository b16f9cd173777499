"""A model's text as sentences with marks: whatever it is, nothing of it looks like ours."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.llm.reading import LONGEST_LINE, MOST_LINES, Lines, Written, read


def lines_of(*pieces: str) -> list[str]:
    lines = Lines()
    return [line for piece in pieces for line in lines.feed(piece)] + list(lines.end())


@pytest.mark.parametrize(
    ("line", "sentences"),
    [
        ("600억원을 써요. [bdfh]", [("600억원을 써요.", ("bdfh",))]),
        ("600억원을 써요 [bdfh].", [("600억원을 써요.", ("bdfh",))]),
        ("써요. [bdfh][cdfg]", [("써요.", ("bdfh", "cdfg"))]),
        ("써요. [bdfh, cdfg]", [("써요.", ("bdfh", "cdfg"))]),
        ("써요. 【bdfh】", [("써요.", ("bdfh",))]),
        ("써요 (sbiz).", [("써요 (sbiz).", ())]),
        ("가요. [bdfh] 와요. [cdfg]", [("가요.", ("bdfh",)), ("와요.", ("cdfg",))]),
        ("가요. [bdfh] 와요.", [("가요.", ("bdfh",)), ("와요.", ())]),
        ("- **600억원**을 써요. [bdfh]", [("600억원을 써요.", ("bdfh",))]),
        ("1. 써요. [bdfh]", [("써요.", ("bdfh",))]),
        ("### 써요. [bdfh]", [("써요.", ("bdfh",))]),
        ("<b>써요.</b> [bdfh]", [("써요.", ("bdfh",))]),
        ("써요. [1][bdfh]", [("써요.", ("bdfh",))]),
        ("써요. [1, 2]", [("써요.", ())]),
        ("６００억원을\u200b 써요. [bdfh]", [("600억원을 써요.", ("bdfh",))]),
        ("[bdfh]", []),
        ("", []),
        ("NONE", [("NONE", ())]),
        ("네, 무료예요. [bdfh]", [("무료예요.", ("bdfh",))]),
        ("아니요. 유료예요. [bdfh]", [("유료예요.", ("bdfh",))]),
        ("네이버는 써요. [bdfh]", [("네이버는 써요.", ("bdfh",))]),
    ],
)
def test_a_line(line: str, sentences: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [(s.text, s.marks) for s in read(line)] == sentences


@pytest.mark.parametrize("text", ["600억원을 써요.", "합니다.", "그렇죠", "써요 (2024년)."])
def test_whole_sentences(text: str) -> None:
    assert Written(text, ()).is_sentence


@pytest.mark.parametrize(
    "text", ["600억원을", "지원 내용", "NONE", "It is 600.", "신청하시겠어요?", "다", "요."]
)
def test_half_sentences(text: str) -> None:
    assert not Written(text, ()).is_sentence


def test_a_line_is_given_when_it_is_complete() -> None:
    lines = Lines()
    assert list(lines.feed("가")) == []
    assert list(lines.feed("나\n다")) == ["가나"]
    assert list(lines.end()) == ["다"]


def test_what_is_too_long_or_too_much_is_left_out() -> None:
    assert lines_of("가" * (LONGEST_LINE + 1) + "\n나\n") == ["나"]
    assert lines_of("가" * 3000, "나" * 3000, "\n다") == ["다"]
    assert len(lines_of("가\n" * 10_000)) == MOST_LINES


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_is_read_whatever_its_pieces(pieces: list[str]) -> None:
    assert lines_of(*pieces) == lines_of("".join(pieces)) or "\r" in "".join(pieces)
    for line in lines_of(*pieces):
        for sentence in read(line):
            assert sentence.text
            assert not re.search(r"[\n\r\x00\u200b]|\[\d+\]|\*\*", sentence.text)
            assert all(re.fullmatch("[a-z]{4}", mark) for mark in sentence.marks)
