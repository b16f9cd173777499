"""Counters (단위): the units of figures as they are written, and native numerals with what they count (세 곳, 석 달)."""

import re
from typing import Final

from bot.verification.numerals import NATIVE

#: Units as they are written, and the one that stands for all that count the same. A counter must not be the
#: head of another word (3 분야, 229개 시군구).
UNITS: Final = {
    **dict.fromkeys(["%p", "%포인트", "퍼센트포인트", "퍼센트 포인트"], "%p"),
    **dict.fromkeys(["%", "퍼센트", "프로"], "%"),
    **dict.fromkeys(["곳", "군데", "개사", "개소", "개", "점포", "업체", "가게", "상점", "가지", "팀"], "개"),
    **dict.fromkeys(["명", "인", "사람"], "명"),
    **dict.fromkeys(["회", "번", "차례"], "회"),
    **dict.fromkeys(["개월", "달"], "개월"),
    **dict.fromkeys(["년", "해"], "년"),
    **dict.fromkeys(["주일", "주"], "주"),
    **dict.fromkeys(["kg", "㎏", "킬로그램"], "kg"),
    **dict.fromkeys(["㎡", "제곱미터"], "㎡"),
    **{
        unit: unit
        for unit in (
            "원 일 영업일 시간 시 분 초 건 배 종 톤 차 대 세 점 평 조각 부제 단계 등급 순위 포인트 구간 호 기 대학 권역"
        ).split()
    },
}
_NOT_HEAD = {
    "개": "(?!월|인|선|설|발|업|별|정)",
    "분": "(?!야|기|류|들|의|할)",
    "시": "(?!군|장|민|설|작|간|행)",
    "일": "(?!반|부|정|간지)",
    "주": "(?!요|문|년|정|인|민)",
    "대": "(?!상|표|출|형|학|리)",
    "점": "(?!포|심)",
    "명": "(?!의|단|세)",
    "회": "(?!의|사|원|차|복)",
    "차": "(?!량|등|액|이|례)",
    "배": "(?!달|리|송|민|터)",
    "종": "(?!합|류|료)",
    "기": "(?!관|업|준|간|기|본)",
    "호": "(?!출|환)",
    "세": "(?!금|액|무)",
    "해": "(?!외|당|마다|야)",
    "인": "(?!구|천|증|기|원)",
    "년": "(?!도별)",
    "달": "(?!러)",
    "번": "(?!호)",
    "팀": "(?!장)",
    "건": "(?!물|강|설)",
    "원": "(?!칙|하|도)",
    "초": "(?!과|기|반|등)",
}
UNIT: Final = re.compile(
    r"\s?(?:여|남짓|가량)?\s?("
    + "|".join(re.escape(unit) + _NOT_HEAD.get(unit, "") for unit in sorted(UNITS, key=len, reverse=True))
    + ")"
)
COUNTED: Final = re.compile(
    r"(?<![가-힣\d])("
    + "|".join(sorted(NATIVE, key=len, reverse=True))
    + r")(?:\s?(개월|"
    + "|".join(
        re.escape(unit) + _NOT_HEAD.get(unit, "")
        for unit in (
            "군데",
            "곳",
            "개사",
            "개",
            "점포",
            "업체",
            "가게",
            "상점",
            "가지",
            "팀",
            "명",
            "사람",
            "분",
        )
    )
    + "|번(?!째)|차례|달|해(?!외)|주|시간|시(?!장|민|군)|배(?!달|송)|건)|\\s(?=[가-힣]))"
)
