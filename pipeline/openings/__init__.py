"""Which postings are one opening, and which names are one employer: pure functions of tables (docs/warehouse.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.openings.employers import Employer, employers
from pipeline.openings.grouping import Texts, groups

__all__ = ["Employer", "employers", "grouped", "groups"]


def grouped(told: pa.Table, texts: Texts, workers: int = 2, folder: Path | None = None) -> dict[str, pa.Table]:
    """Return core.grouping and core.employer_name for the postings of core.told; see `groups`."""
    counts = pc.value_counts(told["employer"].combine_chunks().drop_null())
    known = employers({row["values"]: row["counts"] for row in counts.to_pylist()})
    return {
        "core.grouping": groups(told, texts, known, workers, folder),
        "core.employer_name": _names(known),
    }


def _names(known: dict[str, Employer | None]) -> pa.Table:
    rows: list[tuple[str, Any]] = sorted(known.items())
    return pa.table(
        {
            "written": pa.array([written for written, _ in rows], pa.string()),
            "employer_id": pa.array([who and who.employer_id for _, who in rows], pa.string()),
            "name": pa.array([who and who.name for _, who in rows], pa.string()),
            "is_agency": pa.array([who and who.is_agency for _, who in rows], pa.bool_()),
        }
    )
