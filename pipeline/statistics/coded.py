"""Columns as codes: ten million asks are never compared word by word. Plain and categorical columns are read alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import numpy.typing as npt

    Codes = npt.NDArray[np.signedinteger]  # two or four bytes each, where eight would be a multiple of the memory


_SHORT = 1 << 15


def coded(column: pd.Series) -> tuple[Codes, list[str]]:
    """Return each row's place among the column's values in their order (-1 where it is missing), and those values."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, names = column.cat.codes.to_numpy(), [str(name) for name in column.cat.categories]
    else:
        found, labels = pd.factorize(column)
        codes, names = found, [str(label) for label in labels]
    order = sorted(range(len(names)), key=names.__getitem__)
    place: Codes = np.full(len(names) + 1, -1, np.int16 if len(names) < _SHORT else np.int32)
    place[order] = np.arange(len(names))
    return place[codes], [names[code] for code in order]


def rows_of(ids: pd.Series, asked: pd.Series, kept: pd.Series) -> Codes:
    """Return where each id asked for stands among the `ids` (each once) that are kept, -1 where it does not."""
    index, place = pd.Index(ids), np.full(len(ids) + 1, -1, np.int32)
    there = kept.astype(bool).to_numpy()
    place[:-1][there] = np.arange(int(np.count_nonzero(there)))
    if not isinstance(asked.dtype, pd.CategoricalDtype):
        return np.asarray(place[index.get_indexer(asked)])
    if not index.equals(asked.cat.categories):
        place = np.append(place[index.get_indexer(asked.cat.categories)], place[-1:])
    return np.asarray(place[asked.cat.codes.to_numpy()])
