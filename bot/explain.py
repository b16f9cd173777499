"""How an answer came about: what /sources and /why show, as lines and as a table of at most 80 columns."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.answer import Answer
from bot.reasons import in_korean
from bot.sources import source_lines, standing
from bot.terminal import MARKER, hanging, one_line, printable, styled

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

OUTCOMES = {
    "answered": "답했어요",
    "partial": "일부만 답했어요",
    "refused": "자료에 없어 답하지 않았어요",
    "small_talk": "인사로 답했어요",
}
#: What the pipeline calls what it understood, and its stages; a name that is not here is shown as it is.
NAMES = {
    "platforms": "플랫폼",
    "programs": "사업",
    "aspects": "물은 것",
    "attributes": "물은 것",
    "shape": "질문 꼴",
    "names": "부른 이름",
    "years": "연도",
    "topic": "이어진 이야기",
    "confidence": "확신",
    "reranked": "다시 매긴 순서",
    "understand": "이해",
    "search": "검색",
    "rerank": "다시 매김",
    "compose": "작성",
    "verify": "확인",
    "total": "모두",
}

NARROWEST, WIDEST = 80, 120


def sources(answer: Answer) -> list[tuple[str, str]]:
    """Each citation with its marker: program, section, the sentence it stands on, source, standing."""
    rows = []
    for citation in answer.citations:
        source = source_lines([citation])[0]
        section = f" › {citation.section}" if citation.section else ""
        provider = f" ({citation.provider})" if citation.provider else ""
        lines = [
            f"{citation.title}{provider}{section}",
            f"“{one_line(citation.quote)}”",
            f"{source.title} {source.note}",
            *([citation.source_url] if source.url else []),
            standing(citation),
        ]
        rows.append((f"[{citation.marker}]", "\n".join(one_line(line) for line in lines)))
    return rows


def stages(answer: Answer) -> list[tuple[str, str]]:
    """What was understood, how it ended, how long each stage took, which claims were dropped."""
    rows = [("질문", answer.question), ("풀어 쓴 질문", answer.standalone_question)]
    rows += [(NAMES.get(name, name), value) for name, value in answer.trace.understood.items() if value]
    rows.append(("결과", f"{OUTCOMES[answer.outcome]} · {answer.answered_by}"))
    if answer.trace.composed:
        rows.append(("언어 모델", answer.trace.composed))
    if answer.missing:
        rows.append(("자료에 없는 것", ", ".join(answer.missing)))
    if answer.elapsed_ms:
        timings = " · ".join(f"{NAMES.get(name, name)} {ms:.1f}ms" for name, ms in answer.elapsed_ms.items())
        rows.append(("걸린 시간", timings))
    rows += verdicts(answer)
    return [(head, one_line(text)) for head, text in rows]


def verdicts(answer: Answer) -> list[tuple[str, str]]:
    """What verification made of the answer: the sentences kept, each with its markers, and those dropped, with why."""
    kept = [text for text in printable(answer.body).splitlines() if answer.citations and MARKER.search(text)]
    dropped = [in_korean(text) for text in answer.trace.dropped]
    if not kept and not dropped:
        return []
    return [
        ("확인", f"남긴 문장 {len(kept)} · 뺀 문장 {len(dropped)}"),
        *(("  ✓ 남김", text.removeprefix("• ")) for text in kept),
        *(("  ✗ 뺌", text) for text in dropped),
    ]


def candidates(answer: Answer) -> Iterator[tuple[str, str, str, str, str, str]]:
    """The passages as the search ranked them: rank, fused score, the two legs' scores, document, text."""
    for rank, candidate in enumerate(answer.trace.candidates, start=1):
        legs = (
            f"{score:.3f}" if score is not None else "-" for score in (candidate.lexical, candidate.dense)
        )
        section = f"[{candidate.section}] " if candidate.section else ""
        lexical, dense = legs
        yield (
            str(rank),
            f"{candidate.score:.3f}",
            lexical,
            dense,
            candidate.slug,
            one_line(section + candidate.text),
        )


def why_lines(answer: Answer) -> list[str]:
    """/why away from a terminal."""
    lines = [f"{head}: {text}" for head, text in stages(answer)]
    lines += [
        f"{rank}. {score} (낱말 {lexical}, 뜻 {dense}) {slug} {text}"
        for rank, score, lexical, dense, slug, text in candidates(answer)
    ]
    return lines


def source_blocks(answer: Answer) -> list[str]:
    """/sources away from a terminal."""
    return [f"{marker} " + text.replace("\n", "\n    ") for marker, text in sources(answer)]


def draw_why(answer: Answer, console: "Console") -> None:
    """/why on a terminal: the stages, then the candidates, cut to one line each."""
    width = min(console.width, WIDEST)
    console.print(pairs(stages(answer)), width=width)
    if answer.trace.candidates:
        console.print()
        console.print(ranking(answer, width), width=width)


def draw_sources(answer: Answer, console: "Console") -> None:
    """/sources on a terminal."""
    for number, (marker, text) in enumerate(sources(answer)):
        if number:
            console.print()
        console.print(hanging(marker, styled(text, ""), "cyan"), width=min(console.width, WIDEST))


def pairs(rows: list[tuple[str, str]]) -> "Table":
    """Heads on the left, texts on the right."""
    from rich.table import Table

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, style="cyan")
    grid.add_column(overflow="fold")
    for head, text in rows:
        grid.add_row(styled(head, ""), styled(text, ""))
    return grid


def ranking(answer: Answer, width: int) -> "Table":
    """The candidates, one line each; the sentence has what the scores and the document's name leave."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False, header_style="bold", expand=True
    )
    table.add_column("#", justify="right", no_wrap=True)
    for head in ("점수", "낱말", "뜻"):
        table.add_column(head, justify="right", no_wrap=True, min_width=5)
    longest = max(len(candidate.slug) for candidate in answer.trace.candidates)
    table.add_column("문서", no_wrap=True, overflow="ellipsis", width=min(longest, width // 4 + 2))
    table.add_column("찾은 문장", no_wrap=True, overflow="ellipsis", ratio=1)
    for row in candidates(answer):
        table.add_row(*(Text(cell) for cell in row))
    return table
