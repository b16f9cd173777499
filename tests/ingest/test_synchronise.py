"""Synchronising a folder: what moved, what is there twice, what is taken out, and what would go by mistake."""

import shutil
from pathlib import Path

import pytest

from ingest.errors import NoSuchDocument, TooManyRemoved, WithdrawalsUnreadable
from ingest.withdrawals import FILE
from tests.ingest.sheets import Store, counts, write_sheet


def plain(folder: Path, name: str, text: str) -> Path:
    """A document that says nothing of itself."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.md"
    path.write_text(f"# {text} 안내\n\n{text}을 지원해요.\n", encoding="utf-8")
    return path


def test_another_folder_is_a_move(store: Store, folder: Path) -> None:
    store.ingest(folder)
    (folder / "sub").mkdir()
    (folder / "loan.md").rename(folder / "sub" / "loan.md")
    report = store.ingest(folder)
    assert (counts(report), report.moved, report.names["moved"]) == ((0, 0, 3, 0, 0), 1, ["loan"])
    assert store.model.texts == []
    assert store.ingest(folder).moved == 0


def test_another_name_is_a_move_and_nothing_is_embedded_again(store: Store, folder: Path) -> None:
    plain(folder, "old", "배달")
    store.ingest(folder)
    (folder / "loan.md").rename(folder / "credit.md")
    (folder / "old.md").rename(folder / "sub.md")
    expected = store.ingest(folder, dry_run=True)
    report = store.ingest(folder)
    assert (counts(report), report.moved) == ((0, 0, 4, 0, 0), 2)
    assert report.names["moved"] == ["credit", "sub"]
    assert (store.model.texts, report.passages_embedded) == ([], 0)
    assert expected.names == report.names
    assert set(store.check().documents) == {"ai-class", "kiosk", "credit", "sub"}


def test_moved_and_changed_is_another_document(store: Store, folder: Path) -> None:
    store.ingest(folder)
    (folder / "loan.md").unlink()
    write_sheet(folder, "credit", ["최대 5억원."])
    report = store.ingest(folder)
    assert (counts(report), report.moved) == ((1, 0, 2, 1, 0), 0)


def test_a_new_alias_embeds_nothing(store: Store, folder: Path) -> None:
    """Its passages have other ids, but the text that is embedded is the same."""
    store.ingest(folder)
    path = folder / "loan.md"
    path.write_text(path.read_text().replace("provider: 네이버", "provider: 네이버\naliases: [빠른 대출]"))
    report = store.ingest(folder)
    assert (counts(report), report.passages_embedded, store.model.texts) == ((0, 1, 2, 0, 0), 0, [])
    store.check()


def test_contents_that_are_there_twice_are_named(store: Store, folder: Path, tmp_path: Path) -> None:
    plain(folder, "notice", "배달")
    shutil.copy(folder / "notice.md", folder / "notice-copy.md")
    report = store.ingest(folder)
    assert report.duplicates == [["notice", "notice-copy"]]
    (note,) = [note for note in report.notes if "똑같은" in note]
    assert str(folder / "notice.md") in note
    assert str(folder / "notice-copy.md") in note
    (tmp_path / "other").mkdir()
    shutil.copy(folder / "notice.md", tmp_path / "other" / "third.md")
    assert store.ingest(tmp_path / "other").duplicates == [["notice", "notice-copy", "third"]]
    assert store.ingest(write_sheet(tmp_path / "more", "market")).duplicates == []


def test_withdrawn_stays_out_until_it_is_put_back(store: Store, folder: Path) -> None:
    store.ingest(folder)
    report = store.ingest(withdraw=["loan"])
    assert (counts(report), report.withdrawn) == ((0, 0, 0, 1, 0), ["loan"])
    assert set(store.check().documents) == {"ai-class", "kiosk"}
    write_sheet(folder, "loan", ["고쳤어요."])
    (folder / "deep").mkdir()
    (folder / "loan.md").rename(folder / "deep" / "loan.md")
    report = store.ingest(folder, keep=True)
    assert (counts(report), report.withdrawn) == ((0, 0, 2, 0, 0), ["loan"])
    (folder / "deep" / "loan.md").rename(folder / "loan.md")
    report = store.ingest(restore=["loan"])
    assert (counts(report), report.withdrawn) == ((1, 0, 0, 0, 0), [])
    assert store.check().documents["loan"].facts[0].text == "고쳤어요."
    # It belongs to the folder that it came from.
    (folder / "loan.md").unlink()
    assert counts(store.ingest(folder)) == (0, 0, 2, 1, 0)


def test_what_cannot_be_put_back_stays_out(store: Store, folder: Path) -> None:
    store.ingest(folder)
    store.ingest(withdraw=["loan"])
    (folder / "loan.md").rename(folder / "elsewhere")
    report = store.ingest(restore=["loan"])
    assert counts(report) == (0, 0, 0, 0, 1)
    (folder / "elsewhere").rename(folder / "loan.md")
    assert store.ingest(folder).withdrawn == ["loan"]
    assert "loan" not in store.slugs()


def test_a_dry_run_of_a_withdrawal(store: Store, folder: Path) -> None:
    store.ingest(folder)
    assert store.ingest(withdraw=["loan"], dry_run=True).names["removed"] == ["loan"]
    assert not (store.data / FILE).exists()
    assert "loan" in store.slugs()


def test_a_slug_that_nobody_knows(store: Store, folder: Path) -> None:
    store.ingest(folder)
    with pytest.raises(NoSuchDocument, match="혹시 loan"):
        store.ingest(withdraw=["loans"])
    with pytest.raises(NoSuchDocument, match="뺀 문서가 아니에요"):
        store.ingest(restore=["loan"])
    assert len(store.slugs()) == 3


def test_a_build_that_fails_withdraws_nothing(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.ingest(folder)
    with monkeypatch.context() as patch:
        patch.setattr("ingest.build.write_durably", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
        with pytest.raises(Exception, match="가득"):
            store.ingest(withdraw=["loan"])
    assert not (store.data / FILE).exists()
    assert "loan" in store.slugs()


def test_a_broken_list_of_withdrawn_documents_puts_none_back(store: Store, folder: Path) -> None:
    store.ingest(folder)
    store.ingest(withdraw=["loan"])
    (store.data / FILE).write_text("[")
    with pytest.raises(WithdrawalsUnreadable, match=FILE):
        store.ingest(folder)
    assert "loan" not in store.slugs()


def test_many_removals_are_asked_about(store: Store, folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for number in range(20):
        write_sheet(other, f"shop-{number}")
    store.ingest(other)
    store.ingest(folder)
    first = store.current().id
    (folder / "loan.md").unlink()
    (folder / "kiosk.md").unlink()
    asked = []

    def refuse(report: object) -> bool:
        asked.append(report)
        return False

    with pytest.raises(TooManyRemoved, match="3건 가운데 2건"):
        store.ingest(folder, may_remove=refuse)
    assert len(asked) == 1
    assert store.current().id == first
    assert any("3건 가운데 2건" in note for note in store.ingest(folder, dry_run=True).notes)
    assert counts(store.ingest(folder, keep=True, may_remove=refuse)) == (0, 0, 1, 0, 0)
    assert store.ingest(folder, may_remove=lambda _: True).removed == 2


def test_what_is_not_asked_about(store: Store, folder: Path) -> None:
    def never(_: object) -> bool:
        raise AssertionError("asked")

    store.ingest(folder, may_remove=never)
    # One of three; one of two: a single document is never many. A folder that is renamed loses nothing.
    for name in ("loan", "kiosk"):
        (folder / f"{name}.md").unlink()
        assert store.ingest(folder, may_remove=never).removed == 1
    write_sheet(folder, "more")
    store.ingest(folder)
    moved = folder.rename(folder.with_name("renamed"))
    assert store.ingest(moved, may_remove=never).moved == 2
    for path in list(moved.iterdir()):
        path.rename(moved / f"new-{path.name}")
    assert store.ingest(moved, may_remove=never).moved == 2
    assert store.ingest(withdraw=["new-more"], may_remove=never).removed == 1
