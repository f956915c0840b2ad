"""What a live source does with an answer: tell a closed door from a changed one, and read records one by one."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote_plus

import ijson

from pipeline.contacts import mask_contacts
from pipeline.errors import UsageError, VacanciesError
from pipeline.model import Page, Posting, Reject, Request
from pipeline.sources import _json
from pipeline.sources import _values as values
from pipeline.sources._build import Spot
from pipeline.sources._source import (
    ChangedError,
    ClosedError,
    Collecting,
    ForbiddenByRobotsError,
    IncompleteError,
    UnansweredError,
)

CLOSED = frozenset({401, 402, 403, 407, 451, 460})
GONE = frozenset({404, 410})
_CAPTCHA = (b"captcha", b"cf-challenge", b"ddos-guard", b"px-captcha")
_SHOWN = 120
_LONGEST_ADDRESS = 300

Fetching = Generator[Request, Page, None]
Making = Callable[[Mapping[str, Any], Spot], Posting | Reject]


def address(page: Page) -> str:
    """Return what messages call an answer."""
    return readable(page.url) if page.url else page.name


def readable(url: str) -> str:
    """Return an address as a person reads it: its letters instead of their percent codes, and not too long."""
    letters = unquote_plus(url)
    shown = letters if letters.isprintable() else url
    return shown if len(shown) <= _LONGEST_ADDRESS else f"{shown[:_LONGEST_ADDRESS]}…"


def granted(page: Page, advice: str = "ask the site for access, or save its pages and import the files") -> Page:
    """Return the page if the site gave it. Raises ClosedError where it refuses, VacanciesError for other failures."""
    if page.status in CLOSED:
        raise ClosedError(
            f"{address(page)}: refused with HTTP {page.status}{_said(page)}; nothing is retried: {advice}"
        )
    if page.status not in (200, 304):
        raise VacanciesError(
            f"{address(page)}: HTTP {page.status}{_said(page)} where 200 was expected; run the collection again later"
        )
    if is_captcha(page):
        raise ClosedError(f"{address(page)}: a captcha page instead of data; nothing is solved or gone round: {advice}")
    return page


def is_captcha(page: Page) -> bool:
    """Tell a challenge page: short HTML that speaks of a captcha."""
    head = page.body[:40_000].lower()
    return (
        len(page.body) < 40_000
        and b"<html" in head
        and any(mark in head for mark in _CAPTCHA)
        and b"jobposting" not in head
        and b"initialstate" not in head
    )


def json_of(page: Page, advice: str = "ask the site for access, or save its pages and import the files") -> Any:
    """Return the JSON of an answer. Raises as `granted`, ChangedError where it is no JSON or an error with HTTP 200."""
    granted(page, advice)
    value = loads(page.body)
    if value is None:
        raise ChangedError(
            f"{address(page)}: JSON was expected, found {_shown(page.body)}; report it: the site changed"
        )
    told = value.get("errors") or value.get("error") if isinstance(value, dict) else None
    if told:
        shown = mask_contacts(json.dumps(told, ensure_ascii=False))[:_SHOWN]
        raise ChangedError(f"{address(page)}: HTTP {page.status} that holds an error: {shown}; check the parameters")
    return value


def object_of(page: Page, advice: str = "ask the site for access, or save its pages and import the files") -> Any:
    """Return the JSON object of an answer. Raises as `json_of`, ChangedError where it is no object."""
    value = json_of(page, advice)
    if not isinstance(value, dict):
        raise unexpected(page, "an object", value)
    return value


def unexpected(page: Page, wanted: str, found: object) -> ChangedError:
    """Return the error for an answer of another shape than the contract knows."""
    shown = ", ".join(map(str, found))[:_SHOWN] if isinstance(found, dict) else str(found)[:_SHOWN]
    return ChangedError(
        f"{address(page)}: {wanted} was expected, found {type(found).__name__} ({shown}); the site changed: report it"
    )


def all_of(parts: Mapping[str, Collecting], *, one_host: bool = False) -> Collecting:
    """Carry out each part though others fail. Raises its error where all failed, else IncompleteError naming them.

    Where all stand on one host, a host that refuses one is not asked for the others.
    """
    complete, failed = True, dict[str, VacanciesError]()
    for name, part in parts.items():
        try:
            complete &= yield from part
        except UsageError:
            raise
        except VacanciesError as error:
            failed[name] = error
            if one_host and isinstance(error, ClosedError) and not isinstance(error, ForbiddenByRobotsError):
                raise
    if failed and len(failed) == len(parts):
        raise next(iter(failed.values()))
    if failed:
        name, first = next(iter(failed.items()))
        raise IncompleteError(f"{len(failed)} of {len(parts)} failed, the rest was read; {name}: {first}")
    return complete


def details(urls: Iterable[str], check: Callable[[Page], None], failed: dict[str, str]) -> Fetching:
    """Read single pages: one that is gone is no failure, one that fails is noted, a host that refuses ends them all.

    `check` looks at each page that came and raises where it is not what was expected.
    """
    for url in urls:
        try:
            page = yield Request(url)
            if page.status in GONE:
                continue
            check(granted(page))
        except (ForbiddenByRobotsError, UnansweredError) as error:
            failed[url] = str(error)
        except (ClosedError, ChangedError):
            raise
        except VacanciesError as error:
            failed[url] = str(error)


def told_incomplete(source: str, failed: Mapping[str, str]) -> None:
    """Raise IncompleteError where addresses failed."""
    if failed:
        url, why = next(iter(failed.items()))
        raise IncompleteError(f"{source}: {len(failed)} addresses failed, the rest was read; {url}: {why}")


def loads(body: bytes) -> Any:
    """Return the value of JSON bytes, None where they are none."""
    try:
        return _json.loads(body)
    except (ValueError, RecursionError):
        return None


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object, or an empty one where the site gave something else (PHP writes [] for none)."""
    return value if isinstance(value, dict) else {}  # asking for a Mapping takes five times as long


