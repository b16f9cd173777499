"""The questions inside one message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clauses import asking_part, clauses
from knowledge.korean import Analyzer, normalise

ANALYZER = Analyzer()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("기본은 몇 퍼센트고 언제부터예요?", ["기본은 몇 퍼센트고", "언제부터예요?"]),
        # Not at the 지 of 까지, not within 하고 싶다.
        ("언제까지 신청하고 얼마까지 줘요", ["언제까지 신청하고", "얼마까지 줘요"]),
        ("창업하고 싶은데 얼마까지 빌려줘요", []),
        (
            "첫째 통신판매 신고는 어디서 하는지 둘째 수수료가 몇 퍼센트인지",
            ["첫째 통신판매 신고는 어디서 하는지", "둘째 수수료가 몇 퍼센트인지"],
        ),
        (
            "철거비는 평당 얼마인지랑 실업급여는 몇 달 나오는지 알려주세요",
            ["철거비는 평당 얼마인지랑", "실업급여는 몇 달 나오는지"],
        ),
        # Kiwi writes the ending of 얼만지 with a final consonant of its own (U+11AB), not the letter ㄴ.
        (
            "철거비는 얼만지 실업급여는 몇 달 나올지 알려주세요",
            ["철거비는 얼만지", "실업급여는 몇 달 나올지"],
        ),
        # A story leads up to the question, and is none itself.
        ("친구가 배민은 수수료가 다르다고 하더라고요. 저는 몇 프로로 시작해요?", []),
        # However the questions are numbered, marked or joined.
        (
            "1) 하위 가게는 몇 프로 2) 포장은 언제부터예요",
            ["하위 가게는 몇 프로", "포장은 언제부터예요"],
        ),
        (
            "카톡 한 통에 얼마고 / 안심결제는 몇 프로 떼요",
            ["카톡 한 통에 얼마고", "안심결제는 몇 프로 떼요"],
        ),
        (
            "몇 프로 할인받노 그라고 언제 시작했노",
            ["몇 프로 할인받노", "언제 시작했노"],
        ),
        (
            "주는 돈은 한 집에 얼마고 고용보험료는 최대 몇 프로 돌려받나요?",
            ["주는 돈은 한 집에 얼마고", "고용보험료는 최대 몇 프로 돌려받나요?"],
        ),
        # Kiwi does not see every 고 for an ending.
        (
            "홈쇼핑 방송은 몇분짜리고 스튜디오는 빌리는값이 얼만가요",
            ["홈쇼핑 방송은 몇분짜리고", "스튜디오는 빌리는값이 얼만가요"],
        ),
        (
            "상담 전화가 몇 번이에요? 그리고 신청하는 누리집 주소도요",
            ["상담 전화가 몇 번이에요?", "신청하는 누리집 주소도요"],
        ),
        (
            "뜯는 비용 어디까지 보태주는지랑 실업급여 몇 달 받는지 알려주세요",
            ["뜯는 비용 어디까지 보태주는지랑", "실업급여 몇 달 받는지"],
        ),
        (
            "지원사업 물어보는 전화번호랑 신청하는 사이트 주소 좀 알려주쇼",
            ["지원사업 물어보는 전화번호랑", "신청하는 사이트 주소 좀 알려주쇼"],
        ),
        (
            "매장 철거 얼마까지고 고용보험은 몇 달이에요",
            ["매장 철거 얼마까지고", "고용보험은 몇 달이에요"],
        ),
        # 배달앱이고 뭐고 asks for nothing.
        ("배달앱이고 뭐고 폐업하면 얼마 줘요", []),
        ("누구하고 어디서 신청해요", []),
        # All of it at once asks for nothing more.
        (
            "광고는 한번 누를때 얼마 나가고, 소식은 한통에 얼마예요? 한꺼번에 알려주세요!",
            ["광고는 한번 누를때 얼마 나가고", "소식은 한통에 얼마예요?"],
        ),
        ("①제로페이 수수료②온누리상품권 할인율", ["제로페이 수수료", "온누리상품권 할인율"]),
        ("2025. 3. 1. 부터 신청이 언제까지예요", []),
        ("3.3제곱미터당 얼마 주나요", []),
        ("얼마예요?", []),
        ("", []),
    ],
)
def test_a_message_falls_into_its_questions(text: str, wanted: list[str]) -> None:
    assert clauses(text, ANALYZER) == wanted


def test_what_asks_for_yes_or_no_alone_is_a_question_when_that_is_wanted() -> None:
    text = "냉동식품도 받아 주나요 그리고 며칠 뒤에 확정돼요?"
    assert clauses(text, ANALYZER) == []
    assert len(clauses(text, ANALYZER, yes_no=True)) == 2


@given(
    st.text(alphabet="배민 수수료는몇프로고언제까지예요?,. 그리고둘째ㅠ하고싶은데", max_size=40)
    | st.text(max_size=30)
)
def test_every_clause_stands_in_the_message(text: str) -> None:
    found = clauses(text, ANALYZER)
    assert len(found) != 1
    for clause in found:
        assert set(clause) <= set(normalise(text)) | {" "}


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("지금은 제가 물려받아 하는데요, 몇 년 넘어야 뽑히나요?", "몇 년 넘어야 뽑히나요?"),
        ("가게를 옮겼어요. 옛날 가게가 아직도 떠요. 왜 안 없어지는 거예요?", "왜 안 없어지는 거예요?"),
        ("수수료 얼마예요?", "수수료 얼마예요?"),
        # Too little to be all that is asked.
        ("배민 수수료 몇 프로인데요. 지금요", "배민 수수료 몇 프로인데요. 지금요"),
    ],
)
def test_what_is_asked_stands_behind_the_story(text: str, asks: str) -> None:
    assert asking_part(text) == asks


@given(st.text())
def test_what_is_asked_is_an_end_of_the_message(text: str) -> None:
    assert text.endswith(asking_part(text))
