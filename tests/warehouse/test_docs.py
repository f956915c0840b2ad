"""docs/warehouse.md lists every table with its grain and columns, as they are."""

import os
from pathlib import Path

from pipeline.runs import compact
from pipeline.statistics import asked, explorer, findings, market, movement
from pipeline.warehouse import building
from pipeline.warehouse.sqlfiles import shelf

from .conftest import Small, pay, posting

PAGE = Path(__file__).parents[2] / "docs" / "warehouse.md"
COMPUTED = {
    "core.grouping": "one row a posting of core.told: the least number in its opening, why, and alike to which",
    "core.employer_name": "one row a name of an employer as it is written: who that is, null where the name hides it",
    "raw.collection": "one row a source × run that fetched it; `since` is null where all that is open was asked for",
    "mart.band": "one row a segment × unit × position × percentile; segment_by pay_scope: base or total pay alone",
    "mart.band_vacancy": "one row a band × vacancy: the way back to the postings",
    "mart.disclosure": "one row a language × kind of pay",
    "mart.requirement": "one row a concept asked for; n counts vacancies with a text",
    "mart.industry": "one row an industry",
    "mart.premium": "one row a unit × required concept: what it goes with, in percent of pay",
    "mart.position": "one row a segment × unit × position × percentile: the grid an offer is placed in",
    "mart.requirement_pair": "one row a pair of requirements asked together more often than chance",
    "mart.requirement_cell": "one row an industry or a third of posted floors × one of the commonest requirements",
    "mart.explorer": "one row a printable cell of the report's explorer × position × percentile",
    "mart.offer": "one row a step of an offer's place: from this amount (`above` it, or on it) up to the next row's",
    "mart.change": "one row a unit × segment compared with the last run",
    "mart.pay_index": "one row a unit × run of the last twelve: pay beside the first, which is 100, and its revision",
    "core.pay_check": "one row an amount of core.pay_to_check: keep, fix by a factor, or quarantine, with the reason",
    "core.contact_left": "one row a suspected posting in which masking would still take something away",
    "core.place_in_words": "one row a posting without a place whose title or a line named so names one city",
    "raw.file": "one row a file that was loaded, in its order: into which table, and a digest of what made its rows",
    "raw.rate": "one row a rate of data/raw/rates: what `nominal` of `currency` cost in `quoted_in` on that day",
    "raw.source_figure": "one row an earlier run × source of imported files: what it counted, from the ledger",
    "mart.check": "one row a check of the last build, with how many rows it found",
}


def tables(small: Small) -> str:
    small.add(posting("1"), pay())
    with building(small.folder) as build:
        small.fill(build)
        build.make()
        for name, rows in market.tables(*map(build.table, ("mart.vacancy", "mart.ask", "raw.concept"))).items():
            build.store(name, rows)
        known = [build.table(name) for name in ("mart.vacancy", "raw.concept")]
        closer = asked.tables(known[0], build.table("mart.ask"))
        for name, rows in (findings.tables(*known) | explorer.tables(*known) | closer).items():
            build.store(name, rows)
        now = compact(build.table("mart.vacancy"))
        for name, rows in movement.tables(
            now, None, movement.Earlier(now.assign(came=0, gone=None).head(0), [])
        ).items():
            build.store(name, rows)
        build.check()
        columns = build.query(
            "select table_schema || '.' || table_name as name, "
            "string_agg(column_name, ', ' order by ordinal_position) as columns "
            "from information_schema.columns where table_schema in ('raw', 'core', 'mart') group by name order by name"
        )
    grains = {s.table: s.grain for s in shelf()} | COMPUTED
    return "\n\n".join(
        f"### {n}\n{grains.get(n, 'one row a record, as it was read')}\n\n`{c}`"
        for n, c in columns.itertuples(index=False)
    )


def test_the_page_shows_the_schema_as_it_is(small: Small) -> None:
    listed = tables(small)
    if os.environ.get("WRITE_DOCS"):
        head = PAGE.read_text(encoding="utf-8").split("## Tables")[0]
        PAGE.write_text(f"{head}## Tables\n\n{listed}\n", encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8").split("## Tables\n\n")[1].strip() == listed.strip()
