"""Things side by side: read from a question, each with its program, and told on the same points."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.joined import joined
from bot.plan import plan
from bot.question import Question
from bot.sides import ask_of, named_sides
from knowledge.document import Document, Fact
from tests.bot.samples import ANALYZER, CORPUS, KAKAO, NAVER, PRESS, corpus_of, evidence_for, question

SHARED = Document(
    slug="pickup",
    title="배달앱 포장 수수료",
    aliases=("배민 포장 수수료", "요기요 포장 수수료"),
    provider="배달의민족·요기요",
    kind="policy",
    status="ongoing",
    facts=(
        Fact(text="배달의민족은 포장 주문에 6.8%를 받는다.", section="개요", sources=(PRESS,)),
        Fact(text="요기요는 포장 주문에 7.7%를 받는다.", section="개요", sources=(PRESS,)),
    ),
)
BAEMIN = Document(
    slug="baemin",
    title="배달의민족 상생요금제",
    aliases=("배민 수수료",),
    provider="배달의민족",
    kind="platform_program",
    status="ongoing",
    facts=(Fact(text="중개 수수료는 2.0~7.8%다.", section="개요", sources=(PRESS,)),),
)
APPS = corpus_of(NAVER, SHARED, BAEMIN)


def found(text: str, slug: str = NAVER.slug, sure: float = 0.9) -> Question:
    """The question with its sides, when the search always finds one program."""
    about = named_sides(question(text), CORPUS, ANALYZER, lambda _: ((slug, KAKAO.slug), sure))
    return replace(question(text), sides=about)


def names(text: str) -> list[tuple[str, str]]:
    """The sides of a question about apps: the name, and the program by the names in its own question."""

    def about(part: str) -> tuple[tuple[str, ...], float]:
        return tuple(mention.slug for mention in APPS.names.find(part)) or (SHARED.slug,), 0.9

    sides = named_sides(question(text, APPS), APPS, ANALYZER, about)
    return [(side.name, side.slug) for side in sides]


@pytest.mark.parametrize(
    "text",
    [
        "배민이랑 요기요 수수료",
        "배민하고 요기요 수수료 어디가 더 싸요?",
        "배민 vs 요기요 수수료",
        "배민이랑요기요 수수료",
        "배민, 요기요 수수료 비교",
        "혹시 배민과 요기요 중에 수수료 어느 쪽이 낫나요",
        "배민 요기요 중에 수수료 뭐가 싸요",
    ],
)
def test_what_is_asked_is_asked_of_each_side(text: str) -> None:
    assert names(text) == [("배민", BAEMIN.slug), ("요기요", SHARED.slug)]


def test_what_stands_behind_the_last_name_is_asked_of_each() -> None:
    assert names("배민이랑 요기요 포장 수수료") == [("배민", SHARED.slug), ("요기요 포장", SHARED.slug)]


def test_a_comparison_by_a_particle() -> None:
    assert names("요기요가 배민보다 나아요?") == [("요기요", SHARED.slug), ("배민", SHARED.slug)]


def test_a_word_that_ends_like_a_particle_is_whole() -> None:
    assert [side.name for side in found("네이버 AI 교육이랑 토스페이 뭐가 나아요").sides] == [
        "네이버 AI 교육",
        "토스페이",
    ]
    assert [side.name for side in found("토스페이랑 네이버 AI 교육 뭐가 효과 좋나요").sides] == [
        "토스페이",
        "네이버 AI 교육",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "네이버랑 계약한 가게인데 수수료가 얼마예요",
        "옷이랑 신발 수수료",
        "사업자등록증과 통장사본만 있으면 되나요",
        "네이버 교육이랑 신청 방법",
        "토스랑 컬리 뭐가 나아요",
        "네이버 AI 교육 효과 있나요",
        "",
    ],
)
def test_what_is_no_name_is_no_side(text: str) -> None:
    assert found(text).sides == ()


def test_a_side_that_nothing_answers_joins_nothing() -> None:
    assert found("네이버랑 카카오 뭐가 나아요", slug="hundred-year-store").sides == ()


def test_what_the_documents_do_not_have_is_named_and_missing() -> None:
    asked = found("네이버 AI 교육이랑 토스페이 뭐가 나아요")
    draft = plan(asked, evidence_for(asked.text), CORPUS, ANALYZER)
    assert draft.missing == ("토스페이",)
    texts = [claim.text for line in draft.lines for claim in line.claims]
    assert any("토스페이는 자료에 없" in text for text in texts)
    told = {key.split("#")[0] for line in draft.lines for claim in line.claims for key in claim.support}
    assert {
        CORPUS.passages[key].slug for line in draft.lines for claim in line.claims for key in claim.support
    } == {NAVER.slug}, told


def test_a_name_with_a_figure_is_not_repeated() -> None:
    asked = found("네이버 AI 교육이랑 11번가 뭐가 나아요")
    draft = plan(asked, evidence_for(asked.text), CORPUS, ANALYZER)
    assert draft.missing == ("11번가",)
    own = [claim.text for line in draft.lines for claim in line.claims if not claim.support]
    assert not any(char.isdigit() for text in own for char in text)
    assert any("자료에 없" in text for text in own)


def test_a_program_that_platforms_share_tells_of_the_one_that_is_asked() -> None:
    def about(part: str) -> tuple[tuple[str, ...], float]:
        return tuple(mention.slug for mention in APPS.names.find(part)) or (SHARED.slug,), 0.9

    asked = question("배민이랑 요기요 수수료", APPS)
    asked = replace(asked, sides=named_sides(asked, APPS, ANALYZER, about))
    draft = joined(
        asked, evidence_for(asked.text, APPS), APPS, ANALYZER, lambda q, e: plan(q, e, APPS, ANALYZER)
    )
    told = [claim.text for line in draft.lines for claim in line.claims if claim.support]
    assert any("7.7%" in text for text in told)
    assert any("2.0~7.8%" in text for text in told)
    assert not any("6.8%" in text for text in told)


def test_one_side_alone_keeps_what_is_asked() -> None:
    asked = found("네이버 AI 교육이랑 토스페이 신청 방법")
    side = asked.sides[0]
    assert ask_of(side, asked, CORPUS).aspects == asked.aspects
    assert ask_of(side, asked, CORPUS).text == side.text


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "네이버",
                "토스",
                "배민이랑",
                "vs",
                ",",
                "과",
                "중에",
                "보다",
                "뭐가",
                "11번가",
                "?",
                "효과",
                "하고",
            ]
        ),
        max_size=8,
    )
)
def test_any_words_have_sides_or_none(words: list[str]) -> None:
    sides = found(" ".join(words)).sides
    assert sides == () or (len(sides) > 1 and any(side.slug for side in sides))
