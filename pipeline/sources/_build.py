"""From loose fields to a Posting: the one place where every source's fields are cleaned, masked and checked."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from pipeline.contacts import mask_contacts, sole_trader
from pipeline.languages import detect
from pipeline.model import Posting, Reject, Stated
from pipeline.sources import _values
from pipeline.text import one_line, to_text
from pipeline.vocab import terms

LONGEST_TEXT = 200_000
LONGEST_TITLE = 500
_CHANCE = 30
"""Characters up to which a part may stand in a text by chance: "B" in "CRB"."""
NOTHING_STATED = Stated()
_WORDED = (
    "currency",
    "salary_written",
    "experience_written",
    "skills",
    "industries",
    "roles",
    "schedule",
    "employment",
)
_LIKE_CONTACT = re.compile(r"[@+\s]|%40|%2B", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a record stands: its source, its page, the place in it, and what it inherits from the page.

    The page of a posting that was collected is its whole collection: its id is the site's.
    """

    source: str
    page: str
    where: str
    ordinal: int
    name: str = ""
    url: str | None = None
    context: str | None = None
    fetched_at: datetime | None = None
    collection: str | None = None

    @property
    def id(self) -> str:
        """The id of a record that brings none: file name and ordinal."""
        return f"{self.name or self.page}:{self.ordinal}"

    def reject(self, reason: str) -> Reject:
        """Return a Reject of what stands here."""
        return Reject(self.source, self.page, self.where, reason)


@dataclass(slots=True)
class Loose:
    """A record's fields as its source wrote them: markup, any kind of date, parts of the text by heading."""

    id: object = None
    title: str | None = None
    text: str | None = None
    parts: list[tuple[str, str]] = field(default_factory=list)
    employer: str | None = None
    place: str | None = None
    url: str | None = None
    posted_on: object = None
    closes_on: object = None
    stated: Stated = NOTHING_STATED
    invented: bool = False
    closed: bool = False


def posting(loose: Loose, spot: Spot) -> Posting | Reject:
    """Return the posting these fields make, or a Reject where they say nothing or far too much."""
    written = _words(loose.text) or ""
    if len(written) > 5 * LONGEST_TEXT:
        return spot.reject(_too_long(len(written)))
    title = one_line(_words(loose.title))
    text = to_text(written)
    language = detect(f"{title or ''}\n{text}" if len(text) < LONGEST_TITLE else text)
    if loose.parts:
        text = _with_parts(text, loose.parts, language)
        language = detect(text) if language == "other" else language
    if len(text) > LONGEST_TEXT:
        return spot.reject(_too_long(len(text)))
    if title and len(title) > LONGEST_TITLE:
        title = title[:LONGEST_TITLE]
    stated = _masked(loose.stated)
    place = _short_line(_words(loose.place))
    employer = _employer(_words(loose.employer), place)
    if not title and not text and stated == NOTHING_STATED and not (employer or place):
        return spot.reject("no title, no text and no stated field: nothing to read; check that this is one record")
    closes_on = _values.day(loose.closes_on)
    return Posting(
        id=_id(loose.id) or spot.id,
        source=spot.source,
        page=f"{spot.source}/{spot.collection}" if spot.collection else spot.page,
        text=text,
        title=title,
        employer=employer,
        place=place,
        url=_url(_words(loose.url)) or spot.url,
        language=language,
        posted_on=_values.day(loose.posted_on),
        closes_on=closes_on,
        fetched_at=spot.fetched_at,
        stated=_settled(stated, language),
        context=_masked_words(spot.context) if spot.context else None,
        place_in_page=spot.where,
        invented=loose.invented,
        collection=spot.collection,
        closed=loose.closed or bool(closes_on and spot.fetched_at and closes_on < spot.fetched_at.date()),
    )


def _words(given: object) -> str | None:
    """Return a field as words: sites change the type of a field without notice."""
    if given is None or isinstance(given, str):
        return given
    return None if isinstance(given, bool | dict | list) else str(given)


@lru_cache(maxsize=20_000)
def _masked_words(words: str) -> str:
    return mask_contacts(words)


def _masked(stated: Stated) -> Stated:
    """Mask contacts in every field of words: a site's own fields hold phones too."""
    changed: dict[str, Any] = {}
    for name in _WORDED:
        held = getattr(stated, name)
        if not held:
            continue
        if isinstance(held, tuple):
            masked: object = tuple(map(_masked_words, map(str, held)))
        else:
            masked = _masked_words(held if isinstance(held, str) else str(held))
        if masked != held:
            changed[name] = masked
    return replace(stated, **changed) if changed else stated


@lru_cache(maxsize=20_000)
def _short_line(words: str | None) -> str | None:
    """Return a place as one masked line; a market has few of them, and masking is half of the work of parsing."""
    return one_line(words)


def _too_long(length: int) -> str:
    return (
        f"a text of {length:,} characters, no posting is longer than {LONGEST_TEXT:,}: split the file into its postings"
    )


def _id(given: object) -> str | None:
    if given is None or given == "" or isinstance(given, bool | dict | list):
        return None
    if isinstance(given, float) and given.is_integer():
        return str(int(given))
    return mask_contacts(str(given)) if _LIKE_CONTACT.search(str(given)) else str(given)


def _url(given: str | None) -> str | None:
    """Return a web address; its query is dropped where it holds a contact."""
    url = (given or "").strip()
    if not url.lower().startswith(("http://", "https://")):
        return None
    if _LIKE_CONTACT.search(url) or "?" in url:
        path, _, query = url.partition("?")
        plain = unquote(query)
        if mask_contacts(plain) != plain:
            url = path
        return None if mask_contacts(unquote(path)) != unquote(path) and _LIKE_CONTACT.search(unquote(path)) else url
    return url


@lru_cache(maxsize=20_000)
def _employer(written: str | None, place: str | None) -> str | None:
    name = " ".join(to_text(written).split()) if written else None
    if not name:
        return None
    trader = sole_trader(" ".join(written.split()) if written else "")
    if trader:
        return f"{trader}, {place}" if place else trader
    return name


def _settled(stated: Stated, language: str) -> Stated:
    """A bare dollar sign counts as US dollars only in an English text (DESIGN §4)."""
    if stated.currency == "$":
        return replace(stated, currency="USD" if language == "en" else None)
    return stated


def _with_parts(text: str, parts: list[tuple[str, str]], language: str) -> str:
    for heading, markup in parts:
        body = to_text(markup)
        if not body or (body in text and (len(body) > _CHANCE or f"\n{body}\n" in f"\n{text}\n")):
            continue
        if language == "other":
            language = detect(body)
        title = _heading(heading, language)
        opened = f"{title}:\n{body}" if title and not body.lower().startswith(title.lower()) else body
        text = f"{text}\n\n{opened}" if text else opened
    return text


@lru_cache(maxsize=100)
def _heading(part: str, language: str) -> str | None:
    wanted = (f"heading_{part}", language if language in {"ru", "tr", "en"} else "en")
    return next((term for concept, lang, term in terms("cues/import_values") if (concept, lang) == wanted), None)
