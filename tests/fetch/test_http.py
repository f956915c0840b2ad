"""Every way a server can answer: what is collected, what is asked again and when, how it ends, what is read."""

from __future__ import annotations

import gzip
import json
import time
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import format_datetime

import pytest
from toy_site import House, Reply, page_of_vacancies, vacancy

from pipeline.fetch.archive import Archive

GOOD = Reply(json.dumps(page_of_vacancies(1, 2)).encode(), headers={"Content-Type": "application/json"})
CAPTCHA = Reply(b"<html><title>Are you a robot?</title><div class='captcha'></div></html>")


@dataclass(frozen=True)
class Case:
    """What /list says, one after another; what comes of it."""

    replies: tuple[Reply, ...]
    status: str
    asked: int
    waits: tuple[float, ...] = ()
    postings: int = 0
    reason: str = ""


CASES = {
    "an answer": Case((GOOD,), "complete", 1, postings=2),
    "packed": Case((Reply(gzip.compress(GOOD.body), headers={"Content-Encoding": "gzip"}),), "complete", 1, postings=2),
    "429 with Retry-After": Case(
        (Reply(b"", 429, {"Retry-After": "7"}), GOOD), "complete", 2, waits=(7.0,), postings=2
    ),
    "503, then a longer pause each time": Case(
        (Reply(b"", 503), Reply(b"", 503), GOOD), "complete", 3, waits=(2.0, 4.0), postings=2
    ),
    "429 for ever": Case((Reply(b"", 429),), "failed", 3, waits=(2.0, 4.0), reason="HTTP 429"),
    "a pause longer than a run": Case(
        (Reply(b"", 503, {"Retry-After": "7200"}),), "failed", 1, reason="HTTP 503"
    ),
    "500": Case((Reply(b"", 500), GOOD), "complete", 2, waits=(2.0,), postings=2),
    "403 forbidden": Case(
        (Reply(b'{"errors": [{"type": "forbidden"}]}', 403),), "closed", 1, reason="refused with HTTP 403"
    ),
    "460, a refusal by country": Case((Reply(b"<html>no</html>", 460),), "closed", 1, reason="refused with HTTP 460"),
    "a captcha with 200": Case((CAPTCHA,), "closed", 1, reason="captcha"),
    "an error with 200": Case(
        (Reply(b'{"error": "bad request"}'),), "failed", 1, reason="HTTP 200 that holds an error"
    ),
    "no JSON": Case((Reply(b"<doc/>"),), "failed", 1, reason="JSON was expected"),
    "404": Case((Reply(b"", 404),), "failed", 1, reason="HTTP 404"),
    "a body cut off once": Case((replace(GOOD, cut=10), GOOD), "complete", 2, waits=(2.0,), postings=2),
    "a body cut off always": Case(
        (replace(GOOD, cut=10),), "partial", 3, waits=(2.0, 4.0), reason="the answer was cut off, 3 times"
    ),
    "a gzip bomb": Case(
        (Reply(gzip.compress(b" " * 3_000_000), headers={"Content-Encoding": "gzip"}),),
        "partial", 1, reason="more than 1,000,000 bytes unpacked",
    ),
    "packed in an unknown way": Case(
        (Reply(b"no gzip at all", headers={"Content-Encoding": "gzip"}),), "partial", 3, waits=(2.0, 4.0),
        reason="the answer was cut off",
    ),
    "a redirect": Case((Reply(b"", 302, {"Location": "/moved"}),), "complete", 1, postings=2),
    "a redirect in circles": Case((Reply(b"", 302, {"Location": "/list"}),), "partial", 6, reason="redirects"),
    "a redirect to a private address": Case(
        (Reply(b"", 302, {"Location": "http://10.1.2.3/x"}),), "partial", 1, reason="private address is not asked"
    ),
    "a redirect to a private address in disguise": Case(
        (Reply(b"", 302, {"Location": "http://[::ffff:169.254.169.254]/latest"}),), "partial", 1,
        reason="private address is not asked",
    ),
    "a redirect to localhost by name": Case(
        (Reply(b"", 302, {"Location": "http://localhost/x"}),), "partial", 1, reason="private address is not asked"
    ),
    "a redirect to a file": Case(
        (Reply(b"", 302, {"Location": "file:///etc/passwd"}),), "partial", 1, reason="only http and https"
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_an_answer_ends_a_collection_as_it_should(house: House, case: Case) -> None:
    house.manners = replace(house.manners, max_bytes=1_000_000)
    house.site.says("/list", *case.replies)
    house.site.says("/moved", GOOD)
    ended = house.toy()
    assert (ended.status, ended.postings) == (case.status, case.postings), ended.reason
    assert case.reason in (ended.reason or ""), ended.reason
    assert bool(ended.reason) == bool(case.reason)
    assert len(house.site.paths("/list")) == case.asked
    assert tuple(house.clock.waits) == case.waits
    assert ended.failed == (case.status != "complete")


def test_retry_after_may_be_a_date(house: House) -> None:
    moment = format_datetime(house.clock.now() + timedelta(seconds=90), usegmt=True)
    house.site.says("/list", Reply(b"", 503, {"Retry-After": moment}), GOOD)
    assert house.toy().status == "complete"
    assert house.clock.waits == [90.0]


def test_a_body_that_drips_is_given_up(house: House) -> None:
    house.manners = replace(house.manners, timeout=0.2)
    house.site.says("/list", replace(GOOD, drip=0.02))
    began = time.monotonic()
    ended = house.toy()
    assert time.monotonic() - began < 0.02 * len(GOOD.body)  # three times, before it was whole once
    assert (ended.status, len(house.site.paths())) == ("partial", 3)
    assert "no answer in time, 3 times" in str(ended.reason)


def test_letters_of_another_encoding_arrive_as_they_were(house: House) -> None:
    body = json.dumps({"items": [vacancy(1) | {"company": "Ромашка"}]}, ensure_ascii=False).encode("cp1251")
    house.site.says("/list", Reply(body, headers={"Content-Type": "application/json; charset=utf-8"}))
    assert house.toy().status == "failed"
    archive = Archive(house.settings.raw, "toy")
    assert [r.body for name in archive.collections() for _, r in archive.places(name)] == [body]


@dataclass(frozen=True)
class Robots:
    reply: Reply
    status: str
    waits: tuple[float, ...] = ()
    reason: str = ""


ROBOTS = {
    "none": Robots(Reply(b"", 404), "complete"),
    "refused, which allows (RFC 9309)": Robots(Reply(b"", 403), "complete"),
    "a page": Robots(Reply(b"<!DOCTYPE html><p>Disallow: /</p>"), "complete"),
    "all forbidden": Robots(Reply(b"User-agent: *\nDisallow: /"), "closed", reason="robots.txt forbids"),
    "forbidden to this program": Robots(
        Reply(b"User-agent: *\nAllow: /\n\nUser-agent: Vacancies\nDisallow: /list"),
        "closed",
        reason="robots.txt forbids",
    ),
    "another part forbidden": Robots(Reply(b"User-agent: *\nDisallow: /admin"), "complete"),
    "broken for a while": Robots(Reply(b"", 500), "closed", (2.0, 4.0), "answered HTTP 500, which counts as a no"),
    "slow asked for": Robots(Reply(b"User-agent: *\nCrawl-delay: 5"), "complete", (5.0,)),
}


@pytest.mark.parametrize("case", ROBOTS.values(), ids=ROBOTS)
def test_robots_txt_is_heeded(house: House, case: Robots) -> None:
    house.site.says("/robots.txt", case.reply)
    house.site.says("/list", page_of_vacancies(1, following="/2"))
    house.site.says("/2", page_of_vacancies(2))
    ended = house.toy()
    assert ended.status == case.status, ended.reason
    assert case.reason in (ended.reason or "")
    assert tuple(house.clock.waits) == case.waits
    assert bool(house.site.paths()) == (case.status == "complete")


def test_a_site_that_is_not_there_did_not_answer_and_closed_no_door(house: House) -> None:
    house.site.says("/robots.txt", replace(GOOD, cut=10))
    ended = house.toy()
    assert ended.status == "partial"
    assert "/list: not asked, for its robots.txt comes first: " in str(ended.reason)
    assert "the answer was cut off, 3 times; run again later" in str(ended.reason)
    assert house.site.paths() == []


def test_robots_txt_holds_for_a_day(house: House) -> None:
    house.site.says("/list", page_of_vacancies(1, following="/2"), page_of_vacancies(1, following="/2"))
    house.site.says("/2", page_of_vacancies(2))
    house.toy()
    assert [path for path, _ in house.site.asked].count("/robots.txt") == 1


def test_a_host_has_its_pace(house: House) -> None:
    house.manners = replace(house.manners, pace=1.5)
    house.site.says("/list", page_of_vacancies(1, following="/2"))
    house.site.says("/2", page_of_vacancies(2, following="/3"))
    house.site.says("/3", page_of_vacancies(3))
    house.toy()
    assert house.clock.waits == [1.5, 1.5, 1.5]  # robots.txt is a request too


def test_who_asks_is_said(house: House) -> None:
    house.manners = replace(house.manners, contact="hr@example.org")
    house.site.says("/list", GOOD)
    house.toy()
    agents = {headers["user-agent"] for _, headers in house.site.asked}
    assert [agent.startswith("vacancies/") and agent.endswith("(+hr@example.org)") for agent in agents] == [True]


def test_a_host_that_keeps_failing_is_left_alone(house: House) -> None:
    def collect(ask):
        from pipeline.model import Request
        from pipeline.sources._source import UnansweredError

        for number in range(9):
            try:
                yield Request(f"{ask.parameters['url']}/{number}")
            except UnansweredError as error:
                told.append(str(error))
        return True

    told: list[str] = []
    house.shelf["toy"].collect = collect
    house.site.answers(lambda path, _headers: None if path == "/robots.txt" else replace(GOOD, cut=1))
    house.toy()
    assert len(house.site.paths()) == 5 * 3
    assert ["5 requests in a row failed" in line for line in told] == [False] * 5 + [True] * 4
