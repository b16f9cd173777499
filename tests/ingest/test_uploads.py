"""Files that an admin sends: whatever their names are, they stay in their folder."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import UploadRefused
from ingest.slugs import slug_of
from ingest.sources import SUFFIXES
from ingest.uploads import FOLDER, NAME_BYTES, digest, put, safe_name, settle, undo


def never(_: Path) -> bool:
    return False


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("2026년 공고문(최종).HWP", "2026년 공고문(최종).hwp"),
        ("../../etc/cron.d/x.md", "x.md"),
        ("C:\\Users\\a\\공고.pdf", "공고.pdf"),
        (".hidden.txt", "hidden.txt"),
        ("~$공고.docx", "공고.docx"),
        ("a\nb\x00c\u202e.md", "a b c.md"),
        ("CON.md", "문서 CON.md"),
        (".md", "문서.md"),
        ("가" * 300 + ".md", "가" * 60 + ".md"),
        ("\u1100\u1161.md", "가.md"),
    ],
)
def test_names(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@pytest.mark.parametrize("name", ["", "x", "표.xlsx", "a.md.exe", "md", "공고.yaml", "x.m d"])
def test_formats_that_are_not_read(name: str) -> None:
    with pytest.raises(UploadRefused, match=r"\.hwp"):
        safe_name(name)


@given(st.text(max_size=400), st.sampled_from(sorted(SUFFIXES)))
def test_any_name_is_one_name(stem: str, suffix: str) -> None:
    name = safe_name(f"{stem}{suffix}")
    assert Path(name).name == name
    assert not name.startswith((".", "~", "-", " "))
    assert len(name.encode()) <= NAME_BYTES + 20
    assert slug_of(Path(name))
    assert safe_name(name) == name


def test_the_version_of_the_index_comes_back(tmp_path: Path) -> None:
    def one(path: Path) -> bool:
        return path.read_bytes() == b"one"

    path = put(tmp_path, "a.md", b"one", never)
    undo(path)
    assert list((tmp_path / FOLDER).iterdir()) == []
    assert digest(path) == b""
    settle(put(tmp_path, "a.md", b"one", never))
    put(tmp_path, "a.md", b"two", one)
    put(tmp_path, "a.md", b"three", one)
    assert path.read_bytes() == b"three"
    undo(path)
    assert path.read_bytes() == b"one"
    assert [found.name for found in (tmp_path / FOLDER).iterdir()] == ["a.md"]


def test_what_nobody_decided_about_does_not_come_back(tmp_path: Path) -> None:
    put(tmp_path, "a.md", b"one", never)
    undo(put(tmp_path, "a.md", b"two", never))
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_what_is_too_large_or_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.uploads.MOST_BYTES", 3)
    for content in (b"", b"four"):
        with pytest.raises(UploadRefused):
            put(tmp_path, "a.md", content, never)
    assert not (tmp_path / FOLDER).exists()
