"""One notice in every format: what is read, what is refused, and by which name."""

import io
import re
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.blocks import Cell, Reading, Table, Text
from ingest.readers.child import parse
from ingest.readers.clean import clean, one_line, syllables
from ingest.readers.fingerprint import LIBRARIES, readers_fingerprint
from ingest.readers.hwp import better
from ingest.readers.outline import facts_of
from ingest.readers.refusal import MESSAGES, Reason, Refusal
from ingest.readers.rows import texts_of
from tests.ingest import compound, samples
from tests.ingest.samples import CONTACT, EVERYTHING, ROWS, SAMPLES, TARGET, TITLE


def read(raw: bytes, suffix: str) -> tuple[list[str], list[str]]:
    """Sections and texts of what is read."""
    answer = parse(raw, suffix)
    assert "refusal" not in answer, answer
    return [section for section, _ in answer["facts"]], [text for _, text in answer["facts"]]


def reason(raw: bytes, suffix: str) -> str:
    answer = parse(raw, suffix)
    assert "facts" not in answer, answer["facts"]
    return str(answer["refusal"])


@pytest.mark.parametrize("suffix", SAMPLES)
def test_a_notice_in_every_format(suffix: str) -> None:
    sections, texts = read(SAMPLES[suffix](), suffix)
    whole = " ".join(texts)
    assert all(word in whole for word in EVERYTHING.replace("□ ", "").split() if word != "□")
    assert any(TITLE in text for text in texts)
    for row in ROWS:
        assert any(text.endswith(row) for text in texts), texts
    place = next(section for section, text in zip(sections, texts, strict=True) if TARGET in text)
    assert place.startswith("지원 대상")
    assert CONTACT in texts


@pytest.mark.parametrize("suffix", SAMPLES)
def test_what_a_notice_says_of_itself(suffix: str) -> None:
    answer = parse(SAMPLES[suffix](), suffix)
    found = {guess["field"]: (guess["value"], guess["sure"]) for guess in answer["guesses"]}
    assert found == {
        "title": (TITLE, True),
        "provider": ("온길시", True),
        "period": ("2026-01-05 ~ 2026-02-27", True),
        "valid_until": ("2026-02-27", True),
        "contact": ("02-123-4567", True),
    }


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_charsets_of_a_text(charset: str) -> None:
    _, texts = read(samples.text(charset), ".txt")
    assert TITLE in texts


@pytest.mark.parametrize("charset", ["utf-8", "euc-kr", "utf-16"])
def test_the_charsets_of_a_page(charset: str) -> None:
    _, texts = read(samples.html(charset), ".html")
    assert any(TARGET in text for text in texts)
    assert not any("메뉴" in text or "나쁜" in text for text in texts)


def test_the_content_decides_what_a_file_is() -> None:
    assert parse(samples.pdf(), ".hwp")["format"] == "pdf"
    assert parse(samples.hwpx(), ".hwp")["format"] == "hwpx"
    assert parse(samples.html(), ".hwp")["format"] == "html"
    assert parse(samples.hwp(), ".hwpx")["format"] == "hwp"


