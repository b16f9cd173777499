"""Citation recall and precision: what counts as a sentence, and which citations it needs."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.support import Statement, judge, precision, recall, split
from tests.bot.evaluation.samples import DOCUMENTS, ZEROPAY, answered
from tests.fakes import ANSWER, CITATION, REFUSED

SAME = replace(CITATION, marker=2, quote="네이버는 창작자도 돕는다.", source_date="2023-01")


def test_a_sentence_is_what_stands_before_its_markers() -> None:
    body = "■ 네이버 — 지금은 끝난 사업이에요.\n• 600억원이에요. [1]\n• 8억원이에요. [2][3] 그래요. [1]\n끝이에요."
    assert split(body) == [
        ("네이버", ()),
        ("지금은 끝난 사업이에요.", ()),
        ("600억원이에요.", (1,)),
        ("8억원이에요.", (2, 3)),
        ("그래요.", (1,)),
        ("끝이에요.", ()),
    ]


def test_what_the_quote_says_is_supported() -> None:
    (statement,) = judge(ANSWER, DOCUMENTS)
    assert statement.supported
    assert statement.needs_support
    assert statement.markers == (1,)
    assert recall((statement,)) == precision((statement,)) == 1.0


@pytest.mark.parametrize(
    "body",
    [
        "네이버는 700억원을 써요. [1]",
        "네이버는 600억원을 써요. [7]",
        "네이버는 700억원을 써요.",
        "네이버는 600억원, 제로페이는 8억원이에요. [1]",
    ],
)
def test_what_no_citation_carries_is_not_supported(body: str) -> None:
    statements = judge(answered(body), DOCUMENTS)
    assert recall(statements) == 0
    assert statements[0].reason
    assert precision(statements) in (0, None)


def test_a_citation_that_adds_nothing_is_irrelevant() -> None:
    (statement,) = judge(
        answered("5년간 600억원을 들여 소상공인에게 AI를 가르쳐요. [1][2]", CITATION, SAME), DOCUMENTS
    )
    assert statement.supported
    assert statement.irrelevant == (2,)
    assert precision((statement,)) == 0.5


def test_citations_that_are_needed_together_are_both_relevant() -> None:
    other = replace(SAME, quote="교육은 4회 연다.", source_title="다른 기사")
    (statement,) = judge(
        answered(
            "5년간 600억원을 들여 소상공인에게 AI를 가르쳐요. 교육은 4회 열어요. [1][2]", CITATION, other
        ),
        DOCUMENTS,
    )
    assert statement.supported
    assert statement.irrelevant == ()


def test_one_sentence_of_two_programs_is_not_supported() -> None:
    (statement,) = judge(answered("600억원이고 8억원이에요. [1][2]", CITATION, ZEROPAY), DOCUMENTS)
    assert not statement.supported
    assert statement.irrelevant == (1, 2)


def test_the_codes_own_words_need_no_support() -> None:
    statements = judge(answered("물어보신 기간은 자료에 없어요."), DOCUMENTS)
    assert not statements[0].needs_support
    assert recall(statements) is None
    assert precision(statements) is None
    assert recall(judge(REFUSED, DOCUMENTS)) is None


def test_recall_and_precision_are_shares() -> None:
    good, bad = (
        Statement(text="", markers=(1, 2), needs_support=True),
        Statement(text="", markers=(3, 4), needs_support=True, supported=False, irrelevant=(3, 4)),
    )
    assert recall((good, bad)) == 0.5
    assert precision((good, bad)) == 0.5


@given(st.text(), st.text())
def test_any_body_is_judged(body: str, quote: str) -> None:
    statements = judge(answered(f"{body} [1]", replace(CITATION, quote=quote)), DOCUMENTS)
    assert sum(len(s.markers) for s in statements) >= 1
    assert all(set(s.irrelevant) <= set(s.markers) for s in statements)
