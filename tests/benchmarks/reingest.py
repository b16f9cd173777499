"""What a re-ingest costs, measured: nothing changed, one document changed, renamed, removed.

    python -m tests.benchmarks.reingest [--documents 10000] [--out ROWS.json]

Documents of two facts are made of the shipped documents' sentences; each `ongil ingest` is a process of its own, so
starting Python and loading Kiwi is in every row.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measure import measured, table
from tests.benchmarks.speed import SHEET, material

FACTS = 2
HEAD = ("ingest", "clock", "CPU", "peak memory", "passages embedded")


def write_documents(folder: Path, count: int) -> None:
    """`count` documents, each with facts of its own."""
    chance, sentences = random.Random(1), [sentence for text in material(None)[0] for sentence in text]
    folder.mkdir(parents=True)
    for number in range(count):
        facts = [f"- {chance.choice(sentences)} {number}-{place}번[^a]" for place in range(FACTS)]
        sheet = SHEET.format(title=f"{number}번 사업", facts="\n".join(facts), number=number)
        (folder / f"made-{number:06d}.md").write_text(sheet, encoding="utf-8")


def ingested(name: str, place: Path) -> dict[str, float | str]:
    """One ingest of the folder as a row."""
    command = ["-m", "bot", "ingest", str(place / "documents"), "--json"]
    used = measured(command, {"ONGIL_DATA": str(place / "data")})
    report = json.loads(used.stdout.strip().splitlines()[-1])
    return {
        "ingest": name,
        "s": used.wall,
        "cpu s": used.cpu,
        "peak MB": used.peak,
        "embedded": report["passages_embedded"],
    }


def steps(place: Path, count: int) -> list[dict[str, float | str]]:
    """First, unchanged, one changed, one renamed, one removed."""
    documents = place / "documents"
    write_documents(documents, count)
    rows = [ingested("first", place), ingested("unchanged", place)]
    one = documents / "made-000001.md"
    one.write_text(one.read_text("utf-8") + "\n## 문의\n- 새 문장이에요.[^a]\n", "utf-8")
    rows.append(ingested("one changed", place))
    one.rename(documents / "renamed.md")
    rows.append(ingested("one renamed", place))
    (documents / "renamed.md").unlink()
    return [*rows, ingested("one removed", place)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        rows = steps(Path(place), args.documents)
    if args.out:
        args.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    cells = [
        [
            str(row["ingest"]),
            f"{row['s']:.1f} s",
            f"{row['cpu s']:.1f} s",
            f"{row['peak MB']:,.0f} MB",
            f"{row['embedded']:,}",
        ]
        for row in rows
    ]
    sys.stdout.write(table(HEAD, cells) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
