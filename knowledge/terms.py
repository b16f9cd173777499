"""What a text is found by: its morphemes, their pairs, and its pairs of letters, and what each is worth in a question."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from operator import add
from typing import Final

from knowledge import asking, synonyms
from knowledge.korean import CONTENT_TAGS, Token, normalise

#: Raised when the same passage would give other terms than before.
VERSION: Final = 1

#: What a question's morpheme is worth by its tag, 1 for all others: verbs, adverbs and the like (알려 주세요,
#: 어떻게, 것) are in questions whatever is asked. Measured in tests/benchmarks/README.md.
WEIGHTS: Final[Mapping[str, float]] = dict.fromkeys(["VV", "VA", "NNB", "NP", "MAG", "MM", "IC"], 0.5)

#: What a letter of a particle or an ending is worth in a question's letter pairs.
REST: Final = 0.35


def weight(tag: str) -> float:
    """What a content morpheme of a question is worth, 0 for a particle or an ending."""
    return WEIGHTS.get(tag, 1.0) if tag in CONTENT_TAGS else 0.0


def worth(token: Token) -> float:
    """What a morpheme's letters are worth in a question; a content morpheme is worth as much itself."""
    said = asking.WORTH if token.form.lower() in asking.WORDS and token.tag[0] not in "JE" else 1.0
    return (weight(token.tag) or REST) * said


def pairs(forms: Sequence[str]) -> list[str]:
    """Neighbouring content morphemes: 착한 가게 is more than 착하 and 가게."""
    return [f"{left}\t{right}" for left, right in pairwise(forms)]


def letters(text: str) -> Iterator[tuple[int, str]]:
    """The letters and digits of a normalised text in small letters, with where they stand; spaces do not count."""
    return (
        (place, letter)
        for place, character in enumerate(text)
        if character.isalnum()
        for letter in character.lower()
    )


def grams(text: str) -> list[str]:
    """Neighbouring letters, across spaces: shop owners write 지원 금 and 지원금."""
    # As `letters`, but each character in C: an index is made of millions.
    found = "".join(map(str.lower, filter(str.isalnum, normalise(text))))
    return list(map(add, found, found[1:]))


class Query:
    """A question's terms with what they are worth, by kind."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self.morphemes: dict[str, float] = {}
        forms: list[tuple[str, float]] = []
        for token in tokens:
            if token.tag in CONTENT_TAGS:
                form = token.form.lower()
                forms.append((form, worth(token)))
                self.morphemes[form] = max(worth(token), self.morphemes.get(form, 0.0))
        self.pairs = {
            f"{left}\t{right}": (one * other) ** 0.5 for (left, one), (right, other) in pairwise(forms)
        }
        self.grams: dict[str, float] = {}
        plain = normalise(text)
        worth_of = [0.0] * len(plain)
        for token in tokens:
            own = worth(token)
            for place in range(token.start, token.end):
                worth_of[place] = max(worth_of[place], own)
        for (i, left), (j, right) in pairwise(letters(plain)):
            both = (worth_of[i] + worth_of[j]) / 2
            self.grams[left + right] = max(both, self.grams.get(left + right, 0.0))
        for word in synonyms.written(plain):
            self.morphemes.setdefault(word, synonyms.WORTH)
            for gram in grams(word):
                self.grams.setdefault(gram, synonyms.WORTH / 2)
