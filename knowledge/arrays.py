"""Arrays in files of numpy's own format (.npy), read safely by several threads, and by a reader that must not die.

numpy reads a file's header with Python's parser, whose syntax trees are not safe for threads: a collection of garbage
at the wrong moment, and another thread's `np.load` ends with "SystemError: AST constructor recursion depth mismatch"
(Python 3.11, a few times in 10,000 openings). And a file that somebody cuts while it is mapped ends the process
(SIGBUS), so only what is too large to be copied is mapped.
"""

import os
import re
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

MAGIC: Final = b"\x93NUMPY"
HEADER: Final = re.compile(
    rb"\{'descr': '([<>|][a-z]\d+)', 'fortran_order': False, 'shape': \((\d*(?:, ?\d+)*),?\), \}\s*"
)
#: Bytes of an array up to which it is copied into memory.
COPIED: Final = 32 * 2**20


def read_array(path: Path, *, copied: int = COPIED) -> npt.NDArray[Any]:
    """The array that `np.save` wrote: in memory up to so many bytes, memory-mapped and read-only above.

    Raises OSError, or ValueError for a file that is something else or is cut off.
    """
    with path.open("rb") as file:
        start = file.read(10)
        if start[:6] != MAGIC or start[6:8] != b"\x01\x00":
            raise ValueError(f"{path.name}: no array")
        header = HEADER.fullmatch(file.read(int.from_bytes(start[8:10], "little")))
        if header is None:
            raise ValueError(f"{path.name}: another kind of array")
        try:
            kind = np.dtype(header[1].decode())
        except TypeError as error:
            raise ValueError(f"{path.name}: another kind of array") from error
        shape = tuple(int(side) for side in header[2].split(b",") if side)
        begin, size = file.tell(), kind.itemsize
        for side in shape:
            size *= side
        if begin + size > os.fstat(file.fileno()).st_size:
            raise ValueError(f"{path.name}: cut off")
        if size > copied:
            return np.memmap(file, kind, "r", begin, shape)
        return np.frombuffer(file.read(size), kind).reshape(shape)
