"""Any page that carries schema.org JobPosting: JSON-LD first, else microdata, RDFa, or the job-… meta tags.

Format: schema.org/JobPosting as read by Google for Jobs. A board's own estimate of pay
is never taken for the employer's.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model import Page, Posting, Reject
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources.jobposting import jsonld, markup
from pipeline.sources.jobposting._fields import is_job, loose_of
from pipeline.sources.jobposting._plan import ASKS_SINCE, DOOR, PARAMETERS, collect

__all__ = ["ASKS_SINCE", "DOOR", "PARAMETERS", "collect", "decode", "jsonld", "parse", "posting_of", "recognises"]

_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL | re.IGNORECASE)
_CANONICAL = re.compile(r"""<link[^>]+rel=["']canonical["'][^>]*href=["']([^"']+)""", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_PLACE = re.compile(r"""<meta[^>]+name=["']gtm_tbcn_location["'][^>]*content=["']([^"']*)""", re.IGNORECASE)
_BROKEN = "a JobPosting that is broken JSON beyond repair: save the page again"


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell an object whose @type is JobPosting."""
    return "@type" in record and is_job(record)


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting that a JobPosting object makes."""
    return posting(loose_of(record), spot)


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield every JobPosting of a page in page order; nothing where it has none."""
    text = decode(page.body, page.content_type)
    found = list(jsonld.jobs(text)) or list(markup.jobs(text))
    if not found and jsonld.broken(text):
        yield Reject(page.source, page.name, "JSON-LD", _BROKEN)
    for ordinal, job in enumerate(found, 1):
        loose = loose_of(job)
        if len(found) == 1:
            _fill_from_page(loose, text)
        spot = Spot(
            page.source,
            page.name,
            f"posting {ordinal}",
            ordinal,
            name=page.name.rsplit("/", 1)[-1],
            url=page.url,
            fetched_at=page.fetched_at,
            collection=page.collection,
        )
        yield posting(loose, spot)


def decode(body: bytes, content_type: str | None = None) -> str:
    """Return the characters of a page: mark, strict UTF-8, header, meta, else cp1251 or cp1254 by letters."""
    from pipeline.sources.files._file import one_byte_encoding

    for bom, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if body.startswith(bom):
            return body.decode(name, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    header = re.search(r"charset=([\w-]+)", content_type or "")
    meta = _CHARSET.search(body[:4096])
    declared = header[1] if header else meta[1].decode() if meta else one_byte_encoding(body[:65536])
    try:
        return body.decode(
            {"iso-8859-9": "cp1254", "utf-8": one_byte_encoding(body[:65536])}.get(declared.lower(), declared),
            errors="replace",
        )
    except LookupError:
        return body.decode(one_byte_encoding(body[:65536]), errors="replace")


def _fill_from_page(loose: Loose, text: str) -> None:
    """Take from the page what its single posting lacks: a title, a link, a place."""
    if not (loose.title or "").strip():
        found = _TITLE.search(text)
        title = html.unescape(found[1]).strip() if found else ""
        employer = (loose.employer or "").strip()
        loose.title = re.sub(rf"\s+[-–|]\s+{re.escape(employer)}\s*$", "", title) if employer else None
    if not loose.url and (link := _CANONICAL.search(text)):
        loose.url = link[1]
    if not loose.place and (place := _PLACE.search(text)):
        loose.place = html.unescape(place[1]).replace("~", ", ")
