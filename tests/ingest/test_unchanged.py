"""An ingest that changes nothing is told by stamps; whatever is not surely the same is looked at whole."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import synchronise, unchanged
from ingest.job import ingest
from ingest.rollback import rollback
from ingest.synchronise import Job
from knowledge.generation import generation_folder
from knowledge.library import Library
from knowledge.pointer import read_pointer
from knowledge.settings import KnowledgeSettings
from tests.ingest.sheets import counts, write_sheet


class Place:
    """A folder and a store with the bundled model; `looked` counts the ingests that looked at everything."""

    def __init__(self, folder: Path, settings: KnowledgeSettings) -> None:
        self.folder, self.settings, self.looked = folder, settings, 0

    def ingest(self, **options: bool) -> tuple[int, int, int, int, int]:
        return counts(ingest([self.folder], self.settings, **options))

    def told(self) -> bool:
        """Whether an ingest changes nothing, and is told so by stamps."""
        before = self.looked
        assert self.ingest() == (0, 0, 3, 0, 0)
        return self.looked == before

    @property
    def generation(self) -> Path:
        pointer = read_pointer(self.settings.data)
        assert pointer is not None
        return generation_folder(self.settings.data, pointer.generation)


@pytest.fixture
def place(own_data: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Three sheets, ingested. Files settle at once: the tests wait for the clock's next tick themselves."""
    made = Place(folder, KnowledgeSettings(ongil_data=own_data))
    run = Job.run

    def counted(self: Job, *args: object) -> object:
        made.looked += 1
        return run(self, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(Job, "run", counted)
    monkeypatch.setattr(unchanged, "SETTLED", 0)
    tick(folder)
    made.ingest()
    return made


def tick(folder: Path) -> None:
    """Wait until the file system's clock moves."""
    probe = folder.parent / "tick"
    probe.write_bytes(b"")
    before = probe.stat().st_ctime_ns
    while probe.stat().st_ctime_ns == before:
        probe.write_bytes(b"")


def test_it_says_what_a_whole_look_says(place: Place) -> None:
    (place.folder / "사진.png").write_bytes(b"")
    tick(place.folder)
    whole = ingest([place.folder], place.settings)
    looked = place.looked
    quick = ingest([place.folder], place.settings)
    dry = ingest([place.folder], place.settings, dry_run=True)
    assert place.looked == looked
    for report in (quick, dry):
        report.seconds = whole.seconds
        assert (report, report.notes) == (whole, whole.notes)
    assert any("사진.png" in note for note in quick.notes)
    assert whole.generation == place.generation.name


def test_after_the_first_ingest_as_after_a_second(place: Place) -> None:
    assert place.told()
    (place.settings.data / unchanged.FILE).unlink()
    assert not place.told()
    assert place.told()


def same_size(path: Path) -> None:
    """Other content of the same size with the same modification time."""
    was = path.stat()
    path.write_bytes(path.read_bytes().replace("최대 1억원".encode(), "최대 9억원".encode()))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (was.st_size, was.st_mtime_ns)


def replaced(path: Path) -> None:
    """The same by putting another file in its place."""
    other = path.with_name("other")
    other.write_bytes(path.read_bytes())
    same_size(other)
    was = path.stat()
    os.utime(other, ns=(was.st_atime_ns, was.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda folder: same_size(folder / "loan.md"), (0, 1, 2, 0, 0)),
        (lambda folder: replaced(folder / "loan.md"), (0, 1, 2, 0, 0)),
        (lambda folder: (folder / "loan.md").unlink(), (0, 0, 2, 1, 0)),
        (lambda folder: (folder / "loan.md").rename(folder / "loan2.md"), (0, 0, 3, 0, 0)),
        (lambda folder: (folder / "loan.md").write_bytes(b""), (0, 0, 2, 0, 1)),
        (lambda folder: write_sheet(folder / "deep" / "er", "new"), (1, 0, 3, 0, 0)),
        (lambda folder: (folder / "loan.yaml").write_text("title: 다른 이름\n"), (0, 0, 2, 0, 1)),
    ],
)
def test_no_change_is_missed(
    place: Place, change: Callable[[Path], object], expected: tuple[int, ...]
) -> None:
    assert place.told()
    change(place.folder)
    assert place.ingest() == expected


