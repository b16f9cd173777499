"""One small notice in every format, made by the test itself: a title, two sections, a list, a table with merged cells."""

import io
import warnings
from functools import lru_cache

from tests.ingest import compound

TITLE = "2026년 동네가게 스마트기기 지원사업 모집 공고"
NUMBER = "온길시 공고 제2026-12호"
PERIOD = "신청기간: 2026. 1. 5.(월) ~ 2026. 2. 27.(금) 18:00"
TARGET = "상시근로자 5인 미만인 소상공인이 신청할 수 있습니다."
CONTACT = "문의처: 온길시 소상공인과 (☎ 02-123-4567)"
#: (row, column, rows, columns, text)
CELLS = [
    (0, 0, 1, 1, "구분"),
    (0, 1, 1, 1, "품목"),
    (0, 2, 1, 1, "지원금액"),
    (1, 0, 2, 1, "키오스크"),
    (1, 1, 1, 1, "일반형"),
    (1, 2, 1, 1, "500만원"),
    (2, 1, 1, 1, "배리어프리형"),
    (2, 2, 1, 1, "1,000만원"),
]
#: What every reader must make of the table.
ROWS = (
    "구분: 키오스크 · 품목: 일반형 · 지원금액: 500만원",
    "구분: 키오스크 · 품목: 배리어프리형 · 지원금액: 1,000만원",
)
LINES = (TITLE, NUMBER, "□ 지원 대상", TARGET, "□ 신청 방법", PERIOD, "온라인으로 신청합니다.", "□ 지원 내용")
#: Every word that must come through.
EVERYTHING = " ".join([*LINES, *(cell[4] for cell in CELLS), CONTACT])


@lru_cache
def hwp(flags: int = 0) -> bytes:
    body = b"".join(map(compound.paragraph, LINES))
    return compound.hwp(body + compound.table(3, 3, CELLS) + compound.paragraph(CONTACT), flags)


@lru_cache
def hwpx() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from hwpx import HwpxDocument

        document = HwpxDocument.new()
        for line in LINES:
            document.add_paragraph(line, inherit_style=False)
        grid = document.add_table(3, 3)
        for row, column, _, _, text in CELLS:
            grid.set_cell_text(row, column, text)
        grid.merge_cells(1, 0, 2, 0)
        document.add_paragraph(CONTACT, inherit_style=False)
        return document.to_bytes()


@lru_cache
def docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(NUMBER)
    document.add_heading("지원 대상", 1)
    document.add_paragraph(TARGET)
    document.add_heading("신청 방법", 1)
    document.add_paragraph(PERIOD)
    document.add_paragraph("온라인으로 신청합니다.", style="List Bullet")
    document.add_heading("지원 내용", 1)
    grid = document.add_table(3, 3)
    for row, column, _, _, text in CELLS:
        grid.cell(row, column).text = text
    grid.cell(1, 0).merge(grid.cell(2, 0))
    document.add_paragraph(CONTACT)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@lru_cache
def html(charset: str = "utf-8") -> bytes:
    rows = "".join(
        "<tr>"
        + "".join(
            f"<t{'d' if y else 'h'} rowspan='{down}' colspan='{across}'>{text}</t{'d' if y else 'h'}>"
            for y, _, down, across, text in CELLS
            if y == row
        )
        + "</tr>"
        for row in range(3)
    )
    page = (
        f"<!doctype html><html><head><meta charset='{charset}'><title>{TITLE}</title><style>p{{}}</style></head><body>"
        f"<nav>메뉴 로그인</nav><h1>{TITLE}</h1><p>{NUMBER}</p><h2>지원 대상</h2><p>{TARGET}</p>"
        f"<h2>신청 방법</h2><p>{PERIOD}</p><ul><li>온라인으로 신청합니다.</li></ul><h2>지원 내용</h2>"
        f"<table>{rows}</table><p>{CONTACT}</p><script>alert('나쁜 글')</script></body></html>"
    )
    return page.encode("cp949" if charset == "euc-kr" else charset)


@lru_cache
def text(charset: str = "utf-8") -> bytes:
    rows = [f"{TITLE}\r\n", NUMBER, "□ 지원 대상", TARGET, "□ 신청 방법", PERIOD, "온라인으로 신청합니다."]
    return "\r\n".join([*rows, "□ 지원 내용", "\r\n".join(ROWS), CONTACT]).encode(charset)


@lru_cache
def pdf(password: str = "", pages: int = 1, picture: bool = False, turned: int = 0) -> bytes:
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("HYSMyeongJo-Medium"))
    out = io.BytesIO()
    lock = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(out, pagesize=A4, encrypt=lock, invariant=1)
    for page in range(pages):
        # Drawn so that it stands upright where the page is shown turned.
        canvas.setPageRotation(turned)
        canvas.translate(*{0: (0, 0), 90: (A4[0], 0), 180: A4, 270: (0, A4[1])}[turned])
        canvas.rotate(turned)
        canvas.setFont("HYSMyeongJo-Medium", 11)
        if picture:
            from PIL import Image
            from reportlab.lib.utils import ImageReader

            canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "white")), 50, 50, 400, 600)
        else:
            y = 800.0
            for line in LINES if page == 0 else [f"{page + 1}쪽에 있는 글입니다."]:
                canvas.drawString(60, y, line)
                y -= 24
            if page == 0:
                _draw_table(canvas, y)
                canvas.drawString(60, y - 120, CONTACT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _draw_table(canvas: object, top: float) -> None:
    """The cells with their rules, as a word processor prints them."""
    width, height, left = 150, 26, 60
    for row, column, down, across, words in CELLS:
        x, y = left + column * width, top - (row + down) * height
        canvas.rect(x, y, across * width, down * height)  # type: ignore[attr-defined]
        canvas.drawString(x + 6, y + down * height - 17, words)  # type: ignore[attr-defined]


SAMPLES = {
    ".hwp": hwp,
    ".hwpx": hwpx,
    ".docx": docx,
    ".html": html,
    ".txt": text,
    ".pdf": pdf,
}
