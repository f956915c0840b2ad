"""Every table of the report as CSV and Parquet; nothing in them is live in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.report.blocks import Block, Chart, Column, Evidence, Sheet, Table
from pipeline.report.clean import foreign
from pipeline.report.i18n import absent

_NUMBERS = {"count", "share", "money", "number", "change", "factor"}
_LIVE = ("=", "+", "-", "@", "\t")


def write_tables(folder: Path, blocks: Sequence[Block]) -> None:
    """Write `folder`/<name>.csv and .parquet, a pair a table, named as on the page; columns are keys of the marts.

    Where the workbook has a wider table of the same name, that one is written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for table in {t.name: t for t in _tables(blocks)}.values():
        keys = _keys(table.columns)
        columns = {key: [_plain(row.get(key), kind) for row in table.rows] for key, kind in keys.items()}
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.writer(file, lineterminator="\n")
            out.writerow(keys)
            out.writerows(zip(*([_inert(value) for value in column] for column in columns.values()), strict=True))
        schema = pa.schema([(key, pa.float64() if kind in _NUMBERS else pa.string()) for key, kind in keys.items()])
        whole = pa.Table.from_pydict(columns, schema=schema)
        pq.write_table(whole, folder / f"{table.name}.parquet", compression="zstd")


def _tables(blocks: Sequence[Block]) -> list[Table]:
    found: list[Table] = []
    for block in blocks:
        if isinstance(block, Table):
            found.append(block)
        elif isinstance(block, Sheet | Evidence):
            found.append(block.table)
        elif isinstance(block, Chart) and block.numbers:
            found.append(block.numbers)
    return found


def _keys(columns: Sequence[Column]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for column in columns:
        keys[column.key] = column.kind
        keys |= dict.fromkeys((end for end in (column.low, column.high) if end), column.kind)
        if column.unit:
            keys[column.unit] = "said"
    return keys


def _plain(value: Any, kind: str) -> Any:
    if absent(value):
        return None
    if kind in _NUMBERS:
        return float(value)
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    return foreign(value, 32_000)


def _inert(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is led by an apostrophe."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    return f"'{value}" if isinstance(value, str) and value.startswith(_LIVE) else value
