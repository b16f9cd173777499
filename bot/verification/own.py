"""The code's own sentences: what may stand in an answer without a passage behind it."""

import re
from collections.abc import Mapping
from typing import Final

from bot.names import PLATFORMS, short_title, squash
from bot.verification.reading import CONTENT, Reading
from knowledge.document import Document

#: The words of the code's own sentences (status, headings, 자료에 없어요): of a program they say no more than its standing.
WORDS: Final = frozenset(
    """계 실제로 궁금하 자료 확인 없 있 끝나 끝 사업 일 발표 시작 확정 논의 계류 올해 묻 물어보 물 내용 맞 밖 더 궁금 적 찾 드리 지금 아직 실제 것 가운데
    이러 이렇 알 알리 문의 다음 아래 정리 비교 프로그램 말씀 답 질문 정보 하 되 주 보 같 때 수 중 곳 여기 거기 그 이 저 또 먼저
    나오 말 들 참고 관련 가깝 가까이 비슷 여러 가지 각각 둘 모두 안내 대신 이전 지난 현재 이후 이제 새로 바뀌 정책 통계 조금 다시
    출처 다르 차이 날짜 기준 오래 지나 반년 넘 신청 전 도움 될 만하 살피 어느 쪽 어떤 무엇 혹시 이어지 대체 진행 예정 단계 미확인 정부 제도""".split()
)
#: The only sentence that the code puts before a quotation: of the program in an ended one's place (bot/successors.py).
INSTEAD: Final = "지금은 대신 이런 사업이 있어요."
_ABSENT = re.compile(r"자료(?:에는|에선|에서는|에|로는)?\s?(?:\S+\s){0,2}?(?:없|나오지 않|확인되지 않|안 나)")


def is_own(claim: Reading, documents: Mapping[str, Document]) -> bool:
    """Whether the code may say this itself: a program's name, its standing, or that something is not in the documents."""
    text = squash(claim.text)
    if any(
        text and (text in squash(document.title) or text == squash(short_title(document.title)))
        for document in documents.values()
    ):
        return True
    if _ABSENT.search(claim.text) or claim.text.strip() in PLATFORMS:
        return True
    return all(form in WORDS for form, tag in claim.words if tag in CONTENT)


#: What a list says of a program's standing behind its name.
_MARK = re.compile(r"\s*\((?:끝난 사업|끝난 일|발표 단계|논의 중|올해 미확인)\)\s*$")


def is_heading(text: str, document: Document) -> bool:
    """Whether a text is the program's title or its beginning, with its standing in brackets or without."""
    name = squash(_MARK.sub("", text))
    titles = (document.title, short_title(document.title))
    return len(name) > 1 and any(squash(title).startswith(name) for title in titles)
