"""Polite style: only the last verb's ending changes, whatever the documents say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.style import polite
from bot.verification.figures import figures
from knowledge.korean import Analyzer

ANALYZER = Analyzer()

#: Where a plain ending may stand: a word in 다, then a remark in brackets, punctuation or nothing.
ENDING = re.compile(r"다(?:$|[.!?()])")


@pytest.mark.parametrize(
    ("plain", "wanted"),
    [
        ("시장 상인에게 30만원을 준다.", "시장 상인에게 30만원을 줘요."),
        ("네이버가 하는 사업이다.", "네이버가 하는 사업이에요."),
        ("카카오의 서비스다.", "카카오의 서비스예요."),
        ("금리는 2.0%다.", "금리는 2.0%예요."),
        ("한도는 700만원이다.", "한도는 700만원이에요."),
        ("2024년 11월에 시작했다.", "2024년 11월에 시작했어요."),
        ("접수는 3일이었다.", "접수는 3일이었어요."),
        ("의무는 아니다.", "의무는 아니에요."),
        ("업력 30년 이상(20년이라는 안내도 있다).", "업력 30년 이상(20년이라는 안내도 있어요)."),
        ("구청에 한다(2018년 안내. 기준은 바뀌었다).", "구청에 해요(2018년 안내. 기준은 바뀌었어요)."),
        ("창업을 돕는다.", "창업을 도와요."),
        ("조건이 다르다.", "조건이 달라요."),
        ("가맹점도 신청할 수 있게 됐다.", "가맹점도 신청할 수 있게 됐어요."),
        ("매출 자료가 필요하다", "매출 자료가 필요해요"),
        ("누리집에 올린다(2024년).", "누리집에 올려요(2024년)."),
        ("점포를 판다. 수수료는 없다.", "점포를 팔아요. 수수료는 없어요."),
    ],
)
def test_polite(plain: str, wanted: str) -> None:
    assert polite(plain, ANALYZER) == wanted


@pytest.mark.parametrize(
    "text", ["전화 1357.", "2026년 1월 28일 전면 시행.", "이미 좋아요.", "무엇인가요?", "", " ", "다", "🙂"]
)
def test_what_has_no_plain_ending_stays(text: str) -> None:
    assert polite(text, ANALYZER) == text


def test_every_shipped_fact_stays_the_fact_it_was(shipped_assistant: Assistant) -> None:
    for document in shipped_assistant.documents().values():
        for fact in document.facts:
            told = polite(fact.text, ANALYZER)
            assert figures(told) == figures(fact.text), fact.text
            before, after = fact.text.split(), told.split()
            assert len(before) == len(after), fact.text
            for old, new in zip(before, after, strict=True):
                if old != new:
                    _, rest = re.split(r"다(?=$|[.!?()])", old, maxsplit=1)
                    assert new.endswith(f"요{rest}"), fact.text


def test_no_shipped_sentence_keeps_a_plain_ending(shipped_assistant: Assistant) -> None:
    plain = [
        fact.text
        for document in shipped_assistant.documents().values()
        for fact in document.facts
        if ENDING.search(polite(fact.text, ANALYZER))
    ]
    assert plain == []


@given(st.text())
def test_any_text_keeps_its_figures(text: str) -> None:
    assert figures(polite(text, ANALYZER)) == figures(text)


@given(
    st.lists(
        st.sampled_from(["신청", "한다", "이다", ".", " ", "(", ")", "3만원", "됐다", "다", "없", "안", "게"])
    )
)
def test_any_mixture_of_endings_is_read(parts: list[str]) -> None:
    text = "".join(parts)
    assert figures(polite(text, ANALYZER)) == figures(text)
