"""A small corpus for the pipeline's stages, and a search that counts common letters in place of an index."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer import Candidate
from bot.corpus import Corpus
from bot.evidence import Evidence, gather
from bot.facts import bigrams
from bot.question import Question, understand
from knowledge.document import Document, Fact, Source
from knowledge.korean import Analyzer
from knowledge.passage import cut

ANALYZER = Analyzer()
YEAR = 2025
PRESS = Source(title="2024년 기사", url="https://example.kr/1", date="2024-11-06")
BLOG = Source(title="어느 블로그", url="https://blog.example.kr/1", private=True)

NAVER = Document(
    slug="naver-ai",
    title="네이버 SME AI 교육 프로젝트",
    provider="네이버",
    kind="platform_program",
    aliases=("네이버 AI 교육",),
    status="ongoing",
    status_note="진행 중",
    checked_on="2025-11",
    not_known=("2026년 과정별 모집 일정", "교육 인원 실적"),
    asked_as=("장사하는 사람한테 인공지능 가르쳐 주는 데 있어요?",),
    facts=(
        Fact(text="네이버는 소상공인의 AI 활용을 돕는 교육을 한다.", section="개요", sources=(PRESS,)),
        Fact(text="5년 동안 600억원을 쓴다.", section="지원 내용", sources=(PRESS,)),
        Fact(text="서울과 부산에서 현장 교육을 연다.", section="지원 내용", sources=(BLOG,)),
        Fact(text="누리집에서 신청한다.", section="신청 방법", sources=(PRESS,)),
    ),
)
KAKAO = Document(
    slug="kakao-dangol",
    title="카카오 프로젝트 단골 (전통시장)",
    provider="카카오",
    kind="platform_program",
    aliases=("프로젝트 단골",),
    status="ended",
    status_note="끝남",
    checked_on="2024-01-10",
    not_known=("시장별 지원 금액",),
    asked_as=("시장 손님한테 카톡으로 소식 보내는 거 도와주나요",),
    facts=(
        Fact(text="카카오가 전통시장 상인에게 톡채널을 가르치는 사업이다.", section="개요", sources=(PRESS,)),
        Fact(text="점포마다 톡채널 지원금 30만원을 준다.", section="지원 내용", sources=(PRESS,)),
    ),
)
STORE = Document(
    slug="hundred-year-store",
    title="백년가게·백년소공인",
    aliases=("백년가게",),
    provider="중소벤처기업부",
    kind="government_program",
    status="pending",
    facts=(
        Fact(text="오래된 가게를 뽑아 인증하는 제도다.", section="개요"),
        Fact(text="업력 30년 이상인 소상공인이 대상이다.", section="지원 대상"),
    ),
)
DOCUMENTS = (NAVER, KAKAO, STORE)


@dataclass(frozen=True)
class Overlap:
    """A search whose score is the share of the question's pairs of letters that a text has."""

    corpus: Corpus

    def search(self, query: str, k: int) -> list[Candidate]:
        facts = [fact for rows in self.corpus.facts.values() for fact in rows]
        found = [
            Candidate(f.id, f.slug, f.section, f.text, s, s, s)
            for f in facts
            for s in [self._score(query, f"{f.context} {f.text}")]
        ]
        return sorted(found, key=lambda c: -c.score)[:k]

    def within(self, slug: str, query: str) -> dict[str, Candidate]:
        return {
            row.id: Candidate(row.id, row.slug, row.section, row.text, s, s, s)
            for row in (*self.corpus.facts.get(slug, ()), *self.corpus.gaps.get(slug, ()))
            for s in [self._score(query, f"{row.context} {row.text}" if row.kind == "fact" else row.text)]
        }

    def document_scores(self, query: str) -> list[tuple[str, float]]:
        scores = []
        for slug, document in self.corpus.documents.items():
            texts = [document.title, *(f"{p.context} {p.text}" for p in cut(document))]
            scores.append((slug, max(self._score(query, text) for text in texts)))
        return sorted(scores, key=lambda pair: -pair[1])

    @staticmethod
    def _score(query: str, text: str) -> float:
        wanted = bigrams(query)
        return len(wanted & bigrams(text)) / max(1, len(wanted))


def corpus_of(*documents: Document) -> Corpus:
    """The corpus of a generation with these documents."""
    return Corpus.of(
        {document.slug: document for document in documents},
        [passage for document in documents for passage in cut(document)],
        ANALYZER,
    )


CORPUS = corpus_of(*DOCUMENTS)


def question(text: str, corpus: Corpus = CORPUS, topic: Sequence[str] = ()) -> Question:
    """A question understood in the year 2025."""
    return understand(text, corpus.names, YEAR, topic)


def nothing(slug: str, text: str) -> dict[str, Candidate]:
    """A search that finds nothing within a program."""
    return {}


def evidence_for(text: str, corpus: Corpus = CORPUS) -> Evidence:
    """What the small search finds for a question."""
    return gather(question(text, corpus), corpus, Overlap(corpus), ANALYZER)
