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
