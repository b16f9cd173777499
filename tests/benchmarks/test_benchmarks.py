"""Each benchmark runs on a tiny set; none of them asserts a time."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import indexing, measure, peers, reingest, speed, stock
from tests.ingest.sheets import Letters, write_sheet


def test_a_process_is_measured_from_outside() -> None:
    used = measure.measured(["-c", "import os; print(os.environ['ONGIL_DATA'])"], {"ONGIL_DATA": "here"})
    assert used.stdout.strip() == "here"
    assert used.wall > 0
    assert used.cpu > 0
    assert 1 < used.peak < 200
    with pytest.raises(RuntimeError, match="oops"):
        measure.measured(["-c", "raise SystemExit('oops')"], {})


def test_percentiles() -> None:
    assert measure.percentile([], 0.5) == 0
    assert measure.percentile([3, 1, 2], 0.5) == 2
    assert measure.percentile(list(range(101)), 0.95) == 95


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A BEIR-style folder of three documents."""
    folder = tmp_path / "set"
    folder.mkdir()
    texts = [
        "[키오스크] 값의 70%를 대 줘요. 신청은 3월부터예요.",
        "배달비를 깎아 줘요.",
        "- 무료로 AI를 가르쳐요.",
    ]
    rows = [{"_id": f"d{number}", "title": "", "text": text} for number, text in enumerate(texts)]
    queries = [{"_id": "q0", "text": "키오스크 값"}, {"_id": "q1", "text": "배달비"}]
    for name, lines in (("corpus", rows), ("queries", queries)):
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    (folder / "qrels.tsv").write_text("query\tdocument\trelevance\nq0\td0\t1\nq1\td1\t1\n", encoding="utf-8")
    return folder


def test_speed_indexes_and_asks_what_it_made(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "rows.json"
    assert speed.main(["--data", str(data), "--sizes", "25", "--no-answers", "--out", str(out)]) == 0
    (row,) = json.loads(out.read_text("utf-8"))["sizes"]
    assert row["passages"] == 25
    assert {"index s", "index peak MB", "p50 ms", "p95 ms", "peak MB"} <= set(row)


def test_a_reingest_is_measured(tmp_path: Path) -> None:
    reingest.write_documents(tmp_path / "documents", 4)
    row = reingest.ingested("first", tmp_path)
    assert (row["ingest"], row["embedded"]) == ("first", 8)
    assert {"s", "cpu s", "peak MB"} <= set(row)


def test_peers_are_compared(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("langchain_classic")
    pytest.importorskip("langchain_community")
    pytest.importorskip("rank_bm25")
    out, chart = tmp_path / "rows.json", tmp_path / "chart.png"
    command = ["--documents", "3", "--runs", "0", "--data", str(data), "--out", str(out)]
    if drawn := _has("matplotlib"):
        command += ["--plot", str(chart)]
    # In a process of its own: torch stays out of the other tests.
    ran = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.peers", *command],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    numbers = json.loads(out.read_text("utf-8"))
    assert list(numbers) == [peers.OURS, *peers.PEERS.values()]
    assert all(0 < values["nDCG@10"] <= 1 and 0 < values["in 3"] <= 1 for values in numbers.values())
    assert ran.stdout.startswith("|  | Ongil |")
    assert chart.is_file() == drawn


def test_langchains_indexing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its steps over three documents, with a small model; a vanished document stays with either cleanup."""
    for module in ("greenlet", "langchain_chroma", "langchain_classic", "langchain_text_splitters"):
        pytest.importorskip(module)
    monkeypatch.setattr(stock, "embeddings", Letters)
    found = {}
    for cleanup in indexing.CLEANUPS:
        documents, folder = tmp_path / cleanup / "documents", tmp_path / cleanup / "index"
        for slug in "abc":
            write_sheet(documents, slug)
        folder.mkdir()
        steps = {}
        for title in indexing.STEPS:
            if title == "one changed":
                indexing.change_one(documents)
            if title == "one removed":
                indexing.remove_one(documents)
            steps[title] = indexing.langchain_step(cleanup, documents, folder)
        assert [(step["embedded"], step["deleted"]) for step in steps.values()] == [
            (3, 0),
            (0, 0),
            (1, 1),
            (0, 0),
        ]
        assert steps["one removed"]["indexed"] == 3
        found[cleanup] = {
            title: {**step, "process s": 1.0, "cpu s": 1.0, "peak MB": 1.0} for title, step in steps.items()
        }
    rows = [{"documents": 3, "found": {indexing.OURS: found["incremental"], **found}}]
    assert "0 of 3" in indexing.written(rows)
    if _has("matplotlib"):
        indexing.plot(rows, tmp_path / "chart.png")
        assert (tmp_path / "chart.png").is_file()


def _has(name: str) -> bool:
    from importlib.util import find_spec

    return find_spec(name) is not None
