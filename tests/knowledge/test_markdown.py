"""Reading a document: what is read, and that every mistake names its file, line and field in Korean."""

import os
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.document import Document
from knowledge.errors import DocumentError
from knowledge.markdown import read_document

SHEET = """---
title: 동네 빵집 지원
provider: 온길시
kind: government_program
aliases: [빵집 지원, 빵 지원금]
status: ongoing
status_note: 진행 중 (2025-11 확인)
checked_on: 2025-11-09
valid_until: 2026-12-31
not_known:
  - 2027년 시행 여부
asked_as:
  - 빵집 하는데 뭐 받을 거 없나요
---

## 지원 내용

- 오븐 값의 절반을 준다.[^news]
- 한 집에 300만원까지다.[^blog][^news]

## 신청 방법

- 구청에 낸다.[^news]

[^news]: [빵집을 돕는다 (온길일보)](https://example.kr/1) 2025-11-06
[^blog]: [빵집 지원금 정리 (블로그)](https://example.kr/2) 비공식
"""

Write = Callable[..., Path]
POLITE = re.compile(r"(요|세요)(\)|\.)?$|세요 \(.+\)$")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a document; str as UTF-8."""

    def make(content: str | bytes, name: str = "bakery.md") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def line_of(text: str, start: str) -> int:
    """The 1-based number of the first line that starts so."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.startswith(start))


def failure(path: Path) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    error = caught.value
    place = f"{path}:{error.line}: " if error.line else f"{path}: "
    assert str(error) == f"{place}{error.field}: {error.reason}"
    assert POLITE.search(error.reason), error.reason
    return error


def test_a_sheet_is_read_as_it_is_written(write: Write) -> None:
    document = read_document(write(SHEET))
    assert (document.slug, document.title, document.provider) == ("bakery", "동네 빵집 지원", "온길시")
    assert (document.kind, document.status) == ("government_program", "ongoing")
    assert document.status_note == "진행 중 (2025-11 확인)"
    assert document.aliases == ("빵집 지원", "빵 지원금")
    assert (document.checked_on, document.valid_until) == ("2025-11-09", date(2026, 12, 31))
    assert document.not_known == ("2027년 시행 여부",)
    assert document.asked_as == ("빵집 하는데 뭐 받을 거 없나요",)
    assert [(fact.section, fact.text) for fact in document.facts] == [
        ("지원 내용", "오븐 값의 절반을 준다."),
        ("지원 내용", "한 집에 300만원까지다."),
        ("신청 방법", "구청에 낸다."),
    ]
    news = document.facts[0].sources[0]
    assert (news.title, news.url, news.date, news.private) == (
        "빵집을 돕는다 (온길일보)",
        "https://example.kr/1",
        "2025-11-06",
        False,
    )


def test_questions_below_a_fact_are_its_own(write: Write) -> None:
    asked = (
        "준다.[^news]\n  - ? 오븐 반값에\n    사는 거예요\n  - ?  오븐 반값에 사는 거예요\n- ? 빵틀도 돼요\n"
    )
    facts = read_document(write(SHEET.replace("준다.[^news]\n", asked, 1))).facts
    assert [fact.text for fact in facts] == [fact.text for fact in read_document(write(SHEET)).facts]
    assert [fact.asked_as for fact in facts] == [("오븐 반값에 사는 거예요", "빵틀도 돼요"), (), ()]


def test_questions_below_an_entry_of_what_is_not_known(write: Write) -> None:
    asked = "  - 2027년 시행 여부:\n      - 내년에도 줘요\n      - '내년에도  줘요'\n      - 또 하나요\n  - 오븐 크기\n"
    document = read_document(write(SHEET.replace("  - 2027년 시행 여부\n", asked)))
    assert document.not_known == ("2027년 시행 여부", "오븐 크기")
    assert document.not_known_as == (
        ("2027년 시행 여부", "내년에도 줘요"),
        ("2027년 시행 여부", "또 하나요"),
    )


