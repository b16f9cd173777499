"""Facts: the right half of a program's sheet comes first."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.facts import WEIGHTS, ScoredFact, bigrams, residue, score_facts
from knowledge.document import Document, Fact
from tests.bot.samples import ANALYZER, CORPUS, Overlap, corpus_of, nothing, question


def ranked(text: str, slug: str) -> list[ScoredFact]:
    asked = question(text)
    return score_facts(asked, slug, CORPUS, ANALYZER, Overlap(CORPUS).within)


@pytest.mark.parametrize(
    ("text", "slug", "best"),
    [
        ("네이버 AI 교육에 얼마를 써요?", "naver-ai", "600억원"),
        ("네이버 AI 교육은 어떻게 신청해요?", "naver-ai", "누리집"),
        ("네이버 AI 교육 현장은 어디서 열어요?", "naver-ai", "부산"),
        ("프로젝트 단골 지원금이 얼마예요?", "kakao-dangol", "30만원"),
        ("백년가게는 업력이 몇 년 이상이어야 돼요?", "hundred-year-store", "30년"),
    ],
)
def test_the_fact_that_answers_is_first(text: str, slug: str, best: str) -> None:
    assert best in ranked(text, slug)[0].passage.text


def test_all_facts_of_the_program_come_best_first() -> None:
    rows = ranked("네이버 AI 교육에 얼마를 써요?", "naver-ai")
    assert {row.passage.id for row in rows} == {fact.id for fact in CORPUS.facts["naver-ai"]}
    assert [row.score for row in rows] == sorted((row.score for row in rows), reverse=True)
    assert all(set(row.features) <= set(WEIGHTS) for row in rows)


def test_what_the_search_did_not_find_is_scored_all_the_same() -> None:
    asked = question("네이버 AI 교육에 얼마를 써요?")
    assert len(score_facts(asked, "naver-ai", CORPUS, ANALYZER, nothing)) == len(CORPUS.facts["naver-ai"])


def test_a_year_that_is_asked_for_counts() -> None:
    corpus = corpus_of(
        Document(
            slug="loan",
            title="동네 대출",
            facts=tuple(
                Fact(text=f"{year}년에는 한도가 바뀌었다.", section="개요") for year in (2022, 2023, 2024)
            ),
        )
    )
    rows = score_facts(question("2023년 한도가 어떻게 바뀌었어요", corpus), "loan", corpus, ANALYZER, nothing)
    assert rows[0].passage.text.startswith("2023년")


@pytest.mark.parametrize(
    ("text", "first"), [("수수료 몇 프로예요", "수수료"), ("예전 수수료 몇 프로예요", "예전")]
)
def test_what_is_no_longer_so_comes_behind_unless_it_is_asked_for(text: str, first: str) -> None:
    corpus = corpus_of(
        Document(
            slug="fees",
            title="동네 장터",
            facts=(
                Fact(text="수수료는 2%다.", section="개요"),
                Fact(text="예전 수수료는 3%다.", section="개요"),
            ),
        )
    )
    rows = score_facts(question(text, corpus), "fees", corpus, ANALYZER, nothing)
    assert rows[0].passage.text.startswith(first)


@pytest.mark.parametrize(
    ("text", "first"),
    [("수수료가 얼마예요", "수수료는"), ("수수료를 기사마다 다르게 적었던데 뭐가 맞아요", "2025년 기사는")],
)
def test_a_report_that_says_otherwise_comes_behind_unless_it_is_asked_for(text: str, first: str) -> None:
    corpus = corpus_of(
        Document(
            slug="fees",
            title="동네 장터",
            facts=(
                Fact(text="2025년 기사는 수수료를 3%로 적어 장터의 발표와 다르다.", section="개요"),
                Fact(text="수수료는 2%다.", section="개요"),
            ),
        )
    )
    rows = score_facts(question(text, corpus), "fees", corpus, ANALYZER, nothing)
    assert rows[0].passage.text.startswith(first)


def test_a_program_without_facts_has_none() -> None:
    assert score_facts(question("얼마예요"), "nothing", CORPUS, ANALYZER, nothing) == []


def test_residue_is_what_is_asked_of_the_program() -> None:
    rest = residue(question("네이버 AI 교육은 수강료가 얼마예요?"), ANALYZER)
    assert "네이버" not in rest
    assert "수강료" in rest
    # When nothing is left that says something, the name itself tells the facts apart.
    assert "네이버" in residue(question("네이버 AI 교육은 얼마예요?"), ANALYZER)
    assert residue(question("백년가게"), ANALYZER) == "백년가게"


@given(st.text(max_size=80))
@settings(max_examples=50, deadline=None)
def test_any_question_orders_the_facts(text: str) -> None:
    rows = score_facts(question(text), "naver-ai", CORPUS, ANALYZER, nothing)
    assert len(rows) == 4
    assert all(len(pair) == 2 for pair in bigrams(text))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # An amount is said of turnover, too: what is given stands in the section of what is given.
        ("경영안정바우처 얼마예요", "최대 25만원"),
        ("경영안정바우처 얼마고 언제까지예요", "최대 25만원"),
        ("상생요금제 언제부터", "2025년 4월"),
        ("제로페이 어떻게 신청해요", "누리집"),
    ],
)
def test_a_bare_attribute_is_told_from_its_section(
    shipped_assistant: Assistant, text: str, told: str
) -> None:
    assert told in shipped_assistant.answer([text]).citations[0].quote
