"""Follow-ups: the last turn stands alone, with what it leans on."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.conversation import REMEMBERED_TURNS, Standing, standing
from bot.names import short_title
from tests.bot.samples import ANALYZER, CORPUS, KAKAO, NAVER, corpus_of, question


def about(stand: Standing) -> tuple[tuple[str, ...], float]:
    """What names and topic say; nothing is sure without them."""
    slugs = stand.topic or question(stand.text).named
    return slugs, 0.9 if slugs else 0.0


def last(*turns: str) -> Standing:
    return standing(turns, CORPUS, ANALYZER, about)


def test_a_first_turn_stands_alone() -> None:
    assert last("네이버 AI 교육은 얼마예요?") == Standing("네이버 AI 교육은 얼마예요?")


def test_no_turns() -> None:
    assert last() == Standing("")


@pytest.mark.parametrize("turn", ["얼마예요?", "그건 언제까지예요?", "신청은 어떻게 해요?"])
def test_a_follow_up_leans_on_the_program_before(turn: str) -> None:
    found = last("네이버 AI 교육이 뭐예요?", turn)
    assert found.topic[0] == "naver-ai"
    assert short_title("네이버 SME AI 교육 프로젝트") in found.text
    assert turn in found.text


def test_a_follow_up_of_a_follow_up_keeps_the_subject() -> None:
    assert last("백년가게가 뭐예요?", "신청은요?", "얼마 줘요?").topic[0] == "hundred-year-store"


def test_a_turn_that_nothing_answers_does_not_change_the_subject() -> None:
    assert last("백년가게가 뭐예요?", "음 글쎄요", "얼마 줘요?").topic[0] == "hundred-year-store"


def test_another_program_by_name_is_the_new_subject() -> None:
    found = last("네이버 AI 교육은 얼마예요?", "프로젝트 단골은 누가 받을 수 있어요?")
    assert found.topic == ()
    assert question(found.text).named == ("kakao-dangol",)
    assert "네이버" not in found.text


@pytest.mark.parametrize(
    "turn", ["카카오랑 비교하면요?", "카카오하고 차이가 뭐예요?", "카카오랑은 뭐가 달라요"]
)
def test_a_name_put_beside_what_was_talked_of(turn: str) -> None:
    found = last("네이버 AI 교육은 얼마예요?", turn)
    assert found.text.startswith("네이버하고 카카오")
    assert "얼마예요?" in found.text
    assert found.text.endswith("비교")


def test_what_about_that_one_asks_the_same_of_another() -> None:
    found = last("네이버 AI 교육은 얼마예요?", "그럼 프로젝트 단골은요?")
    assert question(found.text).named == ("kakao-dangol",)
    assert "얼마" in found.text
    assert "네이버" not in found.text


def test_words_that_close_a_subject() -> None:
    assert last("네이버 AI 교육은 얼마예요?", "그건 그렇고 백년가게 자격이 뭐예요?") == Standing(
        "백년가게 자격이 뭐예요?"
    )


def test_turns_far_back_are_forgotten() -> None:
    turns = ["네이버 AI 교육이 뭐예요?", *["음"] * REMEMBERED_TURNS, "얼마예요?"]
    assert last(*turns).topic == ()


@pytest.mark.parametrize(
    ("title", "wanted"),
    [("단골 (전통시장)", "단골"), ("단골", "단골"), ("(단골)", "(단골)"), ("가(나)다 (라)", "가다")],
)
def test_short_title(title: str, wanted: str) -> None:
    assert short_title(title) == wanted


TURNS = st.lists(
    st.one_of(
        st.text(max_size=40),
        st.sampled_from(
            ["네이버 AI 교육 얼마예요", "그럼 카카오는요?", "거기는요", "그건 그렇고", "쿠팡은?", "더"]
        ),
    ),
    max_size=9,
)


@given(TURNS)
@settings(max_examples=50, deadline=None)
def test_any_turns_are_read(turns: list[str]) -> None:
    found = last(*turns)
    assert set(found.topic) <= set(CORPUS.documents)


def test_both_are_the_last_two_programs() -> None:
    found = standing(
        ["네이버 AI 교육이 뭐예요?", "프로젝트 단골은요?", "둘 중에 뭐가 더 나아요?"], CORPUS, ANALYZER, about
    )
    assert short_title(CORPUS.documents["naver-ai"].title) in found.text
    assert short_title(CORPUS.documents["kakao-dangol"].title) in found.text


def test_amounts_in_letters_are_read() -> None:
    assert (
        standing(["작년에나온오십만원크레딧이요"], CORPUS, ANALYZER, about).text
        == "작년에나온50만원크레딧이요"
    )
    assert standing(["만원이라도 아끼고 싶어요"], CORPUS, ANALYZER, about).text == "만원이라도 아끼고 싶어요"


@pytest.mark.parametrize(
    "again", ["다시", "다시요", "다시 알려주세요", "한번 더 말해줘요", "다시 한 번 설명해 주세요."]
)
def test_a_turn_that_only_asks_again_is_the_one_before(again: str) -> None:
    turns = ["네이버 AI 교육이 뭐예요?", "얼마예요?"]
    assert last(*turns, again) == last(*turns)
    assert last(again) == Standing(again)


@pytest.mark.parametrize("turn", ["다시 신청해도 돼요?", "다시 문 여는 가게도 되나요", "다시 장사하려고요"])
def test_a_question_that_says_again_is_a_question(turn: str) -> None:
    assert last("네이버 AI 교육이 뭐예요?", turn) != last("네이버 AI 교육이 뭐예요?")


APPS = corpus_of(
    NAVER.model_copy(
        update={
            "slug": "naver-ads",
            "title": "네이버 동네 광고",
            "aliases": ("네이버 광고", "네이버 수수료"),
        }
    ),
    NAVER,
    KAKAO.model_copy(update={"aliases": ("카카오 수수료",)}),
)


def of_apps(*turns: str) -> Standing:
    def find(stand: Standing) -> tuple[tuple[str, ...], float]:
        found = stand.topic or tuple(mention.slug for mention in APPS.names.find(stand.text))
        return found, 1.0 if found else 0.0

    return standing(turns, APPS, ANALYZER, find)


def test_the_rest_of_a_name_is_another_program_of_the_platform() -> None:
    assert (
        of_apps("네이버 AI 교육 공짜예요?", "광고 돌리면 얼마 들어요").text
        == "네이버 광고 돌리면 얼마 들어요"
    )
    # 수수료 is asked of what was talked of.
    assert of_apps("네이버 AI 교육이 뭐예요?", "수수료 있어요?").topic == ("naver-ai",)


def test_what_a_name_asks_is_asked_of_the_next_platform() -> None:
    assert "수수료" in of_apps("카카오 수수료 요즘 몇 프로예요", "네이버는요?").text


def test_an_attribute_alone_does_not_leave_the_subject() -> None:
    assert last("네이버 AI 교육이 뭐예요?", "신청은 어디다 하는교").topic == ("naver-ai",)


@pytest.mark.parametrize(
    ("turn", "text"),
    [
        ("스스는 수수료 얼마나 떼가요", "스마트스토어는 수수료 얼마나 떼가요"),
        ("당마에 광고 올리는 거", "당근마켓에 광고 올리는 거"),
        ("스스로 신청해도 돼요?", "스스로 신청해도 돼요?"),
        ("박스스티커 얼마예요", "박스스티커 얼마예요"),
    ],
)
def test_short_names_are_read_in_full(turn: str, text: str) -> None:
    assert standing([turn], CORPUS, ANALYZER, lambda _: ((), 0.0)).text == text


@pytest.mark.parametrize(
    ("turns", "slug"),
    [
        # The asker's own case is put to what was talked of, whatever else is near to its words.
        (
            (
                "네이버 지도에 우리 가게 올리는 거 어떻게 해요?",
                "근데 우리는 프랜차이즈 가맹점인데 뭐 더 내야 돼요?",
            ),
            "naver-smartplace",
        ),
        (
            (
                "쿠팡 창고에 물건 맡기면 대신 보내주는 거 뭐예요",
                "몇 개부터 받아줘요? 저희는 조금씩밖에 못 만드는데요",
            ),
            "coupang-rocket-growth",
        ),
        (
            ("가게 자리 볼 때 상권분석 공짜로 해주는 나라 사이트 있나요", "거길어떻게들어가요"),
            "commercial-district-info",
        ),
        # With a subject of its own it is another question.
        (
            (
                "네이버 지도에 우리 가게 올리는 거 어떻게 해요?",
                "우리는 횟집인데 키오스크 사는 돈은 나라에서 얼마 대줘요?",
            ),
            "smart-store-tech-program",
        ),
    ],
)
def test_the_askers_own_case_is_no_subject(
    shipped_assistant: Assistant, turns: tuple[str, ...], slug: str
) -> None:
    assert shipped_assistant.answer(turns).citations[0].slug == slug


@pytest.mark.parametrize(
    "turn",
    [
        # A story of its own, nearer to anything else than to what was talked of.
        "겨울만 되면 가게 뒤 수도관이 얼어 터져요. 수리비로 45만 원이 들었는데 이건 집주인이 고치는 건가요?",
        # 그거 points to what stands before it in the same turn.
        "월세 깎아준 건물주가 세금 돌려받는 착한임대인 그거 몇 프로 공제되는지",
    ],
)
def test_a_story_of_its_own_does_not_lean(shipped_assistant: Assistant, turn: str) -> None:
    assert shipped_assistant.answer(["제로페이 수수료 얼마예요?", turn]).outcome == "refused"


def test_every_day_has_no_one_in_it() -> None:
    assert last("매일 만원씩 내는 거예요?").text == "매일 만원씩 내는 거예요?"


@pytest.mark.parametrize(
    ("before", "turn"),
    [
        ("소상공인 경영안정 바우처가 뭐예요", "가게 전기요금이랑 가스요금 그걸로 낼 수 있나요?"),
        ("스마트상점 지원이 뭐예요", "저는 미용실 하는데 예약 프로그램도 지원 대상에 들어가요?"),
    ],
)
def test_a_follow_up_of_many_words_still_leans(shipped_assistant: Assistant, before: str, turn: str) -> None:
    subject = shipped_assistant.answer([before]).citations[0].slug
    assert shipped_assistant.answer([before, turn]).citations[0].slug == subject


@pytest.mark.parametrize(
    ("turns", "slug"),
    [
        # What a support pays is its name, too; what is asked of it was asked of the one before.
        (("올해 25만원 바우처 매출 얼마까지예요?", "작년 오십만원짜리는요?"), "burden-relief-credit-2025"),
        (
            (
                "올해 25만원 바우처 매출 얼마까지예요?",
                "아 그거 말고 작년 거요 오십만원짜리",
                "그건 신청 언제 마감했죠",
            ),
            "burden-relief-credit-2025",
        ),
        (
            ("올해 25만원 바우처 매출 얼마까지예요?", "25만원짜리는 어디다 써요?"),
            "management-stability-voucher",
        ),
        # Another of its options, and whether somebody else may, too.
        (
            (
                "나라에서 서빙로봇 들이면 보태준다면서요",
                "사는 거 말고 빌리는 걸로 하면 얼마예요",
            ),
            "smart-store-tech-program",
        ),
        (
            ("중앙회랑 홈앤쇼핑이 방송 내보내 주는 거 있죠", "도매로 떼다 파는 집도 되나요"),
            "tv-homeshopping-support",
        ),
        # What was talked of is left out.
        (
            (
                "당근에서 동네 광고 하루에 얼마부터 돼요?",
                "아니 광고 말고 그 가게 계정 만드는 거 언제 처음 나왔어요?",
            ),
            "daangn-bizprofile",
        ),
    ],
)
def test_a_turn_names_another_by_what_it_pays_or_leaves_one_out(
    shipped_assistant: Assistant, turns: tuple[str, ...], slug: str
) -> None:
    assert shipped_assistant.answer(turns).citations[0].slug == slug


def test_a_number_that_is_spelt_out_is_read(shipped_assistant: Assistant) -> None:
    assert last("일삼오칠로 전화하면 돼요?").text == "일삼오칠로 전화하면 돼요?"  # no document here has it
    answer = shipped_assistant.answer(["일삼오칠로 전화하면 요금 비싸요?"])
    assert answer.citations[0].slug == "call-center-1357"
