"""Damaged files over all readers: no crash of the parent, no hang, no half of a document.

    python -m tests.benchmarks.mutations [--count 2000] [--seed 1] [FOLDER]

Takes the tests' own notice in six formats and, when given, the files of a folder; cuts them, flips and removes
bytes, swaps and repeats pieces, and reads each the way an ingest does, in a child process with limits. Prints
what became of them, and exits 1 when one was read by half: less than nine tenths of the whole file's Hangul
although the format can tell (a cut text or web page is a shorter text, and no reader can know).
"""

import argparse
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from ingest.isolation import Limits, parse
from ingest.readers.clean import syllables
from ingest.readers.refusal import MESSAGES
from knowledge.errors import DocumentError
from tests.ingest.samples import SAMPLES

LIMITS: Final = Limits(seconds=20)
#: Formats that cannot tell that something is missing.
OPEN_ENDED: Final = frozenset({".txt", ".html", ".htm"})
WHOLE: Final = 0.9

REASONS: Final = {message: reason.value for reason, message in MESSAGES.items()}


def cut(raw: bytes, chance: random.Random) -> bytes:
    return raw[: chance.randrange(len(raw))]


def flip(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.choice((1, 3, 20, 200))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def remove(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + raw[at + chance.choice((1, 16, 512, 4096)) :]


def repeat(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    piece = raw[at : at + chance.choice((1, 64, 4096))]
    return raw[:at] + piece * chance.choice((2, 50)) + raw[at:]


def blank(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    size = chance.choice((16, 512, 4096))
    return raw[:at] + b"\0" * size + raw[at + size :]


def swap(raw: bytes, chance: random.Random) -> bytes:
    a, b = sorted(chance.sample(range(len(raw)), 2))
    return raw[b:] + raw[a:b] + raw[:a]


MUTATIONS: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    cut,
    flip,
    remove,
    repeat,
    blank,
    swap,
)


def mutants(files: dict[str, bytes], count: int, seed: int) -> Iterator[tuple[str, str, bytes]]:
    """(name of the file, name of the mutation, the bytes), the same for the same seed."""
    chance = random.Random(seed)
    names = sorted(files)
    for number in range(count):
        name = names[number % len(names)]
        mutation = MUTATIONS[number // len(names) % len(MUTATIONS)]
        yield name, mutation.__name__, mutation(files[name], chance)


def read(raw: bytes, suffix: str, folder: Path, limits: Limits = LIMITS) -> tuple[str, int]:
    """What becomes of a file ("read" or the reason's name), and how many syllables were read."""
    handle, name = tempfile.mkstemp(suffix, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        parsed = parse(Path(name), limits)
    except DocumentError as error:
        return REASONS[error.reason], 0
    finally:
        os.unlink(name)
    return "read", syllables(" ".join(text for _, text in parsed.facts))


def main() -> int:
    logging.disable(logging.CRITICAL)  # every refusal is logged
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("folder", nargs="?", type=Path, help="files of one's own")
    words.add_argument("--count", type=int, default=2_000)
    words.add_argument("--seed", type=int, default=1)
    args = words.parse_args()
    files = {f"sample{suffix}": make() for suffix, make in SAMPLES.items()}
    if args.folder:
        files |= {path.name: path.read_bytes() for path in args.folder.iterdir() if path.is_file()}
    started = time.perf_counter()
    outcomes: Counter[str] = Counter()
    halves: list[str] = []
    slowest = 0.0
    with tempfile.TemporaryDirectory() as place, ThreadPoolExecutor(2) as pool:
        folder = Path(place)
        whole = {name: read(raw, Path(name).suffix, folder) for name, raw in files.items()}

        def one(mutant: tuple[str, str, bytes]) -> tuple[str, str, str, int, float]:
            name, mutation, raw = mutant
            begun = time.perf_counter()
            outcome, count = read(raw, Path(name).suffix, folder)
            return name, mutation, outcome, count, time.perf_counter() - begun

        for number, (name, mutation, outcome, count, seconds) in enumerate(
            pool.map(one, mutants(files, args.count, args.seed))
        ):
            outcomes[outcome] += 1
            slowest = max(slowest, seconds)
            suffix = Path(name).suffix
            if outcome == "read" and suffix not in OPEN_ENDED and count < WHOLE * whole[name][1]:
                halves.append(f"{number}: {name} after {mutation}: {count} of {whole[name][1]} syllables")
    for outcome, count in outcomes.most_common():
        print(f"{outcome:14}{count:6}")
    print(f"{sum(outcomes.values())} files in {time.perf_counter() - started:.0f} s, slowest {slowest:.1f} s")
    print(f"by half: {len(halves)}", *halves, sep="\n")
    return 1 if halves else 0


if __name__ == "__main__":
    sys.exit(main())
