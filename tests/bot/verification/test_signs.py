"""Signs: each is there where a sentence turns its source round, and not where it only says it otherwise."""

import pytest

from bot.verification import decision, support
from bot.verification.alignment import align
from bot.verification.clauses import parse
from bot.verification.reading import read
from bot.verification.signs import Signs, signs
from tests.bot.samples import ANALYZER


def found(told: str, claim: str) -> Signs:
    source = read(told, ANALYZER)
    return signs(parse(read(claim, ANALYZER)), parse(source), source, source.squashed)


@pytest.mark.parametrize(
    ("sign", "told", "wrong", "right"),
    [
        (
            "period for another",
            "튜터가 주 1회 시장을 찾아간다.",
            "튜터가 월 1회 시장을 찾아가요.",
            "튜터가 매주 1회 시장을 찾아가요.",
        ),
        (
            "both for one",
            "거래가 50회 미만이거나 간이과세자면 신고가 면제된다.",
            "거래가 50회 미만이면서 간이과세자면 신고가 면제돼요.",
            "거래가 50회 미만이거나 간이과세자라면 신고가 면제돼요.",
        ),
        (
            "one of",
            "사업자등록증, 통장 사본을 올린다.",
            "사업자등록증, 통장 사본 중 하나만 올려요.",
            "사업자등록증과 통장 사본을 올려요.",
        ),
        (
            "done for planned",
            "소진공은 2021년 플랫폼을 새로 만드는 계획을 발표했다.",
            "소진공은 2021년 플랫폼을 새로 만들었어요.",
            "소진공은 2021년 플랫폼을 새로 만들 계획을 발표했어요.",
        ),
        (
            "antonym",
            "앱을 하나로 합친 서비스다.",
            "앱을 둘로 나눈 서비스예요.",
            "앱을 하나로 모은 서비스예요.",
        ),
        (
            "agent for another",
            "소진공이 요건을 확인한다.",
            "국세청이 요건을 확인해요.",
            "요건은 소진공이 확인해요.",
        ),
        (
            "denied of the same nouns",
            "프랜차이즈 가맹점은 신청할 수 없다.",
            "프랜차이즈 가맹점은 신청할 수 있어요.",
            "프랜차이즈 가맹점은 신청하지 못해요.",
        ),
        (
            "lost figure",
            "2년 동안 최대 4억원을 지원한다.",
            "최대 4억원을 지원해요.",
            "2년간 4억원까지 지원해요.",
        ),
        ("new noun", "현장 간담회를 열었다.", "현장 시상식을 열었어요.", "현장에서 간담회를 열었어요."),
    ],
)
def test_a_sign_is_of_what_is_wrong(sign: str, told: str, wrong: str, right: str) -> None:
    assert found(told, wrong).values.get(sign, 0.0) > 0
    assert found(told, right).values.get(sign, 0.0) == 0


def test_money_that_is_not_taken_is_free() -> None:
    told = found("장비를 무료로 빌린다.", "장비를 돈 내지 않고 빌려요.").values
    assert not told.get("denials")
    assert not told.get("antonym")


def test_clauses_and_their_brackets() -> None:
    parsed = parse(read("한도(부가세 별도)는 2억원이고, 기간은 5년이다.", ANALYZER))
    (inner,) = (n for n, clause in enumerate(parsed.clauses) if clause.kind == "paren")
    assert parsed.clauses[inner].host == 0
    assert {unit.form for unit in parsed.units if unit.clause == inner} == {"부가세", "별도"}
    clause = {unit.form: unit.clause for unit in parsed.units}
    assert clause["한도"] == clause["200,000,000원"] != clause["5년"] == clause["기간"]


def test_a_unit_is_told_from_the_clause_that_tells_most() -> None:
    told = parse(read("직접대출은 1월 5일, 대리대출은 1월 12일 접수한다.", ANALYZER))
    claim = parse(read("대리대출은 1월 12일에 접수해요.", ANALYZER))
    aligned = align(claim, told)
    assert all(pair is not None and pair.far < 2 for pair in aligned.pairs)
    forms = {told.units[n].form for n in range(len(told.units)) if n not in aligned.covered}
    assert {"직접", "?-01-05"} <= forms


def test_a_letter_alone_is_a_word_only_where_it_is_one() -> None:
    told = read("늘어난 금액의 20%를 돌려준다.", ANALYZER)
    assert not support.grounded("전체", told)  # 다 is also how 돌려준다 ends
    assert support.grounded("전체", read("금액을 다 돌려준다.", ANALYZER))


def test_more_signs_are_more_doubt() -> None:
    told = "소상공인이 서울에서 무료로 배운다."
    none, one, two = (
        decision.doubt(found(told, claim))
        for claim in (
            "소상공인이 서울에서 무료로 배워요.",
            "대학생이 서울에서 무료로 배워요.",
            "대학생이 부산에서 무료로 배워요.",
        )
    )
    assert none < one < two
