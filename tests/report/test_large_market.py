"""Of a market too large for a list the newest vacancies are listed, and the newest behind each number."""

import duckdb
import pytest

from pipeline.report import book
from pipeline.report.blocks import Evidence
from pipeline.report.context import Context
from pipeline.report.i18n import Reader

EVIDENCE = next(section for section in book.read_shelf() if section.name == "evidence")


def market(vacancies: int):
    """Vacancy i is i days old; an old band is of the 500 oldest, and the 300 oldest ask for fencing."""
    con = duckdb.connect()
    con.execute("create schema mart")
    con.execute(
        "create table mart.vacancy as select printf('%06d', i) as vacancy_id, 'ru' as language, 'range' as kind,"
        " null::text as industry, null::text as place, null::text as employer, '1-3' as experience,"
        " 'Invented' as title,"
        " date '2026-11-30' - i::integer as posted_on, null::date as seen_on, []::text[] as asked, null::text as quote"
        f" from range({vacancies}) as rows(i)"
    )
    old = f"from mart.vacancy where vacancy_id >= printf('%06d', {vacancies} - {{}})"
    con.execute(f"create table mart.band_vacancy as select 7 as band_id, vacancy_id {old.format(500)}")
    con.execute(
        f"create table mart.ask as select vacancy_id, 'fencing' as concept, 'required' as scope {old.format(300)}"
    )
    return con


def listed(vacancies: int) -> tuple[Evidence, list[str]]:
    con = market(vacancies)
    context = Context(lambda sql: con.execute(sql).df(), Reader("en"), {"reported": vacancies}, {})
    context._labels = {}
    for key in ("band:7", "ask:fencing"):
        context.tags.link(key, key)
    evidence = next(b for b in book.blocks_of(EVIDENCE, context) if isinstance(b, Evidence))
    return evidence, [row["vacancy_id"] for row in evidence.table.rows]


@pytest.mark.parametrize("vacancies", [600, 20_000])
def test_a_market_is_listed_whole(vacancies):
    evidence, rows = listed(vacancies)
    assert rows == [f"{i:06d}" for i in range(vacancies)]
    assert evidence.left_out == ""
    assert sum(row["tags"] == ["e1"] for row in evidence.table.rows) == 500


def test_of_a_large_market_the_newest_and_the_newest_behind_each_number():
    evidence, rows = listed(30_000)
    behind_the_band, asking = range(29_500, 29_600), range(29_700, 29_800)
    assert rows == [f"{i:06d}" for i in [*range(20_000), *behind_the_band, *asking]]
    assert evidence.left_out.startswith("20,200 of 30,000 vacancies are listed here and in the workbook")
    assert [row["tags"] for row in evidence.table.rows[-200:]] == 200 * [["e1"]]
