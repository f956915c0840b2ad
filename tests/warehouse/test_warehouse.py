"""The finished warehouse: read-only, one select, no way out; a failed build changes nothing."""

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline import openings
from pipeline.errors import UsageError, VacanciesError
from pipeline.model import Fact
from pipeline.warehouse import Warehouse, building, settings
from pipeline.warehouse import build as build_module
from pipeline.warehouse.build import Build
from pipeline.warehouse.sqlfiles import Select, ordered

from .conftest import Small, pay, posting


@pytest.mark.parametrize(
    "sql",
    ["drop table mart.market", "select 1; select 2", "select * from nowhere", "from read_csv('/etc/passwd')", "selec"],
)
def test_anything_but_one_select_on_its_own_tables_is_refused(small: Small, sql: str) -> None:
    small.add(posting("1"), pay())
    with small.built() as warehouse, pytest.raises(UsageError):
        warehouse.query(sql)


def test_no_warehouse_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="vacancies run"):
        Warehouse(tmp_path / "warehouse.duckdb")


@pytest.mark.parametrize("damage", [b"", b"not a database at all", None], ids=["empty", "another file", "cut off"])
def test_a_warehouse_that_cannot_be_read_says_what_to_do_and_the_next_build_replaces_it(
    small: Small, damage: bytes | None
) -> None:
    small.add(posting("1"), pay())
    small.built().close()
    file = small.folder / "warehouse.duckdb"
    file.write_bytes(file.read_bytes()[:5000] if damage is None else damage)
    with pytest.raises((VacanciesError, UsageError), match="delete it and run again") as told:
        Warehouse(file).query("select reported from mart.market")
    assert "\n" not in str(told.value)
    with small.built() as warehouse:
        assert warehouse.query("select reported from mart.market").iloc[0, 0] == 1


def test_no_bar_of_progress_falls_into_what_is_piped(small: Small) -> None:
    small.add(posting("1"), pay())
    shown = "select current_setting('enable_progress_bar') as shown"
    with building(small.folder) as build:
        small.fill(build)
        build.make()
        assert not build.query(shown)["shown"][0]
    with Warehouse(small.folder / "warehouse.duckdb") as warehouse:
        assert not warehouse.query(shown)["shown"][0]


def test_columns_that_come_by_arrow_are_those_that_come_without_it(small: Small) -> None:
    small.add(posting("1"), pay())
    rows = "from (values ('a', true, true, 1.5::double), (null, null, false, null)) as t(x, gap, full_, n)"
    with small.built() as warehouse:
        by_arrow = warehouse.query(f"select x, gap, full_, n {rows}")
        assert list(warehouse.query("select 'a' as x, 'b' as x")) == ["x", "x_1"]
        straight = warehouse.query(f"select x, gap, full_, n, 1 as one {rows}").drop(columns="one")
    pd.testing.assert_frame_equal(by_arrow, straight)


def test_a_build_that_fails_leaves_the_old_one(small: Small) -> None:
    small.add(posting("1"), pay())
    small.built().close()
    with pytest.raises(ValueError, match="stop"), building(small.folder):
        raise ValueError("stop")
    with Warehouse(small.folder / "warehouse.duckdb") as warehouse:
        assert warehouse.query("select reported from mart.market").iloc[0, 0] == 1


def test_a_text_fact_must_stand_where_it_says(small: Small) -> None:
    small.add(
        posting("1", text="needs Excel"), Fact("skills", "excel", scope="required", quote="Excel", start=6, end=11)
    )
    small.add(
        posting("2", text="needs Excel"), Fact("skills", "excel", scope="required", quote="Excel", start=5, end=10)
    )
    with building(small.folder) as build:
        small.fill(build)
        build.make()
        assert [(f.check, f.rows) for f in build.check() if f.severity == "fail"] == [("fact_quoted", 1)]


def test_order_follows_what_is_read_and_a_circle_is_refused() -> None:
    a, b = Select("core.a", "", "", frozenset({"core.b"})), Select("core.b", "", "", frozenset({"raw.x"}))
    assert [s.table for s in ordered([a, b])] == ["core.b", "core.a"]
    with pytest.raises(VacanciesError, match="circle"):
        ordered([a, Select("core.b", "", "", frozenset({"core.a"}))])