@pytest.mark.parametrize(
    "entry",
    [
        "  - 비용: 얼마\n",
        "  - 비용:\n      - [가, 나]\n",
        "  - '': [가]\n",
        "  - 비용: [가]\n    주차: [나]\n",
        "  - 비용: [가]\n    비용: [나]\n",
        "  - 비용:\n      - ? 얼마예요\n",
        "  - {}\n",
    ],
)
def test_questions_of_what_is_not_known_are_a_list(write: Write, entry: str) -> None:
    text = SHEET.replace("  - 2027년 시행 여부\n", f"  - 2027년 시행 여부\n{entry}")
    error = failure(write(text))
    assert (error.field, error.line) == ("not_known", line_of(text, "  - 2027년 시행 여부") + 1)


def test_the_official_or_press_source_of_a_fact_comes_first(write: Write) -> None:
    sources = read_document(write(SHEET)).facts[1].sources
    assert [(source.url[-1], source.private) for source in sources] == [("1", False), ("2", True)]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("\n", "\r\n").encode(), id="CRLF"),
        pytest.param(lambda text: text.replace("\n", "\r").encode(), id="CR"),
        pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), id="BOM"),
        pytest.param(lambda text: b"\xef\xbb\xbf\n\n" + text.encode(), id="blank lines first"),
        pytest.param(lambda text: unicodedata.normalize("NFD", text).encode(), id="NFD"),
        pytest.param(lambda text: text.replace("준다.", "준다.\x07").encode(), id="control character"),
        pytest.param(lambda text: text.replace("값의 절반", "값의\n  절반").encode(), id="wrapped fact"),
        pytest.param(
            lambda text: text.replace(" 2025-11-06", "\n    2025-11-06").encode(), id="wrapped note"
        ),
        pytest.param(
            lambda text: text.replace("준다.[^news]", "준다.[^news] <!-- 고침 -->").encode(), id="comment"
        ),
        pytest.param(
            lambda text: text.replace("## 신청", "<!-- 옛 글\n- 지운 사실\n끝 -->\n## 신청").encode(),
            id="long comment",
        ),
        pytest.param(
            lambda text: text.replace("title: ", "title: '").replace("지원\np", "지원  '\np").encode(),
            id="quoted",
        ),
    ],
)
def test_the_same_sheet_however_it_was_saved(write: Write, change: Callable[[str], bytes]) -> None:
    plain = read_document(write(SHEET))
    assert read_document(write(change(SHEET))) == plain


def test_a_file_name_of_a_mac_gives_the_same_slug(write: Write) -> None:
    path = write(SHEET, unicodedata.normalize("NFD", "동네 빵집_지원.md"))
    assert read_document(path).slug == "동네-빵집-지원"


def test_dates_are_as_precise_as_the_source(write: Write) -> None:
    for given_date in ("2025", "2025-11", "2025-11-06"):
        document = read_document(write(SHEET.replace(") 2025-11-06", f") {given_date}")))
        assert document.facts[0].sources[0].date == given_date


def test_an_empty_optional_field_is_no_field(write: Write) -> None:
    text = SHEET.replace("valid_until: 2026-12-31", "valid_until:").replace("[빵집 지원, 빵 지원금]", "")
    document = read_document(write(text))
    assert document.valid_until is None
    assert document.aliases == ()


def test_values_keep_their_spelling(write: Write) -> None:
    text = SHEET.replace("[빵집 지원, 빵 지원금]", "[1357, 2025-02, yes, 1357]").replace(
        "동네 빵집 지원", "1357"
    )
    document = read_document(write(text))
    assert document.title == "1357"
    assert document.aliases == ("1357", "2025-02", "yes")


