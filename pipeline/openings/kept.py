"""What is kept of the texts of a file of postings: made once, and read again as long as file, words and code stand."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.openings import counted, nearby, titles
from pipeline.openings.shingles import Ints, Shingles, shingles

_SLICE_BYTES = 1 << 19
_SLICES_AT_ONCE = 16
_ROWS_AT_ONCE = 4096
_HEAD, _VALUES = ".texts", ".shingles"


class Read(NamedTuple):
    """What is kept of some texts, row by row: signature, digest of the words, shingles, and what it speaks of."""

    bands: npt.NDArray[np.uint32]
    digest: npt.NDArray[np.uint64]
    several: npt.NDArray[np.bool_]
    sizes: Ints

    def at(self, rows: Ints) -> Read:
        """The same of some of the texts."""
        return Read(self.bands[rows], self.digest[rows], self.several[rows], self.sizes[rows])


class File(NamedTuple):
    """The same of all texts of a file of postings; their shingles stand in `values`, one text after the other."""

    read: Read
    values: Path


def of_file(postings: Path, folder: Path, workers: int = 2) -> File:
    """Return what is kept in `folder` of a Parquet file's texts; made, and kept, where it is missing, torn or old."""
    head, values = folder / (postings.stem + _HEAD), folder / (postings.stem + _VALUES)
    about = postings.stat()
    stamp = f"{about.st_size} {about.st_mtime_ns} {version()}"
    kept = _loaded(head, values, stamp)
    if kept is None:
        folder.mkdir(parents=True, exist_ok=True)
        new = folder / (postings.stem + ".new")
        parts: list[Read] = []
        with new.open("wb") as file:
            for found, read in read_texts(_texts(postings), workers):
                found.values.tofile(file)
                parts.append(read)
        new.replace(values)
        kept = Read(*map(np.concatenate, zip(*(parts or [_NOTHING]), strict=True)))
        with new.open("wb") as file:
            np.savez(file, stamp=np.array(stamp), **kept._asdict())
        new.replace(head)  # last: with it, all is there
    return File(kept, values)


def sweep(folder: Path, postings: Iterable[Path]) -> None:
    """Remove what is kept of any other file; what was counted of pairs is of no file."""
    needed = {counted.NAME, *(path.stem + ending for path in postings for ending in (_HEAD, _VALUES))}
    for file in folder.iterdir() if folder.is_dir() else ():
        if file.name not in needed:
            file.unlink()


@cache
def version() -> str:
    """Return what changes when texts may be kept otherwise: a digest of the code that makes it and of its words."""
    house, digest = Path(__file__).parent, hashlib.sha256(repr(_phrases()).encode())
    for name in ("kept", "nearby", "shingles"):
        digest.update((house / f"{name}.py").read_bytes())
    return digest.hexdigest()[:16]


def read_texts(texts: Iterable[pa.Array], workers: int) -> Iterator[tuple[Shingles, Read]]:
    """Yield the shingles of texts and what is kept beside them, some texts at a time, in their order."""

    def read(piece: pa.Array) -> tuple[Shingles, Read]:
        found = shingles(piece, _phrases())
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(_spread(found.values))])
        ends = np.concatenate([np.zeros(1, np.int64), found.ends])
        digest = sums[ends[1:]] - sums[ends[:-1]]
        return found, Read(nearby.signatures(found), digest, found.marked, np.diff(ends))

    slices = _slices(texts)
    with ThreadPoolExecutor(workers) as pool:
        while some := list(islice(slices, _SLICES_AT_ONCE)):
            yield from pool.map(read, some)


def _phrases() -> tuple[str, ...]:
    return titles.phrases("several_places")


_NOTHING = Read(
    np.zeros((0, nearby.BANDS), np.uint32), np.zeros(0, np.uint64), np.zeros(0, bool), np.zeros(0, np.int64)
)


def _loaded(head: Path, values: Path, stamp: str) -> Read | None:
    try:
        with head.open("rb") as file, np.load(file) as held:
            if str(held["stamp"]) != stamp:
                return None
            read = Read(*(held[name] for name in Read._fields))
        return read if values.stat().st_size == 4 * read.sizes.sum() else None
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _texts(postings: Path) -> Iterator[pa.Array]:
    for batch in pq.ParquetFile(postings).iter_batches(_ROWS_AT_ONCE, columns=["text"]):
        yield batch["text"]


def _slices(texts: Iterable[pa.Array]) -> Iterator[pa.Array]:
    """Yield texts in pieces of about half a megabyte."""
    for some in texts:
        lengths = pc.fill_null(pc.binary_length(some), 0).to_numpy(zero_copy_only=False)
        piece = np.cumsum(lengths.astype(np.int64)) // _SLICE_BYTES
        cuts = [0, *(np.flatnonzero(np.diff(piece)) + 1).tolist(), len(some)]
        for begin, end in pairwise(cuts):
            if end > begin:
                yield some.slice(begin, end - begin)


def _spread(values: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint64]:
    mixed = (values.astype(np.uint64) + np.uint64(1)) * np.uint64(0xBF58476D1CE4E5B9)
    return (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x94D049BB133111EB)
