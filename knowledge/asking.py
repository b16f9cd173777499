"""Words by which anybody asks for anything (필요, 받을 수 있는, 프로그램, 어디로 연락): they say little of what is asked.

Documents in an official style seldom have them, so that how rare they are there would make them weighty.
Chosen by meaning; what that is worth is in tests/benchmarks/README.md.
"""

from typing import Final

#: What such a word of a question counts beside another of its kind.
WORTH: Final = 0.35

#: Morphemes; their particles and endings (이, 고) are no such words. What an owner may be asking for is none of them
#: either: 나라 (and not a platform), 전화, 지원금.
WORDS: Final = frozenset(
    # Question words, and asking itself.
    "어떤 어떻 어떻게 무엇 어디 얼마 언제 누구 왜 몇 어느 무슨 궁금하 알 알리 알아보 싶 문의 묻 질문 설명 자세하 자세히 구체 확인 정보 안내 소개"
    # Where to turn.
    " 연락 연락처 홈페이지 사이트 웹 웹사이트 주소 접속 방문"
    # Being in need.
    " 필요 도움 돕 도와주 어려움 힘들 걱정 고민 문제 상황 겪 부담 경우 때 때문 인하 처하 혹시 만약 현재 최근"
    # What is offered, whatever it is.
    " 서비스 프로그램 제공 운영 혜택 정부 제도 기관 이용 사용 참여 가능 방법 절차 조건"
    # Light verbs and nouns.
    " 수 있 없 하 되 받 주 같 보 가지 대하 관하 관련 위하 통하 따르 얻 찾 구하 것 곳 점 중 데 등 및"
    # Who asks, and how much of it.
    " 저 나 우리 저희 제 내 사람 분 본인 들 적 님 좀 더 잘 다른 다양 여러 특별 많 많이 가장 모두 이 그 이런 그런 이렇".split()
)
