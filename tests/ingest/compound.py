"""An HWP 5 document made from nothing: a compound file (OLE) with the three streams that readers need."""

import struct
from dataclasses import dataclass, field

FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
SECTOR, SMALL_SECTOR, SMALL = 512, 64, 4096
FIRST_TAG = 0x10

#: Bits of the FileHeader.
PASSWORD, DISTRIBUTION, DRM = 1 << 1, 1 << 2, 1 << 4


def hwp(body: bytes, flags: int = 0) -> bytes:
    """A document with one section, not compressed."""
    header = b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", 0x05000300, flags) + b"\0" * 216
    info = record(0, 0, struct.pack("<HHHHHHHIII", 1, 1, 1, 1, 1, 1, 1, 0, 0, 0)) + record(1, 0, b"\0" * 72)
    return compound({"FileHeader": header, "DocInfo": info, "BodyText/Section0": body})


def paragraph(text: str, level: int = 0, control: bytes = b"") -> bytes:
    """A paragraph's records; `control` is the name of what hangs on it."""
    words = text.encode("utf-16-le")
    mark = struct.pack("<H", 11) + control + b"\0" * 8 + struct.pack("<H", 11) if control else b""
    letters = (len(words) + len(mark)) // 2 + 1
    head = struct.pack("<IIHBBHHHIH", letters, 1 << 11 if control else 0, 0, 0, 0, 1, 0, 1, 0, 0)
    return (
        record(50, level, head)
        + record(51, level + 1, mark + words + b"\r\0")
        + record(52, level + 1, b"\0" * 8)
    )


def table(
    rows: int,
    columns: int,
    cells: list[tuple[int, int, int, int, str]],
    *,
    level: int = 0,
    caption: str = "",
    nested: bytes = b"",
) -> bytes:
    """A table; a cell is (row, column, rows it covers, columns it covers, text).

    `nested` are records below the last cell's paragraph, at `level` + 2.
    """
    sizes = [sum(cell[0] == row for cell in cells) for row in range(rows)]
    above = record(56, level + 2, struct.pack("<HI2x", 1, 0) + b"\0" * 14) + paragraph(caption, level + 2)
    records = [
        paragraph("", level, b" lbt"),
        record(55, level + 1, b" lbt" + b"\0" * 42),
        above if caption else b"",
        record(
            61,
            level + 2,
            struct.pack("<IHHH8x", 4, rows, columns, 0)
            + b"".join(struct.pack("<H", size) for size in sizes)
            + struct.pack("<HH", 1, 0),
        ),
    ]
    for row, column, down, across, text in cells:
        place = struct.pack("<HHHHII4HH13x", column, row, across, down, 5000, 1000, 0, 0, 0, 0, 1)
        records += [record(56, level + 2, struct.pack("<HI2x", 1, 0) + place), paragraph(text, level + 2)]
    return b"".join([*records, nested])


def control(name: str, level: int = 0, *, text: str = "", inside: bytes = b"", box: bool = False) -> bytes:
    """A paragraph with a control of a name (fn: a note, gso: a drawing, head, tcmt …) and the list of paragraphs in it.

    `inside` are the paragraphs' records, two levels below (three in a `box`: a drawing has its shape between them).
    """
    mark = name.ljust(4).encode()[::-1]
    head = record(56, level + 2 + box, struct.pack("<HI2x", 1, 0) + b"\0" * 8)
    shape = record(60, level + 2, mark * 2 + b"\0" * 40) if box else b""
    return paragraph(text, level, mark) + record(55, level + 1, mark + b"\0" * 42) + shape + head + inside


def equation(script: str, text: str = "") -> bytes:
    """A paragraph that begins with an equation."""
    data = struct.pack("<IH", 0, len(script)) + script.encode("utf-16-le") + b"\0" * 10
    return paragraph(text, 0, b"deqe") + record(55, 1, b"deqe" + b"\0" * 42) + record(72, 2, data)


