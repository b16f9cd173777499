"""What is done to an ingest: killed, starved of space, forbidden to write, damaged, doubled."""

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.base import generation_folders
from knowledge.manifest import MANIFEST
from knowledge.pointer import POINTER, read_pointer
from tests.ingest.sheets import write_sheet
from tests.torture.scene import Scene, Tools

Progress = Callable[[str], None]


def kills(scene: Scene, chance: random.Random, count: int, say: Progress) -> None:
    """`kill -9` of a real ingest: at any moment, and every second time while it writes its generation."""
    whole, writing = _durations(scene)
    for number in range(count):
        old, before = scene.version, _names(scene)
        scene.next_version()
        process = scene.start()
        if number % 2:
            while not _names(scene) - before and process.poll() is None:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, writing))
        else:
            time.sleep(chance.uniform(0, whole))
        process.kill()
        process.communicate()
        scene.counts[f"killed {_where(scene, before, process)}"] += 1
        scene.allow(scene.published())
        scene.check(old, scene.version, what=f"kill {number}")
        scene.allow(scene.published(), scene.version)
        scene.recover(f"kill {number}")
        say(f"{number + 1} of {count} kills")


def _durations(scene: Scene) -> tuple[float, float]:
    """Seconds of a whole ingest, and of its part from the new generation's folder on."""
    before = _names(scene)
    scene.next_version()
    started, process = time.monotonic(), scene.start()
    while not _names(scene) - before and process.poll() is None:
        time.sleep(0.002)
    appeared = time.monotonic()
    _, errors = process.communicate()
    if process.returncode:
        raise RuntimeError(f"an ingest that nobody disturbs fails: {errors}")
    scene.allow(scene.version)
    ended = time.monotonic()
    return 1.05 * (ended - started), 1.1 * (ended - appeared)


def _names(scene: Scene) -> set[str]:
    return {folder.name for folder in generation_folders(scene.data)}


def _where(scene: Scene, before: set[str], process: "subprocess.Popen[str]") -> str:
    """How far a killed ingest had come."""
    if process.returncode == 0:
        return "after its end"
    new = _names(scene) - before
    pointer = read_pointer(scene.data)
    if pointer and pointer.generation in new:
        return "after publishing"
    if not new:
        return "before writing"
    (name,) = new
    written = (scene.data / "generations" / name / MANIFEST).exists()
    return "between writing and publishing" if written else "while writing"


def full_disk(scene: Scene, chance: random.Random, count: int, say: Progress) -> None:
    """A disk with less space left than a generation takes, at many sizes; `scene.data` is a small disk."""
    size = _size(scene.data / "generations" / _published(scene))
    filler = scene.data / "filler"
    for number in range(count):
        scene.next_version()
        left = round(chance.uniform(0, 1.2) * size) if number else 0
        fill(filler, left)
        _fails(scene, f"{left // 1024} kB left", scene.start(), "디스크")
        filler.unlink()
        _whole(scene, f"{left // 1024} kB left")
        say(f"{number + 1} of {count} full disks")


def fill(filler: Path, left: int) -> None:
    """Take the space of a file system up to `left` bytes."""
    with filler.open("wb") as file:
        free = os.statvfs(filler).f_bavail * os.statvfs(filler).f_frsize - left
        if free > 0:
            os.posix_fallocate(file.fileno(), 0, free)


