"""Files of every format in one folder: names, sidecars, what an admin confirms, and `ongil documents`."""

import argparse
import json
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.text import Text

from ingest import documents
from ingest.confirm import confirmations, open_points
from ingest.documents import listed, stale
from ingest.reading import read_file
from ingest.slugs import slug_of
from ingest.sources import scan
from knowledge.document import Document
from knowledge.errors import DocumentError
from knowledge.settings import KnowledgeSettings
from tests.ingest import compound, samples
from tests.ingest.samples import SAMPLES, TARGET, TITLE
from tests.ingest.sheets import Store, counts, write_sheet


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A notice in six formats, each under a name of its own, and a sheet."""
    folder = tmp_path / "공고"
    folder.mkdir()
    for suffix, make in SAMPLES.items():
        (folder / f"[붙임1] {suffix[1:]}_공고문(최종){suffix}").write_bytes(make())
    write_sheet(folder, "loan")
    return folder


def write_sidecar(file: Path, text: str, *, whole_name: bool = True) -> Path:
    path = file.with_name(f"{file.name}.yaml") if whole_name else file.with_suffix(".yaml")
    path.write_text(text, encoding="utf-8")
    return path


def test_a_folder_of_every_format(store: Store, mixed: Path) -> None:
    report = store.ingest(mixed)
    assert counts(report) == (7, 0, 0, 0, 0)
    assert store.slugs() == {
        "loan",
        *(f"붙임1-{suffix[1:]}-공고문-최종" for suffix in SAMPLES),
    }
    for document in store.current().documents.values():
        if document.slug == "loan":
            continue
        assert (document.title, document.provider, document.valid_until) == (
            TITLE,
            "온길시",
            date(2026, 2, 27),
        )
        assert all(fact.section for fact in document.facts)
    again = store.ingest(mixed)
    assert (counts(again), again.passages_embedded) == ((0, 0, 7, 0, 0), 0)


def test_one_notice_in_three_formats_is_three_documents(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "공고"
    folder.mkdir()
    for suffix in (".hwp", ".pdf", ".docx"):
        (folder / f"공고{suffix}").write_bytes(SAMPLES[suffix]())
    assert counts(store.ingest(folder)) == (3, 0, 0, 0, 0)
    assert store.slugs() == {"공고", "공고-hwp", "공고-pdf"}
    (folder / "공고.docx").unlink()
    (folder / "공고.hwp").write_bytes(compound.hwp(compound.paragraph("고친 글입니다.")))
    assert counts(store.ingest(folder)) == (0, 1, 1, 1, 0)
    assert store.slugs() == {"공고-hwp", "공고-pdf"}


def test_a_file_that_breaks_keeps_its_old_version(store: Store, mixed: Path) -> None:
    store.ingest(mixed)
    for file in mixed.glob("*공고문*"):
        file.write_bytes(file.read_bytes()[:200])
    report = store.ingest(mixed)
    # A text is a text also when it is cut; of the web page only its head is left.
    assert (report.updated, len(report.failed)) == (1, 5)
    assert len(store.current().documents) == 7
    assert any(
        fact.text == TARGET or TARGET in fact.text
        for fact in store.current().documents["붙임1-hwp-공고문-최종"].facts
    )


def test_formats_that_are_not_read_are_told(store: Store, mixed: Path) -> None:
    (mixed / "예산.xlsx").write_bytes(b"PK")
    (mixed / "옛날.doc").write_bytes(b"x")
    (mixed / "사진.jpg").write_bytes(b"x")
    (mixed / "~$공고.docx").write_bytes(b"x")
    (mixed / "짝없는.yaml").write_text("title: 혼자")
    report = store.ingest(mixed)
    assert [Path(failure.path).name for failure in report.failed] == ["예산.xlsx", "옛날.doc"]
    assert all("DOCX나 PDF로" in failure.reason for failure in report.failed)
    (note,) = [note for note in report.notes if "읽지 않은 파일" in note]
    assert "사진.jpg" in note
    assert any("짝없는.yaml" in other for other in report.notes if other != note)
    assert "~$" not in note


@pytest.mark.parametrize("whole_name", [True, False])
def test_a_sidecar_says_what_the_text_does_not(store: Store, tmp_path: Path, whole_name: bool) -> None:
    file = tmp_path / "공고" / "공고.hwp"
    file.parent.mkdir()
    file.write_bytes(samples.hwp())
    assert "확인해 주세요" in "".join(store.ingest(file.parent).notes)
    write_sidecar(
        file,
        "title: 스마트기기 지원\nprovider: 온길시청\nkind: government_program\naliases: [키오스크 지원]\n"
        "status: ongoing\nchecked_on: 2026-01-10\nasked_as: [키오스크 지원금 있나요]\n"
        "source_url: https://www.example.go.kr/12\nsource_date: 2026-01-05\n",
        whole_name=whole_name,
    )
    report = store.ingest(file.parent)
    assert counts(report) == (0, 1, 0, 0, 0)
    document = store.current().documents["공고"]
    assert (document.title, document.provider, document.kind) == (
        "스마트기기 지원",
        "온길시청",
        "government_program",
    )
    assert (document.status, document.checked_on, document.valid_until) == (
        "ongoing",
        "2026-01-10",
        date(2026, 2, 27),
    )
    assert {(s.title, s.url, s.date) for fact in document.facts for s in fact.sources} == {
        ("스마트기기 지원", "https://www.example.go.kr/12", "2026-01-05")
    }
    assert [guess.field for guess in document.guesses] == ["valid_until"]
    assert counts(store.ingest(file.parent)) == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: 가\ntitel: 나\n", "2번째 줄, titel: 모르는 이름"),
        ("status: 진행\n", "1번째 줄, status: ongoing, "),
        ("valid_until: 2026-02-30\n", "YYYY-MM-DD"),
        ("source_date: 어제\n", "source_date: "),
        ("source_url: javascript:x\n", "https://"),
        ("- 목록\n", "'이름: 값'"),
        ('title: "안 닫힌\n', "따옴표"),
    ],
)
def test_a_mistake_in_a_sidecar_is_named(store: Store, tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "공고" / "공고.txt"
    file.parent.mkdir()
    file.write_bytes(samples.text())
    write_sidecar(file, text)
    (failure,) = store.ingest(file.parent).failed
    assert message in failure.reason
    assert "공고.txt.yaml" in failure.reason


def test_a_sidecar_of_markdown(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "글"
    folder.mkdir()
    plain = folder / "안내.md"
    plain.write_text("# 안내\n글입니다.\n", encoding="utf-8")
    write_sidecar(plain, "provider: 온길시\nstatus: ended\n")
    write_sidecar(write_sheet(folder, "loan"), "provider: 온길시\n")
    report = store.ingest(folder)
    assert store.current().documents["안내"].provider == "온길시"
    (failure,) = report.failed
    assert "하나만" in failure.reason


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a right there")
def test_links_out_of_the_folder_are_not_followed(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "공고"
    secret = tmp_path / "secret.txt"
    folder.mkdir()
    secret.write_text("비밀번호는 가나다입니다.", encoding="utf-8")
    (folder / "공고.txt").symlink_to(secret)
    (folder / "원본.md").write_text("# 글\n안에 있는 글입니다.", encoding="utf-8")
    (folder / "안.md").symlink_to(folder / "원본.md")
    report = store.ingest(folder)
    (failure,) = report.failed
    assert "폴더 밖" in failure.reason
    assert store.slugs() == {"안", "원본"}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "[a](" * 12_000,
        "**a " * 12_000,
        "`" * 50_000,
        "<!--" * 12_000,
        "# a" + " " * 50_000 + "b",
        "![" * 25_000,
    ],
)
def test_markdown_that_means_to_hold_up_the_ingest(tmp_path: Path, text: str) -> None:
    (tmp_path / "하나.md").write_text("# 글\n글입니다.\n\n" + f"{text}\n" * 3, encoding="utf-8")
    (found,) = scan([tmp_path]).files
    with suppress(DocumentError):  # a comment without an end
        document = read_file(found, "하나")
        assert max(len(fact.text) for fact in document.facts) <= 2_000


@pytest.mark.parametrize(
    ("text", "message"), [("가" * 100_000, "한 줄이 너무 길어요"), ("가나다\n" * 1_000_000, "너무 큰 파일")]
)
def test_markdown_that_nobody_wrote(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "글.md").write_text(text, encoding="utf-8")
    (found,) = scan([tmp_path]).files
    with pytest.raises(DocumentError, match=message):
        read_file(found, "글")


def test_names() -> None:
    assert slug_of(Path("[붙임1] 2026년_공고문(최종).hwp")) == "붙임1-2026년-공고문-최종"
    assert slug_of(Path("\u1100\u1161\u1102\u1161.pdf")) == "가나"
    assert slug_of(Path("---.pdf")) == "문서"
    assert slug_of(Path("../../etc/passwd.txt")) == "passwd"


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    documents.add_arguments(parser)
    return documents.run(parser.parse_args(words))


def test_the_list(
    store: Store, mixed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONGIL_TODAY", "2026-03-01")
    store.ingest(mixed)
    assert run("--json") == 0
    printed = capsys.readouterr()
    rows = {row["slug"]: row for row in json.loads(printed.out)}
    assert len(rows) == 7
    assert (rows["loan"]["checked_on"], rows["loan"]["stale"]) == ("2025-11-09", [])
    assert (rows["loan"]["guesses"], rows["loan"]["missing"]) == ([], [])
    notice = rows["붙임1-pdf-공고문-최종"]
    assert notice["source"] == str(mixed / "[붙임1] pdf_공고문(최종).pdf")
    assert notice["stale"] == ["유효 기한이 지났어요"]
    assert notice["missing"] == ["상태", "확인일"]
    assert {"field": "title", "value": TITLE, "sure": True} in notice["guesses"]
    assert notice["passages"] == sum(p.slug == notice["slug"] for p in store.current().passages)
    assert "7건" in printed.err
    assert run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 8
    assert {len(line.split("\t")) for line in lines} == {8}


def test_the_list_on_a_terminal(
    store: Store, mixed: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.ingest(mixed)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    assert run() == 0
    lines = Text.from_ansi(capsys.readouterr().out).plain.splitlines()
    assert [line for line in lines if cell_len(line) > 80] == []
    titles = [line for line in lines if not line.startswith(" ")]
    assert len(titles) == 7
    assert all(" ".join(row.title.split()) in titles for row in listed(store.settings))
    assert sum("확인일" in line for line in lines) >= 7
    assert any(line.startswith("  ! ") for line in lines)


def test_a_list_of_nothing(own_data: Path) -> None:
    from knowledge.errors import IndexMissing

    with pytest.raises(IndexMissing, match="ongil ingest"):
        listed(KnowledgeSettings(ongil_data=own_data))


@pytest.mark.parametrize(
    ("checked_on", "valid_until", "count"),
    [
        ("2026-06-01", None, 0),
        ("2026-05-26", None, 0),
        ("2026-05-25", None, 1),
        ("2026-05", None, 1),
        ("2025", date(2026, 11, 21), 2),
        (None, date(2026, 11, 22), 0),
        (None, None, 0),
    ],
)
def test_what_is_stale(checked_on: str | None, valid_until: date | None, count: int) -> None:
    document = Document(slug="a", title="가", checked_on=checked_on, valid_until=valid_until)
    assert len(stale(document, date(2026, 11, 22))) == count


def test_many_are_counted() -> None:
    many = [Document(slug=f"s{number}", title="가") for number in range(30)]
    lines = confirmations(many, {})
    assert len(lines) == 22
    assert "외 10건" in lines[-1]
    assert open_points(many[0]) == ((), ("제공 기관", "상태", "확인일"))


def test_a_sidecar_whose_document_is_gone_is_told(store: Store, folder: Path) -> None:
    (folder / "loan.pdf.yaml").write_text("title: 대출\n", "utf-8")
    (folder / "사진.png").write_bytes(b"")
    notes = store.ingest(folder).notes
    assert any(note.startswith("설명할 문서가 없는 .yaml 파일: loan.pdf.yaml. ") for note in notes)
    assert "문서가 아니라서 읽지 않은 파일: 사진.png" in notes
