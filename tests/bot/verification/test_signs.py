"""Signs: each is there where a sentence turns its source round, and not where it only says it otherwise."""

import pytest

from bot.verification import decision, support
from bot.verification.alignment import align
from bot.verification.clauses import parse
from bot.verification.opposites import denial
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
            "new agent for another",
            "소진공이 요건을 확인한다.",
            "국세청이 요건을 확인해요.",
            "요건은 소진공이 확인해요.",
        ),
        (
            "turned predicate",
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
        (
            "in for out",
            "한 건에 15원이 들고 부가세가 따로 붙는다.",
            "한 건에 15원이고 부가세가 들어 있어요.",
            "한 건에 15원이고 부가세는 별도예요.",
        ),
        (
            "free for paid",
            "만드는 것은 무료이고, 글을 광고로 내보내면 돈이 든다.",
            "글을 광고로 내보내는 것도 무료예요.",
            "글을 광고로 내보내면 비용이 들어요.",
        ),
        (
            "compared the other way",
            "여당은 독점규제보다 거래공정화법을 먼저 추진한다.",
            "여당은 거래공정화법보다 독점규제를 먼저 추진해요.",
            "여당은 거래공정화법을 독점규제보다 먼저 추진해요.",
        ),
        (
            "to for from",
            "지원 방향을 창업에서 성장으로 바꾼다.",
            "지원 방향을 성장에서 창업으로 바꿔요.",
            "창업에서 성장으로 지원 방향을 돌려요.",
        ),
        (
            "predicates exchanged",
            "유입수수료를 없애고 판매수수료를 도입했다.",
            "판매수수료를 없애고 유입수수료를 도입했어요.",
            "판매수수료를 도입하고 유입수수료를 없앴어요.",
        ),
        (
            "order turned",
            "등록면허세를 내면 신고증을 받는다.",
            "신고증을 받은 뒤에 등록면허세를 내요.",
            "신고증은 등록면허세를 낸 뒤에 받아요.",
        ),
        (
            "order turned",
            "철거하기 전에 먼저 신청해야 한다.",
            "철거를 끝내고 나서 신청해야 해요.",
            "철거하기 전에 신청부터 해야 해요.",
        ),
        (
            "figure of another topic",
            "네이버 300명, 뤼튼 100명, 카카오 300명 규모로 연다.",
            "뤼튼은 300명 규모로 열어요.",
            "뤼튼은 100명 규모로 열어요.",
        ),
        (
            "of another fact",
            "음식점 영업 기간은 6.9년이었다. 생활서비스업은 2.7년이었다.",
            "음식점 영업 기간은 2.7년이에요.",
            "음식점 영업 기간은 6.9년이에요.",
        ),
        (
            "name for another's",
            "할인 비용을 쿠팡이 지원한다.",
            "할인 비용을 네이버가 지원해요.",
            "쿠팡이 할인 비용을 지원해요.",
        ),
        (
            "another gives",
            "부평구가 소상공인에게 40만원을 지원했다.",
            "쿠팡이 소상공인에게 40만원을 지원했어요.",
            "소상공인이 부평구에서 40만원을 지원받았어요.",
        ),
        (
            "antonym",
            "오전 9시부터 상반기 신청을 받는다.",
            "오전 9시부터 하반기 신청을 받아요.",
            "상반기 신청은 아침 9시부터 받아요.",
        ),
        (
            "denial lost",
            "사업자등록을 하지 않은 창업자가 대상이다.",
            "사업자등록을 마친 창업자가 대상이에요.",
            "사업자등록을 아직 안 한 창업자가 대상이에요.",
        ),
        (
            "denial added",
            "상인회가 시장 단위로 신청한다.",
            "상인회는 가게 손님을 모으지 않고 신청해요.",
            "가게마다가 아니라 상인회가 시장 단위로 신청해요.",
        ),
        (
            "denial",
            "부가세 납부는 면제되지만 신고는 해야 한다.",
            "부가세 납부는 면제되고 신고도 안 해도 돼요.",
            "부가세는 안 내도 되지만 신고는 해야 해요.",
        ),
        (
            "denial",
            "가맹점과 대리점은 신청할 수 없다.",
            "대리점은 신청할 수 있지만 가맹점은 신청할 수 없어요.",
            "가맹점도 대리점도 신청하지 못해요.",
        ),
        (
            "both for one",
            "상생요금제와 절약형 요금제 가운데 골라 쓴다.",
            "상생요금제와 절약형 요금제를 함께 적용받아요.",
            "상생요금제나 절약형 요금제를 골라 써요.",
        ),
        (
            "one of",
            "두 유형으로 510명을 뽑았다.",
            "두 유형에서 각각 510명씩 뽑았어요.",
            "두 유형에서 모두 합쳐 510명을 뽑았어요.",
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


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        ("소상공인시장진흥공단이 심사하고 지급한다.", "소진공이 심사해서 내줘요."),
        ("배달의민족을 쓰지 않는 사장님도 듣는다.", "배민을 안 쓰는 사장님도 들어요."),
    ],
)
def test_an_office_is_one_by_whichever_of_its_names(told: str, claim: str) -> None:
    signs_ = found(told, claim)
    assert not signs_.values.get("exchanged")
    assert not signs_.values.get("new agent for another")


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        ("사업자등록을 하지 않은 창업자가 대상이다.", "이미 사업자등록을 하셨다면 대상이 아니에요."),
        ("구간은 자동으로 정해진다.", "구간은 따로 신청하지 않아도 자동으로 정해져요."),
        ("아이디는 처음 정하면 바꿀 수 없다.", "아이디는 한번 정하면 못 바꿔요."),
        ("키오스크가 없는 가게는 설치할 의무가 없다.", "키오스크가 없으면 새로 설치해야 할 의무는 없어요."),
        ("시장 상인회 단위로 신청한다.", "가게마다가 아니라 상인회 단위로 신청해요."),
        ("손님이 확정을 누르지 않으면 자동으로 확정된다.", "고객이 확정을 안 눌러도 자동으로 확정돼요."),
        ("안전결제를 쓰려면 가입해야 한다.", "가입해야 안전결제를 쓸 수 있어요."),
    ],
)
def test_what_is_denied_in_other_words_is_no_alarm(told: str, claim: str) -> None:
    values = found(told, claim).values
    assert not [
        name
        for name in ("denial", "opposite", "denial lost", "denial added", "must for may")
        if values.get(name)
    ]


@pytest.mark.parametrize(
    ("told", "claim"),
    [
        ("통신비는 빠졌다.", "다만 통신비는 빠졌어요."),
        ("2개사 이상이 팀을 이룬다.", "두 곳만 모여도 팀이 돼요."),
        ("단순 유통 기업은 빠진다.", "유통만 하는 기업은 빠져요."),
    ],
)
def test_only_is_told_where_nothing_else_will_do(told: str, claim: str) -> None:
    assert not found(told, claim).values.get("widened")


@pytest.mark.parametrize("named", ["C++", "C*", "A(B", "[1]"])
def test_marks_in_what_a_claim_denies_are_no_pattern(named: str) -> None:
    claim, told = f"{named}가 아니라 파이썬을 가르쳐요.", "파이썬을 가르친다."
    assert found(told, claim).values.keys() >= {"length"}
    assert not denial(read(claim, ANALYZER), read(told, ANALYZER))


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
