"""Text as it is indexed: one Unicode form (NFC), no fillers, no control characters."""

import re
import unicodedata
from typing import Final

#: What no reader should see: controls, invisible and direction marks, Hangul fillers, private use (Hancom and
#: Wingdings put their bullets and blanks there), lone surrogates, replacement and object marks.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
_BLANK: Final = re.compile(r"[^\S\n]+")
_WIDE: Final = re.compile("(?:[가-힣] ){1,11}[가-힣]")
_SYLLABLE: Final = re.compile("[가-힣]")


def clean(text: str) -> str:
    """The text in NFC without what cannot be seen; runs of blanks are one space, line ends stay."""
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return "\n".join(line.strip() for line in _BLANK.sub(" ", text).split("\n")).strip()


def one_line(text: str) -> str:
    """The cleaned text on one line."""
    return " ".join(clean(text).split())


def close_up(text: str) -> str:
    """A word that is set wide (구 분, 담 당 자) as the word that it is."""
    return text.replace(" ", "") if _WIDE.fullmatch(text) else text


def syllables(text: str) -> int:
    """How many Hangul syllables a text has, in whichever form: the measure of what a reader keeps."""
    return len(_SYLLABLE.findall(unicodedata.normalize("NFC", text)))