def test_random_changes_are_seen(place: Place) -> None:
    """Whatever is done to a folder, the index has afterwards what the folder has."""
    chance = random.Random(5)
    library = Library(place.settings)
    for number in range(12):
        files = sorted(place.folder.glob("*.md"))
        for _ in range(chance.randrange(3)):
            chosen = chance.choice(files)
            kind = chance.randrange(4)
            if kind == 0:
                text = chosen.read_bytes()
                was = chosen.stat()
                chosen.write_bytes(text.replace("요.".encode(), "죠.".encode(), 1))
                os.utime(chosen, ns=(was.st_atime_ns, was.st_mtime_ns))
            elif kind == 1 and len(files) > 2:
                chosen.unlink(missing_ok=True)
            elif kind == 2:
                write_sheet(place.folder, f"new-{number}", [f"{number}번째 사실이에요."])
            else:
                os.utime(chosen if chosen.exists() else files[0].parent)
        place.ingest()
        found = {
            passage.slug: passage.text for passage in library.current().passages if passage.kind == "fact"
        }
        assert set(found) == {path.stem for path in place.folder.glob("*.md")}
        for slug, text in found.items():
            assert text in (place.folder / f"{slug}.md").read_text("utf-8")


def test_files_that_just_changed_are_not_relied_on(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    (place.settings.data / unchanged.FILE).unlink()
    monkeypatch.setattr(unchanged, "SETTLED", 3600 * 10**9)
    assert not place.told()
    assert not place.told()
    assert not (place.settings.data / unchanged.FILE).exists()


def test_a_file_that_changes_while_it_is_read_is_not_relied_on(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = synchronise.scan

    def scanned(paths: object) -> object:
        found = scan(paths)  # type: ignore[arg-type]
        monkeypatch.setattr(synchronise, "scan", scan)
        tick(place.folder)
        same_size(place.folder / "loan.md")
        tick(place.folder)
        return found

    write_sheet(place.folder, "new")
    monkeypatch.setattr(synchronise, "scan", scanned)
    ingest([place.folder], place.settings, keep=True)
    # The new content may have been read under the old hash: a whole look settles it.
    looked = place.looked
    place.ingest(keep=True)
    assert place.looked == looked + 1


@pytest.mark.parametrize("victim", ["documents.json", "lexical/rows.npy", "manifest.json", "data_level0.bin"])
def test_a_damaged_generation_is_healed(place: Place, victim: str) -> None:
    """A flipped bit changes no size; whatever the stamps say, the content is looked at."""
    (path,) = place.generation.rglob(Path(victim).name)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    broken = place.generation
    place.ingest()
    assert place.generation != broken
    assert Library(place.settings).current().manifest.passages == 8


def test_lost_vectors_are_healed(place: Place) -> None:
    (place.generation / "chroma" / "chroma.sqlite3").unlink()
    broken = place.generation
    place.ingest()
    assert place.generation != broken


def test_what_else_decides_is_looked_at(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert place.told()
    assert place.ingest(keep=True) == (0, 0, 3, 0, 0)
    assert place.looked == 2
    assert not place.told()
    (place.settings.data / unchanged.FILE).write_text("{}")
    assert not place.told()
    (place.settings.data / "generations" / "000009-00000000").mkdir()
    assert not place.told()
    assert not (place.settings.data / "generations" / "000009-00000000").exists()
    ingest([], place.settings, withdraw=["loan"])
    assert place.ingest() == (0, 0, 2, 0, 0)
    ingest([], place.settings, restore=["loan"])
    assert not place.told()
    rollback(place.settings)
    assert place.ingest() == (1, 0, 2, 0, 0)
    assert place.told()
    other = tmp_path / "other"
    write_sheet(other, "other")
    ingest([other], place.settings)
    assert not place.told()
    code = tmp_path / "code"
    code.mkdir()
    (code / "reader.py").write_text("# another version\n")
    monkeypatch.setattr(unchanged, "CODE", (*unchanged.CODE, code))
    assert not place.told()
    assert place.told()


def test_links_are_followed_every_time(place: Place, tmp_path: Path) -> None:
    target = place.folder / "loan.md"
    target.rename(place.folder / ".loan")
    target.symlink_to(place.folder / ".loan")
    tick(place.folder)
    place.ingest()
    same_size(place.folder / ".loan")
    assert place.ingest() == (0, 1, 2, 0, 0)
