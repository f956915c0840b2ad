"""What the last warehouse holds of the same files is not loaded again: its file is copied, and its raw rows stay."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from pipeline.warehouse.settings import connect

Files = Mapping[str, Sequence[Path]]
"""The Parquet files of each raw table, in the order of loading; a file's name tells all that decides its bytes."""

LOADED = "raw.file"
_FORGET = "load.anew"


def made_of(schema: pa.Schema) -> str:
    """Return what changes when rows of the same file may stand otherwise in a warehouse."""
    return hashlib.sha256(f"{duckdb.__version__} {schema.to_string()}".encode()).hexdigest()[:16]


def carry(old: Path, new: Path, files: Files, schemas: Mapping[str, pa.Schema]) -> dict[str, int]:
    """Make `new` of the raw rows of `old`; return how many files of each table they are, nothing where none is made.

    Only where all that `old` was made of comes first in `files` as well: rows stand in the order of the files.
    """
    marker = old.with_name(_FORGET)
    if marker.exists() or not files or not old.is_file():
        marker.unlink(missing_ok=True)
        return {}
    try:
        held = _loaded(old, schemas)
        if not held or any(stems != [f.stem for f in files[t]][: len(stems)] for t, stems in held.items()):
            return {}
        shutil.copyfile(old, new)
        _strip(new, [*held, LOADED])
    except (duckdb.Error, OSError):  # an old one that cannot be read, or of an older make
        new.unlink(missing_ok=True)
        return {}
    return {table: len(stems) for table, stems in held.items()}


def forget(old: Path) -> None:
    """Have the next build load all anew: this one failed, and nobody knows whether by what it carried."""
    old.with_name(_FORGET).touch()


def _loaded(old: Path, schemas: Mapping[str, pa.Schema]) -> dict[str, list[str]]:
    """Return the files of each raw table of a warehouse, in order; nothing where one is of another make."""
    # attached, not connected to: a process keeps one instance a path, which would hide a file put in its place
    with connect(":memory:") as con:
        written = str(old.absolute()).replace("'", "''")
        con.execute(f"attach '{written}' as old (read_only)")
        rows = con.execute(
            f"select loaded_into, file, made_of from old.{LOADED} order by loaded_into, number"
        ).fetchall()
    held: dict[str, list[str]] = {table: [] for table in schemas}
    for table, file, make in rows:
        if table not in schemas or make != made_of(schemas[table]):
            return {}
        held[table].append(file)
    return held if any(held.values()) else {}


def _strip(file: Path, kept: Sequence[str]) -> None:
    """Remove all but some raw tables, so that what is built next takes the room."""
    with connect(str(file)) as con:
        told = con.execute("select table_schema || '.' || table_name from information_schema.tables").fetchall()
        for schema in ("mart", "core", "seed"):
            con.execute(f"drop schema {schema} cascade")
        for (table,) in told:
            if table.startswith("raw.") and table not in kept:
                con.execute(f"drop table {table}")
        con.execute("checkpoint")
