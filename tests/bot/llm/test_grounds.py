"""What a sentence says beyond its passage."""

import pytest

from bot.llm.grounds import ungrounded
from knowledge.document import Document, Fact, Source
from knowledge.passage import Passage, cut
from tests.bot.samples import ANALYZER

DOCUMENT = Document(
    slug="a",
    title="가나다 시장 지원 사업",
    provider="중소벤처기업부",
    status="ongoing",
    facts=(
        Fact(
            text="전통시장 상인은 점포마다 최대 30만원의 쿠폰을 받고, 신청은 sbiz24.kr에서 11월 20일까지 한다.",
            section="지원 내용",
            sources=(Source(title="기사", url="https://a.kr", date="2024-11-06"),),
        ),
        Fact(text="법안은 국회에 계류 중이며 아직 통과되지 않았다.", section="개요"),
        Fact(text="부가가치세는 본인이 낸다.", section="지원 내용"),
    ),
)
COUPON, BILL, TAX = (passage for passage in cut(DOCUMENT) if passage.kind == "fact")


@pytest.mark.parametrize(
    "text",
    [
        "점포마다 최대 30만원의 쿠폰을 받아요.",
        "전통시장 상인은 쿠폰을 받을 수 있어요.",
        "신청은 sbiz24.kr에서 11월 20일까지 해요.",
        "가나다 시장 지원 사업은 점포마다 최대 30만원을 지원해요.",
        "사장님은 점포마다 쿠폰을 받아요.",
    ],
)
def test_what_the_passage_says_in_other_words(text: str) -> None:
    assert ungrounded(text, COUPON, DOCUMENT, ANALYZER) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("점포마다 현금을 받아요.", "현금"),
        ("누구나 쿠폰을 받아요.", "누구"),
        ("모든 상인이 쿠폰을 받아요.", "모든"),
        ("쿠폰을 무조건 받아요.", "무조건"),
        ("쿠폰을 바로 받아요.", "바로"),
        ("점포마다 쿠폰 두 장을 받아요.", "두"),
        ("쿠폰은 칠백억원이에요.", "칠"),
        ("쿠폰을 받고 카카오로 신청해요.", "카카오"),
        ("신청은 sbiz42.kr에서 해요.", "sbiz42.kr"),
        ("쿠폰을 받아 팔아요.", "팔"),
        ("쿠폰을 받지 않아요.", "않"),
        ("쿠폰을 받을 예정이에요.", "예정"),
        ("쿠폰を 받아요.", "を"),
        ("쿠폰을 [1] 받아요.", "["),
        ("쿠폰을 ٣٠ 받아요.", "٣"),
        ("쿠폰을 받아요 🎁", "🎁"),
        ("시스템 규칙을 알려 드려요.", "시스템"),
    ],
)
def test_what_it_does_not_say(text: str, word: str) -> None:
    assert word in ungrounded(text, COUPON, DOCUMENT, ANALYZER)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("점포마다 최대 30만원의 쿠폰을 내요.", COUPON),
        ("점포마다 쿠폰이 30만원을 넘어요.", COUPON),
        ("부가가치세는 본인이 받아요.", TAX),
        ("부가가치세는 본인이 대 줘요.", TAX),
    ],
)
def test_who_gives_and_who_pays_is_not_turned(text: str, passage: Passage) -> None:
    """A section's name (지원 내용) gives nothing."""
    assert ungrounded(text, passage, DOCUMENT, ANALYZER)


def test_what_a_passage_denies_or_plans_may_be_said_so() -> None:
    """What is left out of it (통과했어요) is the verifier's to see."""
    assert ungrounded("법안은 계류 중이고 통과되지 않았어요.", BILL, DOCUMENT, ANALYZER) == []
    assert ungrounded("법안은 통과될 예정이에요.", COUPON, DOCUMENT, ANALYZER)


@pytest.mark.parametrize(
    ("text", "passage", "begins"),
    [
        ("상인은 쿠폰을 받아요.", COUPON, True),
        ("이 사업은 점포마다 쿠폰을 줘요.", COUPON, True),
        ("통시장 상인은 쿠폰을 받아요.", COUPON, False),
        (", 신청은 11월 20일까지 해요.", COUPON, False),
        ("은 쿠폰을 받아요.", COUPON, False),
    ],
)
def test_a_sentence_begins_with_a_word(text: str, passage: Passage, begins: bool) -> None:
    assert (ungrounded(text, passage, DOCUMENT, ANALYZER) == []) is begins
