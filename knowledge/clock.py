"""Today, in Seoul: what 올해, 작년 and staleness follow."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from knowledge.settings import KnowledgeSettings

SEOUL = ZoneInfo("Asia/Seoul")


def today(settings: KnowledgeSettings) -> date:
    """`ONGIL_TODAY` when set, else the date in Seoul."""
    return settings.ongil_today or datetime.now(SEOUL).date()
