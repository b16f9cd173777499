"""Names in a question: programs (사업) by title and alias, and the platforms (플랫폼) and offices behind them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.document import Document

#: The platforms, each with the spellings that merchants use. The first is the one that documents use.
PLATFORMS: dict[str, tuple[str, ...]] = {
    "네이버": (
        "네이버",
        "naver",
        "네이바",
        "내이버",
        "스마트스토어",
        "스토어팜",
        "스스",
        "커넥트재단",
        "초록창",
    ),
    "카카오": ("카카오", "kakao", "카톡", "카카오톡", "까톡", "톡채널"),
    "쿠팡이츠": ("쿠팡이츠", "쿠팡잇츠", "쿠이", "쿠팡 eats", "coupangeats", "coupang eats"),
    "쿠팡": ("쿠팡", "coupang", "쿠빵", "로켓그로스"),
    "당근": ("당근마켓", "당근", "당마", "당큰", "daangn", "karrot"),
    "배달의민족": ("배달의민족", "배달의 민족", "배민", "우아한형제들", "baemin", "베민"),
    "요기요": ("요기요", "yogiyo"),
}


_SQUASH = re.compile(r"[\W_]+")


def squash(text: str) -> str:
    """A text without spaces and punctuation, in small letters: how names are compared."""
    return _SQUASH.sub("", unicodedata.normalize("NFKC", text)).lower()


#: A name of nothing but platforms (네이버 스마트스토어) mostly says where somebody sells: any program there may be meant.
WHERE_ONE_SELLS = 0.05


#: Spellings of PLATFORMS that are a platform's product and part of a program's title: they say where, not which program.
PRODUCTS = frozenset("스마트스토어 스토어팜 스스 카톡 카카오톡 까톡 톡채널 로켓그로스".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A program's name in a text. `share`: how surely it means this one, as one of all documents of that name."""

    slug: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Names:
    """The names of all documents, made once for each generation of the index."""

    programs: Mapping[str, tuple[str, ...]]  # squashed name -> slugs
    platforms_of: Mapping[str, frozenset[str]]  # slug -> the platforms that run it
    mentioned_in: Mapping[str, frozenset[str]]  # slug -> the platforms that its text mentions

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Names":
        """Collect titles (with and without their brackets and provider) and aliases."""
        programs: dict[str, list[str]] = defaultdict(list)
        runs, mentions = {}, {}
        for document in documents:
            owner = frozenset(platforms(f"{document.title} {document.provider}"))
            runs[document.slug] = owner
            mentions[document.slug] = owner | frozenset(platforms(" ".join(f.text for f in document.facts)))
            for name in dict.fromkeys(squash(n) for n in (*titles(document), *document.aliases)):
                if len(name) > 1 and name not in PLATFORM_OF:
                    programs[name].append(document.slug)
        return cls({name: tuple(slugs) for name, slugs in programs.items()}, runs, mentions)

    def find(self, text: str) -> tuple[Mention, ...]:
        """The programs named in a text, the longest name first where names overlap."""
        squashed = squash(text)
        taken = [False] * len(squashed)
        found: list[tuple[int, Mention]] = []
        for name in sorted(self.programs, key=len, reverse=True):
            start = squashed.find(name)
            while start >= 0:
                end = start + len(name)
                if not any(taken[start:end]):
                    taken[start:end] = [True] * len(name)
                    slugs = self.programs[name]
                    share = (1.0 if without_platforms(name) else WHERE_ONE_SELLS) / len(slugs)
                    found += [(start, Mention(slug, name, share)) for slug in slugs]
                start = squashed.find(name, end)
        return tuple(dict.fromkeys(mention for _, mention in sorted(found, key=lambda pair: pair[0])))


def titles(document: Document) -> list[str]:
    """A title, the title without brackets, its parts around ·, and each without the provider in front."""
    plain = re.sub(r"\s*\([^)]*\)", "", document.title).strip()
    parts = [document.title, plain]
    parts += [part.strip() for part in re.split(r"[·/]", plain) if len(squash(part)) >= 5]
    owners = {word for word in re.split(r"[\s·/()]+", document.provider) if word} | set(PLATFORM_OF.values())
    for part in tuple(parts):
        first, _, rest = part.partition(" ")
        if first in owners and len(squash(rest)) >= 3:
            parts.append(rest)
    return parts


PLATFORM_OF = {squash(name): platform for platform, names in PLATFORMS.items() for name in names}
#: Names of no more letters have no space inside: 식당 마진 and 박스 스티커 name nobody.
_SHORT = 3


def _spelt(name: str) -> str:
    """A platform's name as a pattern; 스스로 (by oneself) is no shop."""
    between = r"[\W_]*" if len(name) > _SHORT else ""
    return between.join(map(re.escape, name)) + r"(?!로)" * (name == "스스")


#: A platform's name as merchants write it, longest first, so that 쿠팡이츠 is not taken for 쿠팡.
PLATFORM_NAME = "|".join(_spelt(name) for name in sorted(PLATFORM_OF, key=len, reverse=True))
_PLATFORM = re.compile(PLATFORM_NAME, re.IGNORECASE)


def platforms(text: str) -> tuple[str, ...]:
    """The platforms that a text names, in its order."""
    return tuple(dict.fromkeys(PLATFORM_OF[squash(match[0])] for match in _PLATFORM.finditer(text)))


def without_platforms(text: str) -> str:
    """The text less the platforms that it names."""
    return _PLATFORM.sub(" ", text).strip()


def without_products(text: str) -> str:
    """The text less the platforms' products that say where somebody sells or writes."""
    return _PLATFORM.sub(lambda found: " " if squash(found[0]) in PRODUCTS else found[0], text).strip()


def without_names(text: str, names: Sequence[str]) -> str:
    """The text less the given squashed names, whatever spaces stand inside them."""
    for name in names:
        text = re.sub(r"[\s\W_]*".join(map(re.escape, name)), " ", text, flags=re.IGNORECASE)
    return text


def short_title(title: str) -> str:
    """A program's title without what stands in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", title).strip() or title
