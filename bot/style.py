"""A document's plain style (사업이다, 올린다) as the polite one that merchants read (사업이에요, 올려요).

Only the last verb's ending changes; no other letter does, so that a fact stays the fact it was.
"""

import re

from knowledge.korean import Analyzer

#: Where a sentence may end: before a full stop, an opening bracket with a remark, a closing one, or the text's end.
_END = re.compile(r"다(?=(?:\s?\([^()]*\))?(?:[.!?]|$)|\))")


def polite(text: str, analyzer: Analyzer) -> str:
    """Each sentence of `text` in 해요체; a sentence without a plain ending stays as it is."""
    parts: list[str] = []
    start = 0
    for match in _END.finditer(text):
        parts.append(_polite(text[start : match.end()], analyzer))
        start = match.end()
    return "".join(parts) + text[start:]


def _polite(sentence: str, analyzer: Analyzer) -> str:
    """A sentence that ends in 다, in 해요체."""
    head, last = re.fullmatch(r"(.*?)(\S+)", sentence, re.DOTALL).groups()  # type: ignore[union-attr]
    # Without its full stop a sentence's end may be taken for a clause's (있게 됐다).
    tokens = [token for token in analyzer.tokens(f"{sentence}.") if len(head) < token.end <= len(sentence)]
    if not tokens or tokens[-1].tag != "EF" or not tokens[-1].form.endswith("다"):
        return sentence
    stem = tokens[-2] if len(tokens) > 1 else None
    if stem is None:
        return sentence
    if stem.tag == "EP":
        return f"{head}{last[:-1]}어요"
    if stem.tag == "VCP":
        noun = (
            last[:-2]
            if last.endswith("이다") and not _without_copula(last, tokens[-3].form if len(tokens) > 2 else "")
            else None
        )
        if noun is None or noun.endswith("%"):
            # 퍼센트 ends in a vowel.
            return f"{head}{noun or last[:-1]}예요"
        return f"{head}{noun}이에요"
    if stem.tag == "VCN":
        return f"{head}{last[:-2]}니에요"
    joined = analyzer.join([(token.form, token.tag) for token in tokens[:-1]] + [("어요", "EF")])
    return head + joined.replace(" ", "")


def _without_copula(word: str, noun: str) -> bool:
    """Whether the 이 before 다 is the noun's own (나이다 = 나이 + 다), so that no copula is written."""
    return noun.endswith("이") and word.endswith(f"{noun}다")
