"""The torture notices what it looks for: mixed, old and failed answers, lost vectors, ingests that fail."""

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from ingest.vectors import connected
from knowledge.generation import generation_folder
from knowledge.pointer import read_pointer
from tests.ingest.sheets import analyzer
from tests.torture.scene import Scene, Tools
from tests.torture.sheets import write


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """A scene without a reader: nothing is written yet, and from now on version 100 may be told."""
    scene = Scene(tmp_path, Tools(analyzer()))
    scene.allow(100)
    return scene


def faults(scene: Scene, *lines: dict[str, Any]) -> list[str]:
    """What is wrong with lines of a reader, all told now."""
    now = time.monotonic()
    told = [{"reader": "running", "began": now, "ended": now, **line} for line in lines]
    scene.told.write_text("".join(f"{json.dumps(line)}\n" for line in told), encoding="utf-8")
    scene.judge()
    return scene.faults


def test_good_answers(scene: Scene) -> None:
    scene.allow(100, 101)
    lines = [{"versions": [version], "documents": 2} for version in (100, 100, 101, 101)]
    assert faults(scene, *lines) == []
    assert scene.counts["answers of two documents or more"] == 4


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([{"versions": [100, 101]}], "an answer of the versions"),
        ([{"versions": []}], "an answer of the versions"),
        ([{"versions": [102]}], "version 102"),
        ([{"versions": [101]}, {"versions": [100]}], "version 100"),
        ([{"error": "InternalError", "message": "oops"}], "oops"),
        ([{"error": "IndexUnreadable", "message": "oops"}], "oops"),
    ],
)
def test_wrong_answers(scene: Scene, lines: list[dict[str, Any]], fault: str) -> None:
    scene.allow(100, 101)
    (found,) = faults(scene, *lines)
    assert fault in found


def test_the_old_version_after_the_new_one_was_published(scene: Scene) -> None:
    scene.allow(100, 101)
    scene.allow(101)
    assert len(faults(scene, {"versions": [100]})) == 1


def test_only_who_opens_a_damaged_index_may_be_refused(scene: Scene) -> None:
    scene.allow(100, damaged=True)
    refused = {"error": "IndexUnreadable", "message": "oops"}
    assert len(faults(scene, {**refused, "reader": "anew"}, refused)) == 1


def test_an_index_that_is_not_whole(scene: Scene) -> None:
    write(scene.documents, scene.version)
    scene.recover("first")
    assert (scene.faults, scene.counts["checks"]) == ([], 1)
    scene.check(101, what="of another version")
    pointer = read_pointer(scene.data)
    assert pointer is not None
    with connected(generation_folder(scene.data, pointer.generation), None) as client:
        collection = client.get_collection("passages", embedding_function=None)
        collection.delete(ids=collection.get(limit=1)["ids"])
    scene.check(100, what="a vector less")
    assert [fault.split(":")[0] for fault in scene.faults] == ["of another version", *["a vector less"] * 2]


def test_an_ingest_that_fails(scene: Scene) -> None:
    write(scene.documents, scene.version)
    scene.data.write_text("no folder")
    scene.recover("a file in its place")
    (fault,) = scene.faults
    assert "the next ingest fails: CannotWrite" in fault


def test_nobody_elses_settings_reach_a_process_of_the_torture(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHROMA_URL", "http://127.0.0.1:1")
    assert (scene.env["CHROMA_URL"], scene.env["ONGIL_DATA"]) == ("", str(scene.data))
    assert scene.env["PATH"] == os.environ["PATH"]
