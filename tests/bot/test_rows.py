"""Rows of a table: told together, unless one of them is asked for."""

import pytest

from bot.facts import score_facts
from bot.rows import completed, rows
from knowledge.document import Document, Fact
from tests.bot.samples import ANALYZER, PRESS, Overlap, corpus_of, nothing, question

TIERS = (
    "매출 상위 35% 이내는 수수료 7.8%, 배달비 2,400원이다.",
    "상위 35% 초과~50%는 6.8%, 배달비 2,100원이다.",
    "하위 20%(80% 초과)는 2.0%, 배달비 1,900원이다.",
)
PLAN = Document(
    slug="plan",
    title="배달앱 요금제",
    provider="배달의민족",
    kind="platform_program",
    status="ongoing",
    facts=(
        Fact(text="매출에 따라 수수료를 낮춘 요금제다.", section="개요", sources=(PRESS,)),
        *(Fact(text=text, section="지원 내용", sources=(PRESS,)) for text in TIERS),
        Fact(text="앱에서 신청한다.", section="신청 방법", sources=(PRESS,)),
    ),
)
LONG = PLAN.model_copy(
    update={
        "facts": tuple(
            Fact(
                text=f"구분: 기기{n} · 지원금액: {n}00만원 · 자부담: {n}0% · 설명: 가게에 들이는 기기예요",
                section="표",
                sources=(PRESS,),
            )
            for n in range(1, 9)
        )
    }
)


def told(text: str, document: Document = PLAN, most: int = 1) -> list[str]:
    corpus = corpus_of(document)
    asked = question(text, corpus)
    facts = score_facts(asked, document.slug, corpus, ANALYZER, Overlap(corpus).within)
    row = next((fact for fact in facts if fact.passage.text in TIERS), facts[0])
    return [fact.passage.text for fact in completed([row][:most], facts, asked, ANALYZER)]


def test_neighbouring_facts_of_one_kind_are_rows() -> None:
    corpus = corpus_of(PLAN)
    facts = score_facts(question("수수료", corpus), PLAN.slug, corpus, ANALYZER, nothing)
    (run,) = rows(facts)
    assert [fact.passage.text for fact in run] == list(TIERS)


@pytest.mark.parametrize(
    "text", ["배달앱 요금제 수수료 얼마예요", "구간별 수수료", "하위 가게까지 전부 수수료 알려줘"]
)
def test_rows_come_together_in_the_documents_order(text: str) -> None:
    assert told(text) == list(TIERS)


def test_a_row_that_is_asked_for_comes_alone() -> None:
    assert len(told("하위 20% 가게는 수수료 얼마예요")) == 1


def test_rows_that_do_not_tell_what_is_asked_stay_alone() -> None:
    assert len(told("신청은 어떻게 해요")) == 1


def test_a_long_table_is_not_told_whole() -> None:
    assert len(told("지원금액 전부", LONG)) == 1
