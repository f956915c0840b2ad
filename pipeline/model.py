"""The nouns that pass between rooms (DESIGN §3): frozen, standard library only, the only schema there is.

The warehouse derives the columns of its `raw` tables from the fields below, in this order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

SCOPES = ("required", "preferred", "not_needed", "duty", "offered", "mentioned")
"""Strongest first: where a concept occurs with several scopes, the earliest of these counts."""

EXPERIENCE_BUCKETS = ("none", "1-3", "3-6", "6+", "some", "silent")
PAY_KINDS = ("range", "from", "upto", "point", "negotiable", "absent")
LANGUAGES = ("ru", "tr", "en")
TAX_BOUNDS = {"RUB": 0.139}
"""How far a figure may be off where tax is not told, by currency: 13.9% is gross against net at 13% tax (log).
Where the rate depends on who is paid (TRY, EUR, …) there is no such bound and none is printed."""

Origin = Literal["text", "stated"]
Where = Literal["text", "title"]


@dataclass(frozen=True, slots=True)
class Request:
    """What a source wants fetched: it only describes, `fetch` does.

    `params` are pairs, for a key may repeat. `secrets` maps a header to its value with environment variables in braces
    ("Bearer {HH_TOKEN}"): they are filled in when it is sent and stand in no log and no archive. `holds_postings` is
    false for dictionaries, sitemaps and other answers that `parse` is never asked about.
    """

    url: str
    params: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    holds_postings: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """Bytes as received, never changed. `url` is null for a file the user gave; `name` is what messages call it.

    `status` is the HTTP status (200 for a file). `collection` is the run that brought it, null for a file.
    """

    source: str
    name: str
    body: bytes
    content_type: str | None = None
    url: str | None = None
    fetched_at: datetime | None = None
    status: int = 200
    collection: str | None = None

    @property
    def sha256(self) -> str:
        """The digest of the bytes, worked out when it is asked for: most pages are never asked."""
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True, slots=True)
class Stated:
    """What a site states beside the text, as written there: figures unconverted, words untranslated.

    `period` is hour, day, shift, week, month, year, project or null. `experience` is a bucket of
    EXPERIENCE_BUCKETS or null. `remote` is null where the site does not say.
    """

    salary_from: float | None = None
    salary_to: float | None = None
    currency: str | None = None
    period: str | None = None
    gross: bool | None = None
    salary_written: str | None = None
    experience: str | None = None
    experience_written: str | None = None
    skills: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    schedule: str | None = None
    employment: str | None = None
    remote: bool | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One advertisement as one source shows it: markup removed, contacts masked.

    `id` is unique within its page only; (`source`, `page`, `id`) is unique within a run. `text` is what every offset
    of a fact indexes. `language` is ru, tr, en or other. `context` is the title of the page a listing stood on, from
    which an untitled posting inherits its role. `place_in_page` says where it stood ("row 17", "line 204").
    `collection` is the run that fetched it, null for a file. `closed` is true where the site itself says so.
    """

    id: str
    source: str
    page: str
    text: str
    title: str | None = None
    employer: str | None = None
    place: str | None = None
    url: str | None = None
    language: str = "other"
    posted_on: date | None = None
    closes_on: date | None = None
    fetched_at: datetime | None = None
    stated: Stated = field(default_factory=Stated)
    context: str | None = None
    place_in_page: str | None = None
    invented: bool = False
    collection: str | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Reject:
    """A record that could not be read: which page, where in it, why, and what to do."""

    source: str
    page: str
    place_in_page: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One claim about a posting. For `text` facts `(text or title)[start:end] == quote`, always.

    `kind` is pay, pay_doubt, variable_pay, experience, industry, role, or the kind that vocab/concepts.csv gives
    the concept.
    pay: concept = range, from, upto, point, negotiable; low and high as written; unit = `RUB/month` (either side of
    the slash may be empty: not written); scope = fixed, total, unknown; level = gross, net, unknown.
    pay_doubt: a pay figure that looks like a slip of the pen, kept as written: concept = reversed, too-wide,
    thousands-twice; low, high, unit and quote are those of the pay fact it doubts; scope and level are null.
    experience: concept = what in (general, sales, …); low and high in years; scope = required, preferred, not_needed.
    role: concept = yes or no. variable_pay: concept = commission, bonus, kpi, ote …; low and high its figure, unit =
    percent or money as in pay. Any other kind: scope one of SCOPES, level as gold/GUIDE.md writes it.
    `principal` marks the one fact of its kind that the public object shows as the headline (pay, experience).
    """

    kind: str
    concept: str
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    scope: str | None = None
    level: str | None = None
    origin: Origin = "text"
    where: Where = "text"
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    principal: bool = False
