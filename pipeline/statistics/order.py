"""Orders and numbers of many rows in a pass or two, where numpy would compare them: to the bit what numpy says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Bools, Floats, Ints

_FEW = 2048  # rows that are compared as quickly as they are counted
_SHORT = 1 << 16  # what numpy orders without comparing


def numbered(codes: Ints) -> tuple[Ints, int]:
    """Return codes renumbered 0 .. count - 1 in their order, and that count: the inverse of `np.unique`."""
    if not _dense(codes):
        distinct, places = np.unique(codes, return_inverse=True)
        return places.astype(np.intp, copy=False), int(distinct.size)
    place = np.cumsum(_there(codes)) - 1
    return place[codes], int(place[-1]) + 1


def distinct(codes: Ints) -> int:
    """Return how many different codes there are."""
    return int(np.count_nonzero(_there(codes)) if _dense(codes) else np.unique(codes).size)


def present(codes: Ints) -> Ints:
    """Return the different codes in their order."""
    return np.flatnonzero(_there(codes)) if _dense(codes) else np.unique(codes)


def by_code(codes: Ints) -> Ints:
    """Return the stable order of codes that are nought or more."""
    if codes.size < _FEW:
        return np.argsort(codes, kind="stable")
    if int(codes.max()) < _SHORT:
        return np.argsort(codes.astype(np.uint16), kind="stable")
    low = np.argsort((codes % _SHORT).astype(np.uint16), kind="stable")
    return low[by_code((codes // _SHORT)[low])]


def by_value(values: Floats) -> Ints:
    """Return the stable order of numbers: pay is round, so that many say the same."""
    if values.size < _FEW:
        return np.argsort(values, kind="stable")
    codes, known = pd.factorize(values)
    if known.size > _SHORT or codes.min() < 0:
        return np.argsort(values, kind="stable")
    rank = np.empty(known.size, np.uint16)
    rank[np.argsort(known)] = np.arange(known.size)
    return np.argsort(rank[codes], kind="stable")


def _dense(codes: Ints) -> bool:
    """Whether the codes reach no further than a few times their number, so that all can be marked in one row."""
    return bool(codes.size) and int(codes.min()) >= 0 and int(codes.max()) < 16 * codes.size


def _there(codes: Ints) -> Bools:
    marks = np.zeros(int(codes.max()) + 1, bool)
    marks[codes] = True
    return marks
