"""/programs: platforms and pages, and the data behind the buttons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messenger.buttons import Press, platforms, programs, under_answer
from bot.messenger.catalogue import GOVERNMENT, PAGE, RULES, groups, key
from knowledge.document import Document, Kind
from tests.fakes import ANSWER, REFUSED


def document(slug: str, provider: str, kind: Kind | None = "platform_program", **more: str) -> Document:
    return Document.model_validate({"slug": slug, "title": slug, "provider": provider, "kind": kind} | more)


def test_programs_stand_under_their_platform() -> None:
    found = groups(
        [
            document("a", "네이버"),
            document("b", "네이버 / 네이버 커넥트재단"),
            document("c", "네이버파이낸셜"),
            document("d", "쿠팡이츠"),
            document("e", "쿠팡·지방자치단체"),
            document("f", "우아한형제들(배달의민족)"),
            document("g", "중소벤처기업부", "government_program"),
            document("h", "국회", "policy"),
            document("i", "네이버", "policy"),
            document("j", "정부(2024년 대책)", "statistic"),
            document("k", "", None),
            document("l", "상인회", None),
        ]
    )
    assert [(group.name, [d.slug for d in group.documents]) for group in found] == [
        ("네이버", ["a", "b", "c", "i"]),
        ("쿠팡", ["d", "e"]),
        ("배달의민족", ["f"]),
        ("상인회", ["l"]),
        (GOVERNMENT, ["g"]),
        (RULES, ["h", "j", "k"]),
    ]


def test_what_has_ended_comes_last_and_says_so() -> None:
    [group] = groups([document("a", "쿠팡", status="ended"), document("b", "쿠팡", status="ongoing")])
    rows = programs(group, 0).inline_keyboard
    assert [row[0].text for row in rows] == ["b", "[종료] a", "처음으로"]


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (PAGE, 1), (PAGE + 1, 2), (3 * PAGE, 3)])
def test_every_program_is_on_one_page(count: int, pages: int) -> None:
    documents = [document(f"p{n:02}", "카카오") for n in range(count)]
    if not documents:
        assert groups(documents) == []
        return
    [group] = groups(documents)
    assert group.pages == pages
    assert [d for n in range(pages) for d in group.page(n)] == documents
    assert group.page(99) == group.page(pages - 1)
    assert group.page(-5) == group.page(0)


@given(st.text(min_size=1, max_size=40), st.integers(0, 10_000))
def test_callback_data_fits_and_is_read_back(name: str, number: int) -> None:
    press = Press("g", key(name), number)
    assert 1 <= len(str(press).encode()) <= 64
    assert Press.read(str(press)) == press


@given(st.text(max_size=64))
def test_foreign_callback_data_never_raise(data: str) -> None:
    press = Press.read(data)
    assert press is None or press.action in "vsrpgo"


def test_long_names_make_short_labels() -> None:
    [group] = groups([document("a", "아주" * 40)])
    [[cell]] = platforms([group]).inline_keyboard
    assert len(cell.text) == 40


def test_the_buttons_of_an_answer() -> None:
    rows = under_answer(ANSWER, "abcdefghijkl", vote=-1)
    assert rows is not None
    labels = [[b.text for b in row] for row in rows.inline_keyboard]
    assert labels == [["출처 보기", "관련 프로그램"], ["👍 도움됐어요", "👎 아니에요 ✓"]]
    refused = under_answer(REFUSED, "abcdefghijkl")
    assert refused is not None
    assert len(refused.inline_keyboard) == 1
