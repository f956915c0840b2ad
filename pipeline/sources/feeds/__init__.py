"""Feeds: RSS and Atom, vacancy XML of the Yandex, rabota.ru, Indeed, trud.com and HR-XML kind, a Telegram export."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO

from pipeline.errors import UnreadableError, UsageError
from pipeline.model import Page, Posting, Reject, Request
from pipeline.sources import _answers as answers
from pipeline.sources._source import Ask, ChangedError, ClosedError, Collecting, Door, Parameter
from pipeline.sources._xml import records, refuse_entities
from pipeline.sources.feeds import telegram
from pipeline.sources.feeds._fields import posting_of, recognises

__all__ = ["DOOR", "PARAMETERS", "collect", "parse", "posting_of", "recognises", "telegram"]

RECORDS = frozenset({"vacancy", "job", "offer", "item", "entry", "position", "posting", "positionopening"})
DOOR = Door(
    title="Feeds",
    about="RSS, Atom and XML feeds of vacancies that a site publishes for reading by programs; no key",
    languages=("ru", "tr", "en"),
    terms="those of the site that publishes the feed",
)
PARAMETERS = {"urls": Parameter(list, "addresses of the feeds")}
_EMPTY = re.compile(rb"^\s*(?:<\?xml[^>]*\?>)?\s*<doc\s*/>\s*$", re.IGNORECASE)


def collect(ask: Ask) -> Collecting:
    """Read each feed, one request; one that fails leaves the others."""
    urls = [str(url) for url in ask.parameters.get("urls", ())]
    if not urls:
        raise UsageError('feeds: no feed is listed; give urls = ["https://…/vacancies.xml"]')
    return (yield from answers.all_of({url: _feed(url) for url in urls}))


def _feed(url: str) -> Collecting:
    page = yield Request(url)
    answers.granted(page)
    start = page.body[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _EMPTY.match(page.body[:200]):
        raise ClosedError(f"{url}: an empty <doc/>, which is how the site says too often; ask later and less")
    if start[:1] in (b"{", b"["):
        if not telegram.is_export(answers.loads(page.body)):
            raise answers.unexpected(page, "RSS, Atom or vacancy XML", "JSON")
        return True
    if start[:14].lower().startswith((b"<!doctype html", b"<html")) or not start.startswith(
        (b"<", b"\xff\xfe", b"\xfe")
    ):
        raise ChangedError(f"{url}: a feed in XML was expected, found a page; look up the feed's address on the site")
    return True


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the postings of a feed or of an export; XML that defines entities is refused."""
    start = page.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] in (b"{", b"["):
        yield from _parse_json(page)
        return
    try:
        refuse_entities(page.body[: 1 << 20])
        found = (record for _, record in records(BytesIO(page.body), RECORDS))
        yield from answers.postings(page, found, posting_of)
    except UnreadableError as error:
        yield Reject(page.source, page.name, "page", str(error))


def _parse_json(page: Page) -> Iterator[Posting | Reject]:
    value = answers.loads(page.body)
    if telegram.is_export(value):
        for ordinal, told in enumerate(telegram.messages(value), 1):
            spot = answers.spot_of(page, ordinal, told.context)
            yield told.posting(spot)
    elif isinstance(value, list | Mapping):
        yield from answers.postings(page, value if isinstance(value, list) else [value], posting_of)
    else:
        yield answers.broken(page, "a feed or a Telegram export")