def _zip(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("raw", "suffix", "expected"),
    [
        (samples.hwp(compound.PASSWORD), ".hwp", "password"),
        (samples.hwp(compound.DISTRIBUTION), ".hwp", "distribution"),
        (samples.hwp(compound.DRM), ".hwp", "locked"),
        (b"HWP Document File V3.00 \x1a\1\2\3\4\5" + b"x" * 500, ".hwp", "hwp3"),
        (samples.hwp()[:3000], ".hwp", "broken"),
        (samples.hwpx()[: len(samples.hwpx()) // 2], ".hwpx", "broken"),
        (samples.docx()[:-500], ".docx", "broken"),
        (samples.pdf("비밀번호"), ".pdf", "password"),
        (samples.pdf(picture=True), ".pdf", "scanned"),
        (samples.pdf()[:700], ".pdf", "broken"),
        (b"%PDF-1.7 nothing", ".pdf", "broken"),
        (b"", ".txt", "empty"),
        (b"\xef\xbb\xbf \r\n \r\n", ".txt", "empty"),
        (b"<html><body><script>x</script></body></html>", ".html", "empty"),
        (compound.hwp(compound.paragraph("")), ".hwp", "empty"),
        (compound.compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), ".docx", "password"),
        (compound.compound({"WordDocument": b"x"}), ".docx", "old_office"),
        (b"{\\rtf1 x}", ".txt", "old_office"),
        (_zip(xl__workbook_xml=b"<x/>"), ".docx", "old_office"),
        (_zip(readme=b"x"), ".docx", "unknown"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, ".hwp", "unknown"),
        (bytes(range(128, 256)) * 40, ".txt", "charset"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refusals_have_a_name(raw: bytes, suffix: str, expected: str) -> None:
    assert reason(raw, suffix) == expected


def test_every_refusal_says_what_to_do() -> None:
    assert set(MESSAGES) == set(Reason)
    assert all(message.endswith(("주세요", "세요")) for message in MESSAGES.values())


def test_a_hancom_placeholder_is_no_document() -> None:
    """What readers give for a 배포용 document whose flag is lost."""
    body = compound.paragraph(
        "이 문서는 상위 버전의 배포용 문서입니다. 문서를 읽으려면 최신 버전의 한/글로 업데이트하거나"
    )
    assert reason(compound.hwp(body), ".hwp") == "distribution"


def test_an_encrypted_hwpx() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(samples.hwpx())) as whole, zipfile.ZipFile(out, "w") as locked:
        for name in whole.namelist():
            locked.writestr(name, whole.read(name))
        if "META-INF/manifest.xml" not in whole.namelist():
            locked.writestr("META-INF/manifest.xml", "<m><e><encryption-data/></e></m>")
    changed = out.getvalue()
    if "META-INF/manifest.xml" in zipfile.ZipFile(io.BytesIO(samples.hwpx())).namelist():
        changed = _replaced(samples.hwpx(), "META-INF/manifest.xml", b"<m><e><encryption-data/></e></m>")
    assert reason(changed, ".hwpx") == "password"


def _replaced(raw: bytes, member: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as whole,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for name in whole.namelist():
            changed.writestr(name, content if name == member else whole.read(name))
    return out.getvalue()


XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "%s">%s]>' % (
    b"ha" * 1000,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(8)),
)


@pytest.mark.parametrize("prefix", [XXE, LAUGHS], ids=["external", "laughs"])
def test_entities_are_not_read(prefix: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(samples.hwpx())) as archive:
        section = archive.read("Contents/section0.xml").partition(b"?>")[2]
    assert reason(_replaced(samples.hwpx(), "Contents/section0.xml", prefix + section), ".hwpx") == "broken"
    with zipfile.ZipFile(io.BytesIO(samples.docx())) as archive:
        body = archive.read("word/document.xml").partition(b"?>")[2].replace(TITLE.encode(), b"&e;")
    answer = parse(_replaced(samples.docx(), "word/document.xml", prefix + body), ".docx")
    assert "root:" not in str(answer)
    assert "haha" * 100 not in str(answer)


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = _replaced(samples.docx(), "word/document.xml", b" " * (64 * 2**20))
    assert len(bomb) < 2**20
    assert reason(bomb, ".docx") == "too_large"


def test_members_that_point_elsewhere_are_not_followed() -> None:
    out = io.BytesIO(samples.docx())
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("../../../tmp/evil.txt", "나쁜 글")
    _, texts = read(out.getvalue(), ".docx")
    assert not any("나쁜" in text for text in texts)


def test_a_span_of_a_million_columns() -> None:
    page = "<table><tr><td colspan=9999999 rowspan=9999999>하나</td></tr><tr><td>둘</td></tr></table>"
    _, texts = read(page.encode(), ".html")
    assert " ".join(texts).count("하나") < 10


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            [["접수 기간", "1. 5. ~ 1. 30."], ["대상", "소상공인"]],
            ["접수 기간: 1. 5. ~ 1. 30.", "대상: 소상공인"],
        ),
        ([["성 명", "", "연 락 처", ""], ["주 소", ""]], ["성명 · 연락처", "주소"]),
        ([["배포", "2026. 1. 5.", "담당", "기획과"]], ["배포: 2026. 1. 5. · 담당: 기획과"]),
        (
            [["구 분", "금 액", "비 고"], ["일반", "10만원", ""], ["합계", "10만원", ""]],
            ["구분: 일반 · 금액: 10만원", "구분: 합계 · 금액: 10만원", "비고"],
        ),
        ([["글 하나입니다."], ["글 둘입니다."]], ["글 하나입니다.", "글 둘입니다."]),
    ],
)
def test_rows_of_forms_and_lists(rows: list[list[str]], expected: list[str]) -> None:
    assert [text for _, text in facts_of([Table([[Cell(text) for text in row] for row in rows])])] == expected


