"""Builds a warehouse: raw tables are loaded, core and marts made, what stands is checked and written as Parquet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from importlib.resources import as_file, files
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline import openings
from pipeline.errors import VacanciesError
from pipeline.model import SCOPES
from pipeline.openings import kept
from pipeline.rates import RATE
from pipeline.runs import SOURCE_FIGURE
from pipeline.tables import COLLECTION, FACT, POSTING
from pipeline.warehouse import carried, contacts_left, places
from pipeline.warehouse.settings import BESIDE, LIMIT, connect, lists_kept, plain_texts, texts_coded
from pipeline.warehouse.sqlfiles import Select, shelf

Compute = Callable[[pd.DataFrame], pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Failure:
    """A check that returned rows: its name, how bad, what it says, how many rows, and the first of them."""

    check: str
    severity: str
    meaning: str
    rows: int
    example: str


class Build:
    """A warehouse on its way: load raw tables, make what SQL can make, store what statistics made, check, publish."""

    def __init__(
        self,
        path: Path,
        window_months: int = 6,
        tax: str = "usual",
        currency: str | None = None,
        marts: Path | None = None,
        held: Mapping[str, int] | None = None,
    ) -> None:
        """`marts` is the folder in which the marts are written as Parquet, `held` what `carried.carry` returned."""
        self._con = connect(str(path))
        self._held = held or {}
        self._folder, self._marts = path.parent, marts
        self._beside: Future[None] | None = None
        self._answers: dict[str, Failure] = {}
        self._exported: set[str] = set()
        self._posting_files: list[Path] = []
        self._tables: set[str] = set()
        self._computed: dict[str, tuple[str, Compute]] = {}
        self._waiting = [s for s in shelf() if not s.table.startswith("check.")]
        self._views = {s.table: s for s in self._waiting if s.is_view}
        self._checks = [s for s in shelf() if s.table.startswith("check.")]
        self.compute(places.MAKES, places.READS, places.in_words)
        self.compute(contacts_left.MAKES, contacts_left.READS, contacts_left.contacts_left)
        for schema in ("raw", "seed", "core", "mart"):
            self._execute(schema, f"create schema if not exists {schema}")
        columns = "loaded_into varchar, number bigint, file varchar, made_of varchar"
        self._execute(carried.LOADED, f"create table if not exists {carried.LOADED} ({columns})")
        self.store("seed.scope", pa.table({"scope": list(SCOPES), "rank": list(range(1, len(SCOPES) + 1))}))
        view = {"window_months": [window_months], "tax": [tax], "report_currency": pa.array([currency], pa.string())}
        self.store("seed.setting", pa.table(view))
        self.store("raw.collection", COLLECTION.empty_table())  # files are of no collection
        self.store("raw.rate", RATE.empty_table())  # besides those that are shipped
        self.store("raw.source_figure", SOURCE_FIGURE.empty_table())  # of earlier runs
        with as_file(files("pipeline.warehouse") / "seeds") as seeds:
            for seed in sorted(seeds.glob("*.csv")):
                sql = f"create table seed.{seed.stem} as from read_csv(?, header = true)"
                self._execute(seed.name, sql, [str(seed)])
                self._tables.add(f"seed.{seed.stem}")

    def load(self, table: str, paths: Iterable[Path], schema: pa.Schema) -> None:
        """Fill a raw table from Parquet files in their order; without any it is empty, with the schema's columns.

        Those that were carried from the last warehouse stand there already.
        """
        held = self._held.get(table, 0)
        if not held:
            self.store(table, schema.empty_table())
        self._tables.add(table)
        packed = "zstd" if "text" in schema.names else "auto"  # whole texts: half the size and time of the usual way
        self._execute(table, f"set force_compression = '{packed}'")
        paths = list(paths)
        for number, path in enumerate(paths[held:], held):
            self._execute(
                f"{path} (where it is torn, delete it and run again)",
                f"insert into {table} select * from read_parquet(?)",
                [str(path)],
            )
            row = [table, number, path.stem, carried.made_of(schema)]
            self._execute(carried.LOADED, f"insert into {carried.LOADED} values (?, ?, ?, ?)", row)
        self._execute(table, "set force_compression = 'auto'")
        if table == "raw.posting":
            self._posting_files = paths

    def store(self, table: str, rows: pa.Table | pd.DataFrame) -> None:
        """Create (or replace) a table from Arrow or pandas."""
        self._con.register("incoming", plain_texts(rows))
        self._execute(table, f"create or replace table {table} as select * from incoming")
        self._con.unregister("incoming")
        self._tables.add(table)

    def compute(self, table: str, reads: str, function: Compute) -> None:
        """Have `make` fill `table` with what `function` makes of the table `reads`, once that is there."""
        self._computed[table] = (reads, function)

    def make(self) -> list[str]:
        """Run every select of core and mart, and every computed table, whose tables exist by now; return those made.

        Which postings are one opening is computed as soon as core.told stands: half of core waits for it.
        """
        made: list[str] = []
        while new := self._select() + self._compute():
            made += new
        return made

    def _select(self) -> list[str]:
        """Run the selects that can run."""
        made = []
        for select in self._waiting:
            if select.reads <= self._tables:
                for number, (low, high) in enumerate(self._slices(select)):
                    self._execute(_file(select), f"set variable slice_from = '{low}'; set variable slice_to = '{high}'")
                    kind = "view" if select.is_view else "table"
                    make = "insert into {} {}" if number else f"create {kind} {{}} as {{}}"
                    self._execute(_file(select), make.format(select.table, select.sql))
                if self._beside is None:
                    self._limit(LIMIT)  # a statement that needed more had it for itself only
                self._tables.add(select.table)
                made.append(select.table)
        self._waiting = [s for s in self._waiting if s.table not in self._tables]
        return made

    def _slices(self, select: Select) -> list[tuple[str, str]]:
        """Return the slices of hexadecimal keys in which a table is made: one, unless the market is large."""
        count = "select count(*) from raw.posting"
        many = select.is_sliced and self._execute(_file(select), count).fetchall()[0][0] > _UNSLICED
        return list(pairwise("048cg" if many else "0g"))

    def _arrow(self, table: str) -> pa.Table:
        return self._con.sql(f"from {table}").to_arrow_table()

    def _texts(self) -> Iterator[tuple[Any, Any, kept.File]]:
        """Return for each file of postings the numbers of core.told, their rows, and what is kept of its texts."""
        sql = (
            "select number, file_row_number from read_parquet(?, file_row_number = true)"
            " join core.told using (posting_key)"
        )
        for path in self._posting_files:
            found = self._execute(str(path), sql, [str(path)]).fetchnumpy()
            yield found["number"], found["file_row_number"], kept.of_file(path, self._folder / _TEXTS)

    def _compute(self) -> list[str]:
        """Fill the computed tables that can be filled."""
        made = [t for t, (reads, _) in self._computed.items() if reads in self._tables and t not in self._tables]
        for table in made:
            reads, function = self._computed[table]
            self.store(table, function(self.table(reads)))
        if "core.told" in self._tables and "core.grouping" not in self._tables:
            self._limit(BESIDE)
            texts = self._folder / _TEXTS
            texts.mkdir(exist_ok=True)
            for table, rows in openings.grouped(self._arrow("core.told"), self._texts(), folder=texts).items():
                self.store(table, rows)
                made.append(table)
            self._limit(LIMIT)
        return made

    def _limit(self, memory: str) -> None:
        self._execute("warehouse.duckdb", f"set memory_limit = '{memory}'")

    def query(self, sql: str) -> pd.DataFrame:
        """Return a query's rows."""
        frame: pd.DataFrame = self._execute("a query", sql).df()
        return frame

    def listed(self, sql: str) -> pd.DataFrame:
        """Return a query's rows, lists as Arrow keeps them: as Python's objects they would take ten times as much."""
        return lists_kept(self._con.sql(sql).to_arrow_table())

    def coded(self, sql: str, **known: pd.Series[str]) -> pd.DataFrame:
        """Return a query's rows, texts as categories; those of a column named in `known` are the texts given there."""
        return texts_coded(self._con.sql(sql).to_arrow_reader(_ROWS_AT_ONCE), known)

    def table(self, name: str) -> pd.DataFrame:
        """Return a whole table, in its order."""
        return self.query(f"from {name}")

    def counted(self, table: str, names: Iterable[str]) -> dict[str, int]:
        """Return whole numbers of a table of one row."""
        row = self.table(table).iloc[0]
        return {name: int(row[name]) for name in names}

    def is_invented(self) -> bool:
        """Return whether what is loaded is the invented sample."""
        return bool(self._execute("raw.posting", "select bool_or(invented) from raw.posting").fetchall()[0][0])

    def today(self) -> date | None:
        """Return the newest day in the data."""
        moment = self.table("core.day")["today"].iloc[0]
        return None if pd.isna(moment) else pd.Timestamp(moment).date()

    def check(self) -> list[Failure]:
        """Run every check, keep the answers as mart.check, and return those that found something."""
        if self._waiting:
            lacks = sorted(set().union(*(s.reads for s in self._waiting)) - self._tables)
            raise VacanciesError(f"{self._waiting[0].table} cannot be made: nothing makes {', '.join(lacks)}")
        self._join()
        self._check(self._con, [check for check in self._checks if check.table not in self._answers])
        answers = [self._answers.pop(check.table) for check in self._checks]
        columns = {name: [getattr(a, name) for a in answers] for name in Failure.__dataclass_fields__}
        self.store("mart.check", pa.table(columns))
        return [a for a in answers if a.rows]

    def ahead(self) -> None:
        """Check and write what stands by now, beside what is computed next: that uses one core, and these another.

        Call it when all that may change a table made by now is done.
        """
        self._limit(BESIDE)
        checks = [check for check in self._checks if check.reads <= self._tables]
        con, pool = self._con.cursor(), ThreadPoolExecutor(1)
        self._beside = pool.submit(self._check_and_export, con, checks, self._mart_tables())
        pool.shutdown(wait=False)

    def _check_and_export(self, con: duckdb.DuckDBPyConnection, checks: Iterable[Select], tables: list[str]) -> None:
        self._check(con, checks)
        self._export(con, tables)

    def _check(self, con: duckdb.DuckDBPyConnection, checks: Iterable[Select]) -> None:
        for check in checks:
            found: pd.DataFrame = _execute(con, _file(check), check.sql).df()
            self._answers[check.table] = _answer(check, found)

    def _mart_tables(self) -> list[str]:
        return sorted(t for t in self._tables if t.startswith("mart."))

    def _join(self) -> None:
        """Wait for what is done beside."""
        beside, self._beside = self._beside, None
        if beside is not None:
            beside.result()

    def export_marts(self) -> None:
        """Write each mart table as <name>.parquet in its folder; the same rows give the same bytes."""
        self._join()
        self._export(self._con, [table for table in self._mart_tables() if table not in self._exported])

    def _export(self, con: duckdb.DuckDBPyConnection, tables: list[str]) -> None:
        """Write marts some rows at a time: the longest do not fit into memory."""
        if self._marts is None:
            return
        self._marts.mkdir(parents=True, exist_ok=True)
        for table in tables:
            path = self._marts / f"{table.removeprefix('mart.')}.parquet"
            schema = con.sql(f"from {table} limit 0").to_arrow_table().schema
            with pq.ParquetWriter(path, schema, compression="zstd") as file:
                for sql in self._pieces(con, table):
                    for batch in con.sql(sql).to_arrow_reader(_ROWS_OF_A_GROUP):
                        file.write_batch(batch)
            self._exported.add(table)

    def _pieces(self, con: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
        """Yield selects that give a table, or a view over raw.fact, piece by piece in its order."""
        if table not in self._views:
            yield f"from {table}"
            return
        facts = con.execute("select count(*) from raw.fact").fetchall()[0][0]
        for low in range(0, max(facts, 1), _FACTS_AT_ONCE):
            yield self._views[table].of_facts(low, low + _FACTS_AT_ONCE)

    def save(self) -> None:
        """Write everything to the file: closing alone would hide a full disk."""
        self._execute("warehouse.duckdb", "checkpoint")
        kept.sweep(self._folder / _TEXTS, self._posting_files)

    def close(self) -> None:
        """Let go of the file; what is still done beside is waited for, and how it ends tells nothing any more."""
        with suppress(Exception):
            self._join()
        self._con.close()

    def _execute(self, what: str, sql: str, values: Iterable[Any] = ()) -> duckdb.DuckDBPyConnection:
        return _execute(self._con, what, sql, values)


def _execute(
    con: duckdb.DuckDBPyConnection, what: str, sql: str, values: Iterable[Any] = ()
) -> duckdb.DuckDBPyConnection:
    values = list(values)
    try:
        try:
            return con.execute(sql, values)
        except duckdb.OutOfMemoryException:
            # lists are never spilled: a market too large for our limit takes what DuckDB allows itself here, 80 %
            con.execute("reset memory_limit")
            return con.execute(sql, values)
    except duckdb.Error as error:
        told = " ".join(str(error).split())[:400]
        hint = "; free disk space or memory and run again" if isinstance(error, _ROOM) else ""
        raise VacanciesError(f"{what}: {told}{hint}") from error


RAW = {"raw.posting": POSTING, "raw.fact": FACT}
"""The tables that are loaded from files."""
_TEXTS = "texts"
_ROWS_AT_ONCE = 1 << 17
_ROWS_OF_A_GROUP = 1 << 15
_FACTS_AT_ONCE = 1 << 20
_UNSLICED = 100_000
"""Postings up to which no table is made in slices."""
_ROOM = (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.TransactionException)


def _file(select: Select) -> str:
    schema, _, name = select.table.partition(".")
    return f"sql/{schema}/{name}.sql"


def _answer(check: Select, found: pd.DataFrame) -> Failure:
    first = {} if found.empty else {str(k): v for k, v in found.iloc[0].items()}
    says = check.says.format(rows=len(found), **first) if first else check.grain
    example = ", ".join(f"{k}={v}" for k, v in first.items())
    return Failure(check.table.removeprefix("check."), str(check.severity), says, len(found), example)


def refuse(found: Iterable[Failure], *, allow: bool = False) -> None:
    """Raise VacanciesError where a check of severity `fail` found something, unless that is allowed."""
    failed = [f for f in found if f.severity == "fail"]
    if failed and not allow:
        told = "; ".join(f"{f.check}: {f.meaning} ({f.rows}; the first: {f.example[:200]})" for f in failed)
        raise VacanciesError(
            f"checks failed, no report was made and the old warehouse stays: {told}; "
            "report it, or run with --allow-failed-checks"
        )
