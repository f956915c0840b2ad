"""What is asked of hh.ru: searches cut into date windows that fit the limit of 2,000, details, canonical pages."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from pipeline.errors import UsageError
from pipeline.model import Page, Request
from pipeline.sources import _answers as answers
from pipeline.sources import _values as values
from pipeline.sources._source import Ask, ChangedError, ClosedError, Collecting, Door, Parameter, UnansweredError

API = "https://api.hh.ru"
PAGE = "https://hh.ru/vacancy/{}"
TOKEN = {"Authorization": "Bearer {HH_TOKEN}"}
PER_PAGE = 100
DEPTH = 2000
STEP = timedelta(minutes=5)  # the API rounds dates to this: neighbours overlap by it
FIRST_DAYS = 30
ADVICE = "get an application token at dev.hh.ru and set HH_TOKEN, or save vacancy pages and import the files"

ASKS_SINCE = True
DOOR = Door(
    title="HeadHunter",
    about="the largest board in Russia: its API needs a token (HH_TOKEN); without one only vacancy pages you list",
    languages=("ru",),
    uses=("HH_TOKEN",),
    hosts=("api.hh.ru", "hh.ru"),
    terms="https://dev.hh.ru/",
)
PARAMETERS = {
    "text": Parameter(str, "query in the search language of hh.ru; default: the profile's Russian titles, any of them"),
    "roles": Parameter(list, "professional roles by id (70); with roles given, text is searched only if you set it"),
    "hh_role": Parameter(str, "one more professional role; default: the profile's"),
    "areas": Parameter(list, "areas by name or id (113 Russia); default: the profile's regions"),
    "employers": Parameter(list, "employers by id"),
    "days": Parameter(int, f"how far back the first collection looks; default {FIRST_DAYS}"),
    "details": Parameter(bool, "read every vacancy whole, one request each (default), or only what the search shows"),
    "pages": Parameter(list, "addresses or ids of vacancies to read from their pages, without a token"),
}
_ID = re.compile(r"(?:/vacancy/|^)(\d+)(?=$|[/?#])")
_SPLIT = ("area", "professional_role", "employer_id")


@dataclass(frozen=True, slots=True)
class _Window:
    """One search: its parameters and the span of publication it looks at."""

    params: tuple[tuple[str, str], ...]
    start: datetime
    end: datetime

    def asked(self) -> tuple[tuple[str, str], ...]:
        return (
            *self.params,
            ("order_by", "publication_time"),
            ("date_from", _moment(self.start)),
            ("date_to", _moment(self.end)),
        )

    def halves(self) -> list[_Window]:
        """Return two windows in time, else one for every value of a repeated key, else nothing: it cannot be cut."""
        middle = _floor(self.start + (self.end - self.start) / 2)
        if self.start < middle < self.end:
            return [replace(self, end=middle), replace(self, start=middle)]
        for key in _SPLIT:
            held = [pair for pair in self.params if pair[0] == key]
            if len(held) > 1:
                rest = tuple(pair for pair in self.params if pair[0] != key)
                return [replace(self, params=(*rest, pair)) for pair in held]
        return []


def collect(ask: Ask) -> Collecting:
    """Read the pages that are listed, then with a token the search. False where a window could not be read whole."""
    pages = list(ask.parameters.get("pages", ()))
    yield from _pages(pages)
    if "HH_TOKEN" not in ask.secrets:
        if pages:
            return True
        raise ClosedError(f"hh: the search is closed without a token since December 2025: {ADVICE}")
    params = yield from _params(ask)
    days = int(ask.parameters.get("days", FIRST_DAYS))
    start = ask.since - STEP if ask.since else ask.until - timedelta(days=days)
    window = _Window(params, _floor(start), _ceiling(ask.until))
    detailed = bool(ask.parameters.get("details", True))
    seen: dict[str, None] = {}
    complete = yield from _windows(ask, window, seen, detailed)
    failed: dict[str, str] = {}
    for number in seen if detailed else ():
        try:
            page = yield Request(f"{API}/vacancies/{number}", secrets=TOKEN)
            if page.status not in answers.GONE:
                _vacancy(page)
        except UnansweredError as error:
            failed[number] = str(error)
    answers.told_incomplete("hh", failed)
    return complete


def _pages(given: Iterable[object]) -> Generator[Request, Page, None]:
    for address in given:
        number = _ID.search(str(address))
        if not number:
            raise UsageError(f"hh: {str(address)!r} names no vacancy; write https://hh.ru/vacancy/123 or the id 123")
        page = yield Request(PAGE.format(number[1]))
        if page.status in answers.GONE:
            continue
        answers.granted(page, ADVICE)
        if b"HH-Lux-InitialState" not in page.body and b"JobPosting" not in page.body:
            raise ChangedError(
                f"{answers.address(page)}: a vacancy page was expected, it has neither state nor JSON-LD"
            )


def _params(ask: Ask) -> Generator[Request, Page, tuple[tuple[str, str], ...]]:
    asked = ask.parameters
    named = [*asked.get("roles", ()), *filter(None, [asked.get("hh_role")])]
    roles = [("professional_role", str(role)) for role in dict.fromkeys(named)]
    employers = [("employer_id", str(employer)) for employer in asked.get("employers", ())]
    text = asked.get("text") or (
        "" if roles or employers else " OR ".join(f'NAME:"{title}"' for title in ask.titles.get("ru", ()))
    )
    if not (text or roles or employers):
        raise UsageError("hh: nothing to search for; give the profile a Russian title, or text, roles or employers")
    wanted = [str(name) for name in asked.get("areas", ask.regions)]
    areas = yield from _areas(wanted, lenient="areas" not in asked)
    searched = (("text", text), ("no_magic", "true")) if text else ()
    return (*searched, *roles, *employers, *(("area", area) for area in areas))


def _areas(names: list[str], *, lenient: bool) -> Generator[Request, Page, list[str]]:
    """Return the ids of areas; names are looked up in the dictionary that hh.ru gives to anybody.

    Names of the profile may belong to another country: with `lenient` one that is known is enough.
    """
    if all(name.isdigit() for name in names):
        return names
    page = yield Request(f"{API}/areas", holds_postings=False)
    known: dict[str, str] = {}
    _name_areas(answers.json_of(page, ADVICE), known)
    missing = [name for name in names if not name.isdigit() and values.fold(name) not in known]
    if missing and (not lenient or len(missing) == len(names)):
        raise UsageError(f"hh: no area is called {missing[0]!r}; write it as api.hh.ru/areas does, or its id")
    return [name if name.isdigit() else known[values.fold(name)] for name in names if name not in missing]


def _name_areas(nodes: object, known: dict[str, str]) -> None:
    """Note every name of the tree; a wider area of the same name wins over one inside it."""
    children: list[Any] = []
    for node in map(answers.mapping, answers.listing(nodes)):
        known.setdefault(values.fold(node.get("name")), str(node.get("id")))
        children += answers.listing(node.get("areas"))
    if children:
        _name_areas(children, known)


def _windows(ask: Ask, window: _Window, seen: dict[str, None], detailed: bool) -> Generator[Request, Page, bool]:
    """Read a window, or its halves where it holds more than the API shows; ids are kept in the order they came."""
    page = yield _search(window, 0, detailed)
    first = _envelope(page)
    if first["found"] > DEPTH and (halves := window.halves()):
        complete = True
        for half in halves:
            complete &= yield from _windows(ask, half, seen, detailed)
        return complete
    here: dict[str, None] = {}
    found = yield from _read(window, first, here, detailed)
    if found > DEPTH >= first["found"] and (halves := window.halves()):  # it filled up while it was read
        complete = True
        for half in halves:
            complete &= yield from _windows(ask, half, seen, detailed)
        return complete
    if len(here) < min(found, DEPTH):  # ads that vanished moved others to pages already read: look once more
        page = yield _search(window, 0, detailed)
        found = yield from _read(window, _envelope(page), here, detailed)
    seen |= here
    ask.announce(found)
    return len(here) >= found


def _read(
    window: _Window, first: Mapping[str, Any], here: dict[str, None], detailed: bool
) -> Generator[Request, Page, int]:
    """Read the pages after the first; return how many the search says there are now."""
    answer, number = first, 0
    while True:
        here |= dict.fromkeys(answer["ids"])
        number += 1
        if not answer["ids"] or number >= answer["pages"] or (number + 1) * PER_PAGE > DEPTH:
            return int(answer["found"])
        page = yield _search(window, number, detailed)
        answer = _envelope(page)


def _search(window: _Window, number: int, detailed: bool) -> Request:
    paging = (("per_page", str(PER_PAGE)), ("page", str(number)))
    return Request(f"{API}/vacancies", (*window.asked(), *paging), secrets=TOKEN, holds_postings=not detailed)


def _envelope(page: Page) -> dict[str, Any]:
    """Return found, pages and ids of a search answer. Raises as `_refusal`, ChangedError for another shape."""
    _refusal(page)
    value = answers.object_of(page, ADVICE)
    items, found, pages = value.get("items"), value.get("found"), value.get("pages")
    if not isinstance(items, list) or not isinstance(found, int) or not isinstance(pages, int):
        raise answers.unexpected(page, "an object with items, found and pages", value)
    ids = [str(item["id"]) for item in map(answers.mapping, items) if item.get("id")]
    if found and pages and value.get("page") == 0 and not ids:
        raise ChangedError(f"{answers.address(page)}: {found} vacancies announced and none shown; the site changed")
    return {"found": found, "pages": pages, "ids": ids}


def _vacancy(page: Page) -> None:
    _refusal(page)
    value = answers.object_of(page, ADVICE)
    if "id" not in value or "name" not in value:
        raise answers.unexpected(page, "a vacancy with id and name", value)


def _refusal(page: Page) -> None:
    """Say in words what hh.ru means by an error answer. Raises ClosedError or ChangedError."""
    if page.status < 400:
        return
    value = answers.mapping(answers.loads(page.body))
    told = [answers.mapping(error) for error in answers.listing(value.get("errors"))]
    kinds = {str(error.get("type")) for error in told} | {str(error.get("value")) for error in told}
    where = answers.address(page)
    if page.status == 403 and "captcha_required" in kinds:
        raise ClosedError(f"{where}: hh.ru asks for a captcha; nothing is solved or gone round: {ADVICE}")
    if page.status == 403 and kinds & {"bad_authorization", "token_expired", "token_revoked", "application_not_found"}:
        raise ClosedError(f"{where}: hh.ru does not know the token in HH_TOKEN; get a new one at dev.hh.ru")
    if page.status == 403:
        raise ClosedError(f"{where}: 403 forbidden, hh.ru refuses this client; nothing is retried or rotated: {ADVICE}")
    if page.status == 400 and "bad_user_agent" in kinds:
        raise ClosedError(f"{where}: hh.ru refuses the User-Agent; set a contact in vacancies.toml that it accepts")
    if page.status == 400:
        said = value.get("description") or value.get("bad_argument") or sorted(kinds - {"None"})
        raise ChangedError(f"{where}: hh.ru refuses a parameter ({str(said)[:100]}); check [sources.hh]")


def _moment(moment: datetime) -> str:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.strftime("%Y-%m-%dT%H:%M:%S%z")


def _floor(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute - moment.minute % 5, second=0, microsecond=0)


def _ceiling(moment: datetime) -> datetime:
    floor = _floor(moment)
    return floor if floor == moment else floor + STEP
