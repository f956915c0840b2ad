"""A finished warehouse, opened to read: quick to import, for whoever only asks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pandas as pd

from pipeline.errors import UsageError, VacanciesError
from pipeline.warehouse.settings import connect

_BY_ARROW = {"VARCHAR", "DOUBLE", "BOOLEAN"}
"""Types that Arrow and DuckDB hand over as the same columns of a frame."""


class Warehouse:
    """A finished warehouse, opened to read: it never blocks a build and never sees half of one.

    >>> Warehouse(Path("data/processed/warehouse.duckdb")).query("select * from mart.market")  # doctest: +SKIP
    """

    def __init__(self, path: Path, ledger: Mapping[str, pd.DataFrame] | None = None) -> None:
        """`ledger` are tables shown beside it as `ledger.<name>`: what is appended to, and no part of a build."""
        if not path.is_file():
            raise UsageError(f"{path}: there is no warehouse yet; `vacancies run` builds it")
        # attached, not connected to: a process keeps one instance a path, which would hide a file put in its place
        self._con = connect(":memory:")
        try:
            written = str(path.absolute()).replace("'", "''")
            self._con.execute(f"attach '{written}' as warehouse (read_only)")
            if ledger is not None:
                self._con.execute("attach ':memory:' as ledger")
            for name, rows in (ledger or {}).items():
                self._con.register("incoming", rows)
                self._con.execute(f"create table ledger.{name} as from incoming")
                self._con.unregister("incoming")
            self._con.execute("use warehouse")
            self._con.execute("set enable_external_access = false")
            self._con.execute("set lock_configuration = true")
        except duckdb.Error as error:
            self._con.close()
            raise VacanciesError(f"{path}: not a warehouse ({_line(error)}); delete it and run again") from error

    def query(self, sql: str) -> pd.DataFrame:
        """Return the rows of one select; raises UsageError for anything else and for SQL that does not run."""
        try:
            statements = self._con.extract_statements(sql)
            if len(statements) != 1:
                raise UsageError(f"expected one statement, found {len(statements)}; give one select")
            if statements[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
                raise UsageError(
                    "expected a select: the warehouse is read-only and is changed by `vacancies run` alone"
                )
            if statements[0].type == duckdb.StatementType.SELECT:
                return _frame(self._con.sql(sql))
            frame: pd.DataFrame = self._con.execute(statements[0]).df()
        except duckdb.Error as error:
            raise UsageError(f"{_line(error)} (tables: `select * from information_schema.tables`)") from error
        return frame

    def close(self) -> None:
        """Let go of the file."""
        self._con.close()

    def __enter__(self) -> Warehouse:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _frame(rows: duckdb.DuckDBPyRelation) -> pd.DataFrame:
    """The rows as a frame; texts and numbers by way of Arrow: a fifth of the time where there are many texts."""
    kinds = {str(kind) for kind in rows.types}
    if not kinds <= _BY_ARROW or len({name.casefold() for name in rows.columns}) < len(rows.columns):
        plain: pd.DataFrame = rows.df()
        return plain
    table = rows.to_arrow_table()
    gaps = [name for name in table.column_names if table[name].type == "bool" and table[name].null_count]
    frame: pd.DataFrame = table.to_pandas()
    return frame.astype(dict.fromkeys(gaps, "boolean"))


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:400]
