"""The words of a question that must be found in a document for it to be an answer."""

from collections.abc import Iterable

from knowledge.korean import Token

#: Tags of words with a meaning of their own: nouns, verbs, adjectives, roots, foreign words.
_TAGS = frozenset(["NNG", "NNP", "XR", "SL", "SH", "VV", "VA", "MAG"])

#: Words that every question may have: they say nothing of what it is about.
_EMPTY = frozenset(
    """하 되 있 없 같 주 받 보 알 알리 말 말하 싶 가 오 나 나오 대 쓰 드리 들 모르 그러 이러 어떻 그렇 이렇 어떠하 가능 필요
    지금 요즘 올해 작년 재작년 내년 이번 저번 오늘 내일 어제 이제 아직 벌써 언제 어디 얼마 무엇 뭐 누구 왜 어떻게 몇 좀 다 더 또 안 못
    잘 너무 정말 진짜 많이 제일 가장 그냥 혹시 그럼 그리고 근데 그런데 하지만 사람 사장 사장님 저희 우리 거기 여기 저기 이거 그거
    저거 것 거 수 때 데 중 쪽 번 질문 답 대답 설명 소개 궁금 문의 방법 어찌 어케 혹은 하나 다시 먼저 같이 함께 따로 바로 빨리 관련
    때문 정도 경우 생각 이야기 얘기 소식 소리 이름 내용 정보 확인 부탁 감사 안녕 요 네 예 응 음 아 ㅠㅠ ㅋㅋ ㅎㅎ 이 그 저 뭣 머 모 걍 쫌 해주 어떤 무슨
    준다 한다 된다 카 던데 라던데""".split()
)


def content_words(tokens: Iterable[Token]) -> list[str]:
    """The words of a text that say what it is about, in its order, each once, in small letters."""
    words = (token.form.lower() for token in tokens if token.tag in _TAGS)
    return list(dict.fromkeys(word for word in words if word not in _EMPTY))


def nouns(tokens: Iterable[Token]) -> list[str]:
    """Those of the content words that name things."""
    words = (token.form.lower() for token in tokens if token.tag in ("NNG", "NNP", "SL", "SH", "XR"))
    return list(dict.fromkeys(word for word in words if word not in _EMPTY))
