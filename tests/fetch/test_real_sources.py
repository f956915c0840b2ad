"""Every source of the shelf against a real server on this machine that plays its site with invented data."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from toy_site import House, Reply, zipped

from pipeline.fetch.archive import Archive
from pipeline.fetch.collector import Outcome
from pipeline.model import Posting
from pipeline.shelf import discover

PLACES = {
    "trudvsem": {"trudvsem._plan": {"API": "/api/v1/vacancies", "DUMP": "/json/vacancy_{}.json"}},
    "hh": {"hh._plan": {"API": "", "PAGE": "/vacancy/{}"}},
    "superjob": {"superjob._plan": {"API": "/2.0/vacancies/"}},
    "eleman": {"eleman": {"SITE": ""}},
    "greenhouse": {"greenhouse": {"API": "/v1/boards/{}/jobs"}},
    "lever": {"lever": {"API": "/v0/postings/{}"}},
    "ashby": {"ashby": {"API": "/posting-api/job-board/{}"}},
}


@pytest.fixture
def at_home(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Return a function that collects one source from this machine's server."""

    house.site.says("/robots.txt", Reply(b"", 404))

    def collected(name: str, **parameters: Any) -> Outcome:
        for module, constants in PLACES.get(name, {}).items():
            for constant, path in constants.items():
                monkeypatch.setattr(import_module(f"pipeline.sources.{module}"), constant, house.site.url + path)
        house.shelf, house.tables = {name: discover("pipeline.sources")[name]}, {name: parameters}
        return house.collect(name)[name]

    return collected


Collected = Callable[..., Outcome]


def read(house: House, name: str) -> list[Posting]:
    """Return the postings the archive gives again."""
    archive, found = Archive(house.settings.raw, name), list[Posting]()
    for collection in archive.collections():
        for _, record in archive.places(collection):
            page = archive.page(record, collection)
            if page and page.status == 200:
                found += [made for made in discover("pipeline.sources")[name].parse(page) if isinstance(made, Posting)]
    return found


def query(path: str) -> dict[str, str]:
    return {key: values[-1] for key, values in parse_qs(urlsplit(path).query).items()}


def as_json(value: object) -> Reply:
    return Reply(json.dumps(value, ensure_ascii=False).encode(), headers={"Content-Type": "application/json"})


def state_vacancy(number: int) -> dict[str, Any]:
    return {"vacancy": {"id": f"v{number}", "job-name": "Менеджер по продажам", "contact_person": "Плантов Иван"}}


def test_trudvsem_pages_packed_and_plain(house: House, at_home: Collected) -> None:
    def site(path: str, _: dict[str, str]) -> Reply:
        page = int(query(path)["offset"])
        rows = [state_vacancy(n) for n in range(page * 100, min(page * 100 + 100, 230))]
        body = {"status": "200", "meta": {"total": 230}, "results": {"vacancies": rows} if rows else {}}
        return zipped(json.dumps(body).encode()) if page % 2 else as_json(body)

    house.site.answers(site)
    ended = at_home("trudvsem", text=["менеджер"], regions=["Москва"])
    assert (ended.status, ended.requests, ended.postings) == ("complete", 3, 230)
    assert len(read(house, "trudvsem")) == 230
    assert "Плантов" not in str(read(house, "trudvsem"))


def test_trudvsem_closed_by_460_is_said_and_not_retried(house: House, at_home: Collected) -> None:
    house.site.answers(lambda *_: Reply(b"<html>blocked</html>", 460))
    ended = at_home("trudvsem", text=["x"])
    assert (ended.status, ended.requests) == ("closed", 1)
    assert "HTTP 460" in str(ended.reason)


def test_trudvsem_waits_where_it_is_told_to_and_takes_a_cut_body_again(house: House, at_home: Collected) -> None:
    whole = as_json({"status": "200", "meta": {"total": 1}, "results": {"vacancies": [state_vacancy(1)]}})
    replies = iter([Reply(b"", 429, {"Retry-After": "7"}), Reply(whole.body[:20], cut=50), whole])
    house.site.answers(lambda *_: next(replies))
    ended = at_home("trudvsem", text=["x"])
    assert (ended.status, ended.postings) == ("complete", 1)
    assert any(wait >= 7 for wait in house.clock.waits)


