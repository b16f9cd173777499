"""Evidence: which programs a question is about, and what the documents cannot answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.evidence import rank_programs
from bot.strangers import foreign_to, strange_names
from knowledge.document import Document, Fact
from tests.bot.samples import ANALYZER, CORPUS, corpus_of, evidence_for, question


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("네이버 AI 교육은 얼마를 써요?", "naver-ai"),
        ("장사하는 사람한테 인공지능 가르쳐 주는 데 있어요?", "naver-ai"),
        ("프로젝트 단골 지원금", "kakao-dangol"),
        ("오래된 가게를 뽑아 인증하는 제도가 뭐예요", "hundred-year-store"),
    ],
)
def test_what_the_documents_answer(text: str, slug: str) -> None:
    evidence = evidence_for(text)
    assert evidence.enough
    assert evidence.programs[0][0] == slug
    assert 0.5 <= evidence.confidence <= 1


@pytest.mark.parametrize(
    "text",
    ["네이버 교육으로 먹고사는데 얼마 줘요?", "우리 꽃집에 맞는 네이버 교육 쭉 뽑아줘요 AI 교육이요"],
)
def test_no_private_affair(text: str) -> None:
    assert evidence_for(text).confidence > 0


@pytest.mark.parametrize(
    "text",
    [
        "오늘 서울 날씨 어때요?",
        "단골 손님 사는 데가 어디예요?",
        "수출바우처 얼마 줘요?",
        "토스 결제 단말기 수수료가 몇 프로예요?",
        "옆집 가게 사장 전화번호 좀 알려 주세요",
        "네이버 주가 얼마예요?",
    ],
)
def test_what_they_do_not(text: str) -> None:
    assert not evidence_for(text).enough


def test_a_name_a_platform_and_the_subject_before_lift_a_program() -> None:
    scores = [("naver-ai", 1.0), ("kakao-dangol", 0.95), ("hundred-year-store", 0.9)]

    def first(text: str, topic: tuple[str, ...] = ()) -> str:
        return rank_programs(question(text, topic=topic), CORPUS, scores)[0][0]

    assert first("얼마예요?") == "naver-ai"
    assert first("프로젝트 단골은 얼마예요?") == "kakao-dangol"
    assert first("카카오는 얼마예요?") == "kakao-dangol"
    assert first("나라에서 주는 건 얼마예요?") == "hundred-year-store"
    assert first("얼마예요?", ("hundred-year-store",)) == "hundred-year-store"


def test_no_programs_at_all() -> None:
    empty = corpus_of()
    assert rank_programs(question("얼마예요?", empty), empty, []) == []
    assert not evidence_for("네이버 AI 교육 얼마예요?", empty).enough


def test_all_that_a_platform_offers_is_known() -> None:
    assert evidence_for("네이버는 뭐뭐 해줘요?").enough


def test_each_side_of_a_comparison_has_its_programs() -> None:
    evidence = evidence_for("네이버 AI 교육이랑 프로젝트 단골 비교해 주세요")
    assert [side[0] for side in evidence.sides] == ["naver-ai", "kakao-dangol"]
    assert evidence_for("네이버 AI 교육은 얼마예요?").sides == ()


@pytest.mark.parametrize(
    "text", ["수출바우처 얼마예요", "카카오뱅크 대출 돼요?", "햇살론 자격이요", "노란우산공제"]
)
def test_names_that_no_document_has(text: str) -> None:
    assert strange_names(text, ANALYZER.tokens(text), CORPUS)


@pytest.mark.parametrize(
    "text", ["네이버 AI 교육 얼마예요", "백년가게 자격", "톡채널 지원금", "얼마예요", ""]
)
def test_names_that_a_document_has_are_not_strange(text: str) -> None:
    assert not strange_names(text, ANALYZER.tokens(text), CORPUS)


@given(st.text(max_size=80))
@settings(max_examples=50, deadline=None)
def test_any_question_is_weighed(text: str) -> None:
    evidence = evidence_for(text)
    assert 0 <= evidence.confidence <= 1
    assert {slug for slug, _ in evidence.programs} == set(CORPUS.documents)
    scores = [score for _, score in evidence.programs]
    assert scores == sorted(scores, reverse=True)


def test_a_shop_that_an_alias_names_is_no_stranger() -> None:
    tells = corpus_of(
        Document(
            slug="bill",
            title="정산기한 대책",
            aliases=("티몬·위메프 대책",),
            facts=(Fact(text="판 돈을 20일 안에 주게 한다.", section="개요"),),
        )
    )
    assert not foreign_to("티몬 위메프 터지고 나서 며칠 안에 주게 한다던 법", "bill", tells)
    assert foreign_to("11번가 정산은 며칠이에요", "bill", tells)


def test_a_law_gives_no_money() -> None:
    law = Document(slug="law", title="키오스크 의무", kind="policy")
    aid = Document(slug="aid", title="키오스크 보급", kind="government_program")
    corpus = corpus_of(law, aid)
    scores = [("law", 1.0), ("aid", 0.9)]
    asks, fined = (
        question("키오스크 살 때 돈 얼마나 보태 줘요", corpus),
        question("키오스크 과태료 얼마예요", corpus),
    )
    assert rank_programs(asks, corpus, scores)[0][0] == "aid"
    assert rank_programs(fined, corpus, scores)[0][0] == "law"


def test_the_address_of_a_site_is_nobodys_home() -> None:
    assert evidence_for("네이버 AI 교육 신청하는 누리집 주소 알려 주세요").enough
    assert not evidence_for("네이버 AI 교육 강사 집 주소 알려 주세요").enough


@pytest.mark.parametrize(
    "text",
    [
        # A program's own name with what stands before it, in a message without spaces.
        "올해이십만원짜리백년가게인증받았는데왜안돼요",
        "네이버AI교육으로손님카드처럼쓸수있어요?",
    ],
)
def test_users_and_measures_are_no_part_of_a_strange_name(text: str) -> None:
    assert strange_names(text, ANALYZER.tokens(text), CORPUS) == []
