"""Questions: their shape, years and how they lean on what was said before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.aspects import Aspect
from bot.question import (
    Shape,
    frame_of,
    leans_back,
    part_of,
    sides,
    strip_turn,
    switched,
    understand,
    years,
)
from tests.bot.samples import CORPUS, YEAR, question


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("네이버 AI 교육은 얼마예요?", "one"),
        ("백년가게 자격이 뭐예요", "one"),
        ("네이버에서 뭐뭐 해줘요?", "list"),
        ("받을 수 있는 지원사업 추천해 주세요", "list"),
        ("카카오 지원 목록", "list"),
        ("네이버랑 카카오 차이가 뭐예요", "compare"),
        ("네이버 AI 교육이랑 프로젝트 단골 비교해 주세요", "compare"),
        ("네이버 AI 교육하고 백년가게는 각각 언제 시작했어요", "several"),
        ("네이버 카카오 교육 각각 언제 시작해요", "several"),
        ("네이버 셀러 도와주던 것들", "list"),
        ("네이버 AI 교육이랑 백년가게랑 뭐가 커요", "compare"),
        # A thing with and without is one thing.
        ("배달앱 쓰는 가게랑 안 쓰는 가게랑 매출 차이가 얼마예요", "one"),
        ("톡채널 만든 집하고 안만든 집하고 어디가 더 나아요", "one"),
        ("안 쓰는 사람보다 쓰는 사람이 더 많이 벌어요?", "one"),
        # What one thing is without is no pair.
        ("수수료 없는 네이버랑 카카오는 뭐가 달라요?", "compare"),
        ("네이버 효과 없는 것 같은데 카카오랑 뭐가 달라요?", "compare"),
        ("네이버랑 카카오 중에 수수료가 싼 데는 어디예요?", "compare"),
    ],
)
def test_shape(text: str, shape: Shape) -> None:
    assert question(text).shape == shape


def test_what_a_question_names_and_asks() -> None:
    found = question("네이버 AI 교육은 올해 얼마를 써요?")
    assert found.named == ("naver-ai",)
    assert found.platforms == ("네이버",)
    assert found.aspects[0] is Aspect.AMOUNT
    assert found.years == (YEAR,)
    assert not found.public


def test_the_state_is_asked_when_no_platform_is_named() -> None:
    assert question("나라에서 주는 돈 있어요?").public
    assert not question("네이버 나라에서 알아줘요?").public


def test_the_state_is_asked_for_what_it_gives_to_who_sells_on_a_platform() -> None:
    assert question("네이버에서 옷 파는 사람한테 나라가 빌려준다는 돈 얼마예요?").public
    assert question("쿠팡 셀러인데 소진공에서 대출받을 수 있어요?").public
    two = question("스스랑 쿠팡에 간식 파는 셀러입니다. 온라인 판매자한테 빌려주는 나라 돈이 얼마까지예요?")
    assert two.public
    assert not two.platforms
    assert two.shape == "one"
    assert question("배민하고 요기요로 배달하는 치킨집인데 나라에서 배달비 대준다면서요?").public
    assert question("네이버랑 쿠팡에 올려 파는데 해외 판매 도와주는 정부 사업 있나요?").public
    assert question("배민에서 장사하는데 정부 지원 말고 배민이 주는 지원은요?").platforms == ("배달의민족",)
    # However far its name stands from what it gives.
    assert question("쿠팡에서 파는 셀러인데 쿠팡이 정부랑 보태 주는 돈 얼마예요").platforms == ("쿠팡",)
    assert question("쿠팡에서 팔면 수수료 얼마고 정부 지원사업은 뭐예요?").platforms == ("쿠팡",)
    assert question("쿠팡에서 파는데 정부가 규제한다는 법 어떻게 됐어요?").platforms == ("쿠팡",)
    assert not question("카카오가 보태 주는 돈 얼마예요?").public


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("키오스크 사라고 돈 대주는 거 얼마까지예요?", True),
        ("철거비 얼마나 보태 줘요?", True),
        ("키오스크 안 바꾸면 과태료 얼마예요?", False),
        ("키오스크 안 바꾸면 벌금 있다는데 살 때 지원금은 얼마예요?", True),
        ("손님이 최대 주문할 때 몇 개예요?", False),
        ("행사라고 하던데 언제예요?", False),
        ("수수료가 몇 프로예요?", False),
    ],
)
def test_money_that_somebody_gives(text: str, given: bool) -> None:
    assert question(text).given is given


def test_a_part_with_a_platform_asks_of_that() -> None:
    whole = question("네이버에서 배우는 거랑 정부가 지원하는 무료 강의랑 뭐가 달라요?")
    assert not part_of(whole, "네이버에서 배우는 거", CORPUS.names).public
    assert part_of(whole, "정부가 지원하는 무료 강의", CORPUS.names).public


@pytest.mark.parametrize(
    "text", ["가게 접어도 되나 고민이에요 손님이 없어요", "온라인 장사 시작해도 되나 모르겠어요"]
)
def test_whether_to_do_it_at_all_is_a_worry(text: str) -> None:
    assert question(text).goal


def test_a_part_asks_for_itself() -> None:
    whole = question("네이버 AI 교육은 얼마를 보태 줘요? 백년가게는 과태료가 있어요?")
    part = part_of(whole, "백년가게는 과태료가 있어요?", CORPUS.names)
    assert part.named == ("hundred-year-store",)
    assert part.platforms == ()
    assert not part.given


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("백년가게 가르쳐 주는 데는 어디예요", ()),
        ("백년가게 되는 법을 갈켜주는 교육", ()),
        ("백년가게 신청은 어디서 배워요", ("hundred-year-store",)),
        ("백년가게 지원금 알려 주세요", ("hundred-year-store",)),
    ],
)
def test_what_is_taught_is_not_the_program_that_teaches(text: str, named: tuple[str, ...]) -> None:
    assert question(text).named == named


def test_a_name_that_several_programs_share_names_none_without_doubt() -> None:
    found = question("백년가게")
    assert found.named == tuple({m.slug for m in found.mentions if m.share >= 0.5})


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2024년에", {2024}),
        ("24년 것", {2024}),
        ("작년하고 올해", {2024, 2025}),
        ("재작년", {2023}),
        ("내년에도 해요?", {2026}),
        ("2023년과 2024년", {2023, 2024}),
        ("24년 전기세 지원", {2024}),
        ("24년 한시 지원", {2024}),
        ("20년 전에 열었어요", set()),
        ("업력 20년 이상", set()),
        ("15년 동안 장사했어요", set()),
        ("언제예요", set()),
        ("저번해 준 거", {YEAR - 1}),
        ("20년 장사한 사람이랑 25년 장사한 사람", set()),
        ("25년 된 가게", set()),
        ("120250원", set()),
    ],
)
def test_years(text: str, wanted: set[int]) -> None:
    assert set(years(text, YEAR)) == wanted


def test_sides_stand_in_the_question() -> None:
    text = "프로젝트 단골이랑 백년가게 중에 뭐가 나아요"
    assert len(sides(text)) > 1
    assert all(side in text for side in sides(text))
    assert sides(text)[0] == "프로젝트 단골"


def test_turning_from_one_thing_to_the_next() -> None:
    assert frame_of("그럼 카카오는요?") == "카카오"
    assert frame_of("카카오는 얼마를 언제까지 주는지 알려 주세요") is None
    assert switched("그건 그렇고 백년가게 자격은요?") == "백년가게 자격은요?"
    assert switched("백년가게 자격은요?") is None
    assert switched("그건 그렇고") is None
    assert strip_turn("그럼 얼마예요") == "얼마예요"
    assert strip_turn("그럼") == "그럼"
    assert strip_turn("아, 얼마예요") == "얼마예요"
    # 아는 and 음식점 only begin like an exclamation.
    assert strip_turn("아는 언니는 먼저 뜯었대요") == "아는 언니는 먼저 뜯었대요"
    assert strip_turn("음식점도 돼요?") == "음식점도 돼요?"
    assert strip_turn("아니면 쿠팡은요") == "아니면 쿠팡은요"


@pytest.mark.parametrize(
    "text", ["그건 얼마예요", "거기 전화번호는요", "더 자세히 알려 주세요", "저도 그렇게 해도 돼요?"]
)
def test_leaning_back(text: str) -> None:
    assert leans_back(text)


def test_a_question_of_its_own_does_not_lean_back() -> None:
    assert not leans_back("백년가게는 얼마를 줘요?")
    assert not leans_back("백년가게는 왜 그렇게 비싸요?")
    assert not leans_back("프로그람 이름이 뭐예요?")


@given(st.text())
def test_any_text_is_understood(text: str) -> None:
    found = understand(text, CORPUS.names, YEAR)
    assert found.text == text
    assert found.shape in ("one", "list", "compare", "several")
    sides(text)
    frame_of(text)
    switched(text)
    assert strip_turn(text) or not text.strip()


@pytest.mark.parametrize("text", ["네이버" * 600, "네이버에 " * 400, "네이버" + "가" * 1_900, "1," * 900])
def test_a_long_message_is_read_in_one_go(text: str) -> None:
    """No pattern goes over the same letters again and again: this would never end."""
    assert question(f"정부 지원 {text}").text