def listing(value: object) -> list[Any]:
    """Return a list, an object as a list of one, or an empty list."""
    return value if isinstance(value, list) else [value] if isinstance(value, Mapping) else []


def words(value: object) -> str | None:
    """Return words as they stand, a number as words; None for everything else and for words that say nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or not values.present(value):
        return None
    return str(value).strip()


def streamed(page: Page, prefix: str) -> Iterator[object]:
    """Yield the items under an ijson prefix one by one; a ValueError ends what is cut off."""
    yield from ijson.items(io.BytesIO(page.body), prefix, use_float=True)


def postings(
    page: Page, records: Iterable[object], make: Making, context: str | None = None
) -> Iterator[Posting | Reject]:
    """Yield what each record makes; one that cannot be read is a Reject, and a page cut off ends with one."""
    ordinal = 0
    source = iter(records)
    while True:
        ordinal += 1
        spot = spot_of(page, ordinal, context)
        try:
            record = next(source, None)
        except (ValueError, ijson.JSONError) as error:
            yield spot.reject(f"the page is cut off or broken here ({_reason(error)}): what stood before was read")
            return
        if record is None:
            return
        if not isinstance(record, Mapping):
            yield spot.reject(f"an object was expected, found {type(record).__name__}")
            continue
        try:
            yield make(record, spot)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError) as error:
            yield spot.reject(f"a field of a kind nobody expects ({_reason(error)}): report it with the page")


def spot_of(page: Page, ordinal: int, context: str | None = None) -> Spot:
    """Return the place of a page's record number `ordinal` (from 1)."""
    return Spot(
        page.source,
        page.name,
        f"record {ordinal}",
        ordinal,
        name=page.name.rsplit("/", 1)[-1],
        context=context,
        fetched_at=page.fetched_at,
        collection=page.collection,
    )


def broken(page: Page, wanted: str) -> Reject:
    """Return the Reject of a whole page that is not what its source gives."""
    return Reject(page.source, page.name, "page", f"{wanted} was expected, found {_shown(page.body)}: fetch it again")


def _reason(error: Exception) -> str:
    return mask_contacts(f"{type(error).__name__}: {error}".splitlines()[0])[:_SHOWN]


def _shown(body: bytes) -> str:
    start = mask_contacts(" ".join(body[:400].decode("utf-8", errors="replace").split()))[:60]
    return f"{len(body)} bytes that begin {start!r}" if body else "nothing"


def _said(page: Page) -> str:
    """Return the reason an error body gives, in a bracket."""
    value = loads(page.body)
    told = value.get("errors") or value.get("error") or value.get("description") if isinstance(value, dict) else None
    return f" ({mask_contacts(json.dumps(told, ensure_ascii=False))[:_SHOWN]})" if told else ""
