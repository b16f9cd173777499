"""The extractive composer and the plan before it: which programs, which of their sentences, in which order."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Claim
from bot.compose import (
    BROAD_LIMIT,
    MOST_FACTS,
    ONE_LIMIT,
    chosen,
    compose_one,
    plain,
    sentence,
    status_claims,
)
from bot.compose_broad import compose_list, compose_side_by_side, is_paid
from bot.corpus import Corpus
from bot.draft import Draft
from bot.facts import ScoredFact, score_facts
from bot.names import short_title
from bot.plan import plan
from bot.verification.figures import figures
from knowledge.document import Document, Fact
from tests.bot.samples import (
    ANALYZER,
    CORPUS,
    DOCUMENTS,
    KAKAO,
    NAVER,
    STORE,
    corpus_of,
    evidence_for,
    nothing,
    question,
)


def draft_for(text: str, corpus: Corpus = CORPUS) -> Draft:
    return plan(question(text, corpus), evidence_for(text, corpus), corpus, ANALYZER)


def facts_of(slug: str) -> list[ScoredFact]:
    return score_facts(question("얼마예요?"), slug, CORPUS, ANALYZER, nothing)


def claims(draft: Draft) -> list[Claim]:
    return [claim for line in draft.lines for claim in line.claims]


def cited(draft: Draft) -> list[str]:
    """The slugs that a draft cites, in its order."""
    keys = [key for claim in claims(draft) for key in claim.support]
    return list(dict.fromkeys(CORPUS.passages[key].slug for key in keys))


def test_one_program_is_told_by_its_own_sentences() -> None:
    draft = draft_for("네이버 AI 교육에 얼마를 써요?")
    assert cited(draft) == ["naver-ai"]
    assert draft.limit == ONE_LIMIT
    assert draft.missing == ()
    told = [claim for claim in claims(draft) if claim.support]
    assert "600억원을 써요" in told[0].text
    assert len(told) <= MOST_FACTS
    assert all(len(claim.support) == 1 for claim in told)


def test_what_the_code_says_has_no_figures() -> None:
    for text in (
        "네이버 AI 교육 2026년 모집 일정이 언제예요?",
        "지원사업 뭐뭐 있어요?",
        "네이버랑 카카오 비교해 주세요",
    ):
        for claim in claims(draft_for(text)):
            if not claim.support:
                titles = [figure for document in DOCUMENTS for figure in figures(document.title)]
                assert [figure for figure in figures(claim.text) if figure not in titles] == []


def test_a_gap_is_named_before_what_is_known() -> None:
    draft = compose_one(
        question("모집 언제예요?"), NAVER, facts_of("naver-ai"), ["2026년 모집 일정"], ANALYZER
    )
    assert draft.missing == ("2026년 모집 일정",)
    lines = [" ".join(claim.text for claim in line.claims) for line in draft.lines]
    place = next(i for i, line in enumerate(lines) if "모집 일정은 자료에 없어요" in line)
    assert not any(claim.support for line in draft.lines[:place] for claim in line.claims)
    assert any(claim.support for line in draft.lines[place:] for claim in line.claims)


def test_every_gap_is_named() -> None:
    draft = compose_one(
        question("모집 언제고 전화번호는요?"),
        NAVER,
        facts_of("naver-ai"),
        ["모집 일정", "전화번호"],
        ANALYZER,
    )
    assert draft.missing == ("모집 일정", "전화번호")
    assert any("모집 일정, 전화번호는 자료에 없어요" in claim.text for claim in claims(draft))


def test_side_by_side_the_gap_of_one_program_is_named_in_its_block() -> None:
    draft = compose_side_by_side(
        question("전화번호요"), [NAVER, KAKAO], facts_of, {NAVER.slug: "전화번호"}, ANALYZER
    )
    (missing,) = draft.missing
    assert missing.endswith(": 전화번호")
    texts = [claim.text for claim in claims(draft)]
    gap, other = (
        next(i for i, t in enumerate(texts) if "자료에 없어요" in t),
        texts.index(short_title(KAKAO.title)),
    )
    assert gap < other


@pytest.mark.parametrize(
    ("status", "words"),
    [("ended", "끝난"), ("announced", "발표"), ("pending", "논의"), ("unknown", "확인되지 않")],
)
def test_a_status_that_matters_is_said_first(status: str, words: str) -> None:
    document = KAKAO.model_copy(update={"status": status})
    (claim,) = status_claims(document)
    assert words in claim.text
    assert claim.support == ()
    draft = compose_one(question("얼마예요?"), document, facts_of("kakao-dangol"), [], ANALYZER)
    assert claim in draft.lines[0].claims


@pytest.mark.parametrize("status", ["ongoing", "published"])
def test_a_program_that_runs_needs_no_warning(status: str) -> None:
    assert status_claims(NAVER.model_copy(update={"status": status})) == []


def test_a_list_has_a_sentence_each_and_those_that_ended_last() -> None:
    draft = compose_list([KAKAO, STORE, NAVER], facts_of, ANALYZER)
    assert draft.limit == BROAD_LIMIT
    assert cited(draft) == ["hundred-year-store", "naver-ai", "kakao-dangol"]
    rows = [claim.text for claim in claims(draft) if claim.support]
    assert len(rows) == 3
    assert "끝난 사업" in rows[-1]
    assert "논의 중" in rows[0]


def test_side_by_side_each_program_has_its_block() -> None:
    draft = compose_side_by_side(question("얼마예요?"), [NAVER, KAKAO], facts_of, {}, ANALYZER)
    assert draft.limit == BROAD_LIMIT
    assert cited(draft) == ["naver-ai", "kakao-dangol"]
    heads = [line.claims[0].text for line in draft.lines if not line.claims[0].support]
    assert heads == ["네이버 SME AI 교육 프로젝트", "카카오 프로젝트 단골"]


def test_programs_are_compared_on_the_point_that_is_asked() -> None:
    draft = compose_side_by_side(question("얼마예요?"), [NAVER, KAKAO], facts_of, {}, ANALYZER)
    text = " ".join(claim.text for claim in claims(draft))
    assert "600억원" in text
    assert "30만원" in text


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("네이버 AI 교육이랑 프로젝트 단골 비교해 주세요", ["naver-ai", "kakao-dangol"]),
        ("프로젝트 단골이랑 네이버 AI 교육 비교해 주세요", ["kakao-dangol", "naver-ai"]),
        ("네이버랑 카카오 차이가 뭐예요", ["naver-ai", "kakao-dangol"]),
    ],
)
def test_a_comparison_follows_the_questions_order(text: str, slugs: list[str]) -> None:
    assert cited(draft_for(text)) == slugs


def test_each_thing_that_is_asked_is_told() -> None:
    text = " ".join(c.text for c in claims(draft_for("네이버 AI 교육은 얼마를 쓰고 어떻게 신청해요?")))
    assert "600억원" in text
    assert "신청해요" in text


def test_a_title_in_the_text_is_no_fact_of_its_own() -> None:
    """As in the files of offices, whose first line it is."""
    title = "2026년 온길시 키오스크 지원사업 모집 공고"
    facts = (
        Fact(section="", text=title.replace(" ", "  ")),
        Fact(section="", text="키오스크 값의 70%를 대 줘요."),
    )
    corpus = corpus_of(Document(slug="notice", title=title, facts=facts))
    told = claims(draft_for("온길시 키오스크 지원사업 얼마나 줘요?", corpus))
    assert [claim.text for claim in told if claim.support] == ["키오스크 값의 70%를 대 줘요."]


def test_chosen_facts_are_the_best() -> None:
    facts = facts_of("naver-ai")
    assert chosen([], 5) == []
    assert chosen(facts, 2) == facts[:2]
    assert len(chosen(facts, 1)) == 1


def test_a_sentence_stands_on_its_own_passage() -> None:
    (fact, *_) = facts_of("kakao-dangol")
    claim = sentence(fact, ANALYZER)
    assert claim.support == (fact.passage.id,)
    assert claim.text.endswith("요.")


@given(st.text())
def test_a_gaps_name_has_no_digits(name: str) -> None:
    assert plain(name)
    assert not re.search(r"\d", plain(name))


ONE_DOCUMENT = corpus_of(NAVER)
NO_FACTS = corpus_of(NAVER, Document(slug="empty", title="빈 안내", aliases=("네이버 빈 안내",)))
ONE_FACT = corpus_of(Document(slug="one", title="동네 안내", facts=(Fact(text="글이다.", section=""),)))
QUESTIONS = [
    "얼마예요?",
    "네이버 AI 교육이랑 카카오 비교해 주세요",
    "네이버랑 카카오 중에 어디가 더 나아요?",
    "교육이랑 인증이랑 각각 얼마예요",
    "뭐뭐 있어요?",
    "얼마를 주고 언제부터 신청해요?",
    "빈 안내는 얼마를 주고 언제부터 신청해요?",
    "네이버 빈 안내랑 네이버 AI 교육 비교해 주세요",
]


@pytest.mark.parametrize("corpus", [ONE_DOCUMENT, NO_FACTS, ONE_FACT], ids=["one", "no facts", "one fact"])
@pytest.mark.parametrize("text", QUESTIONS)
def test_a_small_library_is_planned_for_too(corpus: Corpus, text: str) -> None:
    draft = draft_for(text, corpus)
    assert {key for claim in claims(draft) for key in claim.support} <= set(corpus.passages)


@given(st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_question_has_a_draft(text: str) -> None:
    draft = draft_for(text)
    assert draft.limit in (ONE_LIMIT, BROAD_LIMIT)
    assert claims(draft)


@pytest.mark.parametrize(
    ("text", "pays"),
    [
        ("사업체당 최대 25만원이다.", True),
        ("1인당 30만원까지 준다.", True),
        ("연매출 1억 400만원 미만 소상공인이 대상이다.", False),
        ("2026년 예산은 5,790억원이다.", False),
        ("5년 동안 600억원을 쓴다.", False),
        ("모두 100만원을 받는다.", True),
        ("매출과 상관없이 30만원을 준다.", True),
        ("연매출 3억원 이하인 가게에 50만원을 준다.", True),
    ],
)
def test_what_somebody_gets_is_neither_a_condition_nor_a_budget(text: str, pays: bool) -> None:
    assert is_paid(text) is pays
