"""What a message must be like: length, entities, HTML, buttons."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import combinations
from typing import Any

Json = dict[str, Any]

ENTITY_TYPES = {
    "bold", "italic", "underline", "strikethrough", "spoiler", "code", "pre", "text_link", "blockquote",
    "mention", "hashtag", "url", "email", "phone_number", "bot_command", "expandable_blockquote",
}  # fmt: skip
TAGS = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "s": "strikethrough",
        "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote", "tg-spoiler": "spoiler"}  # fmt: skip
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
BUTTON_KINDS = ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")


@dataclass
class Refusal(Exception):
    """The server's no."""

    code: int
    description: str
    parameters: Json = field(default_factory=dict)

    def body(self) -> Json:
        """As the Bot API puts it."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(description: str) -> Refusal:
    """400 with a description."""
    return Refusal(400, f"Bad Request: {description}")


def units(text: str) -> int:
    """The length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def checked_text(params: Json) -> tuple[str, list[Json], list[str]]:
    """The text and the entities of a message, and what Telegram would have had to repair."""
    text, mode = params.get("text", ""), params.get("parse_mode")
    entities = as_json(params.get("entities"), list) or []
    notes = []
    if mode and entities:
        notes.append("parse_mode and entities together")
    if mode == "HTML":
        text, entities = parse_html(text)
    elif mode:
        raise bad(f"unsupported parse_mode {mode} (the double knows HTML)")
    if not text.strip():
        raise bad("message text is empty")
    if units(text) > 4096:
        raise bad("message is too long")
    if re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text):
        notes.append("control characters in the text")
    if text != text.strip():
        notes.append("white space at the ends of the text")
    return text, entities, notes + check_entities(text, entities)


def check_entities(text: str, entities: list[Json]) -> list[str]:
    """Refuse entities that Telegram refuses; name those that it would trim."""
    notes = []
    encoded = text.encode("utf-16-le", "surrogatepass")
    if len(entities) > 100:
        notes.append(f"{len(entities)} entities, Telegram takes 100")
    if len(json.dumps(entities).encode()) > 9500:
        raise bad("ENTITIES_TOO_LONG")
    for entity in entities:
        kind, offset, length = entity.get("type"), entity.get("offset"), entity.get("length")
        if kind not in ENTITY_TYPES:
            raise bad(f"can't parse entities: unsupported entity type {kind}")
        if not isinstance(offset, int) or not isinstance(length, int) or offset < 0 or length < 1:
            raise bad("can't parse entities: wrong offset or length")
        if offset + length > units(text):
            raise bad("can't parse entities: entity beyond the end of the text")
        for place in (offset, offset + length):
            if 0xDC00 <= int.from_bytes(encoded[place * 2 : place * 2 + 2], "little") <= 0xDFFF:
                raise bad("can't parse entities: entity begins or ends in the middle of a UTF-16 symbol")
        if kind == "text_link" and not re.fullmatch(r"(https?|tg|mailto|tel)://?\S+", entity.get("url", "")):
            raise bad("can't parse entities: wrong URL")
        covered = encoded[offset * 2 : (offset + length) * 2].decode("utf-16-le")
        if covered != covered.strip():
            notes.append(f"entity with white space at its ends: {covered!r}")
    for one, other in combinations(entities, 2):
        (a, b), (c, d) = ((e["offset"], e["offset"] + e["length"]) for e in (one, other))
        if a < c < b < d or c < a < d < b:
            raise bad("can't parse entities: entities overlap without nesting")
    return notes


def parse_html(text: str) -> tuple[str, list[Json]]:
    """Telegram's HTML as text and entities."""
    parser = _Html()
    parser.feed(text)
    parser.close()
    if parser.open:
        raise bad(
            f"can't parse entities: can't find end tag corresponding to start tag \"{parser.open[-1][0]}\""
        )
    return parser.text, sorted(parser.entities, key=lambda e: (e["offset"], -e["length"]))


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.text, self.entities = "", list[Json]()
        self.open: list[tuple[str, int, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise bad(
                f'can\'t parse entities: unsupported start tag "{tag}" at byte offset {self.getpos()[1]}'
            )
        self.open.append((tag, units(self.text), dict(attrs).get("href")))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise bad(f'can\'t parse entities: unmatched end tag "{tag}"')
        _, offset, url = self.open.pop()
        if units(self.text) > offset:
            entity: Json = {"type": TAGS[tag], "offset": offset, "length": units(self.text) - offset}
            self.entities.append(entity | ({"url": url} if tag == "a" else {}))

    def handle_data(self, data: str) -> None:
        if "<" in data:
            raise bad("can't parse entities: unescaped < in the text")
        self.text += data

    def handle_entityref(self, name: str) -> None:
        named = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
        self.text += named.get(name, f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.text += chr(int(name[1:], 16) if name[0] in "xX" else int(name))


def checked_markup(params: Json) -> Json | None:
    """The inline keyboard of a message."""
    markup = as_json(params.get("reply_markup"), dict)
    if markup is None:
        return None
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("object expected as reply markup")
    if sum(len(row) for row in rows) > 100:
        raise bad("BUTTONS_TOO_MUCH")
    for button in (button for row in rows for button in row):
        if not str(button.get("text", "")).strip():
            raise bad("text buttons can't have an empty text")
        if sum(kind in button for kind in BUTTON_KINDS) != 1:
            raise bad("text buttons are unallowed in the inline keyboard")
        if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad("BUTTON_DATA_INVALID")
    return markup if rows else None


def as_json(value: Any, kind: type) -> Any:
    """A parameter that is JSON within a form."""
    if value is None or isinstance(value, kind):
        return value
    try:
        found = json.loads(value)
    except (TypeError, ValueError) as error:
        raise bad("can't parse JSON object") from error
    if not isinstance(found, kind):
        raise bad(f"{kind.__name__} expected")
    return found
