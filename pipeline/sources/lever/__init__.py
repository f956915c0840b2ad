"""Lever: public postings of companies, by the name of their site."""

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
from pipeline.sources._source import Ask, Collecting, Door, Parameter

API = "https://api.lever.co/v0/postings/{}"
API_EU = "https://api.eu.lever.co/v0/postings/{}"
LIMIT = 100
DOOR = Door(
    title="Lever",
    about="job sites of companies that use Lever: public, no key, by the site's name",
    languages=("en",),
    hosts=("api.lever.co", "api.eu.lever.co"),
    terms="https://github.com/lever/postings-api",
)
PARAMETERS = {"boards": Parameter(list, f"{ABOUT}; a site on jobs.eu.lever.co as `eu:name`")}
_SITE = re.compile(r"https?://jobs\.(?:eu\.)?lever\.co/([^/]+)/")
_INTERVAL = re.compile(r"per-(\w+)")


def collect(ask: Ask) -> Collecting:
    """Read the sites listed, a hundred postings a page."""
    return (yield from boards(ask, "lever", _postings))


def _postings(slug: str, _company: str | None) -> Collecting:
    region, _, name = slug.rpartition(":")
    url = (API_EU if region == "eu" else API).format(name)
    seen: set[str] = set()
    skip = 0
    while True:
        params = (("mode", "json"), ("skip", str(skip)), ("limit", str(LIMIT)))
        page = yield Request(url, params, headers={"Accept": "application/json"})
        rows = answers.json_of(known(page, name))
        if not isinstance(rows, list):
            raise answers.unexpected(page, "a list of postings", rows)
        nodes = [mapping(row) for row in rows]
        same_company(page, name, None, {site for node in nodes if (site := _employer(node))})
        new = {str(node.get("id")) for node in nodes} - seen
        seen |= new
        if len(nodes) < LIMIT or not new:
            return bool(new) or not nodes  # a whole page of what was seen before: the site does not page
        skip += LIMIT


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell a posting of Lever by the names only it has together."""
    return "hostedUrl" in record and "text" in record and "categories" in record


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the postings of a site."""
    value = answers.loads(page.body)
    if not isinstance(value, list | Mapping):
        yield answers.broken(page, "a list of postings in JSON")
        return
    yield from answers.postings(page, value if isinstance(value, list) else [value], posting_of)


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting: its description, its lists and its closing words make the text."""
    categories = mapping(record.get("categories"))
    places = values.names(categories.get("allLocations")) or values.names(categories.get("location"))
    loose = Loose(
        id=record.get("id"),
        title=record.get("text"),
        text=_text(record),
        employer=_employer(record),
        place="; ".join(places) or answers.words(record.get("country")),
        url=record.get("hostedUrl"),
        posted_on=record.get("createdAt"),
        stated=_stated(record, answers.words(categories.get("commitment"))),
    )
    return posting(loose, spot)


def _text(record: Mapping[str, Any]) -> str:
    lists = [
        f"<h3>{answers.words(node.get('text')) or ''}</h3><ul>{answers.words(node.get('content')) or ''}</ul>"
        for node in map(mapping, listing(record.get("lists")))
    ]
    ends = ("description", "descriptionPlain"), ("additional", "additionalPlain")
    opening, closing = (next(filter(None, (answers.words(record.get(n)) for n in names)), "") for names in ends)
    pay = answers.words(record.get("salaryDescription")) or ""
    return "\n<p></p>\n".join(part for part in (opening, *lists, pay, closing) if part)


def _employer(record: Mapping[str, Any]) -> str | None:
    """Lever names the company only in the address of its site."""
    found = _SITE.match(str(record.get("hostedUrl") or ""))
    return found[1] if found else None


def _stated(record: Mapping[str, Any], commitment: str | None) -> Stated:
    pay = mapping(record.get("salaryRange"))
    low, high = values.number(pay.get("min")), values.number(pay.get("max"))
    shown = low is not None or high is not None
    interval = _INTERVAL.match(str(pay.get("interval") or ""))
    code = values.currency(pay.get("currency")) if shown else None
    where = str(record.get("workplaceType") or "").lower()
    return Stated(
        salary_from=low,
        salary_to=high,
        currency=code,
        period=values.say("period", interval[1]) if shown and interval else None,
        salary_written=" ".join(filter(None, (values.span(low, high), code, answers.words(pay.get("interval")))))
        if shown
        else None,
        employment=commitment,
        remote={"remote": True, "hybrid": False, "on-site": False, "onsite": False}.get(where),
    )
