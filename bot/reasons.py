"""Why the verifier dropped a sentence, in Korean: its reasons are English, for logs; support staff read these."""

import re

#: A reason of `bot.verification` and of the language model's writer, and how it is told.
REASONS = (
    (r"cites unknown passages: (.+?)(?=\)$| →|$)", r"없는 자료를 인용했어요: \1"),
    (r"one sentence cites several programs", "한 문장이 여러 사업을 인용했어요"),
    (r"says something of its own and cites nothing", "인용 없이 스스로 지어낸 말이에요"),
    (r"figure (.+?) stands in no cited passage", r"인용한 원문에 없는 수치예요: \1"),
    (r"figure (.+?) is bounded otherwise in what is cited", r"원문과 한도(최대·최소·이상·이하)가 달라요: \1"),
    (r"figure (.+?) is for another time in what is cited", r"원문에서는 다른 때의 수치예요: \1"),
    (r"figure (.+?) is said of something else in what is cited", r"원문에서는 다른 것의 수치예요: \1"),
    (
        r"what is said of (.+?) is said of something else in what is cited",
        r"원문에서는 다른 것을 두고 한 말이에요: \1",
    ),
    (r"([^\s(]+) stands in no cited passage", r"인용한 원문에 없는 주소나 연락처예요: \1"),
    (r"([^\s(]+) is not named in what is cited", r"인용한 원문에 나오지 않는 이름이에요: \1"),
    (r"stands at no such place in what is cited: (.+?)(?=\)$| →|$)", r"원문의 그 자리에 없는 말이에요: \1"),
    (r"what is cited puts it otherwise", "원문과 뜻이나 말끝이 달라요"),
    (r"what was left out of the cited sentence changes it", "원문에서 덜어 낸 말 때문에 뜻이 달라졌어요"),
    # Whatever else the verifier learns to tell.
    (r"(?:figure )?([^\s(]+) [a-z ]+ what is cited", r"원문과 달라요: \1"),
)
_PATTERNS = tuple((re.compile(pattern), korean) for pattern, korean in REASONS)


def in_korean(text: str) -> str:
    """A reason, or a dropped sentence with its reason behind it; what is not known here stays as it is."""
    for pattern, korean in _PATTERNS:
        # The reason stands last: a sentence of somebody's own that reads like one is left alone.
        found = list(pattern.finditer(text))
        if found:
            last = found[-1]
            return text[: last.start()] + last.expand(korean) + text[last.end() :]
    return text
