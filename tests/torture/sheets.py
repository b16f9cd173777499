"""The documents of the torture: every one tells the number of its version, so that a mixture shows."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from knowledge.document import Document
from tests.ingest.sheets import write_sheet

TITLES = {
    "happy-loan": "행복대출",
    "happy-card": "행복카드",
    "sunny-shop": "햇살상점",
    "river-market": "강변장터",
    "maple-kiosk": "단풍키오스크",
    "cloud-sales": "구름판로",
    "stone-ads": "돌담광고",
    "wind-delivery": "바람배달",
    "moon-class": "달빛교실",
    "star-insurance": "별빛보험",
}
QUESTIONS = (
    "행복대출이랑 행복카드 한도 비교해 주세요",
    "행복대출 한도 얼마예요?",
    "햇살상점이랑 강변장터 한도 비교해 주세요",
    "바람배달 한도 얼마예요?",
)
#: Facts beside the one that tells the version: their vectors are kept from one version to the next.
STEADY = (
    "동네 가게의 온라인 입점을 도와줘요.",
    "전화로 상담을 받을 수 있어요.",
    "서류는 사업자등록증 사본이에요.",
    "처음 신청하는 사람을 먼저 뽑아요.",
)


def comes_and_goes(version: int) -> str:
    """The document that only this version has."""
    return f"only-{version}"


def write(folder: Path, version: int) -> None:
    """The folder as of a version: a fact of each document is new, a document came, another went."""
    for path in folder.glob("only-*.md"):
        path.unlink()
    for slug, title in {**TITLES, comes_and_goes(version): f"{version}호 나눔"}.items():
        facts = [
            f"{title}의 지원 금액 한도는 최대 {version}억원이에요.",
            *(f"{title}: {text}" for text in STEADY),
        ]
        write_sheet(folder, slug, facts, asked_as=f"{title} 한도 얼마예요?", title=title)


def told(texts: Iterable[str]) -> set[int]:
    """The versions that texts tell."""
    return {int(found) for text in texts for found in re.findall(r"(\d+)억원", text)}


def version_of(documents: Mapping[str, Document]) -> int:
    """The version that all documents are of; ValueError when they are not of one, or not all of it."""
    sheets = {slug: document for slug, document in documents.items() if not slug.startswith("other-")}
    versions = told(fact.text for document in sheets.values() for fact in document.facts)
    if len(versions) != 1:
        raise ValueError(f"documents of the versions {sorted(versions)}")
    (version,) = versions
    if set(sheets) != {*TITLES, comes_and_goes(version)}:
        raise ValueError(f"not the documents of version {version}: {sorted(sheets)}")
    return version
