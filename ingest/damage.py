"""What is wrong with the store that has a generation's vectors, told before anything is built on it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from knowledge.vectors import DATABASE, FOLDER, collection_name


def damage_of_store(folder: Path, passages: int) -> str | None:
    """What is wrong with a generation's Chroma database, or None; needs no chromadb."""
    path = folder / FOLDER / DATABASE
    if not path.is_file():
        return f"{FOLDER}/{DATABASE}: 파일이 없어요"
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            verdict = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            rows = database.execute("SELECT count(*) FROM embeddings").fetchone()[0]
    except sqlite3.Error as error:
        return f"{FOLDER}/{DATABASE}: {error}"
    if verdict != "ok":
        return f"{FOLDER}/{DATABASE}: {verdict}"
    return None if rows == passages else f"{FOLDER}/{DATABASE}: 벡터가 {passages}개가 아니라 {rows}개예요"


def damage_of_collection(folder: Path, url: str, passages: int) -> str | None:
    """What is wrong with a generation's collection on the server, or None."""
    from chromadb.errors import NotFoundError

    from ingest.vectors import connected

    with connected(folder, url) as client:
        name = collection_name(folder.name, url)
        try:
            rows = client.get_collection(name, embedding_function=None).count()
        except NotFoundError:
            return f"{name}: 크로마 서버에 없어요"
    return None if rows == passages else f"{name}: 벡터가 {passages}개가 아니라 {rows}개예요"
