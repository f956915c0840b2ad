"""How every DuckDB of the house is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

LIMIT = "1500MB"
"""What DuckDB may hold."""
BESIDE = "300MB"
"""What it may hold while something large is computed beside it: its cache would keep all of the other."""
_SETTINGS: Mapping[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": LIMIT,
}


def connect(where: str) -> duckdb.DuckDBPyConnection:
    """Open a file, or `:memory:`: nothing is fetched, memory is bounded, and nobody but the command line prints."""
    connection = duckdb.connect(where, config=dict(_SETTINGS))
    connection.execute("set enable_progress_bar = false")  # it appears after two seconds, in whatever is piped
    return connection


def plain_texts(rows: pa.Table | pd.DataFrame) -> pa.Table | pd.DataFrame:
    """Return rows so that texts kept as codes become a column of texts: DuckDB would make pandas' codes a type."""
    import pyarrow as pa

    coded = not isinstance(rows, pa.Table) and any("dictionary" in str(kind) for kind in rows.dtypes)
    return pa.Table.from_pandas(rows, preserve_index=False) if coded else rows


def lists_kept(rows: pa.Table) -> pd.DataFrame:
    """Return a frame whose lists stay in Arrow's memory."""
    import pandas as pd
    import pyarrow as pa

    def listed(kind: pa.DataType) -> pd.ArrowDtype | None:
        return pd.ArrowDtype(kind) if pa.types.is_list(kind) else None

    frame: pd.DataFrame = rows.to_pandas(types_mapper=listed)
    gaps = [name for name in rows.column_names if pa.types.is_boolean(rows[name].type) and rows[name].null_count]
    return frame.astype(dict.fromkeys(gaps, "boolean"))


def texts_coded(rows: pa.RecordBatchReader, known: Mapping[str, pd.Series[str]]) -> pd.DataFrame:
    """Return rows as a frame, texts as categories: for tables that are long and say the same again and again.

    The categories of a column named in `known` are the texts given there, each once; another text is a missing one. So
    the texts of a column that has half a million are held once, and not once for a batch.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    places = {name: pd.Index(texts) for name, texts in known.items()}
    met: dict[str, dict[str, int]] = {name: {} for name in rows.schema.names}

    def codes(name: str, column: pa.Array) -> Any:
        told = column.dictionary_encode()
        if name in places:
            found = places[name].get_indexer(told.dictionary.to_pandas()).astype(np.int32)
        else:
            new = [met[name].setdefault(text, len(met[name])) for text in told.dictionary.to_pylist()]
            found = np.array(new, np.int16 if len(met[name]) < 1 << 15 else np.int32)
        return np.append(found, found.dtype.type(-1))[told.indices.fill_null(-1).to_numpy()]

    columns: dict[str, list[Any]] = {name: [] for name in met}
    for batch in rows:
        for name, column in zip(columns, batch.columns, strict=True):
            columns[name].append(codes(name, column) if pa.types.is_string(column.type) else column)
    frame = pd.DataFrame()
    for name, kind in zip(rows.schema.names, rows.schema.types, strict=True):
        parts = columns.pop(name)
        if pa.types.is_string(kind):
            texts = places[name] if name in places else pd.Index(list(met[name]), dtype="str")
            frame[name] = pd.Categorical.from_codes(np.concatenate([np.zeros(0, np.int16), *parts]), texts)
        else:
            frame[name] = pa.chunked_array(parts, kind).to_pandas()
    return frame
