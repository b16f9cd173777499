"""Copying: words may be left out and the end made polite; nothing else, and nothing that limits what stays."""

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer import Claim
from bot.style import polite
from bot.verification import Verifier
from bot.verification.copying import copying
from bot.verification.reading import read
from knowledge.document import Document, Fact
from knowledge.passage import cut
from tests.benchmarks.verifier import shipped
from tests.bot.samples import ANALYZER

VERIFIER = Verifier(ANALYZER)
DOCUMENTS, PASSAGES = shipped()
FACTS = [passage for passage in PASSAGES.values() if passage.kind == "fact"]
#: A bound at a figure.
BOUND = re.compile(
    r"(?<![가-힣])(?:최대|최고|약) (?=\d)"
    r"|(?<=[원명회건곳%년월])\s?(?:이상|이하|미만|초과|이내)(?=[가-힣 ,)])"
)


def stands(told: str, claim: str) -> bool:
    """Whether a sentence may be told on a passage that is all of its document."""
    document = Document(
        slug="a",
        title="가나다 사업",
        provider="중기부",
        status="ongoing",
        facts=(Fact(text=told, section="개요"),),
    )
    (passage,) = (passage for passage in cut(document) if passage.kind == "fact")
    (verdict,) = VERIFIER.verify([Claim(claim, (passage.id,))], {passage.id: passage}, {"a": document})
    return verdict.kept


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        # An item of a list, a clause, a bracket, a sentence left out.
        ("톡채널, 오픈채팅, 단골손님 관리를 도와준다.", "톡채널, 단골손님 관리를 도와줘요."),
        ("개인 최대 4,000만원, 협업 최대 7,000만원의 자금을 준다(2025년).", "협업 최대 7,000만원의 자금을 줘요(2025년)."),
        ("가게가 새로 가맹하거나 갱신할 수 없게 된다.", "가게가 새로 가맹할 수 없게 돼요."),
        ("순결제액 500만원까지의 주문관리 수수료와, 6개월간의 매출연동 수수료를 대 줬다.", "순결제액 500만원까지의 주문관리 수수료를 대 줬어요."),
        ("최대 4억원(국비 50%, 지방비 50%)을 지원한다.", "최대 4억원을 지원해요."),
        ("쿠폰을 판매자가 만들고, 카카오가 비용을 낸다.", "쿠폰을 판매자가 만들어요."),
        ("이름을 바꿨고 요금도 올렸다.", "이름을 바꿨어요."),
        ("대상 빚을 넓히고, 한도도 올린다고 했다.", "대상 빚을 넓힌다고 했어요."),
        ("접수를 열고 예산이 떨어지면 닫으며, 1월에는 일찍 마감됐다는 글이 있다.", "접수를 열고 예산이 떨어지면 닫는다는 글이 있어요."),
        ("가입해야 한다. 공동인증서가 없어도 된다.", "공동인증서가 없어도 돼요."),
        # The end of a sentence, and money, as anybody writes them.
        ("중소기업 광고로, 클릭 수로 요금을 매긴다.", "중소기업 광고예요."),
        ("당근페이에 가입해야 한다.", "당근페이에 가입해야 돼요."),
        ("신청할 수 있게 넓혔다고 한다.", "신청할 수 있게 넓혔대요."),
        ("뽑힌 시장이 지원받는다.", "뽑힌 시장이 지원받아요."),
        ("발송비를 지원받을 수 있다.", "발송비를 지원받으실 수 있어요."),
        ("3천만원을 빌려준다.", "3,000만 원을 빌려줘요."),
        ("소상공인24에서 신청한다.", "소상공인24에서 신청하세요."),
        ("직원 50명 미만, 매출 10억원 이하.", "직원 50명 미만이에요."),
        ("개인은 서류를 내고 대표는 면접을 본다.", "개인은 서류를 내요."),
    ],
)  # fmt: skip
def test_a_copy_stands(told: str, claim: str) -> None:
    assert stands(told, claim)


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        # A word at no place, another's place, or another order.
        ("신청은 소상공인24에서 한다.", "신청은 소상공인24에서 대표자가 해요."),
        ("강의는 시장에서 들을 수 있다.", "강의는 서울에서 들을 수 있어요."),
        ("구간은 하루 평균 매출로 정해진다.", "구간은 한 달 평균 매출로 정해져요."),
        ("소진공이 국세청 자료로 요건을 확인한다.", "국세청이 요건을 확인해요."),
        ("유입수수료를 없애고 판매수수료를 도입했다.", "판매수수료를 없애고 유입수수료를 도입했어요."),
        ("구매자가 요청하고 판매자가 받아들인다.", "판매자가 요청하고 구매자가 받아들여요."),
        ("가게가 손님에게 쿠폰을 보내는 계정이다.", "손님이 가게에 쿠폰을 보내는 계정이에요."),
        ("여당은 독점규제보다 거래공정화법을 먼저 추진한다.", "여당은 거래공정화법보다 독점규제를 먼저 추진해요."),
        ("등록면허세를 내면 신고증을 받는다.", "신고증을 받은 뒤에 등록면허세를 내요."),
        ("상반기 신청을 받는다.", "하반기 신청을 받아요."),
        ("장비를 무료로 빌린다.", "누구나 장비를 무료로 빌려요."),
        ("부가가치세는 본인이 낸다.", "부가가치세는 본인이 받아요."),
        ("쿠폰을 받는다.", "쿠폰を 받아요."),
        # Stuck on otherwise.
        ("본사나 공장이 있는 기업이 대상이다.", "본사와 공장이 있는 기업이 대상이에요."),
        ("거래가 50회 미만이거나 간이과세자면 면제된다.", "거래가 50회 미만이면서 간이과세자면 면제돼요."),
        ("시장이 71곳으로 줄었다.", "시장이 71곳 줄었어요."),
        ("대표와 직원이 신청한다.", "대표만 신청해요."),
        ("2025년 37개 사업까지 넓힌다.", "2025년 37개 사업으로 넓혀요."),
        ("1월 28일부터 시행됐다.", "1월 28일 시행됐어요."),
        ("11차 회의(11월 7일)까지는 합의하지 못했다.", "11차 회의(11월 7일)는 합의하지 못했어요."),
        # Meant otherwise.
        ("자금은 일찍 마감될 수 있다.", "자금은 일찍 마감돼요."),
        ("자금은 일찍 마감될 수 있다.", "자금은 일찍 마감될 수 없어요."),
        ("네이버페이 포인트를 주던 프로그램이다.", "네이버페이 포인트를 주는 프로그램이에요."),
        ("중기부가 소상공인을 지원한다.", "중기부가 소상공인을 지원받아요."),
        ("신규 창업자의 수수료를 대 줬다.", "신규 창업자의 수수료를 대 줘요."),
        ("2026년에 지원금을 늘릴 계획이다.", "2026년에 지원금을 늘려요."),
        ("비용을 받지 않는다고 보도됐다.", "비용을 받는다고 보도됐어요."),
        ("두 사업은 성장 마일리지로 바뀐다고 공지됐다.", "두 사업은 성장 마일리지로 바뀌었어요."),
        ("월 3만원을 더했다는 글이 있다.", "월 3만원을 더했어요."),
        ("네이버가 도입하겠다고 공지한 지원이다.", "네이버가 도입한 지원이에요."),
        # What limits what stays.
        ("월 최대 3만원을 더했다.", "월 3만원을 더했어요."),
        ("50% 초과 가게는 2,900원이다.", "50% 가게는 2,900원이에요."),
        ("이틀 넘게 걸린다.", "이틀 걸려요."),
        ("키오스크를 둔 모든 곳에 의무가 시행됐다.", "모든 곳에 의무가 시행됐어요."),
        ("판매 데이터를 보는 비즈어드바이저, 네이버페이, 챗봇을 쓸 수 있다.", "판매 데이터를 보는 챗봇을 쓸 수 있어요."),
        ("일부 지역은 자부담이 있을 수 있다.", "일부 지역은 자부담이 있어요."),
        ("초기에는 월 100만원 이상이 조건이었는데 완화됐다.", "월 100만원 이상이 조건이에요."),
        ("간이과세자는 우대받는 경우가 있다. 스마트상점은 국비 비율이 80%까지 올라간다.", "간이과세자는 국비 비율이 80%까지 올라가요."),
        # What belongs to what stays: a denial, a condition, an exclusion, a bound, a subject.
        ("법인은 지원금을 못 받는다.", "법인은 지원금을 받아요."),
        ("매출이 줄면 보험료를 돌려준다.", "보험료를 돌려줘요."),
        ("신청은 폐업한 뒤에 한다.", "신청은 폐업해요."),
        ("첫 달만 무료다.", "무료예요."),
        ("11월 28일까지 신청을 받는다.", "신청을 받아요."),
        ("서울을 제외한 전국에서 받는다.", "전국에서 받아요."),
        ("정책자금 제외 업종은 빠진다.", "정책자금 업종은 빠져요."),
        ("최대 1인당 3만원을 준다.", "3만원을 줘요."),
        ("약 55만 명이 썼다.", "약 명이 썼어요."),
        ("직원은 서류를 내고 대표는 면접을 본다.", "직원은 면접을 봐요."),
        ("직원이 서류를 내고 대표가 면접을 본다.", "직원이 면접을 봐요."),
        ("작은 가게는 매달 돌려받는 방식이고, 새 가게도 들어온 달부터 적용된다.", "작은 가게는 들어온 달부터 적용돼요."),
        ("전체의 60% 이상을 지방에 대고 그 지역 금리를 깎아 준다.", "전체의 60% 이상을 깎아 줘요."),
        ("정부24에서 신고하거나 구청을 방문한다.", "정부24에서 구청을 방문해요."),
        ("개별 점포가 아니라 뽑힌 시장이 지원받는다.", "개별 점포가 지원받아요."),
        ("8억원 이하는 0.1%, 12억 초과는 0.5%다.", "8억원 이하는 0.5%예요."),
        ("거래가 20건 이상이고 반품률이 20% 미만이면 신청한다.", "거래가 20건 이상이면 신청해요."),
        # Ends where the passage does not.
        ("대상은 음식점, 카페를 뺀 소상공인이다.", "대상은 음식점이에요."),
        ("통신비, 보험료는 빠졌다.", "통신비예요."),
        ("요금을 낮추도록 권고했다.", "요금을 낮춰요."),
        ("값을 깎아 주다가 중단했다.", "값을 깎아 줘요."),
        ("지원금을 준다.", "지원금을 줄까요."),
        ("지원금을 준다.", "지원금을 주세요."),
        ("지원금을 준다.", "지원금을 준다면요."),
        ("한도가 있다(2024년). 내년은 없다.", "한도가 없어요."),
        # No word at all, and more than anybody reads.
        ("지원금을 준다.", "…"),
        ("지원금을 준다.", "()"),
        ("지원금을 준다.", "까지 요"),
        ("지원금을 준다. " * 300, "지원금을 줘요. " * 299),
        # Words that begin alike.
        ("제안을 받아들인다.", "제안을 받아요."),
        ("부가세가 들어간다.", "부가세가 들어요."),
        # A figure of another item.
        ("1차 팀은 최대 6,000만원, 파이널 팀은 추가 최대 4,000만원이다.", "1차 팀은 최대 4,000만원이에요."),
        ("네이버 300명, 뤼튼 100명, 카카오 300명 규모로 연다.", "뤼튼은 300명 규모로 열어요."),
        ("음식점 영업 기간은 6.9년이었다. 생활서비스업은 2.7년이었다.", "음식점 영업 기간은 2.7년이었어요."),
    ],
)  # fmt: skip
def test_what_is_no_copy_falls(told: str, claim: str) -> None:
    assert not stands(told, claim)


