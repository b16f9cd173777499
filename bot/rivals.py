"""Rivals (맞대 보기): a comparison that says its verdict twice, in the form in which all others come.

"배민이 나아 땡겨요가 나아" asks what "배민이랑 땡겨요 중에 어느 쪽이 나아" does.
"""

import re

from bot import josa

#: A verdict said of one thing and in the same words of another, with nothing but the other's name between.
_TWICE = re.compile(
    r"(?P<one>[^\s?!,]+)(?:이|가)\s?"
    r"(?P<verdict>(?:나[아은을]|낫|싸|비싸|좋|유리|빠르|빨라|편하|편해|쉽|쉬워|많이\s?[가-힣])[가-힣]{0,4})(?<![고며서면데만])"
    r"[\s,?]+(?P<other>(?:[^\s?!,]*[^\s?!,이가은는]\s){0,5}?[^\s?!,]+)(?:이|가)\s?(?P=verdict)(?![가-힣])"
)
#: What is joined already.
_JOINED = re.compile(r"(?<![가-힣])(?:둘\s?)?중에?(?![가-힣])|비교")


def joined_up(text: str) -> str:
    """The text with its rivals joined: "A가 나아 B가 나아" as "A랑 B 중에 어느 쪽이 나아". A third is left alone."""
    twice = _TWICE.search(text)
    if (
        twice is None
        or _JOINED.search(text)
        or re.search(rf"[이가]\s?{twice['verdict']}", text[twice.end() :])
    ):
        return text
    both = f"{josa.along(twice['one'])} {twice['other']} 중에 어느 쪽이 {twice['verdict']}"
    return text[: twice.start()] + both + text[twice.end() :]
