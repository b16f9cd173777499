"""Verification: nothing is told that its citation does not carry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer import Claim
from bot.style import polite
from bot.verification import verify
from tests.bot.samples import ANALYZER, CORPUS

AMOUNT = CORPUS.facts["naver-ai"][1]
WHERE = CORPUS.facts["naver-ai"][2]
SPENT = "5년 동안 600억원을 써요."
DANGOL = CORPUS.facts["kakao-dangol"][1]


def kept(*claims: Claim) -> list[bool]:
    verdicts = verify(list(claims), CORPUS.passages, CORPUS.documents)
    assert [v.claim for v in verdicts] == list(claims)
    assert all(v.kept or v.reason for v in verdicts)
    return [v.kept for v in verdicts]


@pytest.mark.parametrize(
    "text",
    [
        "5년 동안 600억원을 써요.",
        "5년 동안 60,000,000,000원을 써요.",
        "5년 동안 600억 원을 써요.",
    ],
)
def test_what_the_passage_or_its_source_says_is_kept(text: str) -> None:
    assert kept(Claim(text, (AMOUNT.id,))) == [True]


def test_the_date_of_a_source_is_no_figure_of_its_own() -> None:
    for day, invented in ((6, False), (7, True)):
        claim = Claim(f"2024년 11월 {day}일에 나온 기사예요.", (AMOUNT.id,))
        (verdict,) = verify([claim], CORPUS.passages, CORPUS.documents)
        assert (verdict.kind == "figure") == invented


@pytest.mark.parametrize(
    "text",
    [
        "5년 동안 60억원을 써요.",
        "3년 동안 써요.",
        "5%를 돌려줘요.",
        "02-1234-5678로 물어보세요.",
        "2025년부터예요.",
    ],
)
def test_a_figure_that_stands_nowhere_is_dropped(text: str) -> None:
    assert kept(Claim(text, (AMOUNT.id,))) == [False]


def test_a_figure_of_another_passage_is_dropped_until_that_is_cited_too() -> None:
    text = "서울과 부산에서 현장 교육을 열어요. 5년 동안 600억원을 써요."
    assert kept(Claim(text, (WHERE.id,))) == [False]
    assert kept(Claim(text, (WHERE.id, AMOUNT.id))) == [True]


def test_unknown_passages_and_two_programs_in_a_sentence_are_dropped() -> None:
    assert kept(Claim("교육을 해요.", ("naver-ai#nothing",))) == [False]
    assert kept(Claim("교육을 해요.", (AMOUNT.id, "nothing"))) == [False]
    assert kept(Claim("둘 다 줘요.", (AMOUNT.id, DANGOL.id))) == [False]


def test_the_codes_own_sentence_has_no_figure() -> None:
    assert kept(Claim("자료에 없어요.")) == [True]
    assert kept(Claim("600억원이에요.")) == [False]
    # Standing beside a claim that cites it does not help.
    assert kept(Claim(SPENT), Claim(SPENT, (AMOUNT.id,))) == [False, True]


def test_one_bad_claim_leaves_the_others() -> None:
    assert kept(Claim("7%예요.", (AMOUNT.id,)), Claim(SPENT, (AMOUNT.id,))) == [False, True]


def test_every_fact_told_politely_stands_on_itself() -> None:
    claims = [Claim(polite(f.text, ANALYZER), (f.id,)) for rows in CORPUS.facts.values() for f in rows]
    assert all(kept(*claims))


def test_what_opens_an_answer_says_nothing() -> None:
    for opening in ("네, ", "아니요, ", "참고로, 사장님, "):
        assert kept(Claim(opening + SPENT, (AMOUNT.id,))) == [True]


@given(st.text(), st.lists(st.sampled_from([AMOUNT.id, WHERE.id, DANGOL.id, "?"]), max_size=3))
def test_any_claim_gets_a_verdict(text: str, support: list[str]) -> None:
    kept(Claim(text, tuple(support)))


def test_the_codes_own_words_may_stand_before_a_quotation() -> None:
    title = CORPUS.documents[AMOUNT.slug].title
    own = polite(AMOUNT.text, ANALYZER)
    assert kept(Claim(f"지금은 대신 이런 사업이 있어요. {title}: {own}", (AMOUNT.id,))) == [True]
    for other in ("누구나 공짜로 받아요.", "500만원 됐어요.", "자료에 없지만 누구나 900만원을 받아요."):
        assert kept(Claim(f"{other} {title}: {own}", (AMOUNT.id,))) == [False]
