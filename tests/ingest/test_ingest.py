"""Ingesting: what changes, what stays, what is embedded."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from ingest.job import ingest
from knowledge.bundled import BundledModel
from knowledge.errors import EmbeddingError, IndexMissing, IndexUnreadable
from knowledge.generation import LEXICAL
from knowledge.korean import Analyzer, Token
from knowledge.lexical import ARRAYS
from knowledge.library import Library
from knowledge.settings import KnowledgeSettings
from tests.ingest.sheets import Letters, Store, counts, vectors, write_sheet


def generations(store: Store) -> list[str]:
    return sorted(path.name for path in (store.data / "generations").iterdir())


def test_first_ingest(store: Store, folder: Path) -> None:
    with pytest.raises(IndexMissing, match="ongil ingest"):
        store.current()
    report = store.ingest(folder)
    assert counts(report) == (3, 0, 0, 0, 0)
    assert (report.passages, report.passages_embedded) == (8, 8)
    generation = store.check()
    assert generation.id == report.generation
    assert set(generation.documents) == {"ai-class", "kiosk", "loan"}
    row = int(generation.lexical.scores("키오스크 값", store.library().analyzer).argmax())
    assert generation.passages[row].slug == "kiosk"


def test_unchanged_writes_and_embeds_nothing(store: Store, folder: Path) -> None:
    first = store.ingest(folder)
    again = store.ingest(folder)
    assert counts(again) == (0, 0, 3, 0, 0)
    assert (again.passages, again.passages_embedded, store.model.texts) == (8, 0, [])
    assert again.generation == first.generation
    assert len(generations(store)) == 1


def test_only_new_passages_are_embedded(store: Store, folder: Path) -> None:
    store.ingest(folder)
    before = store.current()
    write_sheet(folder, "loan", ["최대 2억원을 빌려줘요.", "금리는 연 3%예요."])
    report = store.ingest(folder)
    assert counts(report) == (0, 1, 2, 0, 0)
    assert report.passages_embedded == 1
    assert store.model.texts == ["loan 사업\n최대 2억원을 빌려줘요."]
    after = store.check()
    shared = set(before.by_id) & set(after.by_id)
    assert len(shared) == 7
    assert vectors(before, shared) == vectors(after, shared)


def test_many_changes_lay_the_vectors_down_afresh(store: Store, folder: Path) -> None:
    store.ingest(folder)
    for number in range(4):
        write_sheet(folder, "loan", [f"최대 {number + 2}억원을 빌려줘요.", "금리는 연 3%예요."])
        assert store.ingest(folder).passages_embedded == 1
        generation = store.check()
        assert generation.manifest.churn <= 0.3 * 8


def test_what_vanished_is_removed_unless_kept(store: Store, folder: Path) -> None:
    store.ingest(folder)
    (folder / "loan.md").unlink()
    assert counts(store.ingest(folder, keep=True)) == (0, 0, 2, 0, 0)
    assert "loan" in store.slugs()
    assert counts(store.ingest(folder)) == (0, 0, 2, 1, 0)
    assert set(store.check().documents) == {"ai-class", "kiosk"}


def test_other_folders_stay(store: Store, folder: Path, tmp_path: Path) -> None:
    store.ingest(folder)
    other = write_sheet(tmp_path / "other", "market").parent
    assert counts(store.ingest(other)) == (1, 0, 0, 0, 0)
    shutil.rmtree(folder)
    assert counts(store.ingest(other)) == (0, 0, 1, 0, 0)
    assert set(store.check().documents) == {"ai-class", "kiosk", "loan", "market"}


def test_a_single_file(store: Store, folder: Path) -> None:
    store.ingest(folder)
    (folder / "kiosk.md").unlink()
    path = write_sheet(folder, "loan", ["빌려주지 않아요."])
    assert counts(store.ingest(path)) == (0, 1, 0, 0, 0)
    assert counts(store.ingest(write_sheet(folder, "new"))) == (1, 0, 0, 0, 0)
    assert store.slugs() == {"ai-class", "kiosk", "loan", "new"}
    # The folder it came from is remembered.
    assert counts(store.ingest(folder)) == (0, 0, 3, 1, 0)


def test_folders_within_folders(store: Store, folder: Path) -> None:
    write_sheet(folder / "deep" / "er", "market")
    write_sheet(folder / ".hidden", "secret")
    store.ingest(folder)
    assert "market" in store.slugs()
    assert "secret" not in store.slugs()
    shutil.rmtree(folder / "deep" / "er")
    write_sheet(folder / "deep", "stall")
    assert counts(store.ingest(folder / "deep")) == (1, 0, 0, 1, 0)
    assert counts(store.ingest(folder)) == (0, 0, 4, 0, 0)


def test_a_failed_file_keeps_its_old_version(store: Store, folder: Path) -> None:
    store.ingest(folder)
    old = store.current().documents["kiosk"]
    (folder / "kiosk.md").write_text("---\ntitle: 키오스크\n", encoding="utf-8")
    write_sheet(folder, "new")
    report = store.ingest(folder)
    assert counts(report) == (1, 0, 2, 0, 1)
    assert report.failed[0].path == str(folder / "kiosk.md")
    assert "1번째 줄" in report.failed[0].reason
    assert store.check().documents["kiosk"] == old
    write_sheet(folder, "kiosk", ["다시 좋아졌어요."])
    assert counts(store.ingest(folder)) == (0, 1, 3, 0, 0)


def test_a_moved_file_is_unchanged(store: Store, folder: Path) -> None:
    store.ingest(folder)
    (folder / "sub").mkdir()
    (folder / "loan.md").rename(folder / "sub" / "loan.md")
    report = store.ingest(folder)
    assert (counts(report), report.passages_embedded) == ((0, 0, 3, 0, 0), 0)
    assert counts(store.ingest(folder)) == (0, 0, 3, 0, 0)
    assert len(generations(store)) == 2


def test_a_moved_folder_is_unchanged(store: Store, folder: Path, tmp_path: Path) -> None:
    store.ingest(folder)
    report = store.ingest(folder.rename(tmp_path / "elsewhere"))
    assert (counts(report), report.passages_embedded) == ((0, 0, 3, 0, 0), 0)
    (tmp_path / "elsewhere" / "loan.md").unlink()
    assert counts(store.ingest(tmp_path / "elsewhere")) == (0, 0, 2, 1, 0)


def test_slug_twice_in_one_folder(store: Store, folder: Path) -> None:
    one, two = write_sheet(folder / "a", "same", ["가."]), write_sheet(folder / "b", "same", ["나."])
    report = store.ingest(folder)
    assert counts(report) == (3, 0, 0, 0, 2)
    for failure in report.failed:
        assert str(one) in failure.reason
        assert str(two) in failure.reason
    assert "same" not in store.slugs()


def test_slug_twice_the_old_one_stays(store: Store, folder: Path) -> None:
    store.ingest(folder)
    write_sheet(folder / "copy", "loan", ["사본이에요."])
    report = store.ingest(folder)
    assert counts(report) == (0, 0, 3, 0, 1)
    assert "사본" not in store.check().documents["loan"].facts[0].text
    write_sheet(folder, "loan", ["고쳤어요."])
    assert counts(store.ingest(folder)) == (0, 0, 2, 0, 2)
    assert store.current().documents["loan"].facts[0].text == "최대 1억원을 빌려줘요."
    (folder / "copy" / "loan.md").unlink()
    assert counts(store.ingest(folder)) == (0, 1, 2, 0, 0)


def test_slug_twice_in_two_folders(store: Store, folder: Path, tmp_path: Path) -> None:
    store.ingest(folder)
    twin = write_sheet(tmp_path / "other", "loan", ["다른 폴더예요."])
    write_sheet(tmp_path / "other", "market")
    report = store.ingest(tmp_path / "other")
    assert counts(report) == (1, 0, 0, 0, 1)
    assert str(twin) in report.failed[0].reason
    assert str(folder / "loan.md") in report.failed[0].reason
    assert store.check().documents["loan"].facts[0].text == "최대 1억원을 빌려줘요."


@pytest.mark.parametrize(
    ("name", "reason"),
    [("missing", "없어요"), ("missing.md", "없어요"), ("table.xlsx", "형식"), ("empty", "문서")],
)
def test_a_path_that_gives_nothing(
    store: Store, folder: Path, tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "table.xlsx").write_text("x")
    (tmp_path / "empty").mkdir()
    report = store.ingest(tmp_path / name, folder)
    assert counts(report) == (3, 0, 0, 0, 1)
    assert reason in report.failed[0].reason
    assert report.failed[0].path == str(tmp_path / name)


def test_nothing_at_all_publishes_nothing(store: Store, tmp_path: Path) -> None:
    report = store.ingest(tmp_path / "missing")
    assert (report.generation, report.passages, len(report.failed)) == (None, 0, 1)
    with pytest.raises(IndexMissing):
        store.current()


def test_an_emptied_folder(store: Store, folder: Path) -> None:
    store.ingest(folder)
    for path in folder.iterdir():
        path.unlink()
    report = store.ingest(folder)
    assert report.removed == 3
    assert len(store.check().passages) == 0
    write_sheet(folder, "loan")
    assert store.ingest(folder).passages_embedded == 2
    store.check()


def test_odd_file_names(store: Store, folder: Path) -> None:
    write_sheet(folder, "onnuri").rename(folder / "온누리 상품권.md")
    Path(str(folder) + "/\udcff.md").write_text("x")
    (folder / "folder.md").mkdir()
    report = store.ingest(folder)
    assert counts(report) == (4, 0, 0, 0, 1)
    assert report.model_dump_json()
    assert "온누리-상품권" in store.slugs()


def test_dry_run_touches_nothing(store: Store, folder: Path) -> None:
    report = store.ingest(folder, dry_run=True)
    assert (counts(report), report.passages, report.passages_embedded) == ((3, 0, 0, 0, 0), 8, 8)
    assert not store.data.exists()
    store.ingest(folder)
    write_sheet(folder, "loan", ["바뀌었어요."])
    (folder / "kiosk.md").unlink()
    before = {path: path.stat().st_mtime_ns for path in store.data.rglob("*")}
    report = store.ingest(folder, dry_run=True)
    assert (counts(report), report.passages_embedded) == ((0, 1, 1, 1, 0), 1)
    assert report.names["removed"] == ["kiosk"]
    assert store.model.texts == []
    assert {path: path.stat().st_mtime_ns for path in store.data.rglob("*")} == before


def test_another_model_embeds_everything_again(store: Store, folder: Path, tmp_path: Path) -> None:
    store.ingest(folder)
    other = write_sheet(tmp_path / "other", "market").parent
    store.ingest(other)
    store.model = Letters(dimension=24, fingerprint="letters-2")
    with pytest.raises(IndexUnreadable, match="EMBEDDING_MODEL"):
        _ = store.current().embeddings
    report = store.ingest(other)
    assert (counts(report), report.passages_embedded) == ((0, 0, 1, 0, 0), 10)
    assert store.check().manifest.dimension == 24


def test_changed_reading_code_embeds_only_what_differs(
    store: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.ingest(folder)
    monkeypatch.setattr("knowledge.pipeline.reading_fingerprint", lambda: "another")
    report = store.ingest(folder)
    assert (counts(report), report.passages_embedded) == ((0, 0, 3, 0, 0), 0)
    assert len(generations(store)) == 2


def test_the_last_three_generations_are_kept(store: Store, folder: Path) -> None:
    names = []
    for number in range(5):
        write_sheet(folder, "loan", [f"최대 {number}억원."])
        names.append(store.ingest(folder).generation)
    assert generations(store) == names[-3:]


def test_a_model_that_fails_changes_nothing(store: Store, folder: Path) -> None:
    first = store.ingest(folder)
    write_sheet(folder, "new")

    def fail(texts: list[str]) -> list[list[float]]:
        raise RuntimeError("out of memory")

    store.model.embed_documents = fail  # type: ignore[method-assign]
    with pytest.raises(EmbeddingError, match="EMBEDDING_MODEL"):
        store.ingest(folder)
    assert generations(store) == [first.generation]
    store.check()


def test_a_model_that_gives_nothing_of_use(store: Store, folder: Path) -> None:
    store.model.embed_documents = lambda texts: [[float("nan")] * 16 for _ in texts]  # type: ignore[method-assign]
    with pytest.raises(EmbeddingError):
        store.ingest(folder)
    assert generations(store) == []


def test_more_passages_than_a_batch(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.vectors.LOCAL_BATCH", 7)
    monkeypatch.setattr("ingest.vectors.EMBED_BATCH", 3)
    monkeypatch.setattr("ingest.verify.LOCAL_BATCH", 7)
    for number in range(20):
        write_sheet(tmp_path / "many", f"doc-{number}", [f"{number}번 사업이에요.", "같은 문장이에요."])
    stages: dict[str, list[tuple[int, int]]] = {}
    report = store.ingest(
        tmp_path / "many",
        progress=lambda stage, done, total: stages.setdefault(stage, []).append((done, total)),
    )
    assert report.passages_embedded == 60
    store.check()
    assert {stage: steps[-1] for stage, steps in stages.items()} == {
        "문서 읽기": (20, 20),
        "낱말 색인": (80, 80),
        "임베딩": (60, 60),
        "벡터 쓰기": (60, 60),
        "벡터 확인": (60, 60),
        "확인": (61, 61),
    }


SLUGS = st.sampled_from(["a", "b", "c", "d", "e"])
STEPS = st.one_of(
    st.tuples(st.just("write"), SLUGS, st.lists(st.sampled_from("가나다라마"), min_size=1, max_size=3)),
    st.tuples(st.just("break"), SLUGS, st.none()),
    st.tuples(st.just("remove"), SLUGS, st.none()),
)


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    # Each example is several ingests: shrinking would take minutes.
    phases=[Phase.generate],
)
@given(st.lists(st.lists(STEPS, min_size=1, max_size=4), min_size=2, max_size=5))
def test_any_history_ends_as_a_fresh_ingest(
    tmp_path_factory: pytest.TempPathFactory, rounds: list[list[tuple[str, str, list[str] | None]]]
) -> None:
    """The index after any changes is what one ingest of the good documents gives, vectors included."""
    place = tmp_path_factory.mktemp("history")
    folder, good = place / "documents", place / "good"
    write_sheet(folder, "fixed")
    write_sheet(good, "fixed")
    store = Store(KnowledgeSettings(ongil_data=place / "data"))
    for steps in rounds:
        written: dict[str, list[str] | None] = {}
        for kind, slug, facts in steps:
            path = folder / f"{slug}.md"
            written.pop(slug, None)
            if kind == "write" and facts:
                write_sheet(folder, slug, facts)
                written[slug] = facts
            elif kind == "break":
                path.write_text("---\n")
                if not (good / path.name).exists():
                    written[slug] = None
            else:
                path.unlink(missing_ok=True)
        store.ingest(folder)
        for path in good.iterdir():
            if not (folder / path.name).exists():
                path.unlink()
        for slug, facts in written.items():
            if facts:
                write_sheet(good, slug, facts)
    fresh = Store(KnowledgeSettings(ongil_data=place / "fresh"))
    fresh.ingest(good)
    one, other = store.check(), fresh.check()
    assert one.documents == other.documents
    assert one.passages == other.passages
    assert vectors(one, one.by_id) == vectors(other, other.by_id)


class Counting(Analyzer):
    """Kiwi, which counts what it is asked at an ingest."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def tokens_many(self, texts: Iterable[str]) -> Iterator[tuple[Token, ...]]:
        asked = list(texts)
        self.asked += asked
        return super().tokens_many(asked)


