"""Figures of a claim against those of its passages: the same value, bounded alike."""

import re

from bot.verification.dates import Day
from bot.verification.figures import Figure, same
from bot.verification.reading import Reading

_LOW, _HIGH = frozenset(["ge", "gt", "over", "from"]), frozenset(["le", "lt", "to"])
_EXPLICIT = frozenset(["ge", "gt", "le", "lt"])
#: Units whose limits matter most: to leave out 최대 there is to promise the whole.
_PROMISED = frozenset(["원", "개월", "년", "%", "%p"])
#: A single one is often a word of its own: 한 곳, 1인당, 첫, 하루; but 1% and 1㎡ are what they are. None of these words
#: may be the inside of another: 주는, 일반 and 3월 are no week, day or month.
_ONE = re.compile(
    r"(?<![가-힣])(?:한\s?[가-힣]|첫|하나)|매[년월주일달]|하루|(?<=[가-힣])당(?![가-힣])|마다|(?<![\d.,])1(?![\d.,])"
)
_ONE_OF = {
    "년": re.compile(
        r"(?<![가-힣])(?:한\s?해(?!당|외|결)|(?<![을를]\s)연(?:[간중]|\s?(?=\d|평균|최[대고])))|해마다|매년"
    ),
    "개월": re.compile(r"(?<![가-힣\d])(?:한\s?달|월(?:별|\s?(?=\d|평균|최[대고])))|달마다|다달이|매[월달]"),
    "주": re.compile(
        r"(?<![가-힣\d])(?:한\s?주(?!문|소|인|민|제|택|차|요)|주\s?(?=\d|평균|최[대고]))|주마다|매주|일주일"
    ),
    "일": re.compile(
        r"(?<![가-힣\d])(?:일(?:별|\s?(?=\d|평균|최[대고]))|첫날)|하루|날마다|매일|당일|전날|이튿날|다음\s?날"
    ),
}
#: 연매출, 월 이용료, 일매출: so much a year, a month, a day of what is named; not 문을 연 가게, 3월 매출.
_PERIOD_OF = re.compile(r"(?<![가-힣\d])(?<![을를]\s)([연월일])\s?([가-힣]{2})")
_PERIODS = {"년": "연", "개월": "월", "일": "일"}
_COUNTED = frozenset(["", "개", "명", "회", "건", "년", "개월", "주", "일", "시간", "차", "단계", "점"])
#: How a figure is told that is only nearly so much, and on which side of it the cited one lies.
_NEARLY = (
    (1, re.compile(r"\s?\S{0,2}\s?(?:남짓|여\s|[을를이가]?\s?(?:조금 |살짝 )?(?:넘|웃[도돌]))")),
    (-1, re.compile(r"\s?\S{0,2}\s?(?:가까[이운]|가까워|육박|조금 (?:못|안) )")),
    (0, re.compile(r"\s?\S{0,2}\s?(?:쯤|가량|정도|안팎|내외|꼴)")),
)
#: How far a figure may lie from the one that it rounds, as a share of that.
NEARLY = 0.1
_ABOUT = re.compile(r"(?:약|대략|한)\s$")
_LIST = re.compile(r"[와과]\s|[·,]|또는|」")
_CAP = re.compile(r"한도|상한|최고|최저")
_BOUND_WORD = re.compile(r"최대|최소|최고|최저|한도|까지|이하|미만|이상|초과|이내|넘|상한")


def unsupported(figure: Figure | Day, claim: Reading, evidence: Reading, background: Reading) -> bool:
    """Whether no cited passage, and nothing that is shown with it, carries the figure.

    Besides the same value it is carried by one that it rounds and says so (`rounded`), a single one by its own words
    (매년, 한 곳), and two, three or four in native words by a list that they count.
    """
    if any(same(figure, other) for other in evidence.figures):
        return False
    years = {other.year for other in evidence.figures if isinstance(other, Day) and other.year}
    # The year of a source is not that of what a passage dates itself.
    dated = isinstance(figure, Day) and figure.year and years
    if not dated and any(same(figure, other) for other in background.figures):
        return False
    if isinstance(figure, Figure) and figure.value == 1 and figure.unit in _COUNTED:
        return not _single(figure.unit, claim.text, evidence.text)
    if any(rounded(figure, other, claim) for other in evidence.figures):
        return False
    if (
        isinstance(figure, Figure)
        and figure.unit in ("개", "명")
        and figure.value in (2, 3, 4)
        and figure.spelt
    ):
        # 혁신형과 일반형 두 가지: the claim counts what the passage lists.
        return _LIST.search(evidence.text) is None
    return True


