"""Batches in the order of the rows: `train` has drawn them so that no batch has a group twice."""

from collections.abc import Iterator
from typing import Any

from sentence_transformers.base.sampler import DefaultBatchSampler


class InOrder(DefaultBatchSampler):  # type: ignore[misc]
    """The rows of one `label` are a batch; without that column, each `batch_size` rows are."""

    def __init__(self, dataset: Any, batch_size: int, **options: Any) -> None:
        super().__init__(dataset, batch_size=batch_size, **options)
        if "label" in dataset.column_names:
            labels = dataset["label"][:]
            begins = [row for row, label in enumerate(labels) if row == 0 or label != labels[row - 1]]
        else:
            begins = list(range(0, len(dataset), batch_size))
        self.spans = list(zip(begins, [*begins[1:], len(dataset)], strict=True))

    def __iter__(self) -> Iterator[list[int]]:
        """The batches, as lists of rows' numbers."""
        for begin, end in self.spans:
            yield list(range(begin, end))

    def __len__(self) -> int:
        return len(self.spans)
