"""Which programs there are, by platform: what /programs pages through.

A group or a program is named in a button by a short digest of its own name, so that a button works
after a restart and after a re-ingest, as long as there is such a program.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.document import Document

GOVERNMENT = "정부 지원사업"
RULES = "정책·제도·통계"
PAGE = 8


def key(name: str) -> str:
    """A name as callback data carries it: twelve characters, the same each time."""
    return hashlib.blake2b(name.encode(), digest_size=6).hexdigest()


@dataclass(frozen=True, slots=True)
class Group:
    """The programs of one platform, or of one kind."""

    name: str
    documents: tuple[Document, ...]

    @property
    def pages(self) -> int:
        """How many pages the group has; at least one."""
        return max(1, -(-len(self.documents) // PAGE))

    def page(self, number: int) -> tuple[Document, ...]:
        """One page; a number that is out of range gives the nearest."""
        number = min(max(number, 0), self.pages - 1)
        return self.documents[number * PAGE : (number + 1) * PAGE]


def groups(documents: Iterable[Document]) -> list[Group]:
    """Platforms, the largest first, then the government's programs, then rules and statistics."""
    documents = list(documents)
    platforms = _roots(_first_name(d.provider) for d in documents if d.kind == "platform_program")
    members: dict[str, list[Document]] = {}
    for document in documents:
        members.setdefault(_group_of(document, platforms), []).append(document)
    last = {GOVERNMENT: 1, RULES: 2}
    return [
        Group(name, tuple(sorted(found, key=lambda d: (d.status == "ended", d.title))))
        for name, found in sorted(members.items(), key=lambda m: (last.get(m[0], 0), -len(m[1]), m[0]))
    ]


def _group_of(document: Document, platforms: set[str]) -> str:
    name = _first_name(document.provider)
    root = next((platform for platform in platforms if name.startswith(platform)), None)
    if root is not None:
        return root
    return GOVERNMENT if document.kind == "government_program" else RULES if document.kind else name or RULES


def _first_name(provider: str) -> str:
    """`네이버 / 네이버 커넥트재단` as 네이버; a name in brackets is the one that shop owners know."""
    first = re.split(r"[·/,]", provider)[0].strip()
    known = re.search(r"\(([^)]+)\)", first)
    return known[1].strip() if known else first


def _roots(names: Iterable[str]) -> set[str]:
    """Of 쿠팡 and 쿠팡이츠, 쿠팡."""
    found = {name for name in names if name}
    return {name for name in found if not any(name != other and name.startswith(other) for other in found)}
