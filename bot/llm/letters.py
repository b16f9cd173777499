"""Letters of a model's text that are none of ours: other scripts, signs, markup."""

_SIGNS = frozenset("·~–—‘’“”…%℃㎡×→∼「」『』")
_MARKUP = frozenset("[]{}<>|\\^$#@*_=`")


def strange_letters(text: str, given: str) -> list[str]:
    """Letters and signs of other scripts, and what is markup, that the given text does not have."""
    return sorted(
        {
            char
            for char in text
            if char not in given
            and (
                char in _MARKUP
                or not ("가" <= char <= "힣" or char.isascii() or char in _SIGNS or char.isspace())
            )
        }
    )