def test_what_is_checked_and_written_ahead_is_what_would_be_after(tmp_path: Path) -> None:
    made = []
    for ahead in (False, True):
        small = Small(tmp_path / str(ahead))
        small.add(posting("1", text="needs Excel"), pay())
        wrong = Fact("skills", "excel", scope="required", quote="Excel", start=5, end=10)
        small.add(posting("2", text="needs Excel"), wrong)
        with building(small.folder) as build:
            small.fill(build)
            build.make()
            if ahead:
                build.ahead()
            build.store("mart.later", pa.table({"n": [1]}))
            found = build.check()
        marts = {path.name: path.read_bytes() for path in sorted((small.folder / "marts").iterdir())}
        made.append((found, marts))
    assert made[0] == made[1]
    assert {"later.parquet", "fact.parquet", "check.parquet"} <= set(made[0][1])
    assert [f.check for f in made[0][0] if f.severity == "fail"] == ["fact_quoted"]


def test_a_market_too_large_for_our_limit_takes_what_the_machine_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "_SETTINGS", {**settings._SETTINGS, "memory_limit": "60MB"})
    lists = "select i // 3 as k, list('abcdefghijklmnop' || i order by i) as l from range(2000000) as r(i) group by 1"
    build = Build(tmp_path / "warehouse.duckdb")
    try:
        with pytest.raises(duckdb.OutOfMemoryException):
            build._con.execute(f"create table lists as {lists}")
        assert build.query(f"select count(*) as n from ({lists})")["n"].tolist() == [666_667]
    finally:
        build.close()


def test_a_statement_that_needed_more_memory_had_it_for_itself_only(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.add(posting("1"), pay())
    executed = build_module._execute

    def hungry(con: duckdb.DuckDBPyConnection, what: str, *told: Any) -> duckdb.DuckDBPyConnection:
        done = executed(con, what, *told)
        if what == "sql/mart/fact.sql":
            con.execute("reset memory_limit")
        return done

    monkeypatch.setattr(build_module, "_execute", hungry)
    with building(small.folder) as build:
        small.fill(build)
        build.make()
        assert build.query("select current_setting('memory_limit') as held")["held"].tolist() == ["1.3 GiB"]


def test_a_view_is_written_in_the_order_of_facts_however_many_are_read_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = [Fact("skills", skill, scope="required", quote="Text", start=0, end=4) for skill in ("excel", "crm")]
    made = []
    for at_once in (1, 3, 1000):
        monkeypatch.setattr(build_module, "_FACTS_AT_ONCE", at_once)
        small = Small(tmp_path / str(at_once))
        for number in range(5):
            small.add(posting(str(number), title=f"Sales manager {number}"), pay(), *asks)
        with building(small.folder) as build:
            small.fill(build)
            build.make()
            shown = {name: build.query(f"from mart.{name} order by all") for name in ("ask", "fact")}
        files = {name: small.folder / "marts" / f"{name}.parquet" for name in shown}
        for name, rows in shown.items():
            pd.testing.assert_frame_equal(duckdb.sql(f"from '{files[name]}' order by all").df(), rows)
        made.append({name: pq.read_table(file) for name, file in files.items()})
    assert [len(rows) for rows in made[0].values()] == [10, 20]
    assert made[0] == made[1] == made[2]


def test_a_large_market_is_made_in_slices_and_is_the_same(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    asks = Fact("skills", "excel", scope="required", quote="Text", start=0, end=4)
    for number in range(40):
        small.add(posting(str(number), title=f"Sales manager {number}"), pay(), asks)
    made = []
    for unsliced in (100, 0):
        monkeypatch.setattr(build_module, "_UNSLICED", unsliced)
        with building(small.folder) as build:
            small.fill(build)
            build.make()
            made.append(build.table("mart.vacancy"))
    assert len(made[0]) == 40
    pd.testing.assert_frame_equal(*made)


def test_duckdb_holds_less_while_something_large_is_computed_beside_it(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.add(posting("1"), pay())
    limits: list[str] = []
    with building(small.folder) as build:

        def held() -> None:
            limits.append(build.query("select current_setting('memory_limit') as held")["held"][0])

        grouped = openings.grouped
        monkeypatch.setattr(openings, "grouped", lambda *given, **named: held() or grouped(*given, **named))
        small.fill(build)
        build.make()
        held()
        build.ahead()
        held()
    assert limits == ["286.1 MiB", "1.3 GiB", "286.1 MiB"]
