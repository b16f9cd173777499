"""What a sentence makes of the bounds of its passage's figures."""

import re

import pytest

from bot.answer import Claim
from bot.llm.bounds import misbound
from bot.llm.grounds import ungrounded
from bot.style import polite
from bot.verification import verify
from bot.verification.reading import read
from knowledge.markdown import read_document
from knowledge.passage import cut
from knowledge.settings import SHIPPED_DOCUMENTS
from tests.bot.samples import ANALYZER

DOCUMENTS = {path.stem: read_document(path) for path in sorted(SHIPPED_DOCUMENTS.glob("*.md"))}
FACTS = [p for document in DOCUMENTS.values() for p in cut(document) if p.kind == "fact"]
PASSAGES = {fact.id: fact for fact in FACTS}
#: A bound at a figure.
BOUND = re.compile(
    r"(?<![가-힣])(?:최대|최고|약) (?=\d)"
    r"|(?<=[원명회건곳%년월])\s?(?:이상|이하|미만|초과|이내)(?=[가-힣 ,)])"
)


def misread(text: str, passage: str) -> list[str]:
    return misbound(read(text, ANALYZER), read(passage, ANALYZER))


@pytest.mark.parametrize(
    ("passage", "text", "figure"),
    [
        ("10개 지역, 최대 40개 시장·상점가를 목표로 했다.", "10개 지역, 40개 시장·상점가를 목표로 했어요.", "40개"),
        ("10개 지역, 최대 40개 시장을 목표로 했다.", "10개 지역, 약 40개 시장을 목표로 했어요.", "40개"),
        ("10개 지역, 최대 40개 시장을 목표로 했다.", "최대 10개 지역, 40개 시장을 목표로 했어요.", "40개"),
        ("최대 5년까지 받게 된다.", "5년까지 받게 돼요.", "5년"),
        ("한도는 600만원이다.", "600만원이에요.", "600만원"),
        ("최대 국비 500만원을 준다.", "국비 500만원을 줘요.", "500만원"),
        ("연매출 3억원 이하 소상공인이 대상이다.", "연매출 3억원 소상공인이 대상이에요.", "3억원"),
        ("반품률이 20% 미만이면 신청한다.", "반품률이 20%면 신청해요.", "20%"),
        ("직원 50명 미만 사업주다.", "직원 50명 이하 사업주예요.", "50명"),
        ("50곳 이상이 참여한다.", "50곳이 참여해요.", "50곳"),
        ("20만 명을 넘었다.", "20만 명이었어요.", "20만 명"),
        ("상인 1,265명가량이 참여했다.", "상인 1,265명이 참여했어요.", "1,265명"),
        ("교육은 2,000회 남짓 열렸다.", "교육은 2,000회 열렸어요.", "2,000회"),
        ("4,000여 개가 생겼다.", "4,000개가 생겼어요.", "4,000개"),
        ("매출이 평균 121% 늘었다.", "매출이 121% 늘었어요.", "121%"),
        ("점포당 30만원을 줬다.", "점포당 최대 30만원을 줬어요.", "30만원"),
        ("2025년 37개 사업까지 넓힌다.", "2025년 37개 사업으로 넓혀요.", "37개"),
        ("12월 31일까지 쓴다.", "12월 31일에 써요.", "12월 31일"),
        ("1월 28일부터 시행됐다.", "1월 28일 시행됐어요.", "1월 28일"),
        ("11차 회의(11월 7일)까지는 합의하지 못했다.", "11차 회의(11월 7일)는 합의하지 못했어요.", "11차"),
        ("이틀 넘게 걸린다.", "이틀 걸려요.", "이틀"),
        ("골목형 상점가까지 넓혀 뽑았다.", "골목형 상점가 넓혀 뽑았어요.", "상점가"),
        ("교육부터 입점까지 돕는다.", "교육 입점까지 도와요.", "교육"),
    ],
)  # fmt: skip
def test_a_bound_left_out_or_changed(passage: str, text: str, figure: str) -> None:
    assert figure in misread(text, passage)


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("1인당 최대 30만원을 돕는다.", "1인당 30만원까지 도와요."),
        ("1인당 30만원까지 돕는다.", "최대 30만원을 1인당 도와요."),
        ("7월 14일부터 11월 28일까지 받았다.", "7월 14일~11월 28일에 받았어요."),
        ("중개이용료는 2.0~7.8%다.", "중개이용료는 2.0%부터 7.8%까지예요."),
        ("약 1,136억원을 쓴다.", "1,136억원가량을 써요."),
        ("2026년 3월 8일 보도에 2026년 들어 활동이 없었다.", "2026년 들어 활동이 없었어요(2026년 3월 8일 보도)."),
        ("최대 500만원, 렌탈형 350만원이었다.", "렌탈형은 350만원이었어요."),
        ("1년이 안 된 창업자다.", "1년이 되지 않은 창업자예요."),
    ],
)  # fmt: skip
def test_a_bound_told_otherwise(passage: str, text: str) -> None:
    assert misread(text, passage) == []


def test_each_figure_of_the_documents_keeps_its_bound() -> None:
    """A bound taken out of any shipped fact: nothing that a model may say."""
    through, tried = [], 0
    for fact in FACTS:
        for found in BOUND.finditer(fact.text):
            text = polite(fact.text[: found.start()] + fact.text[found.end() :], ANALYZER)
            tried += 1
            document = DOCUMENTS[fact.slug]
            if (
                not ungrounded(text, fact, document, ANALYZER)
                and verify([Claim(text, (fact.id,))], PASSAGES, DOCUMENTS)[0].kept
            ):
                through.append(text)
    assert tried > 100
    assert through == []


def test_the_documents_own_sentences_bound_alike() -> None:
    texts = [(polite(fact.text, ANALYZER), fact.text) for fact in FACTS]
    assert [text for text, fact in texts if misread(text, fact)] == []
