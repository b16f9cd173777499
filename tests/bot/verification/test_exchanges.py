"""Who does what, who pays, what a count is of: what is exchanged is found, and what is only reworded is not."""

import pytest

from bot.verification import arguments, burdens, counts
from bot.verification.reading import read
from tests.bot.samples import ANALYZER


@pytest.mark.parametrize(
    ("told", "claim", "found"),
    [
        ("구매자가 요청하고 판매자가 받아들인다.", "판매자가 요청하고 구매자가 받아들여요.", True),
        ("구매자가 요청하고 판매자가 받아들인다.", "구매자가 요청하면 판매자가 받아들여요.", False),
        ("가게가 손님에게 쿠폰을 보내는 계정이다.", "손님이 가게에 쿠폰을 보내는 계정이에요.", True),
        ("국내 기업만 규제하면 해외 플랫폼이 유리해진다.", "국내 플랫폼이 유리해져요.", True),
        ("쿠팡이 비용을 지원한다.", "비용을 지원해요.", False),
    ],
)
def test_exchanged(told: str, claim: str, found: bool) -> None:
    assert bool(arguments.exchanged(read(claim, ANALYZER), read(told, ANALYZER))) == found


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("42개 시장 7개 점포의 입점을 추진했어요.", True),
        ("7개 시장, 42개 점포의 입점을 추진했어요.", False),
        ("점포 42곳의 입점을 추진했어요.", False),
    ],
)
def test_miscounted(claim: str, found: bool) -> None:
    told = read("7개 시장 42개 점포의 입점을 추진했다.", ANALYZER)
    assert bool(counts.miscounted(read(claim, ANALYZER), told)) == found


@pytest.mark.parametrize(
    ("claim", "found"),
    [
        ("결제 수단과 상관없이 정해요.", False),
        ("매출 규모와 상관없이 정해요.", True),
    ],
)
def test_regardless(claim: str, found: bool) -> None:
    told = read("결제 수단과 상관없이 매출 규모로만 정한다.", ANALYZER)
    assert bool(burdens.regardless(read(claim, ANALYZER), told)) == found


@pytest.mark.parametrize(
    ("claim", "found"), [("방송 제작비는 기업이 부담해요.", True), ("방송 제작비를 지원해요.", False)]
)
def test_charged(claim: str, found: bool) -> None:
    told = read("방송 제작비를 지원한다.", ANALYZER)
    assert burdens.charged(read(claim, ANALYZER), told) == found
