"""How many shingles two texts share, kept from run to run: it depends on the two texts and on nothing else."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.openings.shingles import U64, Ints

NAME = "pairs.counted"


class Counted(NamedTuple):
    """Pairs of texts by a key made of both digests, ascending, and how many shingles each pair shares."""

    keys: U64
    shared: npt.NDArray[np.uint32]


def shared(folder: Path | None, stamp: str, one: U64, other: U64, count: Callable[[Ints], Ints]) -> Ints:
    """Return how many shingles each pair of texts shares: as kept in `folder`, else as `count` tells of those pairs.

    `one` and `other` are the digests of the two texts of each pair, `stamp` changes with the code that makes them. What
    was asked for is kept, and nothing else.
    """
    if folder is None:
        return count(np.arange(len(one)))
    keys, before = _keys(one, other), _loaded(folder / NAME, stamp)
    at = np.minimum(np.searchsorted(before.keys, keys), max(len(before.keys) - 1, 0))
    known = before.keys[at] == keys if len(before.keys) else np.zeros(len(keys), bool)
    counts = np.zeros(len(keys), np.int64)
    counts[known] = before.shared[at[known]]
    new = np.flatnonzero(~known)
    counts[new] = count(new)
    if len(new) or len(before.keys) > len(keys):
        _write(folder / NAME, stamp, keys, counts)
    return counts


def _keys(one: U64, other: U64) -> U64:
    """Return a key of each pair, the same whichever text comes first."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    mixed = (low ^ (low >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9) + high
    keys: U64 = (mixed ^ (mixed >> np.uint64(32))) * np.uint64(0x94D049BB133111EB)
    return keys


def _loaded(path: Path, stamp: str) -> Counted:
    """Return what is kept; nothing where it is missing, torn or of other code."""
    try:
        with path.open("rb") as file, np.load(file) as held:
            if str(held["stamp"]) == stamp:
                return Counted(held["keys"], held["shared"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        pass
    return Counted(np.zeros(0, np.uint64), np.zeros(0, np.uint32))


def _write(path: Path, stamp: str, keys: U64, counts: Ints) -> None:
    order = np.argsort(keys, kind="stable")
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    with new.open("wb") as file:
        np.savez(file, stamp=np.array(stamp), keys=keys[order], shared=counts[order].astype(np.uint32))
    new.replace(path)
