"""Who does what to whom: what is exchanged is found, and what is only reworded is not."""

import pytest

from bot.verification import arguments
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
