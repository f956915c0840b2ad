"""What is asked of the API of superjob.ru: searches by keyword and town, cut by date where they hold too many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.errors import UsageError
from pipeline.model import Page, Request
from pipeline.sources import _answers as answers
from pipeline.sources._source import Ask, ClosedError, Collecting, Door, Parameter

API = "https://api.superjob.ru/2.0/vacancies/"
KEY = {"X-Api-App-Id": "{SUPERJOB_KEY}"}
COUNT = 100
DEPTH = 500  # often quoted, never verified: what lies deeper is reached by narrower dates
NARROWEST = 3600
OVERLAP = 300
FIRST_DAYS = 30
ADVICE = "register an application at api.superjob.ru and put its secret key into SUPERJOB_KEY"

ASKS_SINCE = True
DOOR = Door(
    title="SuperJob",
    about="a large board in Russia: free API with a key of your own application (SUPERJOB_KEY)",
    languages=("ru",),
    needs=("SUPERJOB_KEY",),
    hosts=("api.superjob.ru",),
    terms="https://api.superjob.ru/",
)
PARAMETERS = {
    "keywords": Parameter(list, "what to search for, each by itself; default: the profile's Russian titles"),
    "towns": Parameter(list, "towns by name or id (4 Moscow, 14 St Petersburg); default: the profile's regions"),
    "catalogues": Parameter(list, "catalogues by id (438 sales)"),
    "days": Parameter(int, f"how far back the first collection looks; default {FIRST_DAYS}"),
}


def collect(ask: Ask) -> Collecting:
    """Walk the search of every keyword and town. False where one could not be read whole."""
    if "SUPERJOB_KEY" not in ask.secrets:
        raise ClosedError(f"superjob: closed without a key: {ADVICE}")
    asked = ask.parameters
    catalogues = tuple(("catalogues", str(number)) for number in asked.get("catalogues", ()))
    keywords = tuple(asked.get("keywords", ())) or (() if catalogues else ask.titles.get("ru", ()))
    towns = [str(town) for town in asked.get("towns", filter(_russian, ask.regions))]
    if not (keywords or catalogues):
        raise UsageError("superjob: nothing to search for; give the profile a Russian title, or keywords or catalogues")
    since = ask.since or ask.until - timedelta(days=int(asked.get("days", FIRST_DAYS)))
    span = (_seconds(since) - (OVERLAP if ask.since else 0), _seconds(ask.until))
    complete = True
    for keyword in keywords or ("",):
        for town in towns or [""]:
            params = (*((("keyword", keyword),) if keyword else ()), *((("town", town),) if town else ()), *catalogues)
            complete &= yield from _window(ask, params, *span)
    return complete


def _russian(name: str) -> bool:
    """Tell a name in Russian letters: the profile may name regions of other countries too."""
    return any("\u0400" <= letter <= "\u04ff" for letter in name)


def _window(ask: Ask, params: tuple[tuple[str, str], ...], start: int, end: int) -> Collecting:
    """Read a span of publication page by page, or its halves where it holds more than the API shows."""
    seen: set[str] = set()
    number = 0
    while True:
        dates = (("date_published_from", str(start)), ("date_published_to", str(end)))
        paging = (("order_field", "date"), ("page", str(number)), ("count", str(COUNT)))
        page = yield Request(API, (*params, *dates, *paging), secrets=KEY)
        answer = _answer(page)
        if not number and int(answer["total"]) > DEPTH and end - start >= 2 * NARROWEST:
            middle = (start + end) // 2
            first = yield from _window(ask, params, start, middle)
            second = yield from _window(ask, params, middle, end)
            return first and second
        if not number:
            ask.announce(int(answer["total"]))
        new = {str(node.get("id")) for node in map(answers.mapping, answer["objects"])} - seen
        seen |= new
        if not answer["more"]:
            return int(answer["total"]) <= max(DEPTH, len(seen))
        if not new:
            return False
        number += 1


def _answer(page: Page) -> dict[str, Any]:
    """Return objects, total and more. Raises ClosedError for an unknown key, ChangedError for another shape."""
    value = answers.mapping(answers.loads(page.body))
    error = answers.mapping(value.get("error"))
    if page.status in (401, 403) or str(error.get("code")) in ("401", "403"):
        said = str(error.get("message") or "no reason given")[:100]
        raise ClosedError(f"{answers.address(page)}: SuperJob refuses the key ({said}): {ADVICE}")
    told = answers.object_of(page, ADVICE)
    objects, total, more = told.get("objects"), told.get("total"), told.get("more")
    if not isinstance(objects, list) or not isinstance(total, int) or not isinstance(more, bool):
        raise answers.unexpected(page, "an object with objects, total and more", told)
    if more and not objects:
        raise answers.unexpected(page, f"some of {total} vacancies", objects)
    return {"objects": objects, "total": total, "more": more}


def _seconds(moment: datetime) -> int:
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
