"""A cross-encoder of a few thousand random weights, made here: no hub, the real loading and the real tokenizer."""

from pathlib import Path


def tiny_cross_encoder(folder: Path, *, labels: int = 1, head: bool = True) -> Path:
    """Save a tiny BERT that scores pairs; `head`: with what makes it a cross-encoder, else a plain encoder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

    torch.manual_seed(7)
    letters = [chr(code) for code in range(ord("가"), ord("힣") + 1, 7)]
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"0123456789", *letters]
    folder.mkdir(parents=True)
    (folder / "vocab.txt").write_text(
        "\n".join(words + [f"##{word}" for word in words[5:]]), encoding="utf-8"
    )
    config = BertConfig(
        vocab_size=2 * len(words) - 5,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
        num_labels=labels,
        # Far enough from nothing for its opinions to differ.
        initializer_range=0.8,
    )
    (BertForSequenceClassification(config) if head else BertModel(config)).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt"), do_lower_case=False).save_pretrained(folder)
    return folder
