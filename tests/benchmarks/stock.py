"""LangChain's stock pattern, as its tutorials have it: split, embed, Chroma, as_retriever; and the ensemble with BM25.

    python -m tests.benchmarks.stock stock|ensemble FOLDER QUESTION

answers one question from an index that `build` wrote, as a new process would. The embeddings are
`HuggingFaceEmbeddings` on a sentence-transformers folder (langchain_community's: langchain-huggingface asks
for an older huggingface_hub than sentence-transformers 6.2 does). Nothing here is tuned but `CHUNK`.
"""

import json
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from knowledge.settings import BUNDLED_MODEL

#: As in LangChain's retrieval tutorial.
CHUNK, OVERLAP = 1000, 200

#: More pieces than documents are asked for, since several may be of one.
K = 20


def embeddings(model: Path = BUNDLED_MODEL) -> Any:
    """The model folder through sentence-transformers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from langchain_community.embeddings import HuggingFaceEmbeddings

        return HuggingFaceEmbeddings(model_name=str(model), model_kwargs={"trust_remote_code": True})


def pieces(texts: Mapping[str, str]) -> list[Any]:
    """The documents in pieces, each with the name of its document."""
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    return splitter.split_documents(
        [Document(page_content=text, metadata={"name": name}) for name, text in texts.items()]
    )


def build(folder: Path, texts: Mapping[str, str], model: Any) -> None:
    """Index documents into a folder: Chroma's files, and the pieces for BM25, which has no file of its own."""
    found = pieces(texts)
    store = opened(folder, model)
    for start in range(0, len(found), 5000):
        store.add_documents(found[start : start + 5000])
    rows = [{"text": piece.page_content, "name": piece.metadata["name"]} for piece in found]
    (folder / "pieces.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def opened(folder: Path, model: Any) -> Any:
    """The Chroma store of a folder."""
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    return Chroma(
        "stock",
        embedding_function=model,
        persist_directory=str(folder / "chroma"),
        client_settings=Settings(
            anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder / "chroma")
        ),
    )


def retriever(kind: str, folder: Path, model: Any) -> Any:
    """`stock`: the vectors. `ensemble`: BM25Retriever and the vectors, half and half."""
    vectors = opened(folder, model).as_retriever(search_kwargs={"k": K})
    if kind == "stock":
        return vectors
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
    from langchain_core.documents import Document

    rows = json.loads((folder / "pieces.json").read_text(encoding="utf-8"))
    words = BM25Retriever.from_documents(
        [Document(page_content=row["text"], metadata={"name": row["name"]}) for row in rows], k=K
    )
    return EnsembleRetriever(retrievers=[words, vectors], weights=[0.5, 0.5])


def names(found: Sequence[Any]) -> list[str]:
    """The documents that were found, best first, each once."""
    return list(dict.fromkeys(document.metadata["name"] for document in found))


if __name__ == "__main__":
    kind, place, question = sys.argv[1:]
    print(names(retriever(kind, Path(place), embeddings()).invoke(question))[0])
