"""A difference told: the report, what to know beside its counts, and why an ingest stops before many documents go."""

from ingest.base import Base
from ingest.confirm import confirmations
from ingest.difference import Difference
from ingest.report import Report


def summary(difference: Difference, base: Base) -> Report:
    """What would come of a difference; the passages are still those of the base."""
    names = {
        "added": difference.added,
        "updated": difference.updated,
        "moved": sorted(difference.moved),
        "removed": difference.removed,
    }
    report = Report(
        **{name: len(slugs) for name, slugs in names.items()},
        unchanged=len(difference.unchanged),
        failed=difference.failed,
        passages=base.manifest.passages if base.manifest else 0,
        generation=base.pointer.generation if base.pointer else None,
        names=names,
        duplicates=difference.duplicates,
        withdrawn=difference.withdrawn,
    )
    for slugs in difference.duplicates:
        files = ", ".join(str(difference.entries[slug].file) for slug in slugs)
        report.notes.append(f"내용이 똑같은 문서가 있어요: {files}. 하나만 남기고 지워 주세요.")
    if difference.withdrawn:
        report.notes.append(f"빼 둔 문서: {', '.join(difference.withdrawn)} (되돌리려면 --restore)")
    if difference.drastic:
        report.notes.append(
            f"폴더의 문서 {difference.below}건 가운데 {difference.vanished}건이 빠져요. 폴더가 맞는지 확인해 주세요."
        )
    changed = [difference.documents.get(slug) for slug in sorted({*difference.added, *difference.updated})]
    report.notes += confirmations(
        [document for document in changed if document is not None],
        {slug: entry.file for slug, entry in difference.entries.items()},
    )
    if base.lost and base.manifest is None:
        report.notes.append(
            "이전 색인이 깨져서 처음부터 만들었어요. 다른 폴더에서 넣은 자료가 있었다면 그 폴더도 다시 넣어 주세요."
        )
    elif base.damage:
        report.notes.append(
            "이전 색인이 깨져서 다시 만들었어요. 이 안내가 되풀이되면 디스크를 확인해 주세요."
        )
    return report


def too_many(difference: Difference) -> str:
    """What a person is told when more documents would go than anybody agreed to."""
    return (
        f"폴더의 문서 {difference.below}건 가운데 {difference.vanished}건이 빠지게 돼서 아무것도 바꾸지 않았어요."
        " 폴더가 맞는지 확인하고, 정말 빼려면 --yes를, 색인에 남겨 두려면 --keep을 붙여 다시 실행해 주세요."
    )
