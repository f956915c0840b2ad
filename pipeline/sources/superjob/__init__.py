"""superjob.ru: a vacancy as its API 2.0 gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from typing import Any

from pipeline.model import Page, Posting, Reject, Stated
from pipeline.sources import _answers as answers
from pipeline.sources import _values as values
from pipeline.sources._answers import listing, mapping
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources.superjob._plan import ASKS_SINCE, DOOR, PARAMETERS, collect

__all__ = ["ASKS_SINCE", "DOOR", "PARAMETERS", "collect", "parse", "posting_of", "recognises"]

_BESIDE = frozenset({"payment_from", "payment_to", "type_of_work", "vacancyRichText", "date_published"})
_EXPERIENCE = {1: "none", 2: "1-3", 3: "3-6", 4: "6+"}
_MOSCOW = timezone(timedelta(hours=3))


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell a vacancy of the API by the names only it has together."""
    return "profession" in record and bool(_BESIDE & record.keys())


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the vacancies of an API answer: a search, or one vacancy."""
    value = answers.loads(page.body)
    if not isinstance(value, Mapping):
        yield answers.broken(page, "an answer of the API")
        return
    objects = listing(value.get("objects")) if "objects" in value else [value]
    yield from answers.postings(page, objects, posting_of)


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting; phones, contacts, age, sex and family are never read."""
    rich = answers.words(record.get("vacancyRichText"))
    loose = Loose(
        id=record.get("id"),
        title=record.get("profession"),
        text=rich,
        parts=[*([] if rich else _texts(record)), *_asked(record)],
        employer=None if record.get("anonymous") is True else _employer(record),
        place=_title(record.get("town")),
        url=record.get("link"),
        posted_on=_day(record.get("date_published")),
        closes_on=_day(record.get("date_pub_to")),
        stated=_stated(record),
        closed=record.get("is_archive") is True or record.get("is_closed") is True,
    )
    return posting(loose, spot)


def _texts(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    told = [("duties", "work"), ("requirements", "candidat"), ("conditions", "compensation")]
    return [(part, text) for part, name in told if (text := answers.words(record.get(name)))]


def _asked(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    education = mapping(record.get("education"))
    languages = [
        " ".join(filter(None, map(_title, pair))) for pair in _lists(record.get("languages")) if isinstance(pair, list)
    ]
    licences = [word for word in _lists(record.get("driving_licence")) if isinstance(word, str)]
    return [
        ("education", _title(education) or "" if education.get("id") else ""),
        ("languages", "; ".join(filter(None, languages))),
        ("licence", ", ".join(licences)),
    ]


def _employer(record: Mapping[str, Any]) -> str | None:
    return answers.words(record.get("firm_name")) or _title(record.get("client"))


def _stated(record: Mapping[str, Any]) -> Stated:
    low, high = values.number(record.get("payment_from")), values.number(record.get("payment_to"))
    shown = low is not None or high is not None
    experience = mapping(record.get("experience"))
    where = _title(record.get("place_of_work"))
    return Stated(
        salary_from=low,
        salary_to=high,
        currency=values.currency(record.get("currency")) if shown else None,
        period="month" if shown else None,  # the API states pay a month
        salary_written=(answers.words(record.get("payment")) or values.span(low, high)) if shown else None,
        experience=values.experience(experience.get("title")) or _EXPERIENCE.get(_number(experience.get("id"))),
        experience_written=_title(experience),
        industries=values.names(listing(mapping(record.get("client")).get("industry"))),
        roles=_roles(record),
        employment=_title(record.get("type_of_work")),
        remote={"yes": True, "no": False}.get(values.say("remote", where) or ""),
    )


def _roles(record: Mapping[str, Any]) -> tuple[str, ...]:
    catalogues = listing(record.get("catalogues"))
    positions = [position for node in catalogues for position in listing(mapping(node).get("positions"))]
    return values.names([*catalogues, *positions])


def _title(value: object) -> str | None:
    return answers.words(mapping(value).get("title"))


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _lists(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _day(seconds: object) -> date | None:
    """Return the day in Moscow, where the site stands."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 < seconds < 4e9:
        return None
    return datetime.fromtimestamp(seconds, _MOSCOW).date()