# One test for each kind of mistake: old text, new text, the line's start after the change, the field.
MISTAKES = [
    pytest.param("\n---\n\n##", "\n\n##", "---", "머리말", id="front matter has no end"),
    pytest.param("status: ongoing", "status: [ongoing", "status:", "머리말", id="broken YAML"),
    pytest.param("title: 동네", "title: 온길: 동네", "title", "머리말", id="colon in a value"),
    pytest.param("  - 2027년", "\t- 2027년", "\t- 2027년", "머리말", id="tab"),
    pytest.param("title: 동네 빵집 지원", "title: '동네", "title", "머리말", id="open quote"),
    pytest.param("title: 동네 빵집 지원", 'title: "\\U7FFFFFFF"', "---", "머리말", id="impossible character"),
    pytest.param("status: ongoing", "state: ongoing", "state", "state", id="unknown field"),
    pytest.param("status: ongoing", "title: 또", "title: 또", "title", id="field twice"),
    pytest.param("status: ongoing\n", "", "---", "status", id="missing field"),
    pytest.param("title: 동네 빵집 지원", "title:", "title", "title", id="empty field"),
    pytest.param("title: 동네 빵집 지원", "title: '  '", "title", "title", id="blank field"),
    pytest.param("title: 동네 빵집 지원", "title: [빵집]", "title", "title", id="list for a text"),
    pytest.param(
        "aliases: [빵집 지원, 빵 지원금]", "aliases: 빵집", "aliases", "aliases", id="text for a list"
    ),
    pytest.param(
        "aliases: [빵집 지원, 빵 지원금]", "aliases: [[빵]]", "aliases", "aliases", id="list in a list"
    ),
    pytest.param("aliases: [빵집 지원, 빵 지원금]", "aliases: ['']", "aliases", "aliases", id="empty item"),
    pytest.param("kind: government_program", "kind: 사업", "kind", "kind", id="unknown kind"),
    pytest.param("status: ongoing", "status: 진행", "status:", "status", id="unknown status"),
    pytest.param("on: 2025-11-09", "on: 2025년", "checked_on", "checked_on", id="checked_on is no date"),
    pytest.param("on: 2025-11-09", "on: 2025-02-30", "checked_on", "checked_on", id="checked_on is no day"),
    pytest.param("2026-12-31", "2026-12", "valid_until", "valid_until", id="valid_until is no day"),
    pytest.param("2026-12-31", "86400", "valid_until", "valid_until", id="valid_until is a number"),
    pytest.param("2026-12-31", "2026-12-31T00:00", "valid_until", "valid_until", id="valid_until has a time"),
    pytest.param("## 지원 내용\n", "", "- 오븐", "사실", id="fact under no heading"),
    pytest.param("준다.[^news]", "준다.", "- 오븐", "사실", id="fact without footnote"),
    pytest.param("준다.[^news]", "준다.[^news] [^새 글]", "- 오븐", "사실", id="footnote name with a space"),
    pytest.param(
        "- 오븐 값의 절반을 준다.[^news]", "- [^news]", "- [^news]", "사실", id="fact without words"
    ),
    pytest.param("- 오븐", "오븐", "오븐", "사실", id="line that is no fact"),
    pytest.param("- 구청", "  구청", "  구청", "사실", id="indented line after a heading"),
    pytest.param("- 구청", "  - ? 구청", "  - ? 구청", "물음", id="question after a heading"),
    pytest.param("준다.[^news]", "준다.[^gone]", "- 오븐", "[^gone]", id="footnote that is nowhere"),
    pytest.param("[^blog]:", "[^news]:", "[^news]: [빵집 지원금", "[^news]", id="footnote twice"),
    pytest.param("다.[^blog]", "다.", "[^blog]:", "[^blog]", id="footnote that nothing uses"),
    pytest.param("[빵집을", "빵집을", "[^news]:", "[^news]", id="source that is no link"),
    pytest.param("[빵집을 돕는다 (온길일보)]", "[ ]", "[^news]:", "[^news]", id="source without title"),
    pytest.param(
        "https://example.kr/1", "www.example.kr/1", "[^news]:", "[^news]", id="address without https"
    ),
    pytest.param("https://example.kr/1", "https://", "[^news]:", "[^news]", id="address without host"),
    pytest.param(
        "https://example.kr/1", "https://[x", "[^news]:", "[^news]", id="address that cannot be read"
    ),
    pytest.param(") 2025-11-06", ") 2025.11.06", "[^news]:", "[^news]", id="date with dots"),
    pytest.param(") 2025-11-06", ") 2025-13-06", "[^news]:", "[^news]", id="date that is none"),
    pytest.param(") 2025-11-06", ") ２０２５", "[^news]:", "[^news]", id="full-width date"),
    pytest.param("## 신청", "<!-- 신청", "<!-- 신청", "<!--", id="open comment"),
]


