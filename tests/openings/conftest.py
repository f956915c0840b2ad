"""Invented postings as the grouping sees them (core.told and the texts)."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipeline import openings

COLUMNS = {
    "source": "files", "id": None, "url": None, "title": "Account manager", "employer": "Acme", "place": "Leeds",
    "cities": None, "language": "en", "experience": None, "hours": None, "pay_low": None, "pay_high": None,
    "currency": None, "period": None, "is_live": False,
}  # fmt: skip
TYPES = {"pay_low": pa.float64(), "pay_high": pa.float64(), "is_live": pa.bool_()}


def told(postings: Iterable[Mapping[str, Any]]) -> tuple[pa.Table, list[pa.RecordBatch]]:
    """Return core.told and the texts of postings; each says only what differs from an account manager in Leeds."""
    rows = [{**COLUMNS, "id": str(n), **posting} for n, posting in enumerate(postings)]
    columns: dict[str, pa.Array] = {"number": pa.array(range(len(rows)), pa.int64())}
    columns |= {name: pa.array([row[name] for row in rows], TYPES.get(name, pa.string())) for name in COLUMNS}
    texts = pa.record_batch({"number": columns["number"], "text": pa.array([r.get("text") for r in rows], pa.string())})
    return pa.table(columns), [texts]


def grouped(*postings: Mapping[str, Any], workers: int = 1) -> list[int]:
    """Return the opening of each posting: the number of its first one."""
    table, texts = told(postings)
    return openings.grouped(table, texts, workers)["core.grouping"]["opening"].to_pylist()


def one(*postings: Mapping[str, Any]) -> bool:
    """Tell whether all these postings are one opening."""
    return set(grouped(*postings)) == {0}
