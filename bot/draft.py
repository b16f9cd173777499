"""A draft (초안): claims in the order in which they will be read, before anything checks them."""

from dataclasses import dataclass

from bot.answer import Claim


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the answer: claims that are read one after the other, behind `lead` ("• ", "■ ").

    A `fixed` line stands as it is also when a language model writes the others. So do headings (■) and lines
    that cite nothing.
    """

    claims: tuple[Claim, ...]
    lead: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """The lines of an answer, what is missing from it, and the longest it may be in characters."""

    lines: tuple[Line, ...]
    missing: tuple[str, ...] = ()
    limit: int = 600
