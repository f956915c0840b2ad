"""What sightings make of a posting: seen, closed, open again, posted again, changed; on a warehouse of its own."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from pipeline.model import Fact, Posting
from pipeline.tables import COLLECTION
from pipeline.warehouse import Warehouse, building
from tests.warehouse.conftest import Small, pay, posting

TEXT = "A long enough text about sixty customers in the north whose contracts are renewed by the person we seek now."


class Market:
    """A live source: days on which it was collected, with what each collection showed."""

    def __init__(self, folder: Path) -> None:
        self.small = Small(folder)
        self.collections: list[dict[str, Any]] = []
        self.built_of: tuple[int, int] | None = None

    def collected(
        self,
        day: int,
        *shown: tuple[Posting, Sequence[Fact]],
        status: str = "complete",
        since: datetime | None = None,
        asked: str = "a",
    ) -> None:
        """Add the collection of a day in June 2026."""
        stamp, moment = f"202606{day:02}T060000000000Z", datetime(2026, 6, day, 6)
        for number, (one, facts) in enumerate(shown):
            given = {name: getattr(one, name) for name in Posting.__dataclass_fields__}
            given |= {"page": f"{stamp}/{number}", "collection": stamp, "fetched_at": moment}
            self.small.add(Posting(**given), *facts)
        line = {"source": "hh", "collection": stamp, "began_at": moment, "ended_at": moment, "status": status}
        self.collections.append(line | {"reason": None, "since": since, "asked": asked})

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Ask the warehouse, which must pass its checks of severity `fail`; it is built where something was added."""
        holds = len(self.small.rows), len(self.collections)
        if holds != self.built_of:
            self._build()
            self.built_of = holds
        with Warehouse(self.small.folder / "warehouse.duckdb") as warehouse:
            frame = warehouse.query(sql)
        return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))

    def _build(self) -> None:
        with building(self.small.folder) as build:
            self.small.fill(build)
            build.store("raw.collection", pa.Table.from_pylist(self.collections, COLLECTION))
            build.make()
            assert [f for f in build.check() if f.severity == "fail"] == []


@pytest.fixture
def market(tmp_path: Path) -> Market:
    return Market(tmp_path / "processed")


def ad(number: str = "1", *facts: Fact, **given: Any) -> tuple[Posting, Sequence[Fact]]:
    standard = {"source": "hh", "employer": "Acme", "place": "Leeds", "text": TEXT, "posted_on": date(2026, 6, 1)}
    return posting(number, **{**standard, **given}), facts or (pay(),)


SEEN = "select first_seen_on::varchar, last_seen_on::varchar, times_seen, closed_on::varchar from core.posting"


def test_a_posting_seen_thrice_is_one_with_its_first_and_last_day(market: Market) -> None:
    for day in (2, 3, 5):
        market.collected(day, ad())
    assert market.query(SEEN) == [("2026-06-02", "2026-06-05", 3, None)]
    assert market.query("select count(*) from core.sighting") == [(3,)]


@pytest.mark.parametrize(
    ("later", "closed_on"),
    [
        ({}, "2026-06-04"),
        ({"status": "partial"}, None),
        ({"status": "failed"}, None),
        ({"status": "closed"}, None),
        ({"since": datetime(2026, 6, 2)}, None),
        ({"asked": "another search"}, None),
    ],
    ids=["complete", "partial", "failed", "closed", "news only", "another search"],
)
def test_only_a_complete_collection_of_everything_closes(
    market: Market, later: dict[str, Any], closed_on: str | None
) -> None:
    market.collected(2, ad(), ad("2", title="Nurse", text="other"))
    market.collected(4, ad("2", title="Nurse", text="other"), **later)
    assert market.query(f"{SEEN} where id = '1'") == [("2026-06-02", "2026-06-02", 1, closed_on)]
    why = "not in the complete collection of 2026-06-04" if closed_on else None
    assert market.query("select closed_why from core.posting where id = '1'") == [(why,)]


def test_the_first_collection_that_misses_it_closes_it(market: Market) -> None:
    market.collected(2, ad())
    for day in (3, 4):
        market.collected(day)
    assert market.query("select closed_on::varchar from core.posting") == [("2026-06-03",)]


def test_seen_again_it_is_open_again(market: Market) -> None:
    market.collected(2, ad())
    market.collected(3)
    market.collected(4, ad())
    assert market.query(SEEN) == [("2026-06-02", "2026-06-04", 2, None)]


def test_the_site_itself_may_say_that_it_is_closed(market: Market) -> None:
    market.collected(2, ad())
    market.collected(3, ad(closed=True), status="partial")
    assert market.query("select closed_on::varchar, closed_why from core.posting") == [
        ("2026-06-03", "the site says so")
    ]


