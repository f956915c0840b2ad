"""How every DuckDB of the house is opened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

_SETTINGS: Mapping[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "1500MB",
}


def connect(where: str) -> duckdb.DuckDBPyConnection:
    """Open a file, or `:memory:`: nothing is fetched, memory is bounded, and nobody but the command line prints."""
    connection = duckdb.connect(where, config=dict(_SETTINGS))
    connection.execute("set enable_progress_bar = false")  # it appears after two seconds, in whatever is piped
    return connection
