"""Rivals (맞대 보기): a comparison that says its verdict twice, in the form in which all others come.

"배민이 나아 땡겨요가 나아" asks what "배민이랑 땡겨요 중에 어느 쪽이 나아" does.
"""

import re

from bot import josa

#: A verdict said of one thing and of another. Between them stands no 고 or 면: 수수료가 싸고 배송이 싸면 names no rivals.
_TWICE = re.compile(
    r"(?P<one>[^\s?!,]+)(?:이|가|은|는)\s?(?:(?P<verdict>나[아은을]|낫|싸|비싸|좋|유리|빠르|빨리|빨라|편하|편해|쉽|쉬워|적)"
    r"[가-힣]{0,3}|(?P<more>많이|덜|더)\s?[가-힣]{1,6})(?<![고며서면데만])[\s,?]+"
    r"(?P<other>[^\s?!,]+(?:\s[^\s?!,]+){0,5}?)(?:이|가|은|는)\s?(?P<again>(?(verdict)(?P=verdict)|(?P=more)))"
)


def joined_up(text: str) -> str:
    """The text with its rivals joined: "A가 나아 B가 나아" as "A랑 B 중에 어느 쪽이 나아"."""
    return _TWICE.sub(
        lambda twice: f"{josa.along(twice['one'])} {twice['other']} 중에 어느 쪽이 {twice['again']}",
        text,
        count=1,
    )
