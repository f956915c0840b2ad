"""What a collection brings, keeps, takes up again and says."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from toy_site import House, Reply, page_of_vacancies, vacancy

from pipeline import inputs
from pipeline.fetch.archive import Archive
from pipeline.ledger import recorded
from pipeline.work import Work


def pages(house: House, source: str = "toy") -> list[tuple[str, int]]:
    """Return (address, status) of what the archive holds."""
    archive = Archive(house.settings.raw, source)
    return [(r.uri, r.status) for name in archive.collections() for _, r in archive.places(name)]


def test_pages_are_walked_archived_and_counted(house: House) -> None:
    house.site.says("/list", page_of_vacancies(1, 2, following="/list?page=2"))
    house.site.says("/list?page=2", page_of_vacancies(3))
    ended = house.toy()
    assert (ended.status, ended.reason, ended.requests, ended.postings) == ("complete", None, 2, 3)
    assert pages(house) == [(house.site.url + "/list", 200), (house.site.url + "/list?page=2", 200)]
    lines = recorded(house.settings.raw, "collections")
    assert [line["status"] for line in lines] == ["began", "complete"]
    assert {k: lines[1][k] for k in ("source", "requests", "pages", "postings", "since")} == {
        "source": "toy", "requests": 2, "pages": 2, "postings": 3, "since": None,
    }  # fmt: skip


def test_a_304_gives_the_archived_body_and_counts_as_seen_again(house: House) -> None:
    etag = {"ETag": '"one"'}
    house.site.says(
        "/list", Reply(b'{"items": [{"id": "a", "title": "T", "text": "x", "company": "C"}]}', headers=etag)
    )
    first = house.toy()
    house.clock.later(days=1)
    second = house.toy()
    assert (first.postings, second.postings, second.status) == (1, 1, "complete")
    assert house.site.asked[-1][1]["if-none-match"] == '"one"'
    archive = Archive(house.settings.raw, "toy")
    ((_, record),) = archive.places(second.collection)
    page = archive.page(record, second.collection)
    assert page is not None
    assert (record.status, page.status, page.body[:10]) == (304, 200, b'{"items": ')
    assert page.fetched_at == house.clock.now()


@pytest.mark.parametrize("broken_at", [1, 2, 3])
def test_what_was_interrupted_is_taken_up_and_nothing_is_asked_twice(house: House, broken_at: int) -> None:
    house.site.says("/list", page_of_vacancies(1, following="/2"))
    house.site.says("/2", page_of_vacancies(2, following="/3"))
    house.site.says("/3", page_of_vacancies(3))
    broken = ["/list", "/2", "/3"][broken_at - 1]
    script = house.site._script[broken].copy()
    house.site.says(broken, Reply(b"", 503))
    first = house.toy()
    assert (first.status, first.postings) == ("failed", broken_at - 1)
    assert "HTTP 503" in str(first.reason)
    house.site._script[broken] = script
    before = len(house.site.paths())
    second = house.toy()
    assert second.collection == first.collection
    assert (second.status, second.postings, second.requests) == ("complete", 3, 4 - broken_at)
    assert len(house.site.paths()) == before + second.requests


def test_what_was_collected_is_read_and_its_history_told(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.fetch.postings.discover", lambda _shelf: house.shelf)
    whole = vacancy(2) | {"text": str(vacancy(2)["text"]) + "\n- and much more of it"}
    house.site.says("/list", page_of_vacancies(1, 2, 2, following="/2"), page_of_vacancies(1))
    house.site.says("/2", {"items": [whole, vacancy(2)]})
    first = house.toy()
    house.clock.later(days=7)
    second = house.toy()
    work = Work(house.settings, inputs.find(house.settings))
    counted = work.parse(workers=1)
    rows = pa.concat_tables(pq.read_table(path) for path in work.postings()).to_pylist()
    assert counted["repeated_ids"] == 3 - 1 + 1
    assert [(r["collection"], r["id"], r["posting_key"]) for r in rows] == [
        (first.collection, "v1", f"toy|toy/{first.collection}|v1"),
        (first.collection, "v2", f"toy|toy/{first.collection}|v2"),
        (second.collection, "v1", f"toy|toy/{second.collection}|v1"),
    ]
    assert rows[1]["text"].endswith("much more of it")
    assert rows[2]["fetched_at"] - rows[0]["fetched_at"] == timedelta(days=7)
    assert [(c["collection"], c["status"], c["since"]) for c in work.collections()] == [
        (first.collection, "complete", None), (second.collection, "complete", None),
    ]  # fmt: skip
    kept = Work(house.settings, inputs.find(house.settings))
    assert kept.parse(workers=1)["parsed"] == 0
