"""Cutting texts into messages: what Telegram takes, and nothing lost."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.messenger.deliver import entities
from bot.messenger.richtext import MESSAGE_UNITS, Rich, bold, clean, join, link, plain, split, units
from tests.bot.botapi.rules import checked_text

LETTERS = st.sampled_from("가나다 abc.\n\n\n🙂👩\u200d🍳👍🏽🇰🇷e\u0301[1]“”\u3000")
WORDS = st.text(LETTERS | st.characters(exclude_categories=["Cs"]), max_size=60)
PIECES = st.one_of(
    WORDS.map(plain),
    WORDS.map(bold),
    st.tuples(WORDS, st.text("abc/", max_size=50)).map(lambda t: link(t[0], f"https://e.org/{t[1]}")),
)
TEXTS = st.lists(PIECES, max_size=30).map(lambda pieces: join("", pieces))


def formatted(rich: Rich) -> list[tuple[str, str, str | None]]:
    return [(span.kind, rich.text[span.start : span.end], span.url) for span in rich.spans]


def sendable(part: Rich) -> None:
    """The strict server takes it and finds nothing to repair but white space inside a cut entity."""
    rows = [entity.to_dict() for entity in entities(part)]
    _, _, notes = checked_text({"text": part.text, "entities": json.dumps(rows)})
    assert [note for note in notes if not note.startswith("entity with white space")] == []


@given(TEXTS, st.integers(min_value=8, max_value=200))
@settings(max_examples=150, deadline=None)
def test_every_part_is_sendable_and_nothing_is_lost(whole: Rich, limit: int) -> None:
    parts = split(whole, limit)
    assert all(0 < units(part.text) <= limit for part in parts)
    assert "".join("".join(p.text.split()) for p in parts) == "".join(whole.text.split())
    for part in parts:
        sendable(part)


@given(TEXTS, st.integers(min_value=150, max_value=300))
@settings(max_examples=100, deadline=None)
def test_an_entity_that_fits_is_never_cut(whole: Rich, limit: int) -> None:
    expected = [entity for entity in formatted(whole) if entity[1].strip()]
    assert [entity for part in split(whole, limit) for entity in formatted(part)] == expected


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_offsets_are_those_of_python_telegram_bot(whole: Rich) -> None:
    """Its own conversion is the second opinion."""
    ours = entities(whole)
    theirs = MessageEntity.adjust_message_entities_to_utf_16(
        whole.text,
        [MessageEntity(span.kind, span.start, span.end - span.start, url=span.url) for span in whole.spans],
    )
    assert [(e.offset, e.length) for e in ours] == [(e.offset, e.length) for e in theirs]


def test_a_short_text_is_one_message() -> None:
    whole = join("\n", [plain("본문 [1]"), bold("출처"), link("기사", "https://e.org")])
    assert split(whole) == [whole]
    assert [(e.type, e.offset, e.length) for e in entities(whole)] == [("bold", 7, 2), ("text_link", 10, 2)]


def test_nothing_is_no_message() -> None:
    assert split(plain("")) == split(plain(" \n ")) == []


def test_it_is_cut_at_a_blank_line_then_at_a_line_then_at_a_space() -> None:
    assert [p.text for p in split(plain("가나다라마바\n\n바사\n자\n차카"), 12)] == [
        "가나다라마바",
        "바사\n자\n차카",
    ]
    assert [p.text for p in split(plain("가나다라마 바사\n아자차카타"), 12)] == [
        "가나다라마 바사",
        "아자차카타",
    ]
    assert [p.text for p in split(plain("가나다라마바 사아자차카타"), 9)] == ["가나다라마바", "사아자차카타"]
    assert [p.text for p in split(plain("가나다라마바사"), 3)] == ["가나다", "라마바", "사"]


def test_an_emoji_is_never_torn() -> None:
    cook = "👩\u200d🍳"
    assert {p.text for p in split(plain(cook * 40), 12)} == {cook * 2}
    assert {p.text for p in split(plain("👍🏽" * 10), 7)} == {"👍🏽"}


def test_a_link_longer_than_a_message_is_cut_into_links() -> None:
    parts = split(link("가" * 10_000, "https://e.org"))
    assert [units(p.text) for p in parts] == [MESSAGE_UNITS, MESSAGE_UNITS, 10_000 - 2 * MESSAGE_UNITS]
    assert all(formatted(p) == [("text_link", p.text, "https://e.org")] for p in parts)


def test_a_message_has_no_more_entities_than_telegram_takes() -> None:
    whole = join("\n", [link(f"기사{n}", f"https://e.org/{n}") for n in range(250)])
    parts = split(whole)
    assert [len(p.spans) for p in parts] == [90, 90, 70]
    heavy = join("\n", [link(f"기사{n}", "https://e.org/" + "a" * 1900) for n in range(10)])
    assert max(sum(s.weight for s in p.spans) for p in split(heavy)) <= 9000
    for part in [*parts, *split(heavy)]:
        sendable(part)


def test_what_cannot_be_sent_is_replaced() -> None:
    assert clean("가\r\n나\r다\x00\ud83d라\u2028") == "가\n나\n다  라 "
    assert plain("가\ud83d").text.encode()