def full_quota(scene: Scene, chance: random.Random, count: int, say: Progress) -> None:
    """No file of the ingest may grow past a limit (RLIMIT_FSIZE), from nothing to what Chroma needs."""
    import resource

    largest = max(path.stat().st_size for path in scene.data.rglob("*") if path.is_file())
    for number in range(count):
        scene.next_version()
        limit = round(chance.uniform(0, 1) ** 3 * largest)

        def limited(limit: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        _fails(scene, f"{limit} bytes a file", scene.start(preexec_fn=limited), "디스크")
        _whole(scene, f"{limit} bytes a file")
        say(f"{number + 1} of {count} limits")


def read_only(scene: Scene, chance: random.Random, count: int, say: Progress) -> None:
    """Folders that may not be written: by their modes, and as a read-only file system where that can be had."""
    plain = () if os.geteuid() else ("setpriv", "--bounding-set=-all", "--inh-caps=-all")
    if plain and shutil.which(plain[0]) is None:
        say("read-only folders are left out: root may write anywhere, and there is no setpriv")
        return
    for name in ("", "generations", "generations/{}", "generations/{}/chroma", "generations/{}/lexical"):
        scene.next_version()
        place = scene.data / name.format(_published(scene))
        with mode(place, 0o555):
            _fails(scene, f"{name} is read-only", scene.start(*plain), "ONGIL_DATA")
        _whole(scene, f"{name} was read-only")
        say(f"{name} was read-only")
    scene.next_version()
    with mode(scene.documents, 0o000):
        _fails(scene, "documents may not be read", scene.start(*plain), "")
    _whole(scene, "documents could not be read")
    if mounts():
        scene.next_version()
        _mount("--bind", str(scene.data), str(scene.data))
        try:
            _mount("-o", "remount,bind,ro", str(scene.data))
            _fails(scene, "a read-only file system", scene.start(), "ONGIL_DATA")
        finally:
            subprocess.run(["umount", "--lazy", str(scene.data)], check=True)
        _whole(scene, "a read-only file system")


@contextmanager
def mode(place: Path, mode: int) -> Iterator[None]:
    """A folder with another mode for a while; it may be gone afterwards."""
    before = place.stat().st_mode
    place.chmod(mode)
    try:
        yield
    finally:
        if place.exists():
            place.chmod(before)


def mounts() -> bool:
    """Whether this process may mount: `unshare --user --map-root-user --mount` started it."""
    return os.environ.get("TORTURE_MOUNTS") == "1"


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


def small_disk(place: Path, megabytes: int) -> bool:
    """Put a file system of a few MB where `place` is; False where that is not allowed."""
    if not mounts():
        return False
    place.mkdir(parents=True)
    _mount("-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place))
    return True


def damages(scene: Scene, chance: random.Random, count: int, say: Progress) -> None:
    """Each file of the published index in turn, cut, emptied, removed, with bits turned; every second time the
    documents changed meanwhile. `count` files at most. A damaged file replaces the whole one, as after a crash or a
    bad copy: what a reader has open already stays as it was."""
    names = [POINTER, *(str(path) for path in _files(scene))]
    number = 0
    for index, name in enumerate(names[:count]):
        for damage in (cut, empty, remove, turn_a_bit, turn_many):
            if number % 2:
                scene.next_version()
            number += 1
            scene.allow(scene.version - 1, scene.version, damaged=True)
            path = scene.data / POINTER if name == POINTER else _like(scene, Path(name))
            damage(path, chance)
            what = f"{name}, {damage.__name__}"
            scene.counts["files damaged"] += 1
            scene.recover(what)
        say(f"{index + 1} of {len(names[:count])} files damaged")


def _files(scene: Scene) -> list[Path]:
    folder = scene.data / "generations" / _published(scene)
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _like(scene: Scene, name: Path) -> Path:
    """The same file of the generation that is published now; HNSW's folder has another name each time."""
    folder = scene.data / "generations" / _published(scene)
    place = folder / name.parent
    if not place.is_dir():
        (place,) = (path for path in (folder / "chroma").iterdir() if path.is_dir())
    return place / name.name


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f"{path.name}.torture")
    fresh.write_bytes(content)
    os.replace(fresh, path)


def cut(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    _replace(path, content[: chance.randrange(max(1, len(content)))])


def empty(path: Path, chance: random.Random) -> None:
    _replace(path, b"")


def remove(path: Path, chance: random.Random) -> None:
    path.unlink()


def turn_a_bit(path: Path, chance: random.Random) -> None:
    _turn(path, chance, 1)


def turn_many(path: Path, chance: random.Random) -> None:
    _turn(path, chance, 100)


def _turn(path: Path, chance: random.Random, bits: int) -> None:
    content = bytearray(path.read_bytes())
    for _ in range(bits if content else 0):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    _replace(path, bytes(content))


def two_at_once(scene: Scene, chance: random.Random, count: int, say: Progress) -> None:
    """Two real ingests at about the same time, of the same folder and of two: one may be told to come later."""
    other = scene.place / "other"
    write_sheet(other, "other-0")
    for number in range(count):
        scene.next_version()
        write_sheet(other, f"other-{number}")
        first = scene.start()
        time.sleep(chance.uniform(0, 0.5))
        second = scene.start(documents=other if number % 2 else None)
        what, ended = f"two at once, {number}", []
        for process in (first, second):
            out, errors = process.communicate()
            ended.append(process.returncode)
            if process.returncode and "다른 곳에서 자료를 넣고 있어요" not in errors:
                scene.faults.append(f"{what}: {out} {errors}")
        if 0 not in ended:
            scene.faults.append(f"{what}: neither got in")
        scene.counts["told to come later"] += sum(map(bool, ended))
        scene.check(scene.version - 1, scene.version, what=what)
        scene.recover(what)
        say(f"{number + 1} of {count} pairs")


def _fails(scene: Scene, what: str, process: "subprocess.Popen[str]", message: str) -> None:
    """An ingest that cannot write says so, or gets through."""
    out, errors = process.communicate()
    got_in = process.returncode == 0
    scene.counts["got through" if got_in else "refused with a message"] += 1
    if not got_in and (process.returncode != 1 or "Traceback" in errors or message not in out + errors):
        scene.faults.append(f"{what}: exit {process.returncode}: {out} {errors[-500:]}")


def _whole(scene: Scene, what: str) -> None:
    """Once one may write again, the published index is whole, and the next ingest succeeds.

    Not before: Chroma writes when it is opened. The readers ask all the while; a small index's have no need of Chroma.
    """
    scene.check(scene.version - 1, scene.version, what=what)
    scene.recover(what)


def _published(scene: Scene) -> str:
    pointer = read_pointer(scene.data)
    assert pointer is not None
    return pointer.generation


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def run(name: str, place: Path, tools: Tools, seed: int, count: int, say: Progress) -> Scene | None:
    """A stage in a folder of its own; None where this machine does not allow it."""
    stage = {
        "kills": kills,
        "full disk": full_disk,
        "full quota": full_quota,
        "read-only": read_only,
        "damage": damages,
        "two at once": two_at_once,
    }[name]
    place.mkdir(parents=True)
    data = place / "disk"
    if name == "full disk" and not small_disk(data, 64):
        say("full disk is left out: no small file system can be mounted here (full quota stands in)")
        return None
    scene = Scene(place, tools, data if name == "full disk" else None)
    try:
        with scene:
            stage(scene, random.Random(f"{seed} {name}"), count, say)
    finally:
        if name == "full disk":
            subprocess.run(["umount", "--lazy", str(data)], check=False, stderr=sys.stderr)
    return scene