@pytest.mark.parametrize(("old", "new", "line", "field"), MISTAKES)
def test_a_mistake_names_its_line_and_field(write: Write, old: str, new: str, line: str, field: str) -> None:
    assert old in SHEET
    text = SHEET.replace(old, new, 1)
    error = failure(write(text))
    assert (error.field, error.line) == (field, line_of(text, line))


def test_lines_are_counted_from_the_top_of_the_file(write: Write) -> None:
    text = "\n\n" + SHEET.replace("kind: government_program", "kind: 사업")
    assert failure(write(text)).line == line_of(text, "kind")


def test_written_escapes_become_plain_text(write: Write) -> None:
    document = read_document(write(SHEET.replace("동네 빵집 지원", '"빵집\\x1b[31m\\ud800 지원"')))
    assert document.title == "빵집 [31m? 지원"


def test_a_sheet_without_facts(write: Write) -> None:
    error = failure(write(SHEET[: SHEET.index("## 지원 내용")]))
    assert (error.field, error.line) == ("사실", line_of(SHEET, "## 지원") - 2)


def test_front_matter_that_is_a_list(write: Write) -> None:
    assert failure(write("---\n- 가\n---\n")).field == "머리말"


def test_front_matter_that_is_nested_too_deep(write: Write) -> None:
    assert failure(write("---\ntitle: " + "[" * 5000 + "\n---\n")).field == "머리말"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        pytest.param(SHEET.encode("euc-kr"), "글자", id="EUC-KR"),
        pytest.param(SHEET.encode("utf-16"), "글자", id="UTF-16"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "파일", id="picture"),
        pytest.param(b"PK\x03\x04\x14\x00\x06\x00", "파일", id="archive"),
        pytest.param(b"", "본문", id="empty"),
        pytest.param(b"\xef\xbb\xbf", "본문", id="BOM alone"),
        pytest.param(b" \n\n\t\n", "본문", id="blank"),
        pytest.param("# 제목만\n".encode(), "본문", id="heading alone"),
    ],
)
def test_a_file_that_is_no_document(write: Write, content: bytes, field: str) -> None:
    assert failure(write(content)).field == field


def test_the_line_of_the_first_letter_that_is_no_utf8(write: Write) -> None:
    assert failure(write(b"# title\n\nplain\n" + "한글".encode("euc-kr"))).line == 4