def record(tag: int, level: int, data: bytes) -> bytes:
    """A record of a section."""
    size = min(len(data), 0xFFF)
    head = struct.pack("<I", FIRST_TAG + tag | level << 10 | size << 20)
    return head + (struct.pack("<I", len(data)) if size == 0xFFF else b"") + data


@dataclass
class _Entry:
    name: str
    kind: int  # 1 a folder, 2 a stream, 5 the root
    data: bytes = b""
    kids: "list[_Entry]" = field(default_factory=list)
    number: int = 0
    start: int = 0
    left: int = FREE
    right: int = FREE


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file (version 3) with the streams, by their paths."""
    root = _Entry("Root Entry", 5)
    for path, data in streams.items():
        *folders, name = path.split("/")
        at = root
        for folder in folders:
            found = next((kid for kid in at.kids if kid.name == folder), None)
            if found is None:
                found = _Entry(folder, 1)
                at.kids.append(found)
            at = found
        at.kids.append(_Entry(name, 2, data))
    entries = [root]
    for entry in entries:
        for kid in entry.kids:
            kid.number = len(entries)
            entries.append(kid)

    sectors: list[bytes] = []
    chains: list[int] = []

    def lay(data: bytes) -> int:
        first, count = len(sectors), -(-len(data) // SECTOR)
        for n in range(count):
            sectors.append(data[n * SECTOR : (n + 1) * SECTOR].ljust(SECTOR, b"\0"))
            chains.append(first + n + 1 if n < count - 1 else END)
        return first if count else END

    small, small_chains = b"", list[int]()
    for entry in entries:
        if entry.kind != 2:
            continue
        if len(entry.data) >= SMALL:
            entry.start = lay(entry.data)
            continue
        count, first = -(-len(entry.data) // SMALL_SECTOR), len(small_chains)
        entry.start = first if count else END
        small_chains += [first + n + 1 if n < count - 1 else END for n in range(count)]
        small += entry.data.ljust(count * SMALL_SECTOR, b"\0")
    root.data, root.start = small, lay(small)
    numbers = b"".join(struct.pack("<I", number) for number in small_chains)
    numbers = numbers.ljust(-(-len(numbers) // SECTOR) * SECTOR, b"\xff")
    small_at = lay(numbers)
    folder_at = lay(_folders(entries))
    count = 1
    while count * (SECTOR // 4) < len(sectors) + count:
        count += 1
    table_at = len(sectors)
    fat = b"".join(struct.pack("<I", number) for number in [*chains, *[FAT] * count])
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack(
        "<9I", 0, count, folder_at, 0, SMALL, small_at, len(numbers) // SECTOR, END, 0
    ) + b"".join(struct.pack("<I", table_at + n) for n in range(count))
    return head.ljust(SECTOR, b"\xff") + b"".join(sectors) + fat.ljust(count * SECTOR, b"\xff")


def _folders(entries: list[_Entry]) -> bytes:
    def tree(kids: list[_Entry]) -> int:
        if not kids:
            return FREE
        kids = sorted(kids, key=lambda kid: (len(kid.name), kid.name.upper()))
        middle = kids[len(kids) // 2]
        middle.left, middle.right = tree(kids[: len(kids) // 2]), tree(kids[len(kids) // 2 + 1 :])
        return middle.number

    children = [tree(entry.kids) for entry in entries]
    rows = b""
    for entry, child in zip(entries, children, strict=True):
        name = entry.name.encode("utf-16-le") + b"\0\0"
        size = len(entry.data) if entry.kind != 1 else 0
        rows += name.ljust(64, b"\0") + struct.pack(
            "<HBBIII36xIQ", len(name), entry.kind, 1, entry.left, entry.right, child, entry.start, size
        )
    empty = b"\0" * 66 + struct.pack("<BBIII", 0, 0, FREE, FREE, FREE) + b"\0" * 48
    while len(rows) % SECTOR:
        rows += empty
    return rows
