"""A model's sentences in the places of a draft: the code's own lines stay, a program's cited lines give way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answer import Claim
from bot.corpus import Corpus
from bot.draft import Draft, Line
from bot.names import short_title

#: The most sentences about one program, and about each of several.
MOST_ALONE, MOST_EACH = 6, 3
HEADING = "■ "


def slugs_of(draft: Draft, corpus: Corpus) -> list[str]:
    """The programs that a draft tells of, in its order."""
    keys = [key for line in draft.lines for claim in line.claims for key in claim.support]
    return list(dict.fromkeys(corpus.passages[key].slug for key in keys))


def fill(draft: Draft, claims: Sequence[Claim], corpus: Corpus, *, whole: bool = True) -> Draft:
    """The draft with a model's verified claims where it told of their programs.

    A program of which the model says nothing keeps its lines; while the model still writes (`whole` false) they are
    left out, with the headings that nothing follows yet.
    """
    said = _by_program(claims, corpus)
    most = MOST_ALONE if len(slugs_of(draft, corpus)) == 1 else MOST_EACH
    lines: list[Line] = []
    filled: dict[str, int] = {}
    for line in draft.lines:
        slug = _program(line, corpus)
        if slug is None or line.fixed or line.lead == HEADING:
            lines.append(line)
        elif slug not in said:
            lines += [line] if whole else []
        elif slug not in filled:
            filled[slug] = len(lines)
            lines += _told(line, said[slug][:most], slug, corpus)
    if not whole:
        last = max((place for place, line in enumerate(lines) if _program(line, corpus)), default=-1)
        lines = lines[: last + 1]
    return replace(draft, lines=tuple(lines))


def _told(line: Line, claims: Sequence[Claim], slug: str, corpus: Corpus) -> list[Line]:
    """What stands in the place of a program's first line; a list's line keeps the name in front and is one line."""
    head = heading(line.claims[0].text, short_title(corpus.documents[slug].title))
    if not head:
        return [replace(line, claims=(claim,)) for claim in claims]
    # The draft's own verified claim began so; what the model says is judged without it.
    return [replace(line, lead=line.lead + head, claims=tuple(claims[:2]))]


def heading(text: str, title: str) -> str:
    """What a list puts before a program's sentence: its name, that it has ended; empty when there is none."""
    if not text.startswith(title):
        return ""
    name, colon, _ = text.partition(": ")
    return name + colon if colon and len(name) < len(title) + 20 else ""


def _program(line: Line, corpus: Corpus) -> str | None:
    """The program that a line's passages are of; None for a line of the code's own."""
    keys = [key for claim in line.claims for key in claim.support if key in corpus.passages]
    return corpus.passages[keys[0]].slug if keys else None


def _by_program(claims: Sequence[Claim], corpus: Corpus) -> Mapping[str, list[Claim]]:
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(corpus.passages[claim.support[0]].slug, []).append(claim)
    return found
