"""How much of real files the readers keep, beside other readers that are installed.

    python -m tests.benchmarks.document_readers FOLDER [--facts NAME]

For each file: what it is, how long reading it in its child process takes, its Hangul syllables, and the share of
each other reader's syllables that are among ours (counted as a multiset, so that heads told with every row do not
make up for what is missing). Other readers: unhwp, python-hwpx and pypdfium2, which come with the project; pypdf,
pdfplumber, and kordoc (a command) when they are installed. `--facts NAME` prints what is made of one file.
"""

import argparse
import io
import logging
import re
import shutil
import subprocess
import sys
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

from ingest.isolation import parse
from knowledge.errors import DocumentError

HANGUL: Final = re.compile("[가-힣]")
PLACEHOLDER: Final = "상위 버전의 배포용 문서"


def by_unhwp(path: Path) -> str:
    import unhwp

    with unhwp.parse(path) as result:
        return str(result.text)


def by_python_hwpx(path: Path) -> str:
    from hwpx import HwpxDocument

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return str(HwpxDocument.open(str(path)).text.plain())


def by_pypdfium2(path: Path) -> str:
    import pypdfium2

    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))


def by_pypdf(path: Path) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def by_pdfplumber(path: Path) -> str:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return "\n".join(page.extract_text() or "" for page in document.pages)


def by_python_docx(path: Path) -> str:
    from docx import Document

    return "\n".join(node.text or "" for node in Document(str(path)).element.body.iter() if node.text)


def by_lxml(path: Path) -> str:
    from lxml import html

    from ingest.readers.charset import declared_charset, decode

    raw = path.read_bytes()
    return str(html.document_fromstring(decode(raw, declared=declared_charset(raw))).text_content())


def by_kordoc(path: Path) -> str:
    command = shutil.which("kordoc")
    if command is None:
        raise ImportError("kordoc")
    done = subprocess.run([command, str(path)], capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8")


REFERENCES: Final[dict[str, tuple[Callable[[Path], str], ...]]] = {
    ".hwp": (by_unhwp, by_kordoc),
    ".hwpx": (by_unhwp, by_python_hwpx, by_kordoc),
    ".pdf": (by_pypdfium2, by_pypdf, by_pdfplumber, by_kordoc),
    ".docx": (by_python_docx, by_kordoc),
    ".html": (by_lxml,),
    ".htm": (by_lxml,),
}


def letters(text: str) -> Counter[str]:
    """The Hangul syllables of a text, each with how often it stands there."""
    return Counter(HANGUL.findall(unicodedata.normalize("NFC", text)))


def kept(ours: Counter[str], theirs: Counter[str]) -> float:
    """The share of the other's syllables that we have too."""
    return (ours & theirs).total() / theirs.total() if theirs else 1.0


def measure(path: Path) -> tuple[str, float | None]:
    """A file's line, and the smallest share; None for a file that was refused."""
    started = time.perf_counter()
    try:
        parsed = parse(path)
    except DocumentError as error:
        return f"{path.name}\n    refused: {error.reason}", None
    seconds = time.perf_counter() - started
    ours = letters(" ".join(text for _, text in parsed.facts))
    shares: list[tuple[str, int, float]] = []
    for reader in REFERENCES.get(path.suffix.lower(), ()):
        name = reader.__name__.removeprefix("by_")
        try:
            text = reader(path)
        except ImportError:
            continue
        except Exception as error:  # noqa: BLE001 - the other reader's trouble, told as such
            sys.stderr.write(f"{name} cannot read {path.name}: {type(error).__name__}: {error}\n")
            continue
        if PLACEHOLDER not in text:
            theirs = letters(text)
            shares.append((name, theirs.total(), kept(ours, theirs)))
    beside = ", ".join(f"{name} {count} ({share:.1%} kept)" for name, count, share in shares)
    line = f"{path.name}\n    {parsed.format}, {len(parsed.facts)} facts, {seconds:.2f} s, {ours.total()} syllables"
    return f"{line}; {beside}" if beside else line, min((share for *_, share in shares), default=1.0)


def main() -> int:
    logging.disable(logging.CRITICAL)
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", type=Path)
    words.add_argument("--facts", metavar="NAME", help="print what is made of this file of the folder")
    args = words.parse_args()
    if args.facts:
        for section, text in parse(args.folder / args.facts).facts:
            print(f"[{section}] {text}")
        return 0
    out = io.StringIO()
    shares: list[float] = []
    refused = 0
    for path in sorted(path for path in args.folder.iterdir() if path.suffix.lower() in REFERENCES):
        line, share = measure(path)
        print(line, file=out)
        if share is None:
            refused += 1
        else:
            shares.append(share)
    print(out.getvalue(), end="")
    low = min(shares, default=1.0)
    print(
        f"{len(shares)} files read, {refused} refused; the least that is kept of another reader's: {low:.1%}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
