"""Every check of the shelf finds what it is for, and says it in a sentence; a healthy warehouse passes all."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import VacanciesError
from pipeline.model import Fact, Reject
from pipeline.warehouse import Build, Failure, building, refuse
from pipeline.warehouse.sqlfiles import shelf

from .conftest import Small, pay, posting, rows

EXCEL = Fact("skills", "excel", scope="required", quote="Text", start=0, end=4)

HISTORY = "create or replace table core.source_history as select * replace (200 as postings) from core.source_history"

BROKEN: dict[str, str] = {
    # check                    what is done to a healthy warehouse of three vacancies
    "ask_named": "update raw.fact set concept = 'unheard-of' where strongest",
    "fact_of_a_posting": "update raw.fact set posting_key = 'nobody' where kind = 'pay'",
    "fact_quoted": "update raw.fact set start = 1 where origin = 'text'",
    "hidden_pay_has_no_figures": "update core.pay set kind = 'negotiable' where low is not null",
    "closed_after_seen": "update core.posting set closed_on = '2020-01-01', last_seen_on = '2020-01-02'",
    "duplicates_share": "insert into core.posting select p.* exclude (n) replace (false as is_representative) "
    "from (select posting.*, n from core.posting, range(60) as _(n)) as p",
    "contact_left": "insert into core.contact_left values ('files|a.csv|1')",
    "conversion_told": "update core.conversion set factor = null",
    "employer_joined": "update core.vacancy set employer_id = 'nobody'",
    "opening_agrees": "update core.posting set vacancy_id = 'one'",
    "same_opening_joined": "update core.same_opening set reason = 'same text'",
    "version_changed": "insert into core.posting_version (posting_key, version, changed) values ('x', 2, [])",
    "net_below_gross": "update core.pay set pay_low_rub_month_net = 2 * pay_low_rub_month_gross",
    "pay_one_a_vacancy": "delete from core.pay where kind = 'absent'",
    "pay_ordered": "update core.pay set pay_low = pay_high + 1",
    "pay_plausible": "update core.month_pay set low_month = low_month / 100",
    "pay_unit_or_reason": "update core.pay set why_not = 'both' where unit is not null",
    "place_one_a_posting": "delete from core.place where posting_key like '%1'",
    "posting_key_unique": "update core.posting set posting_key = 'one'",
    "postings_kept": "delete from raw.posting where id = '1'",
    "reject_has_reason": "update raw.reject set reason = ' '",
    "role_told": "update core.posting set role = 'unknown'",
    "source_share_moved": f"{HISTORY} union all by name "
    "select * replace (2 as number, 200 as postings, 0.1 as pay_share) from core.source_history",
    "language_mix_moved": f"{HISTORY} union all by name "
    "select * replace (2 as number, 200 as postings, 0.1 as en_share) from core.source_history",
    "vacancy_id_unique": "update core.posting set is_representative = false where id = '1'",
    "volume_dropped": "insert into core.source_history by name "
    "select * replace (2 as number, 100 as postings) from core.source_history",
    "window_holds_postings": "update core.vacancy set in_window = false",
}


def test_every_check_has_a_broken_warehouse() -> None:
    assert sorted(BROKEN) == sorted(s.table.removeprefix("check.") for s in shelf() if s.severity)


@pytest.fixture(scope="module")
def healthy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    """A warehouse of three vacancies, made once; who breaks it takes that back."""
    small = Small(tmp_path_factory.mktemp("healthy"))
    small.add(posting("1"), pay(), EXCEL)
    small.add(posting("2"), pay("range", 90_000, 95_000), EXCEL)
    small.add(posting("3"))
    small.rejects.append(Reject("files", "a.csv", "row 9", "no title; add one"))
    with building(small.folder) as build:
        small.fill(build)
        build.make()
        build.check()  # mart.check stands, also after what breaks the others is taken back
        yield build


def test_a_healthy_warehouse_passes_all(healthy: Build) -> None:
    assert healthy.check() == []
    assert healthy.table("mart.check")["rows"].eq(0).all()


@pytest.mark.parametrize("check", BROKEN)
def test_a_broken_warehouse_is_found(healthy: Build, check: str) -> None:
    healthy._execute(check, "begin")
    try:
        healthy._execute(check, BROKEN[check])
        found = {failure.check: failure for failure in healthy.check()}
    finally:
        healthy._execute(check, "rollback")
    assert check in found, sorted(found)
    assert not re.search(r"one row|[{}]|None|nan", found[check].meaning), found[check].meaning


def test_in_a_large_market_quotes_are_looked_at_in_a_part_of_the_postings(healthy: Build) -> None:
    many = "select m.* replace (m.posting_key || i as posting_key) from {0} as m, range(40000) as r(i)"
    healthy._execute("many", "begin")
    try:
        for table in ("raw.posting", "raw.fact"):
            healthy._execute("many", f"insert into {table} {many.format(table)}")
        sql = next(s.sql for s in shelf() if s.table == "check.fact_quoted")
        assert healthy.query(sql).empty
        wrong = 'update raw.fact set start = start + 1, "end" = "end" + 1 where concept = \'excel\''
        healthy._execute("many", wrong)
        assert 2_000 < len(healthy.query(sql)) < 10_000
        healthy._execute("many", "update raw.fact set quote = null where concept = 'excel'")
        assert len(healthy.query(sql)) == 2 * 40_001
    finally:
        healthy._execute("many", "rollback")


CONTACTS = {
    "Write to jobs@example.com": True,
    "Call +7 (926) 123-45-67": True,
    "Number +7 (900) 000-00-00": False,
    "C++ and 1+7": False,
}


def test_a_contact_that_was_not_masked_is_found_and_what_only_looks_like_one_is_not(small: Small) -> None:
    for number, text in enumerate(CONTACTS):
        small.add(posting(str(number), text=text))
    told = "select text from core.contact_left join raw.posting using (posting_key) order by posting_key"
    assert rows(small, told) == [(text,) for text, is_left in CONTACTS.items() if is_left]


def test_a_failed_check_stops_and_may_be_allowed_and_a_warning_does_not_stop() -> None:
    warning = Failure("role_told", "warn", "few roles", 1, "n=1")
    failure = Failure("pay_ordered", "fail", "pay is swapped", 2, "n=2")
    refuse([warning])
    refuse([warning, failure], allow=True)
    with pytest.raises(VacanciesError, match=r"pay_ordered: pay is swapped \(2; the first: n=2\)") as told:
        refuse([warning, failure])
    assert "role_told" not in str(told.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("select 1", "first line must tell the grain"),
        ("-- one row a thing\nselect 1", "severity"),
        ("-- one row a thing\n-- severity: fail\nselect 1", "says"),
    ],
)
def test_a_check_that_does_not_tell_what_it_says_is_refused(tmp_path: Path, text: str, says: str) -> None:
    for schema in ("core", "mart", "check"):
        (tmp_path / schema).mkdir()
    (tmp_path / "check" / "x.sql").write_text(text)
    with pytest.raises(VacanciesError, match=says):
        shelf(tmp_path)
