"""An answer as Telegram text: the body, the status, the sources. Nothing is decided here."""

from collections.abc import Sequence

from bot.answer import Answer, Citation
from bot.messenger import wording
from bot.messenger.richtext import Rich, bold, join, link, plain
from bot.sources import SourceLine, checked_line, program_lines, source_lines, source_note, web_address


def answer_text(answer: Answer) -> Rich:
    """The answer with its source block."""
    blocks = [plain(answer.body.strip()), plain(answer.status_line.strip())]
    if answer.citations:
        lines = [bold(wording.SOURCES_TITLE), *(_source(line) for line in source_lines(answer.citations))]
        checked = checked_line(answer.citations, already_said=answer.status_line)
        blocks.append(join("\n", [*lines, plain(checked)]))
    return join("\n\n", blocks)


def sources_text(citations: Sequence[Citation]) -> Rich:
    """출처 보기: each citation with the sentence it stands on, then the programs with their status."""
    if not citations:
        return plain(wording.NO_SOURCES)
    programs = join("\n", (plain(line) for line in program_lines(citations)))
    return join(
        "\n\n", [plain(wording.SOURCES_OF), *(_citation(citation) for citation in citations), programs]
    )


def _source(line: SourceLine) -> Rich:
    return join(" ", [plain(line.markers), link(line.title, line.url), plain(line.note)])


def _citation(citation: Citation) -> Rich:
    title = citation.source_title or citation.title
    place = " · ".join(part for part in (citation.provider, citation.section) if part)
    return join(
        "\n",
        [
            join(" ", [plain(f"[{citation.marker}]"), bold(citation.title)]),
            plain(place),
            plain(f"“{' '.join(citation.quote.split())}”" if citation.quote else ""),
            join(
                " ",
                [
                    link(" ".join(title.split()), web_address(citation.source_url)),
                    plain(source_note(citation.source_date, citation.unofficial)),
                ],
            ),
        ],
    )
