"""A WARC file that a user drops is read like any other file, whoever wrote it."""

from __future__ import annotations

import gzip
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from toy_site import vacancy
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.model import Posting, Reject
from pipeline.sources.files import read

PAGE = """<html><script type="application/ld+json">{"@type": "JobPosting", "title": "Account manager",
"description": "<p>Requirements: Excel, experience from 2 years in sales</p>", "hiringOrganization":
{"name": "Invented"}}</script></html>"""
API = {
    "id": "77", "name": "Менеджер по работе с клиентами", "area": {"id": "1", "name": "Москва"}, "key_skills": [],
    "description": "<p>Требования: опыт от 1 года</p>", "employer": {"name": "Выдумка"},
    "published_at": "2026-03-01T10:00:00+0300", "alternate_url": "https://hh.ru/vacancy/77",
}  # fmt: skip


def crawl(path: Path, *, packed: bool) -> Path:
    """Write a crawl as other programs do: packed answers, redirects, pictures."""
    api, listed = json.dumps(API).encode(), json.dumps([vacancy(5)]).encode()
    with path.open("wb") as file:
        warc = WARCWriter(file, gzip=packed)
        for url, status, kind, body, coding in (
            ("https://jobs.example.com/1", "200 OK", "text/html", gzip.compress(PAGE.encode()), "gzip"),
            ("https://api.hh.ru/vacancies/77?host=hh.ru", "200 OK", "application/json", api, None),
            (
                "https://jobs.example.com/list.json",
                "200 OK",
                "application/json",
                listed,
                None,
            ),
            ("https://jobs.example.com/old", "404 Not Found", "text/html", b"gone", None),
        ):
            headers = [("Content-Type", kind), *([("Content-Encoding", coding)] if coding else [])]
            told = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            dated = {"WARC-Date": "2026-02-03T04:05:06Z"}
            payload = io.BytesIO(body)
            record = warc.create_warc_record(
                url, "response", payload=payload, length=len(body), http_headers=told, warc_headers_dict=dated
            )
            warc.write_record(record)
    return path


@pytest.mark.parametrize("name", ["crawl.warc.gz", "crawl.warc"])
def test_every_answer_is_read_by_its_host_or_its_format(tmp_path: Path, name: str) -> None:
    path = crawl(tmp_path / name, packed=name.endswith("gz"))
    found = [posting for posting in read([path]) if isinstance(posting, Posting)]
    assert [(p.title, p.url, p.page) for p in found] == [
        ("Account manager", "https://jobs.example.com/1", name),
        ("Менеджер по работе с клиентами", "https://hh.ru/vacancy/77", name),
        ("Account manager", "https://jobs.example.com/list.json", name),
    ]
    assert {p.fetched_at for p in found} == {datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)}
    assert found[1].id == "77"
    assert len({p.id for p in found}) == 3


def test_a_file_that_is_cut_gives_its_whole_records(tmp_path: Path) -> None:
    path = crawl(tmp_path / "crawl.warc.gz", packed=True)
    path.write_bytes(path.read_bytes()[:-300])
    found = list(read([path]))
    assert [posting.id for posting in found if isinstance(posting, Posting)][:2] == ["crawl.warc.gz#1:1", "77"]


def test_what_is_no_warc_is_said(tmp_path: Path) -> None:
    path = tmp_path / "nothing.warc"
    path.write_bytes(b"no records here")
    (reject,) = read([path])
    assert isinstance(reject, Reject)
    assert "no whole answer" in reject.reason