def test_only_new_texts_are_analysed(store: Store, folder: Path, tmp_path: Path) -> None:
    """And the index is the one that reading everything anew would give."""
    store.ingest(folder)
    (folder / "kiosk.md").unlink()
    write_sheet(folder, "loan", ["최대 2억원을 빌려줘요.", "금리는 연 3%예요."])
    kiwi = Counting()
    ingest([folder], store.settings, embeddings=store.model, analyzer=kiwi)
    assert kiwi.asked == ["최대 2억원을 빌려줘요."]
    fresh = Store(KnowledgeSettings(ongil_data=tmp_path / "fresh"))
    fresh.ingest(folder)
    one, other = store.check(), fresh.check()
    for name in ARRAYS:
        assert (one.folder / LEXICAL / f"{name}.npy").read_bytes() == (
            other.folder / LEXICAL / f"{name}.npy"
        ).read_bytes()
    assert one.tokens is not None
    assert other.tokens is not None
    assert list(one.tokens) == list(other.tokens)


def test_sentences_are_read_once(own_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundled model reads passages sentence by sentence, those of an unchanged passage only once."""
    long = "월세를 보태 줘요. 신청은 소상공인24에서 받아요."
    write_sheet(tmp_path / "documents", "loan", [long, "금리는 연 3%예요."])
    kiwi, store = Analyzer(), KnowledgeSettings(ongil_data=own_data)
    model = BundledModel(kiwi)

    def read() -> dict[str, int]:
        ingest([tmp_path / "documents"], store, embeddings=model, analyzer=kiwi)
        generation = Library(store, embeddings=model, analyzer=kiwi).current()
        generation.open_all()
        assert generation.sentences is not None
        return {
            passage.text: len(generation.sentences.of(row)) for row, passage in enumerate(generation.passages)
        }

    assert read() == {long: 2, "금리는 연 3%예요.": 0, "loan 어떻게 신청해요?": 0}
    made: list[str] = []
    embed = BundledModel.embed_tokens

    def counted(self: BundledModel, tokens: Iterable[Token]) -> Any:
        made.append(" ".join(token.form for token in tokens))
        return embed(self, tokens)

    monkeypatch.setattr(BundledModel, "embed_tokens", counted)
    write_sheet(tmp_path / "documents", "loan", [long, "금리는 연 4%예요."])
    assert read()[long] == 2
    assert len(made) == 1
