"""`ongil feedback`: what people thought of the answers, and the questions that had none."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.settings import BotSettings
from knowledge.clock import SEOUL

if TYPE_CHECKING:
    from bot.store import Exchange

OUTCOMES = {
    "answered": "답함",
    "partial": "일부만 답함",
    "refused": "답 못 함",
    "small_talk": "인사",
    "error": "오류",
}
HEADER = ("시각", "어디서", "결과", "평가", "질문", "근거 사업")
VOTES = {1: "도움됨", -1: "도움 안 됨", None: "-"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command's options."""
    parser.add_argument("--unanswered", action="store_true", help="답하지 못했거나 일부만 답한 질문만")
    parser.add_argument("--json", action="store_true", help="한 줄에 하나씩 JSON으로")
    parser.add_argument("--limit", type=_positive, default=50, metavar="N", help="새것부터 N개 (기본 50)")


def run(args: argparse.Namespace, settings: BotSettings) -> int:
    """List votes and unanswered questions, the newest first."""
    from bot.store import open_store

    store = open_store(settings)
    try:
        found = store.exchanges(unanswered=args.unanswered, limit=args.limit)
    finally:
        store.close()
    if args.json:
        for exchange in found:
            sys.stdout.write(json.dumps(_row(exchange), ensure_ascii=False) + "\n")
    elif not found:
        sys.stderr.write("아직 남은 평가나 답하지 못한 질문이 없어요.\n")
    elif sys.stdout.isatty():
        _print_table(found)
    else:
        for cells in (HEADER, *map(_cells, found)):
            sys.stdout.write("\t".join(cells) + "\n")
    return 0


def _cells(exchange: "Exchange") -> tuple[str, ...]:
    """Time in Seoul, channel, outcome, vote, question, programs."""
    return (
        exchange.at.astimezone(SEOUL).strftime("%Y-%m-%d %H:%M"),
        exchange.channel,
        OUTCOMES.get(exchange.outcome, exchange.outcome),
        VOTES.get(exchange.vote, "-"),
        " ".join(exchange.question.split()),
        ", ".join(exchange.slugs) or "-",
    )


def _print_table(exchanges: Sequence["Exchange"]) -> None:
    """For eyes: columns that know how wide Korean is."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in HEADER:
        table.add_column(name, overflow="fold", no_wrap=name in HEADER[:4])
    for exchange in exchanges:
        # Text: what a merchant wrote is no markup.
        table.add_row(*map(Text, _cells(exchange)))
    Console().print(table)


def _row(exchange: "Exchange") -> dict[str, object]:
    return {
        "id": exchange.id,
        "at": exchange.at.astimezone(SEOUL).isoformat(timespec="seconds"),
        "channel": exchange.channel,
        "question": exchange.question,
        "outcome": exchange.outcome,
        "vote": exchange.vote,
        "slugs": list(exchange.slugs),
        "answer": exchange.answer.body if exchange.answer else None,
    }


def _positive(value: str) -> int:
    number = int(value)
    if number < 1:
        raise ValueError(value)
    return number
