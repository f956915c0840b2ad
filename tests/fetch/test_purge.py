"""What is purged: the pages of old collections; what stays: their scrubbed postings, which a rebuild reads."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from toy_site import House, Reply, page_of_vacancies, vacancy

from pipeline import flow, inputs
from pipeline.fetch.purge import old
from pipeline.tidy import Limits
from pipeline.work import Work


def postings(house: House) -> list[dict[str, object]]:
    work = Work(house.settings, inputs.find(house.settings))
    work.parse(workers=1)
    rows: list[dict[str, object]] = pa.concat_tables(map(pq.read_table, work.postings())).to_pylist()
    return rows


@pytest.fixture
def after_two(house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    """A house with two collections, the second of which repeats a page of the first (304)."""
    monkeypatch.setattr("pipeline.fetch.postings.discover", lambda _shelf: house.shelf)
    called = vacancy(1) | {"text": str(vacancy(1)["text"]) + "\nCall +7 912 345-67-89"}
    same = {"items": [called, vacancy(2)], "next": "/2"}
    house.site.says("/list", Reply(json.dumps(same).encode(), headers={"ETag": '"same"'}))
    house.site.says("/2", page_of_vacancies(3), page_of_vacancies(4))
    house.toy()
    house.clock.later(days=7)
    house.toy()
    return house


def test_nothing_young_goes(after_two: House) -> None:
    assert old(after_two.settings.raw, datetime.now(UTC) - timedelta(days=1)) == []


def test_the_postings_of_what_goes_stay(after_two: House) -> None:
    raw = after_two.settings.raw
    before = postings(after_two)
    first = old(raw, datetime.now(UTC) + timedelta(days=1))[0]
    moment = datetime.strptime(first.name, "%Y%m%dT%H%M%S%fZ").replace(tzinfo=UTC) + timedelta(microseconds=1)
    gone = flow.purge(after_two.settings, Limits(archive=moment))
    assert [(one.name, one.postings) for one in gone] == [(f"toy/{first.name}", 3)]
    assert not (raw / "toy" / f"{first.name}.warc.gz").exists()
    assert len(list((raw / "toy").glob("*.warc.gz"))) == 1
    assert postings(after_two) == before
    assert len(before) == 6
    kept = (raw / "toy" / f"{first.name}.kept.parquet").read_bytes()
    assert b"345-67-89" not in kept
    assert flow.purge(after_two.settings, Limits(archive=moment)) == []


def test_a_purge_that_was_killed_is_finished_by_the_next(after_two: House) -> None:
    raw = after_two.settings.raw
    before = postings(after_two)
    files = {path: path.read_bytes() for path in (raw / "toy").glob("*.warc.gz")}
    later = datetime.now(UTC) + timedelta(days=1)
    flow.purge(after_two.settings, Limits(archive=later))
    for path, held in files.items():
        path.write_bytes(held)
    assert postings(after_two) == before
    assert len(flow.purge(after_two.settings, Limits(archive=later))) == 2
    assert list((raw / "toy").glob("*.warc.gz")) == []
    assert postings(after_two) == before


def test_a_purged_page_is_fetched_whole_again(after_two: House) -> None:
    flow.purge(after_two.settings, Limits(archive=datetime.now(UTC) + timedelta(days=1)))
    after_two.clock.later(days=7)
    ended = after_two.toy()
    assert (ended.status, ended.postings) == ("complete", 3)
    assert "if-none-match" not in after_two.site.asked[-2][1]
