"""Sentences that are nearly copies: what they add, exchange, turn, and leave out of what their source hedges."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.style import polite
from bot.verification.alignment import align
from bot.verification.changes import changes
from bot.verification.clauses import parse
from bot.verification.hedges import hedges
from bot.verification.items import misplaced
from bot.verification.reading import read
from bot.verification.signs import signs
from tests.benchmarks.verifier import shipped
from tests.bot.samples import ANALYZER

FACTS = sorted({passage.text for passage in shipped()[1].values() if passage.kind == "fact"})


def values(told: str, claim: str) -> dict[str, float]:
    source = read(told, ANALYZER)
    return signs(parse(read(claim, ANALYZER)), parse(source), source, source.squashed).values


@pytest.mark.parametrize(
    ("sign", "told", "wrong", "right"),
    [
        (
            "words exchanged",
            "2026년 비교 글은 땡겨요 2%, 먹깨비 1.5% 수수료를 소개한다.",
            "2026년 비교 글은 땡겨요 2%, 배달특급 1.5% 수수료를 소개해요.",
            "2026년 비교 글은 먹깨비 1.5% 수수료를 소개해요.",
        ),
        (
            "words added",
            "신청은 소상공인24에서 한다.",
            "신청은 소상공인24에서 대표자만 방문 없이 해요.",
            "신청의 경우 소상공인24에서 해요.",
        ),
        (
            "strange name",
            "강의는 시장에서 들을 수 있다.",
            "강의는 서울에서 들을 수 있어요.",
            "시장에서 강의를 들을 수 있어요.",
        ),
        (
            "new only",
            "대표와 직원이 신청한다.",
            "대표만 신청해요.",
            "대표와 직원이 신청해요.",
        ),
        (
            "another who",
            "소진공이 국세청 자료로 요건을 확인한다.",
            "국세청이 요건을 확인해요.",
            "소진공이 요건을 확인해요.",
        ),
        (
            "can of a predicate turned",
            "인기 있는 자금은 일찍 마감될 수 있다.",
            "인기 있는 자금은 일찍 마감돼요.",
            "인기 있는 자금은 일찍 마감될 수 있어요.",
        ),
        (
            "object of another",
            "2025년 6월 2일부터 유입수수료를 없애고 판매수수료를 도입했다.",
            "2025년 6월 2일부터 판매수수료를 없애고 유입수수료를 도입했어요.",
            "2025년 6월 2일부터 판매수수료를 도입했어요.",
        ),
        (
            "compared with another",
            "여당은 독점규제보다 거래공정화법을 먼저 추진한다.",
            "여당은 거래공정화법보다 독점규제를 먼저 추진해요.",
            "여당은 거래공정화법을 독점규제보다 먼저 추진해요.",
        ),
        (
            "new period",
            "구간은 하루 평균 매출로 정해진다.",
            "구간은 한 달 평균 매출로 정해져요.",
            "하루 평균 매출로 구간이 정해져요.",
        ),
        (
            "position turned",
            "협회는 그 전에도 목소리를 들었다.",
            "협회는 그 뒤에야 목소리를 들었어요.",
            "그전에도 협회는 목소리를 들었어요.",
        ),
        (
            "now for then",
            "2025년 2월 모집했다.",
            "2025년 2월부터 지금까지 모집했어요.",
            "2025년 2월에 모집했어요.",
        ),
        ("going on", "2025년 AI 교육을 열었다.", "2025년 AI 교육을 열고 있어요.", "2025년에 AI 교육을 열었어요."),
        ("told as over", "튜터가 시장에서 가르친다.", "튜터가 시장에서 가르치던 교육은 끝났어요.", "튜터가 시장에서 가르쳐요."),
        ("absolute", "사장님이 신청한다.", "사장님이 무조건 신청해요.", "사장님이 신청해요."),
        (
            "report lost",
            "월 최대 3만원을 더했다는 글이 있다.",
            "월 최대 3만원을 더했어요.",
            "월 최대 3만원을 더했다고 적은 글이 있어요.",
        ),
        (
            "plan lost",
            "2026년에 지원금을 늘릴 계획이다.",
            "2026년에 지원금을 늘려요.",
            "2026년에 지원금을 늘릴 예정이에요.",
        ),
        (
            "or added",
            "확인서가 있어야 하고 체납이 없어야 한다.",
            "확인서가 있거나 체납이 없어야 해요.",
            "확인서가 있고 체납이 없어야 해요.",
        ),
        (
            "figure of another item",
            "1차 선정 팀은 최대 6,000만원, 파이널 선정 팀은 추가 최대 4,000만원이다(2025년).",
            "1차 선정 팀은 최대 4,000만원이에요(2025년).",
            "1차 선정 팀은 최대 6,000만원이에요(2025년).",
        ),
    ],
)  # fmt: skip
def test_a_sign_is_there_and_not_where_the_source_is_kept(
    sign: str, told: str, wrong: str, right: str
) -> None:
    assert values(told, wrong)[sign] > 0
    assert not values(told, right).get(sign)


@pytest.mark.parametrize("fact", FACTS[::31])
def test_a_facts_own_sentence_changes_nothing(fact: str) -> None:
    source, claim = read(fact, ANALYZER), read(polite(fact, ANALYZER), ANALYZER)
    found = dict(changes(claim, source, source))
    assert not any(
        found.get(name) for name in ("words exchanged", "words added", "strange words", "new only")
    )
    told = parse(source)
    aligned = align(parse(claim), told)
    lost = dict(hedges(parse(claim), told, aligned.near_text, aligned.around_text))
    assert not any(value for name, value in lost.items() if "lost" in name or "added" in name)
    assert misplaced(claim, source) == 0


@given(st.sampled_from(FACTS), st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_has_finite_signs(fact: str, text: str) -> None:
    assert all(math.isfinite(value) for value in values(fact, text or ".").values())
