"""Ingests under torture, with a reader that asks throughout.

    make torture [ARGS="--kills 200 --seed 1"]
    python -m tests.torture [--kills 200] [--seed 1] [--only STAGE …]

Everything happens in folders of its own, with real `ongil ingest` processes and the bundled model. After each blow the
published index must be whole (every vector is its passage's and finds itself), the next ingest must succeed, and
every answer that a reader got must be of the old or the new version, whole, the new one as soon as it is published.
Where Linux lets everybody have namespaces of their own (`unshare`), the full disk is a file system of a few MB and the
read-only one is mounted so; elsewhere a limit on the size of files and the folders' modes stand in. Exits with 1 when
anything was not as it must be.
"""

import argparse
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.measure import table
from tests.torture.scene import Tools
from tests.torture.stages import run

#: How often each stage strikes; kills are an option, damage means files.
TIMES = {"kills": 200, "full disk": 12, "full quota": 12, "read-only": 7, "damage": 100, "two at once": 12}
COLUMNS = ("checks", "passages found", "next ingests", "answers", "wrong answers")
OWN_MOUNTS = ("unshare", "--user", "--map-root-user", "--mount")
SHOWN = 10


def with_mounts() -> None:
    """Start again where this process may mount, if the machine lets it."""
    if "TORTURE_MOUNTS" in os.environ or shutil.which("unshare") is None:
        return
    tried = subprocess.run(
        [*OWN_MOUNTS, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True, check=False
    )
    if tried.returncode == 0:
        os.environ["TORTURE_MOUNTS"] = "1"
        os.execvp(OWN_MOUNTS[0], [*OWN_MOUNTS, sys.executable, "-m", "tests.torture", *sys.argv[1:]])


def main(arguments: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--kills", type=int, default=TIMES["kills"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=list(TIMES), default=list(TIMES), metavar="STAGE")
    parser.add_argument("--times", type=int, help="how often the other stages strike, at most")
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    rows, faults, tools = [], [], Tools()
    with tempfile.TemporaryDirectory() as place:
        for name in options.only:
            started = time.monotonic()
            count = options.kills if name == "kills" else min(options.times or TIMES[name], TIMES[name])
            scene = run(name, Path(place) / name.replace(" ", "-"), tools, options.seed, count, say)
            if scene is None:
                rows.append([name, *["-"] * (len(COLUMNS) + 2), "not possible here"])
                continue
            faults += [f"{name}: {fault}" for fault in scene.faults]
            rest = ", ".join(f"{key} {value}" for key, value in scene.counts.items() if key not in COLUMNS)
            counted = [f"{scene.counts[column]:,}" for column in COLUMNS]
            rows.append([name, *counted, str(len(scene.faults)), f"{time.monotonic() - started:.0f} s", rest])
    print(table(["stage", *COLUMNS, "faults", "took", "of which"], rows))
    for fault in faults[:SHOWN]:
        print(f"FAULT {fault}")
    if len(faults) > SHOWN:
        print(f"… and {len(faults) - SHOWN} more")
    return 1 if faults else 0


def say(line: str) -> None:
    """Progress, on stderr."""
    sys.stderr.write(f"\r{line:<78}" if sys.stderr.isatty() else f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    with_mounts()
    sys.exit(main())
