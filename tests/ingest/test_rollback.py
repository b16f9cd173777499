"""Back to the generation before, and on from there."""

from pathlib import Path

import pytest

from ingest.errors import NothingBefore
from ingest.shipped import ensure_index
from tests.ingest.sheets import Letters, Store, analyzer, counts, write_sheet


def grow(store: Store, folder: Path, times: int) -> list[str]:
    """Generations, each with another amount."""
    names = []
    for number in range(times):
        write_sheet(folder, "loan", [f"최대 {number}억원."])
        names.append(str(store.ingest(folder).generation))
    return names


def amount(store: Store) -> str:
    return store.check().documents["loan"].facts[0].text


def test_back_and_further_back(store: Store, folder: Path) -> None:
    names = grow(store, folder, 4)
    library = store.library()
    assert library.current().id == names[3]
    report = store.rollback()
    assert (report.generation, counts(report)) == (names[2], (0, 1, 2, 0, 0))
    assert report.names["updated"] == ["loan"]
    assert "되돌렸어요" in report.notes[0]
    assert library.current().id == names[2]
    assert amount(store) == "최대 2억원."
    assert store.rollback().generation == names[1]
    assert amount(store) == "최대 1억원."
    with pytest.raises(NothingBefore, match="ongil ingest"):
        store.rollback()
    assert store.current().id == names[1]


def test_a_later_ingest_goes_on_from_there(store: Store, folder: Path) -> None:
    names = grow(store, folder, 3)
    store.rollback()
    report = store.ingest(folder)
    assert (counts(report), report.passages_embedded) == ((0, 1, 2, 0, 0), 1)
    assert amount(store) == "최대 2억원."
    left = sorted(path.name for path in (store.data / "generations").iterdir())
    assert left == sorted([names[0], names[1], str(report.generation)])
    assert store.rollback().generation == names[1]
    # The files as they were then: nothing to do, and the admin is content with it.
    write_sheet(folder, "loan", ["최대 1억원."])
    assert store.ingest(folder).generation == names[1]


def test_what_would_change(store: Store, folder: Path) -> None:
    names = grow(store, folder, 2)
    (folder / "kiosk.md").unlink()
    write_sheet(folder, "market")
    third = store.ingest(folder).generation
    report = store.rollback(dry_run=True)
    assert (report.generation, counts(report)) == (names[1], (1, 0, 2, 1, 0))
    assert (report.names["added"], report.names["removed"]) == (["kiosk"], ["market"])
    assert store.current().id == third


def test_a_broken_generation_is_passed_over(store: Store, folder: Path) -> None:
    names = grow(store, folder, 3)
    (store.data / "generations" / names[1] / "passages.json").unlink()
    assert store.rollback().generation == names[0]
    store.check()


def test_away_from_a_generation_that_is_broken(store: Store, folder: Path) -> None:
    names = grow(store, folder, 2)
    (store.data / "generations" / names[1] / "manifest.json").write_text("{")
    assert store.rollback().generation == names[0]
    store.check()


def test_another_model_cannot_read_it(store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(store, folder, 1)
    store.model = Letters(dimension=8, fingerprint="letters-2")
    monkeypatch.setattr("knowledge.pipeline.model_name", lambda *_: "another")
    second = store.ingest(folder).generation
    with pytest.raises(NothingBefore):
        store.rollback()
    assert store.current().id == second


def test_a_withdrawn_document_does_not_come_back(store: Store, folder: Path) -> None:
    names = grow(store, folder, 2)
    store.ingest(withdraw=["kiosk"])
    report = store.rollback()
    assert report.generation not in names
    # The generation before differs by the withdrawn document alone: a step there would change nothing.
    assert (report.updated, report.removed) == (1, 0)
    assert set(store.check().documents) == {"ai-class", "loan"}
    assert amount(store) == "최대 0억원."
    store.ingest(restore=["kiosk"])
    assert "kiosk" in store.slugs()


def test_it_holds_until_an_ingest_is_asked_for(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped documents are synchronised by themselves, but not over an admin's head."""
    shipped = tmp_path / "shipped"
    monkeypatch.setattr("knowledge.settings.SHIPPED_DOCUMENTS", shipped)
    names = grow(store, shipped, 2)

    def start() -> None:
        ensure_index(store.settings, embeddings=store.model, analyzer=analyzer())

    store.rollback()
    start()
    assert store.current().id == names[0]
    (store.current().folder / "lexical" / "keys.npy").unlink()
    start()
    assert store.check().id not in names


def test_nothing_was_ever_ingested(store: Store) -> None:
    with pytest.raises(NothingBefore):
        store.rollback()


def test_nothing_to_go_back_to_but_what_was_withdrawn(store: Store, folder: Path) -> None:
    store.ingest(folder)
    withdrawn = store.ingest(withdraw=["kiosk"])
    with pytest.raises(NothingBefore, match="--restore"):
        store.rollback()
    assert store.current().id == withdrawn.generation
