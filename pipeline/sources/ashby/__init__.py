"""Ashby: public job boards of companies, by the name of the board."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model import Page, Posting, Reject, Request, Stated
from pipeline.sources import _answers as answers
from pipeline.sources import _values as values
from pipeline.sources._answers import listing, mapping
from pipeline.sources._boards import ABOUT, boards, known, same_company
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources._source import Ask, ChangedError, Collecting, Door, Parameter

API = "https://api.ashbyhq.com/posting-api/job-board/{}"
DOOR = Door(
    title="Ashby",
    about="job boards of companies that use Ashby: public, no key, by the board's name",
    languages=("en",),
    hosts=("api.ashbyhq.com",),
    terms="https://developers.ashbyhq.com/docs/public-job-posting-api",
)
PARAMETERS = {"boards": Parameter(list, ABOUT)}
_BOARD = re.compile(r"https?://jobs\.ashbyhq\.com/([^/]+)/")


def collect(ask: Ask) -> Collecting:
    """Read the boards listed, one request each."""
    return (yield from boards(ask, "ashby", _board))


def _board(slug: str, _company: str | None) -> Collecting:
    page = yield Request(API.format(slug), (("includeCompensation", "true"),))
    value = answers.object_of(known(page, slug))
    if not isinstance(value.get("jobs"), list):
        raise answers.unexpected(page, "an object with jobs", value)
    if not value["jobs"]:
        raise ChangedError(f"{answers.address(page)}: no job: an empty board or no such board {slug!r}; check its name")
    same_company(page, slug, None, {name for job in value["jobs"] if (name := _employer(mapping(job)))})
    return True


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell a job of an Ashby board by the names only it has together."""
    return "jobUrl" in record and "title" in record and bool({"isListed", "descriptionHtml"} & record.keys())


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the jobs of a board."""
    value = answers.loads(page.body)
    if not isinstance(value, Mapping):
        yield answers.broken(page, "a board in JSON")
        return
    yield from answers.postings(page, listing(value.get("jobs")) if "jobs" in value else [value], posting_of)


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting; a job the board does not list is a reject."""
    if record.get("isListed") is False:
        return spot.reject("the board does not list this job: it is not advertised")
    loose = Loose(
        id=record.get("id"),
        title=record.get("title"),
        text=answers.words(record.get("descriptionHtml")) or answers.words(record.get("descriptionPlain")),
        employer=_employer(record),
        place=_place(record),
        url=record.get("jobUrl"),
        posted_on=record.get("publishedAt"),
        stated=_stated(record),
    )
    return posting(loose, spot)


def _place(record: Mapping[str, Any]) -> str | None:
    others = [mapping(node).get("location") for node in listing(record.get("secondaryLocations"))]
    places = [word for place in (record.get("location"), *others) if (word := answers.words(place))]
    address = mapping(mapping(record.get("address")).get("postalAddress"))
    parts = (answers.words(address.get(key)) for key in ("addressLocality", "addressRegion", "addressCountry"))
    return "; ".join(dict.fromkeys(places)) or ", ".join(filter(None, parts)) or None


def _employer(record: Mapping[str, Any]) -> str | None:
    """Ashby names the company only in the address of its board."""
    found = _BOARD.match(str(record.get("jobUrl") or ""))
    return found[1] if found else None


def _stated(record: Mapping[str, Any]) -> Stated:
    pay = mapping(record.get("compensation"))
    hidden = record.get("shouldDisplayCompensationOnJobPostings") is False
    salaries = [] if hidden else [n for n in _components(pay) if n.get("compensationType") == "Salary"]
    alike = [n for n in salaries if _unit(n) == _unit(salaries[0])]
    lows = [n for node in alike if (n := values.number(node.get("minValue")))]
    highs = [n for node in alike if (n := values.number(node.get("maxValue")))]
    shown = bool(lows or highs)
    code, interval = _unit(alike[0]) if alike else ("", "")
    written = answers.words(pay.get("compensationTierSummary"))
    return Stated(
        salary_from=min(lows, default=None),
        salary_to=max(highs, default=None),
        currency=values.currency(code) if shown else None,
        period=values.say("period", interval.split()[-1]) if shown and interval.startswith("1 ") else None,
        salary_written=(written or f"{values.span(min(lows, default=None), max(highs, default=None))} {code}")
        if shown
        else None,
        employment=answers.words(record.get("employmentType")),
        remote={"remote": True, "hybrid": False, "onsite": False}.get(str(record.get("workplaceType") or "").lower()),
    )


def _components(pay: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the summary's parts, else those of all tiers."""
    tiers = listing(pay.get("compensationTiers"))
    nodes = listing(pay.get("summaryComponents")) or [
        node for tier in tiers for node in listing(mapping(tier).get("components"))
    ]
    return [mapping(node) for node in nodes]


def _unit(node: Mapping[str, Any]) -> tuple[str, str]:
    return str(node.get("currencyCode") or ""), str(node.get("interval") or "")