def test_another_source_closes_nothing(market: Market) -> None:
    market.collected(2, ad())
    market.collections.append(market.collections[0] | {"source": "superjob", "collection": "20260609T060000000000Z"})
    assert market.query("select closed_on from core.posting") == [(None,)]


def test_each_wording_is_a_version_with_what_changed(market: Market) -> None:
    market.collected(2, ad())
    market.collected(3, ad())
    market.collected(4, ad("1", pay(low=120_000)))
    market.collected(5, ad("1", pay(low=120_000), title="Key account manager", text=TEXT + " Soon."))
    told = "select version, from_on::varchar, until_on::varchar, times_seen, changed, title from core.posting_version"
    assert [(*row[:4], list(row[4]), row[5]) for row in market.query(told)] == [
        (1, "2026-06-02", "2026-06-03", 2, [], "Account manager"),
        (2, "2026-06-04", "2026-06-04", 1, ["pay"], "Account manager"),
        (3, "2026-06-05", "2026-06-05", 1, ["title", "text"], "Key account manager"),
    ]
    assert market.query("select low from core.pay") == [(120_000,)]  # the newest counts


def test_an_excerpt_is_no_new_version_and_does_not_speak_for_the_posting(market: Market) -> None:
    market.collected(2, ad(), ad(text=TEXT[:30]))
    market.collected(3, ad(text=TEXT[:30]))
    assert market.query("select max(version), max(times_seen) from core.posting_version") == [(1, 1)]
    assert market.query("select length(text) from raw.posting join core.posting using (posting_key)") == [(len(TEXT),)]
    assert market.query(SEEN) == [("2026-06-02", "2026-06-03", 2, None)]


def test_the_same_text_under_a_new_id_is_posted_again_and_one_opening(market: Market) -> None:
    market.collected(2, ad("1"))
    market.collected(9, ad("2", posted_on=date(2026, 6, 8)))
    assert market.query(
        "select later.id, earlier.id from core.posting as later "
        "join core.posting as earlier on earlier.posting_key = later.reposted_from"
    ) == [("2", "1")]
    assert market.query("select postings, reposts, days_open, closed_on from core.vacancy") == [(2, 1, 8, None)]


@pytest.mark.parametrize(
    "other",
    [{"employer": "Oakfield"}, {"place": "York"}, {"text": TEXT + " Really."}],
    ids=["employer", "place", "text"],
)
def test_what_differs_is_not_posted_again(market: Market, other: dict[str, Any]) -> None:
    market.collected(2, ad("1"))
    market.collected(9, ad("2", **other))
    assert market.query("select count(reposted_from) from core.posting") == [(0,)]


def test_two_that_stand_side_by_side_are_copies_not_reposts(market: Market) -> None:
    for day in (2, 3):
        market.collected(day, ad("1"), ad("2"))
    assert market.query("select postings, reposts from core.vacancy") == [(2, 0)]


def test_an_opening_is_open_while_one_of_its_postings_is(market: Market) -> None:
    market.collected(2, ad("1"), ad("2"))
    market.collected(3, ad("2"))
    assert market.query("select closed_on from core.vacancy") == [(None,)]
    market.collected(4)
    assert market.query("select closed_on::varchar, days_open from core.vacancy") == [("2026-06-04", 2)]


def test_a_vacancy_keeps_its_id_while_its_posting_is_collected_again(market: Market) -> None:
    market.collected(2, ad("1"))
    before = market.query("select vacancy_id from core.vacancy")
    market.collected(3, ad("1"))
    assert market.query("select vacancy_id from core.vacancy") == before


def test_rows_of_files_have_no_history(market: Market) -> None:
    market.small.add(posting("1"), pay())
    assert market.query(SEEN) == [(None, None, 1, None)]
    assert market.query("select days_open, reposts from core.vacancy") == [(None, 0)]
    assert market.query("select count(*) from core.posting_version") == [(0,)]


def test_the_employer_of_a_vacancy_is_called_by_its_most_frequent_name(market: Market) -> None:
    for number, name in enumerate(("ООО «Ромашка»", "Ромашка", "Ромашка")):
        market.small.add(posting(str(number), employer=name, title=f"Role {number}"), pay())
    assert market.query("select employer, n from mart.employer") == [("Ромашка", 3)]
    assert market.query("select name, names::varchar, is_agency from core.employer") == [
        ("Ромашка", "[ООО «Ромашка», Ромашка]", False)
    ]


def test_one_ad_for_several_cities_lists_them(market: Market) -> None:
    text = f"{TEXT} This opening is available in multiple locations."
    for number, place in enumerate(("Leeds", "York")):
        market.small.add(posting(str(number), employer="Acme", place=place, text=text), pay())
    assert [list(row[0]) for row in market.query("select places from core.vacancy")] == [["Leeds", "York"]]
