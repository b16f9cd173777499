"""A sidecar: what an admin states of a document that has no front matter, in `공고.hwp.yaml` beside `공고.hwp`.

    title: 스마트상점 기술보급사업
    provider: 소상공인시장진흥공단
    status: ongoing
    checked_on: 2026-01-10
    valid_until: 2026-02-27
    source_url: https://www.semas.or.kr/…
    source_date: 2026-01-05

Every field may be left out, and is then read from the text. The fields are those of a sheet's front matter, with
the source's address and date.
"""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.document import Day, Kind, PartialDate, Status
from knowledge.errors import DocumentError
from knowledge.front_matter import OPTIONAL, REQUIRED, field_reason, front_matter
from knowledge.markdown import text_lines

FIELDS: Final = (*REQUIRED, *OPTIONAL, "source_url", "source_date")
MOST_BYTES: Final = 64 * 1024


class Stated(BaseModel):
    """What the sidecar says; None (or nothing) where it is silent."""

    model_config = ConfigDict(frozen=True)

    title: str | None = None
    provider: str | None = None
    kind: Kind | None = None
    aliases: tuple[str, ...] = ()
    status: Status | None = None
    status_note: str | None = None
    checked_on: PartialDate | None = None
    valid_until: Day | None = None
    not_known: tuple[str, ...] = ()
    not_known_as: tuple[tuple[str, str], ...] = ()  # stands below the entries of `not_known`
    asked_as: tuple[str, ...] = ()
    source_url: str | None = None
    source_date: PartialDate | None = None


def read_sidecar(path: Path) -> Stated:
    """What a sidecar says. Raises DocumentError, naming the sidecar, its line and the field."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DocumentError(
            path, 0, "파일", f"읽을 수 없어요({error.strerror}). 파일과 권한을 확인해 주세요"
        ) from error
    if len(raw) > MOST_BYTES:
        raise DocumentError(path, 0, "파일", "설명 파일이 너무 커요. 필요한 줄만 남겨 주세요")
    # A person may fence it as in Markdown.
    lines = ["" if line.strip() == "---" else line for line in text_lines(path, raw)]
    values, places = front_matter(path, lines, 1, (), FIELDS)
    try:
        stated = Stated(**values)
    except ValidationError as error:
        name = str(error.errors()[0]["loc"][0])
        raise DocumentError(path, places.get(name, 0), name, field_reason(name)) from error
    if stated.source_url and not stated.source_url.startswith(("https://", "http://")):
        raise DocumentError(
            path, places["source_url"], "source_url", "주소는 https://나 http://로 시작하게 적어 주세요"
        )
    return stated
