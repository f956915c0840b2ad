"""Greenhouse: public job boards of companies, by the token of the board."""

from __future__ import annotations

import html
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

API = "https://boards-api.greenhouse.io/v1/boards/{}/jobs"
DOOR = Door(
    title="Greenhouse",
    about="job boards of companies that use Greenhouse: public, no key, by the board's name",
    languages=("en",),
    hosts=("boards-api.greenhouse.io",),
    terms="https://developers.greenhouse.io/job-board.html",
)
PARAMETERS = {
    "boards": Parameter(list, ABOUT),
    "pay": Parameter(bool, "ask for every job by itself, for only there pay is stated (default), or read the list"),
}
_BLOCK = re.compile(r"<(?:p|div|ul|ol|li|br|h\d)\b", re.IGNORECASE)


def collect(ask: Ask) -> Collecting:
    """Read the boards listed; with `pay` each of their jobs. False where a board shows fewer than it announces."""
    pay = bool(ask.parameters.get("pay", True))
    return (yield from boards(ask, "greenhouse", lambda slug, company: _board(ask, slug, company, pay)))


def _board(ask: Ask, slug: str, company: str | None, pay: bool) -> Collecting:
    page = yield Request(API.format(slug), (("content", "true"),), holds_postings=not pay)
    value = answers.object_of(known(page, slug))
    if not isinstance(value.get("jobs"), list):
        raise answers.unexpected(page, "an object with jobs", value)
    jobs = [mapping(job) for job in value["jobs"]]
    same_company(page, slug, company, {name for job in jobs if (name := answers.words(job.get("company_name")))})
    ask.announce(len(jobs))
    for job in jobs if pay else ():
        detail = yield Request(f"{API.format(slug)}/{job.get('id')}", (("pay_transparency", "true"),))
        if detail.status in answers.GONE:
            continue
        told = answers.object_of(detail)
        if "title" not in told or "content" not in told:
            raise answers.unexpected(detail, "a job with title and content", told)
    total = mapping(value.get("meta")).get("total")
    return not isinstance(total, int) or len(jobs) >= total


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell a job of a Greenhouse board by the names only it has together."""
    return "absolute_url" in record and ("internal_job_id" in record or "pay_input_ranges" in record)


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the jobs of a board, or the one job of a detail answer."""
    value = answers.loads(page.body)
    if not isinstance(value, Mapping):
        yield answers.broken(page, "a board or a job in JSON")
        return
    yield from answers.postings(page, listing(value.get("jobs")) if "jobs" in value else [value], posting_of)


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting; a prospect post, which is no opening, is a reject."""
    if "internal_job_id" in record and record["internal_job_id"] is None:
        return spot.reject("a prospect post without an opening behind it: nothing to count")
    places = answers.words(mapping(record.get("location")).get("name"))
    loose = Loose(
        id=record.get("id"),
        title=record.get("title"),
        text=_unescaped(record.get("content")),
        employer=record.get("company_name"),
        place=places or "; ".join(values.names(record.get("offices"))),
        url=record.get("absolute_url"),
        posted_on=record.get("first_published") or record.get("updated_at"),
        closes_on=record.get("application_deadline"),
        stated=_stated(record, places or ""),
    )
    return posting(loose, spot)


def _unescaped(content: object) -> str | None:
    """Boards escape their HTML once more, some twice: unescape until its tags show."""
    text = content if isinstance(content, str) else ""
    for _ in range(3):
        if ("<" in text and _BLOCK.search(text)) or "&" not in text:
            break
        text = html.unescape(text)
    return text or None


def _stated(record: Mapping[str, Any], places: str) -> Stated:
    ranges = [_range(node) for node in map(mapping, listing(record.get("pay_input_ranges")))]
    ranges = ranges or [_of_metadata(node) for node in map(mapping, listing(record.get("metadata")))]
    ranges = [pay for pay in ranges if pay[0] is not None or pay[1] is not None]
    alike = [pay for pay in ranges if pay[2:4] == ranges[0][2:4]]
    lows, highs = [pay[0] for pay in alike if pay[0]], [pay[1] for pay in alike if pay[1]]
    return Stated(
        salary_from=min(lows, default=None),
        salary_to=max(highs, default=None),
        currency=alike[0][2] if alike else None,
        period=alike[0][3] if alike else None,
        salary_written="; ".join(pay[4] for pay in ranges) or None,
        remote=_remote(places),
    )


def _range(node: Mapping[str, Any]) -> tuple[float | None, float | None, str | None, str | None, str]:
    """Read one of the pay ranges, which are in cents; their period stands at most in their title."""
    low, high = (n / 100 if (n := values.number(node.get(end))) else None for end in ("min_cents", "max_cents"))
    code = values.currency(node.get("currency_type"))
    title = answers.words(node.get("title")) or ""
    written = " ".join(w for w in (title, values.span(low, high), code or "") if w)
    return low, high, code, values.money(f"1 {title}").period, written


def _of_metadata(node: Mapping[str, Any]) -> tuple[float | None, float | None, str | None, str | None, str]:
    value = mapping(node.get("value"))
    if node.get("value_type") != "currency_range":
        return None, None, None, None, ""
    low, high, code = (
        values.number(value.get("min_value")),
        values.number(value.get("max_value")),
        values.currency(value.get("unit")),
    )
    name = answers.words(node.get("name")) or ""
    return low, high, code, values.money(f"1 {name}").period, " ".join((name, values.span(low, high), code or ""))


def _remote(places: str) -> bool | None:
    """Tell remote where that is the first thing the place says; "or remote" leaves it open."""
    first = re.split(r"[,;|()/-]", places)[0]
    return True if values.say("remote", first) == "yes" else None
