"""A data folder under torture: its documents, the reader that asks throughout, and what went wrong."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import numpy as np

from ingest.base import generation_folders
from ingest.job import ingest
from ingest.report import Report
from knowledge.bundled import BundledModel
from knowledge.korean import Analyzer
from knowledge.library import Library
from knowledge.pipeline import embedded_text
from knowledge.settings import KnowledgeSettings
from tests.conftest import settings_names
from tests.torture.sheets import version_of, write

PROJECT = Path(__file__).resolve().parents[2]
INGEST = (sys.executable, "-m", "bot", "ingest", "--json", "--yes")
#: The errors that a reader may meet who opens an index that was damaged.
TOLD = frozenset({"IndexUnreadable", "IndexMissing"})
NEIGHBOURS = 10
#: Seconds within which a reader answers, whatever else the machine does.
PATIENCE = 60


@dataclass(frozen=True)
class Tools:
    """What is loaded once for all scenes. A text's vector never changes, so it is computed once."""

    analyzer: Analyzer = field(default_factory=Analyzer)
    known: dict[str, "np.ndarray[Any, Any]"] = field(default_factory=dict)

    @cached_property
    def model(self) -> BundledModel:
        return BundledModel(self.analyzer)

    def vectors(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        if new:
            self.known.update(zip(new, np.asarray(self.model.embed_documents(new), np.float32), strict=True))
        return np.stack([self.known[text] for text in texts])


class Scene:
    """One data folder with a reader; use it in a `with`. `faults` has what must not be, `counts` what was."""

    def __init__(self, place: Path, tools: Tools, data: Path | None = None) -> None:
        self.place, self.tools = place, tools
        self.data, self.documents = data or place / "data", place / "documents"
        self.settings = KnowledgeSettings(ongil_data=self.data)
        self.version = 100
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        # From when on which versions may be told, and whether opening may fail.
        self._phases: list[tuple[float, frozenset[int], bool]] = []
        self._reader: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.place.mkdir(parents=True, exist_ok=True)
        write(self.documents, self.version)
        self.ingest()
        self.allow(self.version)
        self._reader = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.reader", str(self.data), str(self.told)],
            cwd=PROJECT,
            env=self.env,
            stdin=subprocess.PIPE,
        )
        while sum(name in self._lines() for name in ('"running"', '"anew"')) < 2:
            if self._reader.poll() is not None:
                raise RuntimeError("the reader did not start")
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._reader is not None
        assert self._reader.stdin is not None
        if self._reader.poll() is None:
            self._reader.stdin.close()
        if code := self._reader.wait(60):
            self.faults.append(f"the reader ended with {code}")
        self.judge()

    @property
    def env(self) -> dict[str, str]:
        """The environment of a process of the scene: nobody's settings but the scene's."""
        unset = dict.fromkeys(settings_names(), "")
        return {**os.environ, **unset, "ONGIL_DATA": str(self.data), "HF_HUB_OFFLINE": "1"}

    def allow(self, *versions: int, damaged: bool = False) -> None:
        """From now on these versions may be told; `damaged`: who opens the index may also be refused."""
        self._phases.append((time.monotonic(), frozenset(versions), damaged))

    def next_version(self) -> None:
        """Change the documents; from now on the old and the new version may be told."""
        self.allow(self.version, self.version + 1)
        self.version += 1
        write(self.documents, self.version)

    def start(self, *prefix: str, documents: Path | None = None, **options: Any) -> subprocess.Popen[str]:
        """A real `ongil ingest` of the documents, started."""
        return subprocess.Popen(
            [*prefix, *INGEST, str(documents or self.documents)],
            cwd=PROJECT,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    def ingest(self) -> Report:
        """An ingest in this process."""
        tools = self.tools
        return ingest([self.documents], self.settings, embeddings=tools.model, analyzer=tools.analyzer)

    def published(self) -> int:
        """The version that is published."""
        return version_of(self._library().current().documents)

    def check(self, *versions: int, what: str) -> None:
        """The published index is whole, and of one of these versions."""
        self.counts["checks"] += 1
        self.faults += [f"{what}: {fault}" for fault in self._faults(versions)]

    def recover(self, what: str) -> None:
        """The next ingest succeeds, publishes the documents as they are, and leaves no more than three behind."""
        try:
            report = self.ingest()
        except Exception as error:  # noqa: BLE001 (a fault like any other)
            self.faults.append(f"{what}: the next ingest fails: {type(error).__name__}: {error}")
            return
        self.allow(self.version)
        self.counts["next ingests"] += 1
        if report.failed:
            self.faults.append(f"{what}: the next ingest: {report.failed[0].reason}")
        self.check(self.version, what=f"{what}, after the next ingest")
        if len(left := generation_folders(self.data)) > 3:
            self.faults.append(f"{what}: {len(left)} generations are kept")
        self._asked_again()

    def _asked_again(self) -> None:
        """Wait until the running reader was asked once more: it has opened what is published now."""
        if self._reader is None:
            return
        now, ends = time.monotonic(), time.monotonic() + PATIENCE
        while time.monotonic() < ends and self._reader.poll() is None:
            # The last line may be half written.
            lines = [json.loads(line) for line in self._lines()[-5_000:].split("\n")[1:-1]]
            if any(line["reader"] == "running" and line["began"] > now for line in lines):
                return
            time.sleep(0.01)
        self.faults.append("the running reader answers no more")

    def _library(self) -> Library:
        return Library(self.settings, embeddings=self.tools.model, analyzer=self.tools.analyzer)

    def _faults(self, versions: Sequence[int]) -> list[str]:
        try:
            generation = self._library().current()
            version = version_of(generation.documents)
            passages, collection = generation.passages, generation.collection
            ids = [passage.id for passage in passages]
            rows = collection.get(ids=ids, include=["embeddings"])
            stored = dict(zip(rows["ids"], np.asarray(rows["embeddings"], np.float32), strict=True))
            wanted = self.tools.vectors([embedded_text(passage) for passage in passages])
            near = collection.query(query_embeddings=wanted, n_results=min(NEIGHBOURS, len(ids)), include=[])
            count, copy, tokens = collection.count(), generation.vectors, generation.tokens
        except Exception as error:  # noqa: BLE001 (a fault like any other)
            return [f"cannot be read: {type(error).__name__}: {error}"]
        self.counts["passages found"] += len(ids)
        faults = [] if version in versions else [f"version {version}, not one of {versions}"]
        if not len(ids) == len(set(ids)) == len(stored) == count == len(generation.lexical):
            faults.append(
                f"{len(ids)} passages, {len(stored)} of {count} vectors, {len(generation.lexical)} rows"
            )
        elif not np.allclose(np.stack([stored[id] for id in ids]), wanted, atol=1e-5):
            faults.append("a vector is not its passage's")
        elif copy is None or not np.array_equal(copy, np.stack([stored[id] for id in ids])):
            faults.append("the copy of the vectors is not Chroma's")
        lost = [id for id, found in zip(ids, near["ids"], strict=True) if id not in found]
        if lost:
            faults.append(f"{len(lost)} passages do not find themselves: {lost[:3]}")
        if tokens is None or len(tokens) != len(ids) + len(generation.documents):
            faults.append("morphemes are missing")
        return faults

    @property
    def told(self) -> Path:
        """Where the reader writes its answers."""
        return self.place / "told.jsonl"

    def _lines(self) -> str:
        return self.told.read_text("utf-8") if self.told.exists() else ""

    def judge(self) -> None:
        """Every answer is whole, of a version that it may be of, and never of an older one than the answer before."""
        latest: dict[str, int] = {}
        for line in map(json.loads, self._lines().splitlines()):
            self.counts["answers"] += 1
            if (fault := self._fault(line, latest)) is None:
                self.counts["answers of two documents or more"] += line.get("documents", 0) > 1
            else:
                self.counts["wrong answers"] += 1
                self.faults.append(f"{line['reader']}: {fault}")

    def _fault(self, line: dict[str, Any], latest: dict[str, int]) -> str | None:
        ends = [start for start, _, _ in self._phases[1:]] + [float("inf")]
        during = [
            phase
            for phase, end in zip(self._phases, ends, strict=True)
            if phase[0] <= line["ended"] and line["began"] <= end
        ]
        if "error" in line:
            damaged = any(damaged for _, _, damaged in during)
            if damaged and line["reader"] == "anew" and line["error"] in TOLD:
                self.counts["openings refused by name"] += 1
                return None
            return f"{line['error']}: {line['message']}"
        allowed = frozenset[int]().union(*(versions for _, versions, _ in during))
        if len(line["versions"]) != 1:
            return f"an answer of the versions {line['versions']}"
        (version,) = line["versions"]
        if version not in allowed or version < latest.get(line["reader"], 0):
            return (
                f"version {version}, where {sorted(allowed)} were there, {latest.get(line['reader'])} before"
            )
        latest[line["reader"]] = version
        return None
