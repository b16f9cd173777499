"""The bundled model as a sentence-transformers module.

Only sentence-transformers imports this, by the name in the folder's modules.json:
`SentenceTransformer("knowledge/embedding_model", trust_remote_code=True)`.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from sentence_transformers.base.modules import InputModule
from torch import Tensor, nn

from knowledge.korean import Analyzer
from knowledge.pieces import Vocabulary, dampen
from knowledge.static_model import read_model, write_model


class MorphemeEmbedding(InputModule):  # type: ignore[misc]
    """The sum of a text's piece vectors, each times its dampened count, at length 1.

    `embedding` has a row for each key of the vocabulary, then each bucket.
    """

    def __init__(self, vocabulary: Vocabulary, table: Tensor, power: float, analyzer: Analyzer) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.power = power
        self.analyzer = analyzer
        self.embedding = nn.EmbeddingBag.from_pretrained(table, mode="sum", freeze=False)

    def counts(self, texts: Iterable[str]) -> Iterable[dict[int, float]]:
        """The pieces of each text, counted."""
        return map(self.vocabulary.count, self.analyzer.tokens_many(texts))

    def preprocess(
        self, inputs: Sequence[str], prompt: str | None = None, **kwargs: Any
    ) -> dict[str, Tensor]:
        """Rows (`input_ids`) and their weights, one text after the other, and where each begins (`offsets`)."""
        pairs = [
            dampen(counts, self.power) for counts in self.counts((prompt or "") + text for text in inputs)
        ]
        lengths = [len(rows) for rows, _ in pairs]
        return {
            "input_ids": torch.from_numpy(np.concatenate([rows for rows, _ in pairs])),
            "weights": torch.from_numpy(np.concatenate([weights for _, weights in pairs])),
            "offsets": torch.from_numpy(np.cumsum([0, *lengths[:-1]])),
        }

    def forward(self, features: dict[str, Tensor], **kwargs: Any) -> dict[str, Tensor]:
        """Adds `sentence_embedding`, texts × dimension."""
        total = self.embedding(features["input_ids"], features["offsets"], features["weights"])
        features["sentence_embedding"] = nn.functional.normalize(total, dim=1)
        return features

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return self.embedding.embedding_dim

    @property
    def max_seq_length(self) -> None:
        """No limit: every word of a long text counts."""
        return None

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Write the folder, quantised."""
        table = self.embedding.weight.detach().cpu().numpy()
        write_model(Path(output_path), self.vocabulary, table, self.power)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **kwargs: Any) -> Self:
        """The module of a folder on this machine."""
        model = read_model(Path(model_name_or_path, subfolder))
        return cls(model.vocabulary, torch.from_numpy(model.table()), model.power, Analyzer())
