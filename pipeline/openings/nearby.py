"""Which texts may be nearly the same: one-permutation MinHash, banded, so that only likely pairs are ever compared.

A text's shingles fall into 128 bins by their first bits and the least of each bin is kept; 25 bands of five bins are
compared, and a pair that shares two is likely. One that shares 80 % of its shingles is missed six times in ten
thousand, one that shares 30 % is looked at twice in a thousand. What is likely is counted exactly (`Spill.shared`).
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from pipeline.openings.shingles import U64, Ints, Shingles

BINS = 128
ROWS = 5
BANDS = BINS // ROWS
LEAST_BANDS = 2
NEIGHBOURS = 6
"""In a crowd of alike texts each is compared with this many next to it, in the order of what must agree."""

_REST = np.uint32((1 << 25) - 1)
_EMPTY = np.uint32(0xFFFFFFFF)
_PAIRS_AT_ONCE = 2_000
_BANDS_AT_ONCE = 100_000
_KEPT_PAIRS = 4_000_000


def signatures(found: Shingles) -> npt.NDArray[np.uint32]:
    """Return a row of BANDS hashes for every text."""
    n = len(found.ends)
    text_of = np.repeat(np.arange(n), np.diff(found.ends, prepend=0))
    bins = found.values >> np.uint32(25)
    least = np.ones(len(bins), bool)  # values ascend, so the first of a bin is its least
    least[1:] = (bins[1:] != bins[:-1]) | (text_of[1:] != text_of[:-1])
    filled = np.full((n, BINS), _EMPTY, np.uint32)
    filled[text_of[least], bins[least]] = found.values[least] & _REST
    filled = _densified(filled)
    bands = np.zeros((n, BANDS), np.uint64)
    for row in range(ROWS):
        bands = (bands ^ filled[:, row : BANDS * ROWS : ROWS]) * np.uint64(0x9E3779B97F4A7C15)
        bands ^= bands >> np.uint64(29)
    return (bands >> np.uint64(32)).astype(np.uint32)


def _densified(filled: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Fill an empty bin with its next full neighbour's least, marked by the distance: short texts fill few bins."""
    places = np.arange(2 * BINS, dtype=np.int64)
    twice = np.concatenate([filled, filled], axis=1) != _EMPTY
    nearest = np.minimum.accumulate(np.where(twice, places, 2 * BINS)[:, ::-1], axis=1)[:, ::-1][:, :BINS]
    nearest = np.where(nearest >= 2 * BINS, places[:BINS], nearest)  # a text without a word
    taken = np.take_along_axis(filled, nearest % BINS, axis=1)
    distance = (nearest - places[:BINS]).astype(np.uint32)
    return taken + distance * np.uint32(0x85EBCA6B)


