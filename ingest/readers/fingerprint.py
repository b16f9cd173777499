"""What reads the files: changes with this package's code and the versions of its libraries."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

LIBRARIES: Final = ("unhwp", "pypdfium2", "python-docx", "lxml", "olefile")


@lru_cache
def readers_fingerprint() -> bytes:
    """A file is read again when this differs: a better reader is worth nothing to files that are not reread."""
    from importlib import metadata

    digest = hashlib.blake2b(digest_size=8)
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    for name in LIBRARIES:
        try:
            digest.update(f"{name} {metadata.version(name)}\n".encode())
        except metadata.PackageNotFoundError:
            digest.update(f"{name} missing\n".encode())
    return digest.digest()