def test_heads_of_two_rows_and_a_caption() -> None:
    grid = [
        [Cell("구분", rowspan=2), Cell("2025년", colspan=2), Cell("2026년")],
        [Cell("상반기"), Cell("하반기"), Cell("상반기")],
        [Cell("융자"), Cell("10"), Cell("20"), Cell("30")],
    ]
    texts = [text for _, text in facts_of([Text("< 지원 규모(억원) >"), Table(grid)])]
    assert texts == [
        "지원 규모(억원) | 구분: 융자 · 2025년 상반기: 10 · 2025년 하반기: 20 · 2026년 상반기: 30"
    ]


def test_heads_that_the_document_marks() -> None:
    page = (
        "<table><tr><th>업력 7년</th><th>도약</th></tr><tr><td>가</td><td>나</td></tr></table>"
        "<table><tr><th>가게</th><td>빵집</td><th>주인</th><td>홍길동</td></tr></table>"
    )
    _, texts = read(page.encode(), ".html")
    assert texts == ["업력 7년: 가 · 도약: 나", "가게: 빵집 · 주인: 홍길동"]


def test_terms_of_a_page_stand_with_what_they_mean() -> None:
    page = "<dl><dt>접수 기간</dt><dd>1월 5일부터 받습니다.</dd><dt>혼자</dt><dt>문의:</dt><dd><p>02-123-4567</p></dd><dt>빈 것</dt><dd></dd></dl><p>뒤에 있는 글입니다.</p>"
    _, texts = read(page.encode(), ".html")
    assert texts == [
        "접수 기간: 1월 5일부터 받습니다.",
        "혼자",
        "문의: 02-123-4567",
        "빈 것",
        "뒤에 있는 글입니다.",
    ]


def test_a_page_nested_too_deep_is_refused_whole() -> None:
    page = "<div>" * 5000 + "글" + "</div>" * 5000
    assert reason(page.encode(), ".html") == "broken"


def test_a_page_that_has_some_scanned_pages_is_told() -> None:
    import pypdfium2

    whole = pypdfium2.PdfDocument(samples.pdf(pages=3))
    whole.import_pages(pypdfium2.PdfDocument(samples.pdf(picture=True)))
    out = io.BytesIO()
    whole.save(out)
    answer = parse(out.getvalue(), ".pdf")
    assert answer["warnings"] == ["4쪽은 글자 없이 그림만 있어서 읽지 못했어요"]


def test_pages_are_kept_for_the_citation() -> None:
    sections, texts = read(samples.pdf(pages=3), ".pdf")
    assert sections[texts.index("3쪽에 있는 글입니다.")].endswith("3쪽")


def test_hwpx_is_read_alike_where_unhwp_has_no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    both = read(samples.hwpx(), ".hwpx")
    monkeypatch.setitem(sys.modules, "unhwp", None)
    assert read(samples.hwpx(), ".hwpx") == both


def test_what_unhwp_loses_of_hwpx_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.readers import hwpx

    monkeypatch.setattr(hwpx, "read_with_unhwp", lambda raw: Reading([Text(TITLE)]))
    answer = parse(samples.hwpx(), ".hwpx")
    assert "unhwp has" in answer["notes"][0]
    assert any(text.endswith(ROWS[1]) for _, text in answer["facts"])