def candidates(bands: npt.NDArray[np.uint32], order: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield pairs of rows (left, right) that share a band; `order` is each row's place among rows that must agree."""
    by_order = np.argsort(order)
    ranks = np.empty(len(order), np.uint64)
    ranks[by_order] = np.arange(len(order), dtype=np.uint64)
    for band in range(bands.shape[1]):
        yield windows((bands[:, band].astype(np.uint64) << np.uint64(32)) | ranks, by_order)


def windows(keys: U64, by_order: Ints) -> tuple[Ints, Ints]:
    """Return pairs of neighbours among keys with the same upper half; the lower half is the place in `by_order`."""
    keys = np.sort(keys)
    upper = keys >> np.uint64(32)
    rows = by_order[(keys & np.uint64(0xFFFFFFFF)).astype(np.int64)]
    pairs = [np.flatnonzero(upper[step:] == upper[:-step]) for step in range(1, NEIGHBOURS + 1) if step < len(keys)]
    left = np.concatenate([rows[at] for at in pairs] or [rows[:0]])
    right = np.concatenate([rows[at + step] for step, at in enumerate(pairs, 1)] or [rows[:0]])
    return left, right


def likely(bands: npt.NDArray[np.uint32], left: Ints, right: Ints) -> npt.NDArray[np.bool_]:
    """Tell which pairs of rows share at least LEAST_BANDS bands."""
    found = np.zeros(len(left), bool)
    for begin in range(0, len(left), _BANDS_AT_ONCE):
        some = slice(begin, begin + _BANDS_AT_ONCE)
        found[some] = np.count_nonzero(bands[left[some]] == bands[right[some]], axis=1) >= LEAST_BANDS
    return found


class Pairs:
    """A set of pairs of rows, however often each is added."""

    def __init__(self) -> None:
        self._keys: U64 = np.zeros(0, np.uint64)
        self._new: list[U64] = []
        self._waiting = 0

    def add(self, left: Ints, right: Ints) -> None:
        """Add pairs; (a, b) is (b, a)."""
        low, high = np.minimum(left, right).astype(np.uint64), np.maximum(left, right).astype(np.uint64)
        self._new.append((low << np.uint64(32)) | high)
        self._waiting += len(low)
        if self._waiting > _KEPT_PAIRS:
            self._settle()

    def _settle(self) -> None:
        keys = np.sort(np.concatenate([self._keys, *self._new]))
        first = np.ones(len(keys), bool)  # np.unique hashes, which takes ten times as long for so many
        first[1:] = keys[1:] != keys[:-1]
        self._keys = keys[first]
        self._new, self._waiting = [], 0

    def rows(self) -> tuple[Ints, Ints]:
        """Return the pairs once each, ordered."""
        self._settle()
        return (self._keys >> np.uint64(32)).astype(np.int64), (self._keys & np.uint64(0xFFFFFFFF)).astype(np.int64)


class Spill:
    """The shingles of all texts in a file that has no name: memory holds only where each text's begin.

    A context: the file goes when it is left.
    """

    def __init__(self, rows: int, folder: Path | None = None) -> None:
        """Keep the file in `folder`, where there is room (1 KB a posting), or where this machine keeps such files."""
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed on leaving
        self._lent: list[Path] = []
        self._file_of = np.zeros(rows, np.int32)
        self._begin = np.zeros(rows, np.int64)
        self.sizes = np.zeros(rows, np.int64)
        self._end = 0

    def add(self, rows: Ints, found: Shingles) -> None:
        """Keep the shingles of some rows."""
        sizes = np.diff(found.ends, prepend=0)
        self._begin[rows] = self._end + found.ends - sizes
        self.sizes[rows] = sizes
        self._end += len(found.values)
        self._file.write(found.values.tobytes())

    def lend(self, rows: Ints, file: Path, begin: Ints, sizes: Ints) -> None:
        """Take the shingles of some rows from where they are kept: a file, and where in it each text's begin."""
        self._lent.append(file)
        self._file_of[rows], self._begin[rows], self.sizes[rows] = len(self._lent), begin, sizes

    def _read(self, rows: Ints) -> tuple[npt.NDArray[np.uint32], Ints]:
        sizes = self.sizes[rows]
        files, lengths, begins = self._file_of[rows].tolist(), (4 * sizes).tolist(), (4 * self._begin[rows]).tolist()
        pieces = [b""] * len(files)
        for number, inside in groupby(sorted(range(len(files)), key=files.__getitem__), files.__getitem__):
            with self._opened(number) as file:
                for row in inside:
                    pieces[row] = os.pread(file.fileno(), lengths[row], begins[row])
        return np.frombuffer(b"".join(pieces), np.uint32), sizes

    def _opened(self, number: int) -> AbstractContextManager[IO[bytes]]:
        """Open one file at a time: years of collections are more files than a process may hold open."""
        return self._lent[number - 1].open("rb") if number else nullcontext(self._file)

    def shared(self, left: Ints, right: Ints, workers: int = 2) -> Ints:
        """Return how many shingles the texts of each pair share."""
        self._file.flush()
        counts = np.zeros(len(left), np.int64)

        def count(begin: int) -> None:
            some = slice(begin, begin + _PAIRS_AT_ONCE)
            counts[some] = self._shared(left[some], right[some])

        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(count, range(0, len(left), _PAIRS_AT_ONCE)))
        return counts

    def _shared(self, left: Ints, right: Ints) -> Ints:
        rows, places = np.unique(np.concatenate([left, right]), return_inverse=True)
        values, sizes = self._read(rows)
        ends, lengths = np.cumsum(sizes), sizes[places]
        pair = np.tile(np.arange(len(left), dtype=np.uint64) << np.uint64(32), 2)
        at = np.repeat(ends[places] - np.cumsum(lengths), lengths) + np.arange(lengths.sum())
        # all lefts ascend, and so do all rights: a stable sort only merges the two
        keys = np.sort(np.repeat(pair, lengths) | values[at], kind="stable")
        twice = keys[1:][keys[1:] == keys[:-1]] >> np.uint64(32)
        return np.bincount(twice.astype(np.int64), minlength=len(left))

    def __enter__(self) -> Spill:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
