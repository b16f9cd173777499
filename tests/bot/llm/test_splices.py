"""Sentences put together from two facts of a program."""

from itertools import pairwise

import pytest

from bot.answer import Claim
from bot.llm.grounds import ungrounded
from bot.llm.splices import spliced, stray
from bot.style import polite
from bot.verification import verify
from bot.verification.reading import read
from knowledge.document import Document, Fact
from knowledge.markdown import read_document
from knowledge.passage import Passage, cut
from knowledge.settings import SHIPPED_DOCUMENTS
from tests.bot.samples import ANALYZER

DOCUMENT = Document(
    slug="a",
    title="카카오 프로젝트 단골",
    aliases=("톡채널 메시지 지원금",),
    provider="카카오",
    status="ongoing",
    facts=(
        Fact(text="톡채널 메시지 발송 지원은 연매출 10억원 이하 소상공인이 대상이다.", section="대상"),
        Fact(
            text="2024년 11월에는 신청한 소상공인 모두에게 메시지 발송비를 1인당 30만원까지 돕겠다고 발표했다.",
            section="내용",
        ),
        Fact(text="예전 유입수수료는 1.81%였다.", section="내용"),
        Fact(text="판매수수료는 스마트스토어가 2.73%다.", section="내용"),
        Fact(text="할인 비용을 카카오가 지원하겠다는 계획이었다.", section="내용"),
        Fact(text="카카오는 2025년에 59개 상권에서 교육했다.", section="개요"),
        Fact(text="전체 매출의 90%를 카드로 미리 쓸 수 있는 서비스다.", section="개요"),
        Fact(text="충주에 거점이 있다.", section="개요"),
        Fact(text="단골거리는 2024년 시작했고 카카오 직원이 가르친다.", section="개요"),
        Fact(text="가게가 카카오톡으로 손님에게 소식을 보내는 계정이다.", section="개요"),
    ),
)
MESSAGES, COST, INFLOW, SALES, DISCOUNT, TAUGHT, CARD, CHUNGJU, STREET, ACCOUNT = (
    passage for passage in cut(DOCUMENT) if passage.kind == "fact"
)
SHIPPED = {path.stem: read_document(path) for path in sorted(SHIPPED_DOCUMENTS.glob("*.md"))}


def joined(text: str, passage: Passage, document: Document = DOCUMENT) -> str:
    claim, told = read(text, ANALYZER), read(passage.text, ANALYZER)
    return stray(claim, told, document) or spliced(claim, told, passage, document, ANALYZER)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("톡채널 메시지 발송 지원은 메시지 발송비를 1인당 30만원까지 돕겠다고 발표했어요.", COST),
        (
            "톡채널 메시지 발송 지원은 신청한 소상공인에게 발송비를 1인당 30만원까지 돕는다고 발표했어요.",
            COST,
        ),
        ("톡채널 메시지 발송 지원은 연매출 10억원 이하로 돕겠다고 발표했어요.", MESSAGES),
        ("판매수수료는 1.81%였어요.", INFLOW),
        ("판매수수료는 예전에 1.81%였어요.", INFLOW),
        ("유입수수료는 스마트스토어 2.73%예요.", SALES),
        ("카카오는 할인 비용을 카카오가 지원하겠다는 계획이었어요.", DISCOUNT),
        ("할인 비용을 카드로 미리 쓸 수 있는 서비스예요.", CARD),
        ("카카오가 2024년 시작했고 카카오 직원이 가르쳐요.", STREET),
        ("카카오가 카카오톡으로 손님에게 소식을 보내는 계정이에요.", ACCOUNT),
        ("연매출 10억원 이하 소상공인이 있어요.", MESSAGES),
        ("2025년에 59개 상권에서 쓸 수 있는 서비스예요.", TAUGHT),
    ],
)
def test_parts_of_two_facts(text: str, passage: Passage) -> None:
    assert joined(text, passage)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("연매출 10억원 이하 소상공인은 톡채널 메시지 발송 지원을 받아요.", MESSAGES),
        ("메시지 발송비를 1인당 30만원까지 돕겠다고 발표했어요.", COST),
        ("카카오는 메시지 발송비를 1인당 30만원까지 돕는다고 했어요.", COST),
        ("카카오 프로젝트 단골은 메시지 발송비를 1인당 30만원까지 도와요.", COST),
        ("이 사업은 메시지 발송비를 도와요.", COST),
        ("사장님은 30만원까지 받을 수 있어요.", COST),
        ("2024년 시작했고 카카오 직원이 가르쳐요.", STREET),
        ("유입수수료는 예전에 1.81%였어요.", INFLOW),
        ("카카오는 할인 비용을 지원하겠다는 계획이었어요.", DISCOUNT),
        ("매출의 90%를 카드로 미리 쓸 수 있어요.", CARD),
        ("2025년에는 59개 상권에서 교육했어요.", TAUGHT),
    ],
)
def test_one_fact_in_other_words(text: str, passage: Passage) -> None:
    assert joined(text, passage) == ""


def test_halves_of_neighbouring_facts() -> None:
    """The first half of a fact with the second half of the next one, each third program: nothing a model may say."""
    through, tried = [], 0
    for document in [*SHIPPED.values()][::3]:
        facts = [passage for passage in cut(document) if passage.kind == "fact"]
        passages = {fact.id: fact for fact in facts}
        for one, other in pairwise(facts):
            first, second = one.text.split(), other.text.split()
            text = polite(" ".join(first[: len(first) // 2] + second[len(second) // 2 :]), ANALYZER)
            tried += 1
            for fact in (one, other):
                if (
                    not ungrounded(text, fact, document, ANALYZER)
                    and verify([Claim(text, (fact.id,))], passages, SHIPPED)[0].kept
                ):
                    through.append(text)
    assert tried > 150
    assert through == []


def test_the_documents_own_sentences_are_about_what_they_are_about() -> None:
    for document in [*SHIPPED.values()][::3]:
        for fact in (passage for passage in cut(document) if passage.kind == "fact"):
            assert joined(polite(fact.text, ANALYZER), fact, document) == ""
