"""What the benchmarks share: processes measured from outside, one core, percentiles, tables."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
NOT_GIVEN = (*THREADS, "PYTHONDONTWRITEBYTECODE")
CORES = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()

#: Starts a process on all cores, and writes its seconds, its CPU seconds and its size in MB (macOS counts bytes).
LAUNCH = f"""
import json, os, sys, time
if {sorted(CORES)}:
    os.sched_setaffinity(0, {sorted(CORES)})
started = time.perf_counter()
child = os.posix_spawn(sys.executable, [sys.executable, *sys.argv[1:]], os.environ)
_, status, used = os.wait4(child, 0)
wall = time.perf_counter() - started
unit = 2**20 if sys.platform == "darwin" else 2**10
sys.stdout.write("\\n" + json.dumps([wall, used.ru_utime + used.ru_stime, used.ru_maxrss / unit]))
sys.exit(os.waitstatus_to_exitcode(status))
"""


@dataclass(frozen=True, slots=True)
class Used:
    """What a process took: seconds on the clock, seconds of all cores, and its largest size in MB."""

    wall: float
    cpu: float
    peak: float
    stdout: str


def measured(command: Sequence[str], env: Mapping[str, str]) -> Used:
    """Run a Python command (`-m …`) in the project as a process of its own. Raises RuntimeError when it fails.

    Bytecode is kept whatever the environment says: a first run compiles, as an installed program was compiled.
    The process is started from a small one: Linux counts the size of who starts it as its own.
    """
    given = {name: value for name, value in os.environ.items() if name not in NOT_GIVEN} | dict(env)
    ran = subprocess.run(
        [sys.executable, "-c", LAUNCH, *command],
        cwd=PROJECT,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {ran.stderr[-2000:]}")
    stdout, _, last = ran.stdout.rpartition("\n")
    wall, cpu, peak = json.loads(last)
    return Used(wall, cpu, peak, stdout)


def one_core() -> None:
    """Keep this process (not those that it measures) on one core; call it before torch and numpy are imported."""
    os.environ.update(dict.fromkeys(THREADS, "1"))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(CORES)})


def percentile(values: Sequence[float], part: float) -> float:
    """A value that `part` of the values do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[round(part * (len(ordered) - 1))] if ordered else 0.0


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
