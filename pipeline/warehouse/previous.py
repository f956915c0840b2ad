"""What the last run published, read while the next one is being built."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def last_published(processed: Path, *names: str) -> list[pd.DataFrame] | None:
    """The marts of the last run by name, from their Parquet files; None where one is missing or cannot be read."""
    frames = []
    for name in names:
        try:
            frames.append(pq.read_table(processed / "marts" / f"{name}.parquet").to_pandas())
        except (OSError, pa.ArrowException):
            return None  # a first run, or marts of a version that had no such table: nothing to compare with
    return frames