@pytest.mark.parametrize("name", ["빵집!.md", "-.md", "v1.2.md", "\udcb0\udca1.md"])
def test_a_file_name_that_makes_no_slug(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    try:
        path.write_text(SHEET)
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    with pytest.raises(DocumentError) as caught:
        read_document(path)
    assert caught.value.field == "파일 이름"
    str(caught.value).encode()  # can be printed


def test_a_file_that_cannot_be_opened(tmp_path: Path) -> None:
    assert failure(tmp_path / "gone.md").field == "파일"
    (tmp_path / "folder.md").mkdir()
    assert failure(tmp_path / "folder.md").field == "파일"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads everything")
def test_a_file_without_permission(write: Write) -> None:
    path = write(SHEET)
    path.chmod(0)
    assert failure(path).field == "파일"


PLAIN = """# 골목 지원 안내

골목 상인을 **돕는**
사업이다.[^1]

## 지원 내용
- 최대 `50만원`을 준다.
- [구청 누리집](https://example.kr/a)에서 본다.

> 전화는 1357이다.

신청 방법
---------

1. 서류를 낸다.
2. 기다린다.

| 구분 | 한도 |
|------|-----:|
| 일반 | 50만원 |

***

[^1]: 2025년 공고에서 옮겼다.
"""


def test_plain_markdown_is_its_own_source(write: Write) -> None:
    document = read_document(write(PLAIN, "골목.md"))
    assert (document.slug, document.title, document.kind, document.status) == (
        "골목",
        "골목 지원 안내",
        None,
        "unknown",
    )
    assert [(fact.section, fact.text) for fact in document.facts] == [
        ("골목 지원 안내", "골목 상인을 돕는 사업이다."),
        ("지원 내용", "최대 50만원을 준다."),
        ("지원 내용", "구청 누리집(https://example.kr/a)에서 본다."),
        ("지원 내용", "전화는 1357이다."),
        ("신청 방법", "1. 서류를 낸다."),
        ("신청 방법", "2. 기다린다."),
        ("신청 방법", "구분 · 한도"),
        ("신청 방법", "구분: 일반 · 한도: 50만원"),
        ("신청 방법", "2025년 공고에서 옮겼다."),
    ]
    assert all(fact.sources == () for fact in document.facts)


def test_plain_text_without_a_heading_is_called_after_its_file(write: Write) -> None:
    document = read_document(write("그냥 글이다.\n", unicodedata.normalize("NFD", "그냥 글.md")))
    assert (document.slug, document.title) == ("그냥-글", "그냥 글")
    assert [(fact.section, fact.text) for fact in document.facts] == [("", "그냥 글이다.")]


def test_a_rule_below_a_list_makes_no_heading_of_it(write: Write) -> None:
    document = read_document(write("# 안내\n- 가\n- 나\n---\n다음 글\n"))
    assert [(fact.section, fact.text) for fact in document.facts] == [
        ("안내", "가"),
        ("안내", "나"),
        ("안내", "다음 글"),
    ]


def test_code_is_kept_as_text(write: Write) -> None:
    document = read_document(write("# 안내\n\n```sh\n# 설치\nongil ingest\n```\n"))
    assert [fact.text for fact in document.facts] == ["# 설치 ongil ingest"]


ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=200)
#: Text that looks like a document, so that the search goes deep.
MARKS = """---|title:|- |[^a]|[^a]: |[제목](https://a.kr)|## 개요|<!--|-->|```|[|]|{|}|'|"|&x |*x|!!set|? |: |%YAML 1"""
MARKUP = st.lists(
    st.sampled_from([*MARKS.split("|"), "|", "\n", " ", "\\ud800", "2025-01-01", "\x85", "\x00"]) | ANY_TEXT,
    max_size=30,
).map("".join)
reads_anything = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def reads_or_says(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        read: Document | DocumentError = read_document(path)
    except DocumentError as error:
        read = error
    if isinstance(read, DocumentError):
        str(read).encode()
        assert read.path == path
        assert 0 <= read.line <= content.count(b"\n") + content.count(b"\r") + 1
    else:
        assert read.facts
        assert all(fact.text.strip() == fact.text != "" for fact in read.facts)
        read.model_dump_json()


@reads_anything
@given(text=ANY_TEXT | MARKUP)
def test_any_file_is_read_or_refused(tmp_path: Path, text: str) -> None:
    reads_or_says(tmp_path / "any.md", text.encode())


@reads_anything
@given(content=st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes) -> None:
    reads_or_says(tmp_path / "any.md", content)


@reads_anything
@given(text=ANY_TEXT | MARKUP)
@example(text="a: &x [*x]")
@example(text="? [a]\n: b")
@example(text="%YAML " + "9" * 5000)
@example(text="title: &t !!python/object:os.system a")
def test_any_front_matter_is_read_or_refused(tmp_path: Path, text: str) -> None:
    body = SHEET[SHEET.index("\n---\n", 4) :]
    reads_or_says(tmp_path / "any.md", f"---\n{text}{body}".encode())


@reads_anything
@given(
    text=ANY_TEXT | MARKUP, field=st.sampled_from(["title", "aliases", "status", "checked_on", "valid_until"])
)
def test_any_field_is_read_or_refused(tmp_path: Path, text: str, field: str) -> None:
    changed = re.sub(rf"^{field}: .*$", lambda _: f"{field}: {text}", SHEET, count=1, flags=re.MULTILINE)
    reads_or_says(tmp_path / "any.md", changed.encode())


@reads_anything
@given(text=ANY_TEXT | MARKUP)
def test_any_body_is_read_or_refused(tmp_path: Path, text: str) -> None:
    reads_or_says(tmp_path / "any.md", f"{SHEET}\n{text}".encode())
    reads_or_says(tmp_path / "any.md", SHEET.replace("오븐", text).encode())
