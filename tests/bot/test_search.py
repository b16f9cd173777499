"""The retriever over a real small index on disk, and LangChain's own suite for retrievers."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import chromadb
import numpy as np
import pytest
from chromadb.config import Settings
from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.embeddings import Embeddings
from langchain_tests.integration_tests import RetrieversIntegrationTests

from bot.search import HybridRetriever
from knowledge.document import Document, Fact
from knowledge.errors import EmbeddingError
from knowledge.korean import Analyzer
from knowledge.lexical import LexicalIndex
from knowledge.passage import cut

DOCUMENTS = [
    Document(
        slug="naver-ai",
        title="네이버 SME AI 교육 프로젝트",
        provider="네이버",
        aliases=("네이버 AI 교육",),
        asked_as=("장사하는 사람한테 인공지능 가르쳐 주는 데 있어요?",),
        facts=(
            Fact(text="네이버는 5년 동안 600억원을 AI 교육에 쓴다.", section="개요"),
            Fact(text="서울, 부산, 광주에서 현장 교육을 연다.", section="지원 내용"),
        ),
    ),
    Document(
        slug="kakao-dangol",
        title="카카오 프로젝트 단골",
        provider="카카오",
        asked_as=("시장 손님한테 카톡으로 소식 보내는 거 도와주나요",),
        facts=(
            Fact(text="전통시장 상인에게 카카오톡 채널을 만드는 법을 알려 준다.", section="지원 내용"),
            Fact(text="상점에 톡채널 지원금 30만원을 준다.", section="지원 내용"),
        ),
    ),
    Document(
        slug="kiosk",
        title="스마트상점 기술 보급",
        provider="중소벤처기업부",
        aliases=("키오스크 지원",),
        asked_as=("주문기계 놓고 싶은데 나라에서 돈 보태주나요",),
        facts=(Fact(text="키오스크, 서빙로봇 구입비의 70%까지 지원한다.", section="지원 내용"),),
    ),
]


class Letters(Embeddings):
    """Vectors that count letters: enough to tell which leg said what."""

    dimension = 64

    def embed_query(self, text: str) -> list[float]:
        vector = np.zeros(self.dimension)
        for letter in text.encode("utf-8", "ignore").decode():
            vector[ord(letter) % self.dimension] += 1
        return [float(x) for x in vector / max(float(np.linalg.norm(vector)), 1e-9)]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """What `knowledge.generation.Generation` offers to search, on disk."""
    folder: Path = tmp_path_factory.mktemp("generation")
    passages = [passage for document in DOCUMENTS for passage in cut(document)]
    LexicalIndex.build(passages, Analyzer()).save(folder / "lexical")
    client = chromadb.PersistentClient(str(folder / "chroma"), settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection(
        "passages", embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    vectors = Letters().embed_documents([passage.text for passage in passages])
    # Chroma gives rows in its own order: it must not matter.
    collection.upsert(ids=[passage.id for passage in passages][::-1], embeddings=vectors[::-1])
    yield SimpleNamespace(
        passages=passages,
        documents={document.slug: document for document in DOCUMENTS},
        lexical=LexicalIndex.load(folder / "lexical"),
        collection=collection,
        embeddings=Letters(),
    )
    client.close()


@pytest.fixture(scope="module")
def retriever(generation: Any) -> HybridRetriever:
    return HybridRetriever(generation=generation)


class TestLangChainsOwn(RetrieversIntegrationTests):
    @pytest.fixture(autouse=True)
    def _given(self, generation: Any) -> None:
        self.generation = generation

    @property
    def retriever_constructor(self) -> type[HybridRetriever]:
        return HybridRetriever

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"generation": self.generation}

    @property
    def retriever_query_example(self) -> str:
        return "네이버가 AI 교육에 얼마를 써요?"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("네이버가 AI 교육에 얼마를 써요?", "600억원"),
        ("네이버교육 부산에서도해요?", "부산"),
        ("단골 프로젝트 지원금 얼마", "30만원"),
        ("키오스크 놓을 때 지원", "70%"),
    ],
)
def test_the_fact_that_answers_comes_first(retriever: HybridRetriever, question: str, text: str) -> None:
    assert text in retriever.search(question, 3)[0].text


def test_a_question_that_others_asked_leads_to_its_program(retriever: HybridRetriever) -> None:
    ranked = retriever.document_scores("주문기계 사는 돈 나라에서 보태주나요")
    assert ranked[0][0] == "kiosk"
    assert {slug for slug, _ in ranked} == {"naver-ai", "kakao-dangol", "kiosk"}
    assert [score for _, score in ranked] == sorted((score for _, score in ranked), reverse=True)
    assert retriever.search("주문기계 사는 돈 나라에서 보태주나요", 1)[0].slug == "kiosk"


def test_only_facts_come_back_with_all_that_a_citation_needs(retriever: HybridRetriever) -> None:
    found = retriever.invoke("시장 손님한테 카톡으로 소식 보내는 거 도와주나요", k=50)
    facts = {fact.text for document in DOCUMENTS for fact in document.facts}
    assert {document.page_content for document in found} == facts
    first = found[0]
    assert first.metadata["slug"] == "kakao-dangol"
    assert first.metadata["title"] == "카카오 프로젝트 단골"
    assert set(first.metadata) == {"passage_id", "slug", "title", "section", "score", "lexical", "dense"}
    assert first.id == first.metadata["passage_id"]


def test_each_leg_can_go_alone(generation: Any) -> None:
    lexical = HybridRetriever(generation=generation, leg="lexical").search("부산 현장 교육", 5)
    dense = HybridRetriever(generation=generation, leg="dense").search("부산 현장 교육", 5)
    assert all(candidate.dense == 0 for candidate in lexical)
    assert all(candidate.lexical == 0 for candidate in dense)
    assert "부산" in lexical[0].text
    assert "부산" in dense[0].text


def test_what_no_word_finds_is_ranked_by_the_vectors(generation: Any) -> None:
    # 운광 and 산부 share letters but no pair of letters with the fact.
    fused = HybridRetriever(generation=generation).search("광 산 울 역", 1)
    dense = HybridRetriever(generation=generation, leg="dense").search("광 산 울 역", 1)
    assert fused[0].passage_id == dense[0].passage_id


def test_a_model_of_another_size_is_named(generation: Any) -> None:
    class Short(Letters):
        dimension = 32

    other = SimpleNamespace(**{**vars(generation), "embeddings": Short()})
    with pytest.raises(EmbeddingError, match="ongil ingest"):
        HybridRetriever(generation=other).search("교육", 1)


def test_an_empty_index_finds_nothing(generation: Any) -> None:
    empty = SimpleNamespace(
        passages=[],
        documents={},
        lexical=LexicalIndex.build([], Analyzer()),
        collection=generation.collection,
        embeddings=Letters(),
    )
    retriever = HybridRetriever(generation=empty)
    assert retriever.search("교육", 3) == []
    assert retriever.document_scores("교육") == []


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60), st.integers(0, 20))
def test_any_question_is_ranked(retriever: HybridRetriever, question: str, k: int) -> None:
    found = retriever.search(question, k)
    assert len(found) == min(k, 5)
    assert all(np.isfinite(candidate.score) for candidate in found)
    assert len(retriever.document_scores(question)) == len(DOCUMENTS)
