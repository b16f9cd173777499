"""Which documents should be confirmed again (다시 확인할 문서): one rule for whoever counts them."""

from datetime import date
from typing import Final

from knowledge.document import Document

#: What was confirmed longer ago than this is to be confirmed again.
STALE_DAYS: Final = 180


def stale(document: Document, now: date) -> list[str]:
    """Why a document should be confirmed again, in Korean; a month counts as its first day."""
    reasons = []
    if document.checked_on:
        year, month, day = ([int(part) for part in document.checked_on.split("-")] + [1, 1])[:3]
        if (now - date(year, month, day)).days > STALE_DAYS:
            reasons.append(f"확인한 지 {STALE_DAYS}일이 넘었어요")
    if document.valid_until and document.valid_until < now:
        reasons.append("유효 기한이 지났어요")
    return reasons
