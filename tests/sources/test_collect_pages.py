"""What the sources of pages, boards and feeds ask for and how they end: the contracts as scripts, invented data."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from scripted import Answer, ask, collect

from pipeline.sources import _sitemaps
from pipeline.sources._source import ForbiddenByRobotsError, UnansweredError

SITE = "https://jobs.example"


def job(title: str) -> str:
    made = {"@type": "JobPosting", "title": title, "identifier": title}
    return f'<script type="application/ld+json">{json.dumps(made)}</script>'


def urls(*paths: str, changed: str = "") -> str:
    """A map of these pages, in the way half of all sites write the namespace wrong."""
    inside = "".join(f"<url><loc>{SITE}{p}</loc>{changed and f'<lastmod>{changed}</lastmod>'}</url>" for p in paths)
    return f'<urlset xmlns="https://www.sitemaps.org/schemas/sitemap/0.9">{inside}</urlset>'


def index(*maps: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap><loc>{m}</loc></sitemap>' for m in maps)}</sitemapindex>"


MAPS: dict[str, Answer] = {
    f"{SITE}/sitemap.xml": index(f"{SITE}/a.xml.gz", f"{SITE}/b.xml", "https://other.example/c.xml"),
    f"{SITE}/a.xml.gz": gzip.compress(urls("/vacancy/1", "/about").encode()),
    f"{SITE}/b.xml": urls("/vacancy/2", "/vacancy/1"),
    f"{SITE}/vacancy/1": job("1"),
    f"{SITE}/vacancy/2": job("2"),
}
MAPPED = {"sitemaps": [f"{SITE}/sitemap.xml"], "match": ["*/vacancy/*"]}


def test_a_sitemap_index_is_read_down_to_its_pages() -> None:
    done = collect("jobposting", ask(**MAPPED), MAPS)
    assert done.asked == list(MAPS)
    assert (done.ids, done.ended) == (["1", "2"], "complete")
    assert [r.holds_postings for r in done.requests] == [False, False, False, True, True]


@pytest.mark.parametrize(
    "failed",
    [(403, ""), (503, ""), (202, ""), UnansweredError("cut off"), ForbiddenByRobotsError("no"), "<html/>", "not xml",
     b"\x1f\x8bbroken", gzip.compress(urls("/vacancy/2").encode())[:-9], urls()],
)  # fmt: skip
def test_a_child_map_that_fails_makes_the_collection_incomplete(failed: Answer) -> None:
    done = collect("jobposting", ask(**MAPPED), MAPS | {f"{SITE}/b.xml": failed})
    assert (done.ids, done.ended) == (["1"], "IncompleteError")
    assert f"1 addresses failed, the rest was read; {SITE}/b.xml" in str(done.error)


def test_a_map_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sitemaps, "LARGEST", 1000)
    done = collect("jobposting", ask(**MAPPED), MAPS | {f"{SITE}/a.xml.gz": gzip.compress(b" " * 100_000)})
    assert (done.ids, done.ended) == (["2", "1"], "IncompleteError")
    assert "unpacks to more than" in str(done.error)


def test_maps_that_name_each_other_end_at_depth_three() -> None:
    done = collect("jobposting", ask(**MAPPED), {f"{SITE}/sitemap.xml": index(f"{SITE}/sitemap.xml")})
    assert (len(done.asked), done.ended) == (3, "IncompleteError")


def test_entities_in_a_map_are_refused() -> None:
    laughing = '<!DOCTYPE x [<!ENTITY a "ha">]>' + urls("/vacancy/2")
    done = collect("jobposting", ask(**MAPPED), MAPS | {f"{SITE}/b.xml": laughing})
    assert "defines entities" in str(done.error)


def test_what_has_not_changed_since_is_not_asked_again() -> None:
    since = datetime(2026, 9, 20, tzinfo=UTC)
    answers: dict[str, Answer] = {
        f"{SITE}/sitemap.xml": index(f"{SITE}/old.xml", f"{SITE}/new.xml", f"{SITE}/undated.xml"),
        f"{SITE}/old.xml": urls("/vacancy/1", changed="2026-09-19T10:00:00+03:00"),
        f"{SITE}/new.xml": urls("/vacancy/2", changed="2026-09-20"),
        f"{SITE}/undated.xml": urls("/vacancy/3"),
        f"{SITE}/vacancy/2": job("2"),
        f"{SITE}/vacancy/3": job("3"),
    }
    done = collect("jobposting", ask(since=since, **MAPPED), answers)
    assert (done.asked, done.ended) == (list(answers), "complete")
    only_old = {k: v for k, v in answers.items() if "old" in k} | {f"{SITE}/sitemap.xml": index(f"{SITE}/old.xml")}
    assert collect("jobposting", ask(since=since, **MAPPED), only_old).ended == "complete"


def test_maps_are_found_through_robots_or_at_the_usual_places() -> None:
    told: dict[str, Answer] = {f"{SITE}/robots.txt": f"User-agent: *\nDisallow: /x\nSITEMAP: {SITE}/b.xml\n"}
    done = collect("jobposting", ask(sites=[SITE], match=["*/vacancy/2"]), told | MAPS)
    assert (done.asked, done.ids) == ([f"{SITE}/robots.txt", f"{SITE}/b.xml", f"{SITE}/vacancy/2"], ["2"])
    silent: dict[str, Answer] = {f"{SITE}/robots.txt": (404, ""), f"{SITE}/sitemap.xml": (404, "")}
    done = collect("jobposting", ask(sites=[SITE]), silent | {f"{SITE}/sitemap_index.xml": (404, "")})
    assert (done.ended, len(done.asked)) == ("IncompleteError", 3)
    assert "no sitemap" in str(done.error)


def test_a_listing_is_read_for_the_links_that_fit() -> None:
    page = '<a href="/vacancy/1#top">one</a><a href="/vacancy/1">again</a><a href="/about">us</a><a href="https://other.example/vacancy/2">no</a>'
    answers = {f"{SITE}/jobs": page, f"{SITE}/vacancy/1": job("1")}
    done = collect("jobposting", ask(listings=[f"{SITE}/jobs"], match=["*/vacancy/*"]), answers)
    assert (done.asked, done.ids, done.ended) == (list(answers), ["1"], "complete")
    done = collect("jobposting", ask(listings=[f"{SITE}/jobs"], match=["*/job/*"]), answers)
    assert "no link fits" in str(done.error)
    assert collect("jobposting", ask(listings=[f"{SITE}/jobs"]), answers).ended == "UsageError"


@pytest.mark.parametrize(
    ("second", "ended", "ids"),
    [
        ((404, ""), "complete", ["1"]),
        ((410, ""), "complete", ["1"]),
        ("<html>not a job</html>", "complete", ["1"]),
        ((500, ""), "IncompleteError", ["1"]),
        (UnansweredError("timed out"), "IncompleteError", ["1"]),
        (ForbiddenByRobotsError("robots"), "IncompleteError", ["1"]),
        ((403, ""), "ClosedError", ["1"]),
        ("<html><div class='captcha'></div></html>", "ClosedError", ["1"]),
    ],
)
def test_pages_that_are_gone_fail_or_are_refused(second: Answer, ended: str, ids: list[str]) -> None:
    answers = {f"{SITE}/1": job("1"), f"{SITE}/2": second}
    done = collect("jobposting", ask(urls=list(answers)), answers)
    assert (done.asked, done.ended, done.ids) == (list(answers), ended, ids)


def test_no_posting_on_any_page_is_a_changed_site_and_too_many_are_cut() -> None:
    answers: dict[str, Answer] = {f"{SITE}/{n}": "<html>new layout</html>" for n in range(3)}
    assert collect("jobposting", ask(urls=list(answers)), answers).ended == "ChangedError"
    answers = {f"{SITE}/{n}": job(str(n)) for n in range(3)}
    done = collect("jobposting", ask(urls=list(answers), most=2), answers)
    assert (done.ids, done.ended) == (["0", "1"], "partial")
    assert collect("jobposting", ask(), {}).ended == "UsageError"


EL = "https://www.eleman.net"


def cards(*numbers: int, of: int = 1, title: str = "Satış Temsilcisi") -> str:
    made = "".join(
        f'<div class="c-box__body ilan_listeleme_bol"><a href="/is-ilani/x-i{n}"><h3>{title}</h3>'
        f'<span class="c-showcase-box__subtitle">Uydurma<br>Ankara</span></a></div>'
        for n in numbers
    )
    return f'<html><body>{made}<select><option value="0" selected>1 / {of}</option></select></body></html>'


def test_eleman_walks_the_chooser_of_pages_and_reads_what_fits() -> None:
    answers: dict[str, Answer] = {
        f"{EL}/is-ilanlari/ankara": cards(1, of=2),
        f"{EL}/is-ilanlari/ankara?sy=1": cards(2, 1, of=2).replace("Temsilcisi", "Temsilcisi Ankara", 1),
        f"{EL}/is-ilani/x-i1": job("a"),
        f"{EL}/is-ilani/x-i2": (410, ""),
    }
    done = collect("eleman", ask(cities=["ankara"]), answers)
    assert (done.asked, done.ids, done.ended) == (list(answers), ["1"], "complete")
    done = collect("eleman", ask(cities=["ankara"], words=["garson"]), answers)
    assert (len(done.asked), done.ended) == (2, "complete")
    done = collect("eleman", ask(details=False, pages=1), {f"{EL}/is-ilanlari": cards(1, 2, of=9)})
    assert (done.ids, done.ended) == (["1", "2"], "partial")


@pytest.mark.parametrize(
    ("answer", "ended"),
    [
        (cards(), "ChangedError"),
        (b"", "ChangedError"),
        ((403, "Cloudflare"), "ClosedError"),
        ("<html>captcha</html>", "ClosedError"),
        ((503, ""), "VacanciesError"),
    ],
)
def test_eleman_without_cards_is_changed_or_closed_never_empty(answer: Answer, ended: str) -> None:
    assert collect("eleman", ask(), {f"{EL}/is-ilanlari": answer}).ended == ended


def test_eleman_pages_that_changed_or_failed() -> None:
    listing = {f"{EL}/is-ilanlari": cards(1)}
    assert collect("eleman", ask(), listing | {f"{EL}/is-ilani/x-i1": "<html>new</html>"}).ended == "ChangedError"
    assert (
        collect("eleman", ask(), listing | {f"{EL}/is-ilani/x-i1": UnansweredError("cut")}).ended == "IncompleteError"
    )
    assert collect("eleman", ask(cities=["Çankaya"]), {}).ended == "UsageError"


GH = "https://boards-api.greenhouse.io/v1/boards"


def greenhouse(*numbers: int, company: str = "Acme Labs", total: int | None = None) -> dict[str, Any]:
    jobs = [{"id": n, "title": f"Manager {n}", "company_name": company, "content": "Sell", "absolute_url": "https://x.example"}
            for n in numbers]  # fmt: skip
    return {"jobs": jobs, "meta": {"total": len(jobs) if total is None else total}}


def test_greenhouse_reads_the_board_and_every_job_for_its_pay() -> None:
    listed = f"{GH}/acme/jobs?content=true"
    pay = {"pay_input_ranges": [{"min_cents": 100, "max_cents": 200, "currency_type": "USD"}], "internal_job_id": 1}
    answers: dict[str, Answer] = {
        listed: greenhouse(1, 2),
        f"{GH}/acme/jobs/1?pay_transparency=true": greenhouse(1)["jobs"][0] | pay,
        f"{GH}/acme/jobs/2?pay_transparency=true": (404, {"status": 404}),
    }
    done = collect("greenhouse", ask(boards=["acme"]), answers)
    assert (done.asked, done.ids, done.ended) == (list(answers), ["1"], "complete")
    done = collect("greenhouse", ask(boards=["acme"], pay=False), answers)
    assert (done.asked, done.ids, done.ended) == ([listed], ["1", "2"], "complete")


@pytest.mark.parametrize(
    ("board", "answer", "ended", "told"),
    [
        ("acme", greenhouse(1, company="Other GmbH"), "ChangedError", "another company"),
        ("acme: Other GmbH", greenhouse(1, company="Other GmbH"), "complete", ""),
        ("acme", greenhouse(1, total=9), "partial", ""),
        ("acme", greenhouse(), "complete", ""),
        ("acme", (404, {"status": 404}), "VacanciesError", "no board 'acme'"),
        ("acme", {"error": "x"}, "ChangedError", "holds an error"),
        ("acme", {"offers": []}, "ChangedError", "an object with jobs"),
        ("acme", (403, ""), "ClosedError", "403"),
        ("not a board", greenhouse(), "UsageError", "is no board"),
    ],
)
def test_greenhouse_checks_who_answered(board: str, answer: Answer, ended: str, told: str) -> None:
    done = collect("greenhouse", ask(boards=[board], pay=False), {f"{GH}/acme/jobs?content=true": answer})
    assert done.ended == ended
    assert told in str(done.error or "")


def test_one_board_that_fails_leaves_the_others_and_a_refusing_host_ends_them_all() -> None:
    answers: dict[str, Answer] = {
        f"{GH}/gone/jobs?content=true": (404, ""),
        f"{GH}/acme/jobs?content=true": greenhouse(1),
    }
    done = collect("greenhouse", ask(boards=["gone", "acme"], pay=False), answers)
    assert (done.ids, done.ended) == (["1"], "IncompleteError")
    refused = answers | {f"{GH}/gone/jobs?content=true": (403, "")}
    done = collect("greenhouse", ask(boards=["gone", "acme"], pay=False), refused)
    assert (len(done.asked), done.ended) == (1, "ClosedError")
    assert collect("greenhouse", ask(), {}).ended == "UsageError"


def lever(*numbers: int, site: str = "acme") -> list[dict[str, Any]]:
    return [{"id": str(n), "text": f"Manager {n}", "categories": {}, "hostedUrl": f"https://jobs.lever.co/{site}/{n}"}
            for n in numbers]  # fmt: skip


@pytest.mark.parametrize(
    ("answers", "ended", "ids"),
    [
        ([lever(*range(100)), lever(*range(100, 130))], "complete", 130),
        ([lever(*range(100)), []], "complete", 100),
        ([lever(*range(100)), lever(*range(100))], "partial", 200),
        ([[]], "complete", 0),
        ([lever(1, site="other")], "ChangedError", 1),
        ([(404, {"ok": False})], "VacanciesError", 0),
        (["<html>widget</html>"], "ChangedError", 0),
        ([{"ok": True}], "ChangedError", 0),
    ],
)
def test_lever_pages_by_a_hundred(answers: list[Answer], ended: str, ids: int) -> None:
    asked = {f"https://api.lever.co/v0/postings/acme?mode=json&skip={n}00&limit=100": a for n, a in enumerate(answers)}
    asked = {key.replace("skip=000&", "skip=0&").replace("skip=00&", "skip=0&"): a for key, a in asked.items()}
    done = collect("lever", ask(boards=["acme"]), asked)
    assert (done.asked, done.ended, len(done.ids)) == (list(asked), ended, ids)
    assert done.requests[0].headers == {"Accept": "application/json"}


def test_lever_knows_its_european_host() -> None:
    done = collect("lever", ask(boards=["eu:acme"]), lambda _: [])
    assert done.asked == ["https://api.eu.lever.co/v0/postings/acme?mode=json&skip=0&limit=100"]


@pytest.mark.parametrize(
    ("answer", "ended"),
    [
        ({"jobs": [{"id": "a", "title": "Manager", "jobUrl": "https://jobs.ashbyhq.com/acme/a"}]}, "complete"),
        ({"jobs": [{"id": "a", "title": "Manager", "jobUrl": "https://jobs.ashbyhq.com/other/a"}]}, "ChangedError"),
        ({"jobs": []}, "ChangedError"),
        ({"postings": []}, "ChangedError"),
        ((404, "Not found"), "VacanciesError"),
        (UnansweredError("slow"), "UnansweredError"),
    ],
)
def test_ashby_asks_once_with_pay_and_takes_an_empty_board_for_a_wrong_name(answer: Answer, ended: str) -> None:
    url = "https://api.ashbyhq.com/posting-api/job-board/acme?includeCompensation=true"
    done = collect("ashby", ask(boards=["acme"]), {url: answer})
    assert (done.asked, done.ended) == ([url], ended)


RSS = "<rss><channel><item><guid>1</guid><title>Менеджер</title></item></channel></rss>"
FEED = f"{SITE}/feed.xml"


@pytest.mark.parametrize(
    ("answer", "ended", "ids"),
    [
        (RSS, "complete", ["1"]),
        ("<rss><channel></channel></rss>", "complete", []),
        ("<doc/>", "ClosedError", []),
        ('<?xml version="1.0"?><doc />', "ClosedError", []),
        ("<!DOCTYPE html><html>moved</html>", "ChangedError", []),
        (json.dumps({"a": 1}), "ChangedError", []),
        ("", "ChangedError", []),
        ((403, ""), "ClosedError", []),
        ((500, ""), "VacanciesError", []),
    ],
)
def test_a_feed_is_one_request_and_an_empty_doc_is_a_closed_door(answer: Answer, ended: str, ids: list[str]) -> None:
    done = collect("feeds", ask(urls=[FEED]), {FEED: answer})
    assert (done.asked, done.ended, done.ids) == ([FEED], ended, ids)


def test_a_feed_that_fails_leaves_the_others() -> None:
    done = collect("feeds", ask(urls=[f"{SITE}/gone.xml", FEED]), {f"{SITE}/gone.xml": (403, ""), FEED: RSS})
    assert (done.ids, done.ended) == (["1"], "IncompleteError")
    assert collect("feeds", ask(), {}).ended == "UsageError"
