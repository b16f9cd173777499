"""Names: programs by title and alias, platforms by the spellings that merchants use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.names import Names, platforms, squash, titles, without_names, without_products
from knowledge.document import Document
from tests.bot.samples import CORPUS, KAKAO, NAVER, STORE

NAMES = CORPUS.names


def slugs(text: str) -> list[str]:
    return [mention.slug for mention in NAMES.find(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("네이버 SME AI 교육 프로젝트 얼마예요", ["naver-ai"]),
        ("네이버ai교육 얼마예요", ["naver-ai"]),
        ("네 이 버 AI 교육", ["naver-ai"]),
        ("프로젝트 단골이 뭐예요", ["kakao-dangol"]),
        ("카카오 프로젝트 단골", ["kakao-dangol"]),
        ("백년소공인 자격", ["hundred-year-store"]),
        ("백년가게랑 네이버 AI 교육", ["hundred-year-store", "naver-ai"]),
        ("네이버", []),
        ("", []),
    ],
)
def test_programs_in_a_text(text: str, wanted: list[str]) -> None:
    assert slugs(text) == wanted


def test_the_longest_name_wins_where_names_overlap() -> None:
    documents = [Document(slug="plan", title="상생요금제"), Document(slug="plus", title="상생요금제 플러스")]
    assert [m.slug for m in Names.of(documents).find("상생요금제 플러스 얼마")] == ["plus"]
    assert [m.slug for m in Names.of(documents).find("상생요금제 얼마")] == ["plan"]


def test_a_shared_name_is_shared_out() -> None:
    documents = [Document(slug=slug, title=slug, aliases=("소상공인 대출",)) for slug in ("one", "two")]
    mentions = Names.of(documents).find("소상공인 대출")
    assert {(m.slug, m.share) for m in mentions} == {("one", 0.5), ("two", 0.5)}


def test_who_runs_a_program_and_whom_its_text_names() -> None:
    assert NAMES.platforms_of["naver-ai"] == {"네이버"}
    assert NAMES.platforms_of["kakao-dangol"] == {"카카오"}
    assert NAMES.platforms_of["hundred-year-store"] == frozenset()
    for slug, owners in NAMES.platforms_of.items():
        assert owners <= NAMES.mentioned_in[slug]


def test_titles() -> None:
    assert {"카카오 프로젝트 단골", "프로젝트 단골"} <= set(titles(KAKAO))
    assert {"SME AI 교육 프로젝트"} <= set(titles(NAVER))
    assert titles(STORE)[0] == STORE.title
    assert "백년소공인" in titles(STORE)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("쿠팡이츠 수수료", ("쿠팡이츠",)),
        ("쿠팡 이츠랑 쿠팡", ("쿠팡이츠", "쿠팡")),
        ("배민하고 요기요", ("배달의민족", "요기요")),
        ("카톡으로 보내요", ("카카오",)),
        ("Coupang Eats", ("쿠팡이츠",)),
        ("NAVER 스마트스토어", ("네이버",)),
        ("당마에 올려요", ("당근",)),
        ("스스로 할게요", ()),
        # A short name across a space is none.
        ("식당 마진이 줄었어요", ()),
        ("식당 근처에 알려요", ()),
        ("박스 스티커", ()),
        ("나라에서 주는 거", ()),
    ],
)
def test_platforms(text: str, wanted: tuple[str, ...]) -> None:
    assert platforms(text) == wanted


def test_without_names() -> None:
    assert squash(without_names("네이버  AI-교육은 얼마예요", ["네이버ai교육"])) == "은얼마예요"
    assert without_names("얼마예요", []) == "얼마예요"


@given(st.text())
def test_any_text_is_searched_for_names(text: str) -> None:
    found = NAMES.find(text)
    assert all(mention.name in squash(text) for mention in found)
    platforms(text)
    assert squash(squash(text)) == squash(text)


@given(st.text(), st.text(), st.sampled_from(sorted(NAMES.programs)))
def test_a_name_is_found_between_other_words(before: str, after: str, name: str) -> None:
    # Another name may take its letters: what is found then is longer.
    taken = [mention.name for mention in NAMES.find(f"{before} {name} {after}")]
    assert any(len(found) >= len(name) for found in taken)


def test_every_shipped_title_and_alias_names_its_document(shipped_assistant: Assistant) -> None:
    documents = shipped_assistant.documents()
    names = Names.of(documents.values())
    for document in documents.values():
        for name in (document.title, *document.aliases):
            if len(squash(name)) > 1 and squash(name) != squash(document.provider):
                found = {mention.slug for mention in names.find(name)}
                assert document.slug in found or platforms(name), name


def test_a_product_says_where_and_a_platform_says_whose() -> None:
    assert without_products("네이버 스마트스토어 정산은 배민보다 빨라요?").split() == [
        "네이버",
        "정산은",
        "배민보다",
        "빨라요?",
    ]
