"""Words that say the same, words that say the opposite, and words that say nothing of their own."""

import re
from importlib.resources import files
from typing import Final

#: A verb that leaves its nouns out: what 빠지다 is said of has not what the others have.
EXCLUDING: Final = frozenset(
    "빠지 차감 공제 제외 배제 금지 불가 불가능 면제 거절 거부 없애 없어지 사라지 폐지 모르".split()
)
#: Words that make what is said a plan.
PLANS: Final = frozenset("계획 예정 방침 추진 검토 목표 예고 구상".split())

_DATA = files("bot.verification")


def _text(name: str) -> str:
    return (_DATA / name).read_text(encoding="utf-8")


#: Words that say the same: each line of synonyms.txt is one meaning. A word may stand in several.
SYNONYMS: dict[str, set[str]] = {}
for _line in _text("synonyms.txt").splitlines():
    for _word in _line.split():
        SYNONYMS.setdefault(_word, set()).update(_line.split())

#: Opposites: what stands on one side of a line contradicts what stands on the other.
OPPOSITES: Final = tuple(
    tuple(frozenset(side.split()) for side in line.split("|"))
    for line in (
        "늘 늘어나 늘리 증가 확대 넓히 넓어지 증액 커지|줄 줄어들 줄이 감소 축소 좁히 감액",
        "오르 올리 인상 상향 높이 높아지 상승 더하|내리 낮추 낮아지 인하 하향 떨어지 깎 빼",
        "무료 공짜 무상|유료",
        "생기 신설 도입|없어지 없애 폐지 사라지",
        "남|사라지 지워지 없어지",
        "의무 필수 반드시 무조건 꼭 강제|선택 자율 임의 고르 자유",
        "상위|하위",
        "고정|변동",
        "포함|별도 제외 빼",
        "먼저 미리|나중 마치",
        "빠르 일찍|느리 늦",
        "통과 가결 확정|계류 부결 폐기",
        "가능|불가 불가능",
        "합의 타결|결렬",
        "예비|기존",
        "자동|직접 수동",
        "당일|다음날 이튿날",
        "전국|일부지역",
        "국내|해외 외국",
        "온라인|방문",
        "선착순|추첨",
        "유리 이익|불리 손해",
        "사장 업주 사업주 점주 판매자|손님 고객 소비자 구매자",
    )
)

#: Words of which a claim may hardly have the one where what it cites has the other; broader than `OPPOSITES`.
#: A verb ends in 다 there: 주 is a week, 주다 is to give.
ANTONYMS: Final = tuple(
    tuple(frozenset(side.split()) for side in line.split("|")) for line in _text("antonyms.txt").splitlines()
)

#: Words of time: what they stand beside is told of that time.
TIMES: Final = frozenset(
    "예전 그전 전 지금 현재 이전 당시 그때 앞 뒤 후 다음 나중 먼저 처음 이후 올해 작년 지난해 내년 이듬해 하반기 상반기 최근 앞서 우선".split()
)

#: Words that any sentence about a program may have: they name nothing that a passage must have said.
FREE: Final = frozenset(_text("free.txt").split())

#: General words with which a paraphrase rewords anything: one alone is no new fact, two are.
LOOSE: Final = frozenset(_text("loose.txt").split())

#: Words that decide how things stand, each with the few that say the same: an answer must not add one.
CRITICAL: Final = {
    line.split()[0]: frozenset(line.split()[1:])
    for line in """통과 가결
가결 통과
부결
시행 시작 적용 도입 운영
완성 완공 마치
완료 마치 끝나 끝 까지
확정 정해지 정하 결정
종료 끝나 끝 마감 닫 까지
폐지 없애 없어지
중단 멈추 끊기 그만
취소 철회
연장 늘리 늘 길어지 까지 넓히
의무 야 어야 아야 필수 의무화
필수 야 어야 아야 의무 있어야
보장 지급보증
승인 허가 통과
의결 통과
강화 늘리 세지 높이
완화 풀 낮추 덜
금지 못하 안
허용 되 수
엄격
합의 타결 협의
타결 합의
인상 오르 올리 높이
인하 내리 낮추 깎
당첨
유일 하나 만
최초 처음 첫
독점
폐기 부결
철회 취소
환수 반납
압류
처벌 벌금 과태료
추첨
선착순 순서
선불 먼저
후불 나중
담보 보증
일시불""".split("\n")
}

#: Verbs that are denied of a measure (1년이 안 된, 30억 원을 넘지 않는) and deny nothing of the thing.
REPORTING: Final = frozenset(
    "밝히 발표 공지 말 말하 설명 소개 보도 안내 전하 알리 적 나오 알려지 지적".split()
)
MEASURING: Final = frozenset("되 넘 지나 미치 차 걸리".split())

#: What is paid, and words for that nothing is.
FEES: Final = frozenset("돈 비용 요금 이용료 수수료 값 회비 참가비".split())
GRATIS: Final = frozenset("무료 무상 공짜".split())

#: Verbs that say nothing alone.
LIGHT: Final = frozenset("하 되 있 없 이 주 받 보 오 가 나오".split())

#: Words that widen or narrow what is said: whoever adds one has added a fact. Each with what grounds it.
QUANTIFIERS: Final = tuple(
    (frozenset(words.split()), re.compile(grounds))
    for words, grounds in (
        (
            "누구 모두 전부 모든 전원 전액",
            r"누구|모두|전부|전체|모든|예외 없|전원|전액|제한 없이|총|전 업종|합쳐|합하|합해|합계|까지 합|100%| 0%|둘 다",
        ),
        ("따로 별도", r"따로|별도|외|또|추가|각각|자동|없이|없|않|안 |다른|더|밖|나눠|나뉘"),
        ("분기마다 분기", r"분기|석 달|3개월"),
        ("예외", r"예외|제외|면제|빠|누구|모두|모든"),
        ("항상 언제나 언제 상시 무제한", r"항상|언제|상시|연중|무제한|계속|매일|제한 없이"),
        ("매년 해마다", r"매년|해마다|연간|해 |연 |연도별"),
        ("매달 달마다 매월 다달이", r"매달|달마다|매월|(?<!\d)월 |다달이|한 달"),
        ("매주", r"매주|주마다|주 1회|주 \d"),
        ("매일 날마다", r"매일|날마다|하루"),
        ("반드시 무조건 꼭", r"반드시|무조건|꼭|의무|필수|해야|어야|아야"),
        ("여러 여럿", r"여러|여럿|많|다양|등|,|·|\d\s?(?:곳|개|명|가지|팀|회|번|종)"),
    )
)
