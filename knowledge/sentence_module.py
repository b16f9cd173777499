"""The bundled model as a sentence-transformers module.

Only sentence-transformers imports this, by the name in the folder's modules.json:
`SentenceTransformer("knowledge/embedding_model", trust_remote_code=True)`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from sentence_transformers.base.modules import InputModule
from torch import Tensor, nn

from knowledge.korean import Analyzer
from knowledge.static_folder import write_model
from knowledge.static_model import StaticModel, read_model


class MorphemeEmbedding(InputModule):  # type: ignore[misc]
    """The vectors that `StaticModel.vector` gives, computed by torch; `embedding` has a row for each key."""

    def __init__(self, model: StaticModel, analyzer: Analyzer) -> None:
        super().__init__()
        self.model = model
        self.analyzer = analyzer
        table = torch.from_numpy(model.table())
        self.embedding = nn.EmbeddingBag.from_pretrained(table, mode="sum")

    def preprocess(
        self, inputs: Sequence[str], prompt: str | None = None, **kwargs: Any
    ) -> dict[str, Tensor]:
        """The known pieces' rows (`input_ids`) and weights, one text after the other, where each text begins
        (`offsets`), and the lexical parts (texts × lexical size)."""
        analysed = self.analyzer.tokens_many((prompt or "") + text for text in inputs)
        counted = [self.model.vocabulary.count(tokens) for tokens in analysed]
        known = [self.model.semantic_pieces(counts) for counts in counted]
        lengths = [len(rows) for rows, _ in known]
        return {
            "input_ids": torch.from_numpy(np.concatenate([rows for rows, _ in known])),
            "weights": torch.from_numpy(np.concatenate([weights for _, weights in known])),
            "offsets": torch.from_numpy(np.cumsum([0, *lengths[:-1]])),
            "lexical": torch.from_numpy(np.stack([self.model.lexical_part(counts) for counts in counted])),
        }

    def forward(self, features: dict[str, Tensor], **kwargs: Any) -> dict[str, Tensor]:
        """Adds `sentence_embedding`, texts × dimension."""
        semantic = self.embedding(features["input_ids"], features["offsets"], features["weights"])
        features["sentence_embedding"] = joined(semantic, features["lexical"], self.model.lexical)
        return features

    def get_embedding_dimension(self) -> int:
        """The length of a vector."""
        return self.model.dimension

    @property
    def max_seq_length(self) -> None:
        """No limit: every word of a long text counts."""
        return None

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Write the folder."""
        write_model(Path(output_path), self.model)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **kwargs: Any) -> Self:
        """The module of a folder on this machine."""
        return cls(read_model(Path(model_name_or_path, subfolder)), Analyzer())


def joined(semantic: Tensor, lexical: Tensor, share: float) -> Tensor:
    """Both parts, each at length 1, joined so that the lexical part has its `share` of a cosine."""
    unit = nn.functional.normalize
    parts = [unit(semantic, dim=1) * (1 - share) ** 0.5, unit(lexical, dim=1) * share**0.5]
    return unit(torch.cat(parts, dim=1), dim=1)
