"""What is asked of the open data API of Работа России: searches by text, region, employer and moment, and its dumps."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files

from pipeline.errors import UsageError
from pipeline.model import Page, Request
from pipeline.sources import _answers as answers
from pipeline.sources import _values as values
from pipeline.sources._source import Ask, ChangedError, Collecting, Door, Parameter

API = "https://opendata.trudvsem.ru/api/v1/vacancies"
DUMP = "https://opendata.trudvsem.ru/json/vacancy_{}.json"
LIMIT = 100
OVERLAP = timedelta(hours=1)

ASKS_SINCE = True
DOOR = Door(
    title="Rabota Rossii",
    about="the state's open data of vacancies in Russia: free, no key; may refuse addresses outside Russia (HTTP 460)",
    languages=("ru",),
    hosts=("opendata.trudvsem.ru",),
    terms="https://trudvsem.ru/opendata/datasets",
)
PARAMETERS = {
    "text": Parameter(list, "what to search for, each by itself; default: the profile's Russian titles"),
    "regions": Parameter(list, "regions by name, by code (77) or KLADR (7700000000000); default: the profile's"),
    "companies": Parameter(list, "INN of employers whose vacancies are read whole"),
    "dumps": Parameter(list, "federal districts (9) whose bulk JSON is read, or addresses of bulk files"),
    "days": Parameter(int, "how far back the first collection looks; default: everything that is open"),
}


def collect(ask: Ask) -> Collecting:
    """Walk every search page by page; a dump is one request. False where the pages did not bring what they promised."""
    complete = True
    asked = ask.parameters
    for dump in asked.get("dumps", ()):
        page = yield Request(_dump(str(dump)))
        answers.granted(page)
        if page.body[:1] not in (b"{", b"<", b"\xef", b"\x1f"):
            raise answers.unexpected(page, "a dump in JSON or XML", page.body[:60].decode("utf-8", "replace"))
    for inn in asked.get("companies", ()):
        complete &= yield from _walk(ask, f"{API}/company/inn/{inn}", _since(ask))
    texts = tuple(asked.get("text", ())) or (() if _elsewhere(asked) else ask.titles.get("ru", ()))
    regions = _codes(asked.get("regions") or ([] if _elsewhere(asked) and not texts else ask.regions), ask.regions)
    for region in regions or [""]:
        for text in texts or ([""] if regions else []):
            url = f"{API}/region/{region}" if region else API
            complete &= yield from _walk(ask, url, (("text", text), *_since(ask)) if text else _since(ask))
    if not (texts or regions or _elsewhere(asked)):
        raise UsageError("trudvsem: nothing to search for; give the profile a Russian title, or text, regions or dumps")
    return complete


def code_of(region: str) -> str:
    """Return the code of a region given by name or code. Raises UsageError for a name that is none."""
    if region.isdigit() and len(region) in (2, 13):
        return region
    found = _regions().get(values.fold(region))
    if not found:
        raise UsageError(f"trudvsem: no region is called {region!r}; write it as in trudvsem/regions.csv, or its code")
    return found


def _codes(names: Iterable[str], of_profile: Collection[str]) -> list[str]:
    """Return the codes of regions; names of the profile may belong to another country if one is known here."""
    codes, unknown = list[str](), list[UsageError]()
    for name in names:
        try:
            codes.append(code_of(name))
        except UsageError as error:
            if name not in of_profile:
                raise
            unknown.append(error)
    if unknown and not codes:
        raise unknown[0]
    return codes


def _walk(ask: Ask, url: str, params: tuple[tuple[str, str], ...]) -> Collecting:
    seen: set[str] = set()
    number = 0
    while True:
        paging = (("offset", str(number)), ("limit", str(LIMIT)))  # the offset counts pages, not rows
        page = yield Request(url, (*params, *paging))
        rows, total = _rows(page, first=not number)
        if total and not number:
            ask.announce(total)
        new = {key for row in rows if (key := str(row.get("id")))} - seen
        seen |= new
        if not new:
            return len(seen) >= (total or 0)
        if len(seen) >= total if total is not None else len(rows) < LIMIT:
            return True
        number += 1


def _rows(page: Page, *, first: bool) -> tuple[list[Mapping[str, object]], int | None]:
    """Return the vacancies of an answer and the total it tells. Raises where it is no such answer."""
    value = answers.object_of(page)
    meta = answers.mapping(value.get("meta"))
    if meta.get("error"):
        raise ChangedError(f"{answers.address(page)}: the site says {str(meta['error'])[:100]!r}; check the parameters")
    if "results" not in value and "meta" not in value:
        raise answers.unexpected(page, "an object with meta and results", value)
    told = str(meta.get("total", ""))
    total = int(told) if told.isdigit() else None
    held = answers.mapping(value.get("results")).get("vacancies")
    rows = [answers.mapping(answers.mapping(item).get("vacancy", item)) for item in answers.listing(held)]
    if total and held is None and first:
        raise answers.unexpected(page, f"results.vacancies with some of {total} vacancies", value.get("results"))
    return rows, total


def _since(ask: Ask) -> tuple[tuple[str, str], ...]:
    days = ask.parameters.get("days")
    since = ask.since - OVERLAP if ask.since else ask.until - timedelta(days=days) if days else None
    return (("modifiedFrom", _moment(since)), ("modifiedTo", _moment(ask.until))) if since else ()


def _moment(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _dump(given: str) -> str:
    return given if given.startswith(("http://", "https://")) else DUMP.format(given)


def _elsewhere(asked: Mapping[str, object]) -> bool:
    return bool(asked.get("dumps") or asked.get("companies"))


@cache
def _regions() -> dict[str, str]:
    text = files(__package__).joinpath("regions.csv").read_text(encoding="utf-8")
    return {values.fold(row["name"]): row["code"] for row in csv.DictReader(text.splitlines())}
