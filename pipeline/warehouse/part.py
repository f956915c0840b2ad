"""A part of a finished warehouse, in memory: the vacancies of one segment, and every mart made of them alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline.errors import UsageError, VacanciesError
from pipeline.warehouse.reading import Warehouse
from pipeline.warehouse.settings import connect, plain_texts
from pipeline.warehouse.sqlfiles import shelf

SEGMENTS = ("place", "experience", "industry")


class Part(Warehouse):
    """The marts over the vacancies whose columns hold `segment`; what is read (raw, core) stays whole.

    What statistics make is not there until it is stored. UsageError for a segment without a vacancy.
    """

    def __init__(self, path: Path, segment: Mapping[str, str]) -> None:
        if not path.is_file():
            raise UsageError(f"{path}: there is no warehouse yet; `vacancies run` builds it")
        self._con = connect(":memory:")
        try:
            written = str(path.absolute()).replace("'", "''")
            self._con.execute(f"attach '{written}' as whole (read_only)")
            self._take(segment)
        except duckdb.Error as error:
            self._con.close()
            raise VacanciesError(f"{path}: not a warehouse ({error}); delete it and run again") from error

    def _take(self, segment: Mapping[str, str]) -> None:
        have = self._con.execute(
            "select table_schema, table_name from information_schema.tables where table_catalog = 'whole' order by all"
        ).fetchall()
        made = {select.table: select for select in shelf() if select.table.startswith("mart.")}
        for schema in ("raw", "seed", "core", "mart"):
            self._con.execute(f"create schema {schema}")
        for schema, table in have:
            if schema != "mart" or table == "check":
                self._con.execute(f"create view {schema}.{table} as from whole.{schema}.{table}")
        where = " and ".join(f"{name} = ?" for name in segment) or "true"
        self._con.execute(
            f"create table mart.vacancy as from whole.mart.vacancy where {where} order by vacancy_id",
            list(segment.values()),
        )
        self._con.execute(
            "create table mart.market as select market.* replace (part.reported as reported, part.undated as undated,"
            " part.employers as employers, part.unknown as employers_unknown_share) from whole.mart.market, ("
            " select count(*) as reported, count(*) filter (not is_dated) as undated,"
            " count(distinct employer) as employers, avg((employer is null)::double) as unknown"
            " from mart.vacancy join (select vacancy_id, is_dated from core.vacancy) using (vacancy_id)) as part"
        )
        for table, select in made.items():
            if table not in ("mart.vacancy", "mart.market"):
                self._con.execute(f"create {'view' if select.is_view else 'table'} {table} as {select.sql}")
                if not select.is_view and "vacancy_id" in self._columns(table):
                    inside = "(select vacancy_id from mart.vacancy)"
                    self._con.execute(f"delete from {table} where vacancy_id not in {inside}")

    def _columns(self, table: str) -> list[str]:
        return [str(column[0]) for column in self._con.execute(f"describe {table}").fetchall()]

    def store(self, table: str, rows: pd.DataFrame) -> None:
        """Create (or replace) a table from pandas."""
        self._con.register("incoming", plain_texts(rows))
        self._con.execute(f"create or replace table {table} as from incoming")
        self._con.unregister("incoming")

    def table(self, name: str) -> pd.DataFrame:
        """Return a whole table, in its order."""
        return self.query(f"from {name}")

    def values(self, name: str) -> list[Any]:
        """Return what a column of the whole market's vacancies holds, commonest first: what a segment may be."""
        sql = f"select {name} from whole.mart.vacancy where {name} is not null group by all order by count(*) desc, 1"
        return [row[0] for row in self._con.execute(sql).fetchall()]
