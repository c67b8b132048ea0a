"""A generation: all listed engineers at one time, as files that every process maps. Written once, then only read.

A folder holds one file for each column and `manifest.json`, which tells what they are and what they hash to. It is
written under another name and renamed when all of it is on disk, so that a folder with this name is whole, or damaged:
then its hashes say so, and it is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from guildworks.kernels.talentindex.rows import HOURS, RATE, Rows
from guildworks.kernels.talentindex.segment import (
    COLD,
    COLUMN_NAMES,
    LEVEL,
    LINE,
    NARROW,
    Batches,
    Columns,
)

FORMAT = 4  # a generation of another format is made anew
MANIFEST = "manifest.json"
DELTA = "delta.log"
UNFINISHED = ".building"
CHUNK = 1 << 22
# A file that is written in such pieces, or read by a map that asks for them, can lie in memory in pages of this size
# (seen with Linux 6.18 on ext4, as FilePmdMapped in smaps): a processor finds a row sooner, and a search takes a third
# less time. Elsewhere it makes no difference.
HUGE_PAGE = 1 << 21
HUGE_PAGES = 14  # ask for them
POPULATE_READ = 22  # Linux 5.14: map all pages now, so that no search waits for one
KINDS = {"line": LINE, "rates": RATE, "hours": HOURS, "levels": LEVEL, "narrow": NARROW}


class DamagedGeneration(ValueError):
    """Files that are torn, changed, of another format or another database; the message says which and how."""


@dataclass(frozen=True, slots=True)
class Generation:
    """An open generation."""

    name: str
    folder: Path
    columns: Columns
    source: Mapping[str, Any]  # what it was made from, as the builder was told
    size: int  # bytes


class GenerationWriter:
    """Writes a generation from rows that come in batches, ascending by id, within a `with`."""

    def __init__(self, folder: Path, name: str) -> None:
        self._final = folder / name
        self._folder = folder / f"{name}{UNFINISHED}"
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, mode=0o700)
        self._files: dict[str, BinaryIO] = {}
        self._left: dict[str, bytearray] = {}  # what is less than a huge page
        self._kinds: dict[str, tuple[Any, list[int]]] = {}
        self._batches = Batches()

    @property
    def count(self) -> int:
        """How many were added."""
        return self._batches.count

    def add(self, rows: Rows) -> None:
        """Add these rows."""
        for name, values in self._batches.add(rows).items():
            self._append(name, values)

    def finish(self, source: Mapping[str, Any]) -> Path:
        """Write what needs all rows, make all of it last, and give it its name. Returns its folder."""
        if not self.count:
            self.add(Rows.of([]))
        for name, values in self._batches.rest().items():
            self._append(name, values)
        for name, file in self._files.items():
            file.write(self._left[name])
            file.flush()
            os.fsync(file.fileno())
            file.close()
        columns = {
            name: {"dtype": dtype, "shape": shape, "sha256": _sha256(self._folder / f"{name}.bin")}
            for name, (dtype, shape) in self._kinds.items()
        }
        manifest = {"format": FORMAT, "engineers": self.count, "source": dict(source), "columns": columns}
        _write(self._folder / MANIFEST, json.dumps(_sealed(manifest), indent=1).encode())
        self._folder.rename(self._final)
        _sync_folder(self._final.parent)
        return self._final

    def __enter__(self) -> GenerationWriter:
        return self

    def __exit__(self, *wrong: object) -> None:
        """Leave nothing behind of a generation that was not finished."""
        for file in self._files.values():
            with suppress(OSError):  # what found no room is tried once more
                file.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _append(self, name: str, values: NDArray[Any]) -> None:
        if name not in self._files:
            self._files[name] = (self._folder / f"{name}.bin").open("wb")
            self._left[name] = bytearray()
            self._kinds[name] = (_dtype_told(values.dtype), [0, *values.shape[1:]])
        left = self._left[name]
        left += values.tobytes()
        # Not by `tofile`, which does not say when the last bytes found no room: the next ones would stand after a hole.
        if whole := len(left) - len(left) % HUGE_PAGE:
            self._files[name].write(left[:whole])
            self._files[name].flush()
            del left[:whole]
        self._kinds[name][1][0] += len(values)


def open_generation(folder: Path, *, verify: bool = True) -> Generation:
    """Map a generation. Raises DamagedGeneration; without `verify` only the manifest and the sizes are looked at."""
    with _damage_told(folder):
        manifest = _manifest(folder)
        found = {name: _mapped(folder, name, manifest["columns"][name], verify=verify) for name in COLUMN_NAMES}
        size = sum(values.nbytes for values in found.values())
        return Generation(folder.name, folder, Columns(**found), manifest["source"], size)


def ids_of(folder: Path) -> NDArray[np.bytes_]:
    """(n,) S16, of whom a generation has a row: nothing else of it is mapped. Raises DamagedGeneration."""
    with _damage_told(folder):
        return _mapped(folder, "ids", _manifest(folder)["columns"]["ids"], verify=False)


def count_of(folder: Path) -> int:
    """How many engineers a generation says that it has; 0 where it says nothing."""
    try:
        return int(json.loads((folder / MANIFEST).read_bytes())["engineers"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def generations(folder: Path) -> Iterator[Path]:
    """The folders of all finished generations, newest first."""
    if folder.is_dir():
        yield from sorted((one for one in folder.iterdir() if one.suffix == ".generation"), reverse=True)


def _manifest(folder: Path) -> Mapping[str, Any]:
    manifest: Mapping[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    if manifest["format"] != FORMAT:
        raise DamagedGeneration(f"{folder.name} has format {manifest['format']}, not {FORMAT}")
    if manifest != _sealed({name: value for name, value in manifest.items() if name != "sha256"}):
        raise DamagedGeneration(f"the manifest of {folder.name} was changed")
    return manifest


@contextmanager
def _damage_told(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise DamagedGeneration(f"{folder.name} is not whole: {wrong}") from wrong


def _mapped(folder: Path, name: str, told: Mapping[str, Any], *, verify: bool) -> NDArray[Any]:
    file = folder / f"{name}.bin"
    shape, dtype = tuple(told["shape"]), KINDS.get(name) or np.dtype(told["dtype"])
    if told["dtype"] != _dtype_told(dtype):
        raise DamagedGeneration(f"{name} has another type")
    size = int(np.prod(shape)) * dtype.itemsize
    if file.stat().st_size != size:
        raise DamagedGeneration(f"{name} has {file.stat().st_size:,} bytes, not {size:,}")
    mapped = np.memmap(file, dtype, "r", shape=shape) if size else np.zeros(shape, dtype)
    if size and name not in COLD:
        for advice in (HUGE_PAGES, POPULATE_READ):
            with suppress(OSError):  # other kernels do not know it: then pages come as they are asked for
                mapped._mmap.madvise(advice)  # type: ignore[union-attr]
    if verify and _sha256(file) != told["sha256"]:  # after its pages have come: read like this they would be small
        raise DamagedGeneration(f"{name} was changed")
    return np.asarray(mapped)


def _dtype_told(dtype: np.dtype[Any]) -> str:
    return dtype.str if dtype.fields is None else repr(dtype)


def _sealed(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """The manifest with its own hash."""
    text = json.dumps(manifest, sort_keys=True).encode()
    return {**manifest, "sha256": hashlib.sha256(text).hexdigest()}


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