def _single(unit: str, claim: str, evidence: str) -> bool:
    """Whether the evidence tells of a single one of the unit in words."""
    if _ONE_OF.get(unit, _ONE).search(evidence):
        return True
    return any(
        match[1] == _PERIODS.get(unit) and match[2] in claim for match in _PERIOD_OF.finditer(evidence)
    )


def rounded(figure: Figure | Day, other: Figure | Day, claim: Reading) -> bool:
    """Whether a claim tells a cited figure rounded, and says so: 28만 6천 명 남짓 of 28만 6,012명, 80% 가까이 of 79%."""
    if isinstance(figure, Day) or isinstance(other, Day) or figure.unit != other.unit or not other.value:
        return False
    side = next((side for side, told in _NEARLY if told.match(claim.text, figure.end)), None)
    if side is None:
        side = 0 if _ABOUT.search(claim.text[: figure.start]) else None
    apart = other.value - figure.value
    if side is None or apart * side < 0 or abs(apart) > NEARLY * other.value:
        return False
    step = 1.0
    while figure.value % (step * 10) == 0:
        step *= 10
    return abs(apart) <= (step / 2 if side == 0 else step) and other.value % step != 0


def misbound(figure: Figure | Day, claim: Reading, evidence: Reading) -> bool:
    """Whether a limit is told as another one: 이상 for 이하, 미만 for 이하, exactly for 최대."""
    found = [other for other in evidence.figures if same(figure, other)]
    bounded = _BOUND_WORD.search(claim.text) is not None
    capped = _CAP.search(evidence.text) is not None
    return bool(found) and all(_contradict(figure, other, bounded, capped) for other in found)


#: What an amount is for: a month, a year, a day, one order.
_PER = tuple(
    (per, re.compile(rf"(?<![가-힣\d])(?:{words})(?=\s|평균|최대|\d)(?:(?!\d|[,.]|부터|까지).){{0,12}}$"))
    for per, words in (
        ("month", "월|한 달에?|1개월에?|매달|매월|달마다|월평균|한달"),
        ("year", "연|한 해에?|1년에?|일 년에?|매년|해마다|연간"),
        ("day", "하루에?|매일|날마다"),
        ("order", "한 건에?|건당|건마다"),
    )
)


_EACH = re.compile(r"매[년달월일]|[해달날]마다|다달이")
_TURNOVER = re.compile(r"(?<![가-힣])([연월])(매출|평균|최대|간)")


def another_period(figure: Figure | Day, claim: Reading, evidence: Reading) -> bool:
    """Whether an amount is told for a month, a year, a day, an order, and the passages give it for another."""
    if isinstance(figure, Day) or figure.unit not in ("원", "회", "건"):
        return False
    ours = _per(figure, claim)
    theirs = {_per(other, evidence) for other in evidence.figures if same(figure, other)}
    if not ours or not theirs or ours in theirs:
        return False
    # 연매출 and 한 건에 are often understood; 매년 and 매달 are not.
    return "" not in theirs or _EACH.search(claim.text[max(0, figure.start - 20) : figure.start]) is not None


def _per(figure: Figure | Day, reading: Reading) -> str:
    before = _TURNOVER.sub(r"\1 \2", reading.text[max(0, figure.start - 20) : figure.start])
    return next((per for per, pattern in _PER if pattern.search(before)), "")


def _contradict(ours: Figure | Day, theirs: Figure | Day, bounded: bool, capped: bool) -> bool:
    mine, other = ours.bound, theirs.bound
    if (mine in _LOW and other in _HIGH) or (mine in _HIGH and other in _LOW):
        return True
    if mine in _EXPLICIT and other in _EXPLICIT:
        return mine != other
    if isinstance(ours, Day) or isinstance(theirs, Day):
        return False
    if mine in _EXPLICIT and not other:
        return not capped
    return not mine and other in _EXPLICIT and not bounded and ours.unit in _PROMISED - {"%"}
