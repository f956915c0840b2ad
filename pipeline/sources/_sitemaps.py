"""Sitemaps (sitemaps.org): an index, its maps, packed or not, read for the addresses they list."""

from __future__ import annotations

import io
import zlib
from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin, urlsplit

from pipeline.errors import UnreadableError, VacanciesError
from pipeline.model import Page, Request
from pipeline.sources import _answers as answers
from pipeline.sources import _values as values
from pipeline.sources._source import ChangedError
from pipeline.sources._xml import BrokenXMLError, records, refuse_entities

LARGEST = 50_000_000
DEEPEST = 3


@dataclass(slots=True)
class Listed:
    """What the maps list: addresses with the day of their last change where told, and the maps that failed."""

    urls: dict[str, date | None] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def read(url: str, into: Listed, depth: int = 1) -> Generator[Request, Page, None]:
    """Read a map and the maps it names on its own host. Raises where this map itself fails; its children are noted."""
    page = yield Request(url, holds_postings=False)
    if page.status not in (200, 304):
        answers.granted(page)
    answers.granted(page)
    children: list[str] = []
    try:
        body = unpacked(page.body)
        refuse_entities(body[: 1 << 20])
        found = 0
        for name, record in records(io.BytesIO(body), {"url", "sitemap"}):
            found += 1
            address = urljoin(url, answers.words(record.get("loc")) or "")
            if not same_host(address, url):
                continue
            if name == "sitemap":
                children.append(address)
            else:
                into.urls.setdefault(address, values.day(record.get("lastmod")))
    except (UnreadableError, BrokenXMLError) as error:
        raise ChangedError(f"{url}: a sitemap was expected ({error}); open the address and check it") from error
    if not found:
        raise ChangedError(f"{url}: a sitemap that lists no address; open it and check that it is the right one")
    for child in dict.fromkeys(children):
        if depth >= DEEPEST:
            into.failed[child] = f"maps nested deeper than {DEEPEST}"
            continue
        try:
            yield from read(child, into, depth + 1)
        except VacanciesError as error:
            into.failed[child] = str(error)


def unpacked(body: bytes) -> bytes:
    """Return the bytes of a map, unpacked where they are gzip. Raises UnreadableError for a bomb or a cut-off pack."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    unpack = zlib.decompressobj(wbits=31)
    try:
        plain = unpack.decompress(body, LARGEST)
    except zlib.error as error:
        raise UnreadableError(f"broken gzip: {error}") from error
    if unpack.unconsumed_tail:
        raise UnreadableError(f"unpacks to more than {LARGEST:,} bytes, the limit of a sitemap")
    if not unpack.eof:
        raise UnreadableError("the gzip is cut off")
    return plain


def same_host(url: str, other: str) -> bool:
    """Tell whether both are web addresses on one host, with or without www."""
    one, two = urlsplit(url), urlsplit(other)
    return one.scheme in ("http", "https") and bool(one.netloc) and _bare(one.netloc) == _bare(two.netloc)


def _bare(host: str) -> str:
    return host.lower().removeprefix("www.")
