"""Marks (표지) of a sentence's sense: must, may, planned, before, more and the like, told in many ways.

None of them decides: that a claim has one where its source has the opposite is a sign that the decision weighs.
"""

import re
from typing import Final

MARKS: Final = {
    name: re.compile(pattern)
    for name, pattern in {
        "must": r"(?:어|아|여|해|야)야 (?:하|한|해|했|할|합|돼|되|된|됐)|필수|반드시|꼭 |해야|(?:의무|필요)(?!\S{0,2} ?없)|[어아여해돼]야 ",
        "can": r"[가-힣] 수 있|가능|[어아여해]도 (?:되|돼|된|괜찮)|빼도|않아도|(?:의무|필요)\S{0,2} ?없",
        "plan": r"예정|계획|기로 (?:하|했|한|해)|겠다|겠어|검토|추진|목표|방침|앞으로|할 것|려고",
        "past": r"[었았였했됐겼렸졌폈컸렀꿨뒀줬봤왔갔냈섰탔샀났]",
        "free": r"무료|공짜|무상|면제|0원|(?<![\d.])0%|한 푼도|(?:돈|비용|요금|수수료|이용료|값)\S{0,2} (?:따로 |전혀 )?(?:안 |내지 않|받지 않|들지 않|없)",
        "before": r"전에|전까지|먼저|미리|이전|앞서|전 ",
        "after": r"뒤|후|다음|이후|나중|고 나",
        "more": r"더 |보다|늘|올[리라랐렸]|높|확대|넓|커|많",
        "less": r"덜 |줄|내[리려렸]|낮|축소|감소|적|깎",
    }.items()
}

#: One of several, and several at once: 또는 told as 이면서 is another condition.
OR: Final = re.compile(
    r"또는|거나|이나\b|이나 |[가-힣]나 |중 하나|가운데 하나|중에서|가운데서|(?:가운데|중에?) 골|혹은|아니면"
)
AND: Final = re.compile(r"그리고|이면서|면서|동시에|모두 갖|둘 다|와 함께|뿐만? 아니라|[이]고 |이며")
BOTH: Final = re.compile(r"면서|동시에|둘 다|모두 |(?:함께|같이) (?:쓰|쓸|적용|받|이용)")
EACH: Final = re.compile(r"각각 [\d,.조억만천백 ]+[가-힣]{1,2}씩")
ONE_OF: Final = re.compile(r"(?:중|가운데|중에서|가운데서)(?:에서)? ?(?:하나|한 |1)|하나만")
SOME: Final = re.compile(r"하나|또는|거나|이나 |중에|가운데|[가-힣]나 |한 ")

_PER = re.compile(
    r"(?<![가-힣\d])(월|매월|매달|한 달|달마다|주|매주|한 주|주마다|연|연간|매년|해마다|한 해|일|매일|하루|날마다|"
    r"건당|한 건|분기|인당|1인당|시간당|회당|한 번에|당일|이틀)(?=[에당\s\d]|마다|평균|최대|에만)"
)
_PERIODS = {
    word: words.split()[0]
    for words in (
        "월 매월 매달 한달 달마다",
        "주 매주 한주 주마다",
        "연 연간 매년 해마다 한해",
        "일 매일 하루 날마다",
        "건당 한건",
        "분기",
        "인당 1인당",
        "시간당",
        "회당 한번에",
        "당일",
        "이틀",
    )
    for word in words.split()
}


def periods(text: str) -> frozenset[str]:
    """What a text tells by: the month, the week, the order, the head."""
    return frozenset(_PERIODS[match[1].replace(" ", "")] for match in _PER.finditer(text))