def test_nested_tables_and_text_boxes_of_word() -> None:
    from docx import Document

    document = Document()
    document.add_paragraph("바깥 글입니다.")
    grid = document.add_table(2, 2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "구분", "내용"
    grid.cell(1, 0).text = "안쪽"
    inner = grid.cell(1, 1).add_table(2, 2)
    for place, words in {(0, 0): "품목", (0, 1): "금액", (1, 0): "저울", (1, 1): "50만원"}.items():
        inner.cell(*place).text = words
    out = io.BytesIO()
    document.save(out)
    _, texts = read(out.getvalue(), ".docx")
    assert "안쪽 | 품목: 저울 · 금액: 50만원" in texts


def test_fillers_and_forms_of_letters() -> None:
    assert clean("\u1100\u1161\uf000\u200b나\ufeff\u3164다\x07") == "가나다"
    assert one_line(" 가\u3000\u00a0나 \n 다 ") == "가 나 다"
    assert syllables("\u1112\u1161\u11ab글 abc 1") == 2


@given(st.text())
def test_clean_is_the_same_twice_and_loses_no_hangul(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert syllables(once) == syllables(text)
    once.encode()


CELL_TEXT = st.text(st.sampled_from("가나다 1.:-()□"), max_size=8)
GRIDS = st.lists(
    st.lists(st.tuples(CELL_TEXT, st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=4),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(GRIDS, st.sampled_from(["", "<표 하나>", "앞 글", "□ 제목"]))
def test_no_cell_of_any_table_is_lost(rows: list[list[tuple[str, int, int]]], before: str) -> None:
    table = Table([[Cell(text, down, across) for text, down, across in row] for row in rows])
    told = "".join("".join(text.split()) for _, text in facts_of([Text(before), table]))
    for text in texts_of([Text(before), table]):
        for word in re.findall("[가-힣]+", text):
            assert word in told


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.sampled_from("가나다라. □1Ⅰ:<>다,\n"), max_size=80), max_size=12))
def test_no_syllable_of_any_text_is_lost(lines: list[str]) -> None:
    told = "".join(text for _, text in facts_of([Text(line) for line in lines]))
    assert syllables(told) >= syllables("".join(lines))


def test_the_fingerprint_has_every_library() -> None:
    assert len(readers_fingerprint()) == 8
    assert "unhwp" in LIBRARIES


def test_refusals_are_told_without_their_detail() -> None:
    assert str(Refusal(Reason.EMPTY)) == "empty"
    assert "x" in str(Refusal(Reason.BROKEN, "x"))


#: What hangs on paragraphs of an HWP 5 document, and the Hangul that has to come through.
HANGING = {
    "text box": (
        compound.control(
            "gso", text="그림 문단", inside=compound.paragraph("글상자 안의 글입니다.", 3), box=True
        ),
        "그림 문단 글상자 안의 글입니다.",
    ),
    "footnote": (
        compound.control(
            "fn", text="각주가 달린 글입니다.", inside=compound.paragraph("각주의 내용입니다.", 2)
        ),
        "각주가 달린 글입니다. 각주의 내용입니다.",
    ),
    "caption": (
        compound.table(2, 3, samples.CELLS[:6], caption="지원금액표"),
        "지원금액표 키오스크 일반형 500만원",
    ),
    "nested table": (
        compound.table(2, 3, samples.CELLS[:6], nested=compound.table(2, 3, samples.CELLS[:6], level=2)),
        "키오스크 일반형 500만원",
    ),
    "equation": (compound.equation("a over b", " 비율로 나눕니다."), "a over b 비율로 나눕니다."),
}


@pytest.mark.parametrize("hanging", HANGING)
def test_what_hangs_on_paragraphs_comes_through_either_reader(
    hanging: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, expected = HANGING[hanging]
    raw = compound.hwp(compound.paragraph("첫째 줄입니다.") + body + compound.paragraph("끝 줄입니다."))
    both = read(raw, ".hwp")
    monkeypatch.setitem(sys.modules, "unhwp", None)
    alone = read(raw, ".hwp")
    assert both == alone
    whole = " ".join(both[1])
    assert [word for word in expected.split() if word not in whole] == []
    assert both[1][0] == "첫째 줄입니다."


def test_hwp_without_unhwp(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Linux on ARM: the same facts, from the file's own records."""
    both = read(samples.hwp(), ".hwp")
    monkeypatch.setitem(sys.modules, "unhwp", None)
    assert read(samples.hwp(), ".hwp") == both


PAGE = '<html><head><meta charset="{}"></head><body><p>{}</p></body></html>'


@pytest.mark.parametrize("said", ["utf-8", "euc-kr", "iso-8859-1", "windows-1252", "none-such"])
@pytest.mark.parametrize("real", ["utf-8", "cp949"])
def test_a_page_may_say_a_wrong_charset(said: str, real: str) -> None:
    assert read(PAGE.format(said, TARGET + " 똠방각하").encode(real), ".html")[1] == [TARGET + " 똠방각하"]


@pytest.mark.parametrize("charset", ["utf-8", "cp949"])
@pytest.mark.parametrize("suffix", [".txt", ".html"])
def test_a_few_odd_bytes_are_told_and_many_refused(charset: str, suffix: str) -> None:
    line = (f"{TARGET}\n\n" * 10).encode(charset)
    odd = line + b"\xff\xff " + line
    answer = parse(PAGE.format(charset, "").encode() + odd if suffix == ".html" else odd, suffix)
    assert "읽지 못한 글자" in answer["warnings"][0]
    assert " ".join(text for _, text in answer["facts"]).count(TARGET) == 20
    assert reason(TARGET.encode(charset)[:-2], ".txt") == "partial"
    assert reason(b"\xff\xfe\x80".join([TARGET[:3].encode(charset)] * 20)[1:], ".txt") == "charset"


def test_a_short_text_may_end_as_dos_ended_texts() -> None:
    assert read(f"{TARGET}\r\n\x0c\r\n{CONTACT}\x1a".encode("cp949"), ".txt")[1] == [TARGET, CONTACT]


def test_a_page_goes_on_after_its_end() -> None:
    """A board's entry is often a whole page pasted into the board's own."""
    inner = PAGE.format("euc-kr", "붙여 넣은 글이에요.")
    page = f"<html><body><h1>공고</h1>{inner}<p>{TARGET}</p></body></html><p>{CONTACT}</p>"
    assert read(page.encode(), ".html")[1] == ["공고: 붙여 넣은 글이에요.", TARGET, CONTACT]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_a_pdf_page_that_is_shown_turned(turned: int) -> None:
    """As wide tables are: rows stay rows."""
    assert read(samples.pdf(turned=turned), ".pdf") == read(samples.pdf(), ".pdf")


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_or_a_blank(charset: str) -> None:
    assert read("소상공인스마트상점기술보급사업".encode(charset), ".txt")[1] == [
        "소상공인스마트상점기술보급사업"
    ]


SCHEMAS = "http://schemas.openxmlformats.org"
SPACES = (
    f'xmlns:w="{SCHEMAS}/wordprocessingml/2006/main" xmlns:m="{SCHEMAS}/officeDocument/2006/math"'
    f' xmlns:a="{SCHEMAS}/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word(*paragraphs: str, diagram: str = "") -> bytes:
    """A Word document of raw paragraphs, with a SmartArt drawing's words."""
    from docx import Document
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    document = Document()
    for paragraph in paragraphs:
        document.element.body.insert(0, parse_xml(paragraph.replace(">", f" {SPACES}>", 1)))
    if diagram:
        blob = f"<d {SPACES}><a:p><a:r><a:t>{diagram}</a:t></a:r></a:p></d>".encode()
        drawn = Part(PackURI("/word/diagrams/data1.xml"), "application/xml", blob, document.part.package)
        document.part.relate_to(drawn, f"{SCHEMAS}/officeDocument/2006/relationships/diagramData")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_words_where_word_keeps_them_apart() -> None:
    raw = word(
        "<w:p><w:r><w:t>월 </w:t></w:r><m:oMath><m:r><m:t>매출액</m:t></m:r></m:oMath></w:p>",
        '<w:p><w:r><w:pict><v:shape><v:textpath string="글맵시입니다"/></v:shape></w:pict></w:r></w:p>',
        "<w:tbl><w:tr><w:trPr><w:del w:id='1' w:author='a'/></w:trPr><w:tc><w:p><w:r><w:t>지운 줄</w:t></w:r></w:p>"
        "</w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>남은 줄이에요.</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        diagram="단계를 그린 그림이에요.",
    )
    whole = " ".join(read(raw, ".docx")[1])
    assert [
        text for text in ("월 매출액", "글맵시입니다", "남은 줄이에요.", "그린 그림") if text not in whole
    ] == []
    assert "지운 줄" not in whole


HP = "http://www.hancom.co.kr/hwpml/2011/paragraph"


def hwpx_with(inside: str) -> bytes:
    """The notice with one more paragraph."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(samples.hwpx())) as archive, zipfile.ZipFile(out, "w") as made:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "Contents/section0.xml":
                head, end, _ = content.decode().rpartition("</hs:sec>")
                content = (head + hwpx_paragraph(inside) + end).encode()
            made.writestr(name, content)
    return out.getvalue()


def hwpx_paragraph(inside: str) -> str:
    return f'<hp:p xmlns:hp="{HP}" id="9" paraPrIDRef="0" styleIDRef="0"><hp:run charPrIDRef="0">{inside}</hp:run></hp:p>'


def hwpx_list(text: str) -> str:
    return f"<hp:subList>{hwpx_paragraph(f'<hp:t>{text}</hp:t>')}</hp:subList>"


@pytest.mark.parametrize(
    ("inside", "expected", "left_out"),
    [
        (
            f"<hp:t>본문입니다.</hp:t><hp:ctrl><hp:footNote>{hwpx_list('각주 내용')}</hp:footNote></hp:ctrl>",
            "본문입니다. 각주 내용",
            "",
        ),
        (f"<hp:rect><hp:drawText>{hwpx_list('글상자 내용')}</hp:drawText></hp:rect>", "글상자 내용", ""),
        (f"<hp:pic><hp:caption>{hwpx_list('그림 제목')}</hp:caption></hp:pic>", "그림 제목", ""),
        (
            f"<hp:tbl><hp:caption>{hwpx_list('지원금 총괄표')}</hp:caption><hp:tr><hp:tc>{hwpx_list('가로칸')}</hp:tc>"
            f"<hp:tc>{hwpx_list('세로칸')}</hp:tc></hp:tr></hp:tbl>",
            "지원금 총괄표 가로칸 세로칸",
            "",
        ),
        ("<hp:equation><hp:script>매출 over 비용</hp:script></hp:equation>", "매출 over 비용", ""),
        ('<hp:textart text="글맵시 제목"/><hp:compose composeText="겹침"/>', "글맵시 제목 겹침", ""),
        (
            "<hp:dutmal><hp:mainText>본말</hp:mainText><hp:subText>덧말</hp:subText></hp:dutmal>",
            "본말 덧말",
            "",
        ),
        (
            f"<hp:ctrl><hp:header>{hwpx_list('쪽머리글')}</hp:header></hp:ctrl><hp:t>그 문단입니다.</hp:t>",
            "그 문단입니다.",
            "쪽머리글",
        ),
        (
            f'<hp:ctrl><hp:fieldBegin type="MEMO">{hwpx_list("메모쪽지")}</hp:fieldBegin></hp:ctrl><hp:t>단 곳이에요.</hp:t>',
            "단 곳이에요.",
            "메모쪽지",
        ),
    ],
)
def test_what_hangs_on_paragraphs_of_hwpx(inside: str, expected: str, left_out: str) -> None:
    whole = " ".join(read(hwpx_with(inside), ".hwpx")[1])
    assert [word for word in expected.split() if word not in whole] == []
    assert all(word in whole for word in EVERYTHING.replace("□ ", "").split() if word != "□")
    assert not left_out or left_out not in whole


def test_what_stands_on_every_page_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "unhwp", None)
    body = b"".join(
        compound.control(name, text=f"본문 {name} 글입니다.", inside=compound.paragraph("쪽마다 있는 글", 2))
        for name in ("head", "foot", "tcmt")
    )
    assert "쪽마다" not in " ".join(read(compound.hwp(body), ".hwp")[1])


def test_a_reader_that_loses_hangul_is_not_believed() -> None:
    whole = Reading([Text("가나다라마바사아자차"), Text("카타파하")])
    lossy, fuller = Reading([Text("가나다라마바사아자차")]), Reading([Text("가나다라마바사아자차카타파하거")])
    assert better(lambda: lossy, whole) is whole
    assert better(lambda: fuller, whole) is fuller
    assert "lacks 4" in whole.notes[0]
    # What stands on every page is left out on purpose, and a note is not lost for it.
    body = "가나다라마바사아자차" * 10
    paged, noted = Reading([Text(body + "쪽")]), Reading([Text(body + "각주")])
    assert better(lambda: paged, noted) is noted


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_records_are_read_or_refused(body: bytes) -> None:
    assert parse(compound.hwp(body), ".hwp").keys() & {"facts", "refusal"}


@given(
    st.lists(
        st.tuples(st.sampled_from([50, 51, 55, 56, 61, 72, 77]), st.integers(0, 6), st.binary(max_size=30))
    )
)
@settings(max_examples=200, deadline=None)
def test_records_in_any_order_are_read_or_refused(rows: list[tuple[int, int, bytes]]) -> None:
    body = b"".join(compound.record(tag, level, data) for tag, level, data in rows)
    assert parse(compound.hwp(body), ".hwp").keys() & {"facts", "refusal"}