def hh_site(found: int = 13) -> Callable[[str, dict[str, str]], Reply]:
    def site(path: str, headers: dict[str, str]) -> Reply:
        if headers.get("authorization") != "Bearer secret-token":
            return Reply(b'{"errors": [{"type": "forbidden"}]}', 403)
        where, told = urlsplit(path).path, query(path)
        one = {"name": "Менеджер", "area": {"name": "Москва"}, "professional_roles": []}
        if where != "/vacancies":
            return as_json(
                one | {"id": where.rsplit("/", 1)[1], "description": "Звонки", "contacts": {"name": "Плантов"}}
            )
        page = int(told["page"])
        items = [one | {"id": str(n)} for n in range(page * 10, min(page * 10 + 10, found))]
        return as_json({"items": items, "found": found, "pages": -(-found // 10), "page": page, "per_page": 10})

    return site


def test_hh_searches_with_its_token_which_no_archive_shows(
    house: House, at_home: Collected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.sources.hh._plan.PER_PAGE", 10)
    house.environment["HH_TOKEN"] = "secret-token"
    house.site.answers(hh_site())
    ended = at_home("hh", roles=["70"], areas=["1"])
    assert (ended.status, ended.requests, ended.postings) == ("complete", 15, 13)
    kept = b"".join(gzip.decompress(f.read_bytes()) for f in house.settings.raw.rglob("*.warc.gz"))
    assert b"/vacancies" in kept
    assert b"secret-token" not in kept


def test_hh_refuses_and_the_source_is_closed(house: House, at_home: Collected) -> None:
    house.environment["HH_TOKEN"] = "old-token"
    house.site.answers(hh_site())
    ended = at_home("hh", roles=["70"], areas=["1"])
    assert (ended.status, ended.requests) == ("closed", 1)
    assert "403 forbidden" in str(ended.reason)
    del house.environment["HH_TOKEN"]
    ended = at_home("hh", roles=["70"])
    assert (ended.status, ended.requests) == ("closed", 0)
    assert "HH_TOKEN" in str(ended.reason)


def test_hh_reads_listed_pages_unless_robots_forbid(house: House, at_home: Collected) -> None:
    state = json.dumps({"vacancyView": {"vacancyId": 5, "name": "Менеджер"}})
    house.site.says("/vacancy/5", Reply(f'<template id="HH-Lux-InitialState">{state}</template>'.encode()))
    house.site.says("/robots.txt", Reply(b"User-agent: *\nDisallow: *?*"))
    ended = at_home("hh", pages=["5", "6"])
    assert (ended.status, ended.requests, ended.postings) == ("complete", 2, 1)
    house.clock.later(days=2)
    house.site.says("/robots.txt", Reply(b"User-agent: *\nDisallow: /"))
    ended = at_home("hh", pages=["5"])
    assert ended.status == "closed"
    assert "robots" in str(ended.reason)


def test_superjob_pages_with_its_key(house: House, at_home: Collected) -> None:
    def site(path: str, headers: dict[str, str]) -> Reply:
        if headers.get("x-api-app-id") != "my-key":
            return Reply(b'{"error": {"code": 403, "message": "Wrong app id"}}', 403)
        page = int(query(path)["page"])
        rows = [
            {"id": n, "profession": "Менеджер", "payment_from": 0}
            for n in range(page * 100, min(page * 100 + 100, 120))
        ]
        return as_json({"objects": rows, "total": 120, "more": not page})

    house.site.answers(site)
    house.environment["SUPERJOB_KEY"] = "my-key"
    ended = at_home("superjob", keywords=["x"], towns=["4"])
    assert (ended.status, ended.requests, ended.postings) == ("complete", 2, 120)
    house.environment["SUPERJOB_KEY"] = "other-key"
    house.clock.later(days=8)
    ended = at_home("superjob", keywords=["x"], towns=["4"])
    assert (ended.status, "Wrong app id" in str(ended.reason)) == ("closed", True)


def page_of(title: str) -> bytes:
    job = {"@type": "JobPosting", "title": title, "identifier": title, "description": "Продажи"}
    written = json.dumps(job, ensure_ascii=False)
    return f'<meta charset="windows-1251"><script type="application/ld+json">{written}</script>'.encode("cp1251")


def test_jobposting_through_robots_index_packed_map_and_a_one_byte_page(house: House, at_home: Collected) -> None:
    url = house.site.url
    house.site.says("/robots.txt", Reply(f"Sitemap: {url}/index.xml\nUser-agent: *\nDisallow: /secret".encode()))
    house.site.says(
        "/index.xml", Reply(f"<sitemapindex><sitemap><loc>{url}/a.xml.gz</loc></sitemap></sitemapindex>".encode())
    )
    locations = "".join(f"<url><loc>{url}/{p}</loc></url>" for p in ("1", "2", "secret/3"))
    house.site.says("/a.xml.gz", Reply(gzip.compress(f"<urlset>{locations}</urlset>".encode())))
    house.site.says("/1", Reply(page_of("Менеджер")))
    house.site.says("/2", Reply(b"", 302, {"Location": "/1"}))
    ended = at_home("jobposting", sites=[url])
    assert ended.status == "partial"
    assert "secret/3" in str(ended.reason)
    assert "/secret/3" not in house.site.paths()
    assert {made.title for made in read(house, "jobposting")} == {"Менеджер"}


def test_jobposting_a_child_map_that_stays_503_leaves_it_incomplete(house: House, at_home: Collected) -> None:
    url = house.site.url
    maps = "".join(f"<sitemap><loc>{url}/{p}</loc></sitemap>" for p in ("a.xml", "b.xml"))
    house.site.says("/index.xml", Reply(f"<sitemapindex>{maps}</sitemapindex>".encode()))
    house.site.says("/a.xml", Reply(f"<urlset><url><loc>{url}/1</loc></url></urlset>".encode()))
    house.site.says("/b.xml", Reply(b"", 404))
    house.site.says("/1", Reply(page_of("Менеджер")))
    ended = at_home("jobposting", sitemaps=[f"{url}/index.xml"])
    assert (ended.status, ended.postings) == ("partial", 1)
    assert "b.xml" in str(ended.reason)


CARD = '<div class="ilan_listeleme_bol"><a href="/is-ilani/x-i7"><h3>Satış Temsilcisi</h3></a></div>'


def test_eleman_cards_and_pages_then_a_new_layout(house: House, at_home: Collected) -> None:
    house.site.says("/is-ilanlari/ankara", Reply(CARD.encode()))
    house.site.says("/is-ilani/x-i7", Reply(page_of("x")))
    ended = at_home("eleman", cities=["ankara"])
    assert (ended.status, ended.requests, ended.postings) == ("complete", 2, 1)
    house.clock.later(days=1)
    house.site.says("/is-ilanlari/ankara", Reply(b"<html>new layout</html>"))
    ended = at_home("eleman", cities=["ankara"])
    assert (ended.status, "without a single card" in str(ended.reason)) == ("failed", True)


@pytest.mark.parametrize(
    ("name", "path", "body"),
    [
        (
            "greenhouse",
            "/v1/boards/acme/jobs?content=true",
            {"jobs": [{"id": 1, "title": "Manager", "company_name": "Acme"}]},
        ),
        ("lever", "/v0/postings/acme?mode=json&skip=0&limit=100", [{"id": "1", "text": "Manager"}]),
        ("ashby", "/posting-api/job-board/acme?includeCompensation=true", {"jobs": [{"id": "1", "title": "Manager"}]}),
    ],
)
def test_boards_of_companies(house: House, at_home: Collected, name: str, path: str, body: object) -> None:
    house.site.says(path, as_json(body))
    parameters = {"boards": ["acme"]} | ({"pay": False} if name == "greenhouse" else {})
    ended = at_home(name, **parameters)
    assert (ended.status, ended.requests, ended.postings) == ("complete", 1, 1)
    ended = at_home(name, **parameters | {"boards": ["nobody"]})
    assert ended.status == "failed"
    assert "no board 'nobody'" in str(ended.reason)


def test_feeds_and_the_empty_doc(house: House, at_home: Collected) -> None:
    house.site.says("/feed", Reply(b"<rss><channel><item><guid>1</guid><title>Manager</title></item></channel></rss>"))
    ended = at_home("feeds", urls=[f"{house.site.url}/feed"])
    assert (ended.status, ended.postings) == ("complete", 1)
    house.clock.later(days=1)
    house.site.says("/feed", Reply(b"<doc/>"))
    ended = at_home("feeds", urls=[f"{house.site.url}/feed"])
    assert (ended.status, "too often" in str(ended.reason)) == ("closed", True)