def through(texts: list[tuple[str, str]]) -> list[str]:
    """Those of the texts that may be told on their passages, by id."""
    verdicts = VERIFIER.verify([Claim(text, (key,)) for text, key in texts], PASSAGES, DOCUMENTS)
    return [verdict.claim.text for verdict in verdicts if verdict.kept]


def test_each_figure_of_the_documents_keeps_its_bound() -> None:
    """A bound taken out of any shipped fact: nothing that may be told."""
    texts = [
        (polite(fact.text[: found.start()] + fact.text[found.end() :], ANALYZER), fact.id)
        for fact in FACTS
        for found in BOUND.finditer(fact.text)
    ]
    assert len(texts) > 100
    assert through(texts) == []


def test_halves_of_neighbouring_facts_make_no_sentence() -> None:
    texts = []
    for one, other in pairwise(FACTS):
        if one.slug == other.slug:
            first, second = one.text.split(), other.text.split()
            half = polite(" ".join(first[: len(first) // 2] + second[len(second) // 2 :]), ANALYZER)
            texts += [(half, one.id), (half, other.id)]
    assert len(texts) > 500
    assert through(texts) == []


@pytest.mark.parametrize("particle", ["만", "도", "까지", "마다"])
def test_no_particle_is_added_to_a_fact(particle: str) -> None:
    """A particle that singles out or widens, behind the first noun that has none."""
    texts = [
        (polite(re.sub(r"(?<=[가-힣]{2})(?:을|를|은|는|이|가) ", f"{particle} ", fact.text, count=1), ANALYZER), fact.id)
        for fact in FACTS[::3]
    ]  # fmt: skip
    told = {polite(fact.text, ANALYZER) for fact in FACTS}
    assert [text for text in through(texts) if text not in told] == []


@given(st.sampled_from([fact.text for fact in FACTS]), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_has_finite_signs(fact: str, text: str) -> None:
    found = copying(read(text, ANALYZER), read(fact, ANALYZER))
    assert all(math.isfinite(value) and value > 0 for value in found.signs.values())


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_fact_copies_itself(data: st.DataObject) -> None:
    fact = data.draw(st.sampled_from([fact.text for fact in FACTS]))
    found = copying(read(polite(fact, ANALYZER), ANALYZER), read(fact, ANALYZER))
    assert not found.departs
    assert found.strange == ()
