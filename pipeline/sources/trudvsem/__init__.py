"""Работа России (trudvsem.ru) open data: a vacancy of its API, of its JSON dumps and of its XML dumps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from pipeline.errors import UnreadableError
from pipeline.model import Page, Posting, Reject, Stated
from pipeline.sources import _answers as answers
from pipeline.sources import _values as values
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources._xml import records, refuse_entities
from pipeline.sources.trudvsem._plan import ASKS_SINCE, DOOR, PARAMETERS, collect

__all__ = ["ASKS_SINCE", "DOOR", "PARAMETERS", "collect", "parse", "posting_of", "recognises"]

_WHOLE = 8_000_000
_NAMES = ("job-name", "vacancy_name")


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell a vacancy of the API, of a JSON dump, or of an XML dump by the names only they have."""
    return any(name in record for name in _NAMES) or (
        "hiringorganization" in record and "basesalary" in record and "innerinfo" in record
    )


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting; only listed fields are taken, so contacts and persons never are."""
    company = _object(record.get("company") or record.get("hiringorganization") or record.get("organization"))
    region = _object(record.get("region"))
    requirement = _object(record.get("requirement") or record.get("requirements"))
    loose = Loose(
        id=record.get("id") or record.get("identifier"),
        title=_first(record, "job-name", "vacancy_name", "title", "profession"),
        parts=_parts(record, requirement),
        employer=_first(company, "name", "legalname") or _text(record.get("organization")),
        place=_first(region, "name") or _text(record.get("regionName")) or _text(record.get("region")),
        url=_text(record.get("vac_url")),
        posted_on=_first(record, "creation-date", "date_create", "published_date", "dateposted", "creationdate"),
        stated=_stated(record, requirement),
        closed=_text(_object(record.get("innerinfo")).get("deleted")) in ("true", "True", "1"),
    )
    return posting(loose, spot)


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the vacancies of an API answer or of a dump, JSON or XML; dumps are read as a stream."""
    start = page.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"<"):
        yield from _parse_xml(page)
        return
    prefix = "results.vacancies.item" if b'"results"' in page.body[:2000] else "vacancies.item"
    value = answers.loads(page.body) if len(page.body) <= _WHOLE else None
    if isinstance(value, Mapping):
        held = answers.mapping(value.get("results")).get("vacancies") or value.get("vacancies")
        found: Iterator[object] = iter(answers.listing(held))
    elif value is None and start[:1] == b"{":
        found = answers.streamed(page, prefix)
    else:
        yield answers.broken(page, "an answer of the open data API or a dump")
        return
    yield from answers.postings(page, map(_unwrapped, found), posting_of)


def _parse_xml(page: Page) -> Iterator[Posting | Reject]:
    try:
        refuse_entities(page.body[: 1 << 20])
        found = (record for _, record in records(BytesIO(page.body), {"vacancy"}))
        yield from answers.postings(page, found, posting_of)
    except UnreadableError as error:
        yield Reject(page.source, page.name, "page", str(error))


def _unwrapped(item: object) -> object:
    inner = item.get("vacancy") if isinstance(item, Mapping) and len(item) == 1 else None
    return inner if isinstance(inner, Mapping) else item


def _parts(record: Mapping[str, Any], requirement: Mapping[str, Any]) -> list[tuple[str, str]]:
    told = [
        ("duties", _first(record, "duty", "position_responsibilities", "responsibilities")),
        ("requirements", _text(record.get("requirements")) or _first(record, "position_requirements")),
        ("requirements", _text(record.get("qualification")) or _first(requirement, "qualification", "qualifications")),
        ("requirements", _first(record, "additional_requirements")),
        ("conditions", _text(record.get("conditions")) or _text(_object(record.get("term")).get("text"))),
        ("conditions", _first(record, "additional_premium", "additionalinfo")),
        ("education", _text(requirement.get("education")) or _education(requirement) or _first(record, "education")),
        ("languages", ", ".join(values.names(record.get("languageKnowledge")))),
        (
            "licence",
            ", ".join(values.names(record.get("required_drive_license") or record.get("requireddrivelicense"))),
        ),
    ]
    return [(part, text) for part, text in told if text]


def _education(requirement: Mapping[str, Any]) -> str | None:
    return _first(_object(requirement.get("educationrequirements")), "educationtype")


def _stated(record: Mapping[str, Any], requirement: Mapping[str, Any]) -> Stated:
    pay = _object(record.get("basesalary")) or record
    low = values.number(_first(pay, "salary_min", "salarymin"))
    high = values.number(_first(pay, "salary_max", "salarymax"))
    written = _first(pay, "salary")
    if low is None and high is None and written:
        told = values.money(written)
        low, high = told.low, told.high
    shown = low is not None or high is not None
    years = requirement.get("experience", requirement.get("experiencerequirements", record.get("required_experience")))
    employment = _first(record, "employment", "busy_type", "employmenttype")
    return Stated(
        salary_from=low,
        salary_to=high,
        currency=(values.currency(record.get("currency")) or "RUB") if shown else None,
        period="month" if shown else None,  # the feed states monthly roubles
        salary_written=(written or values.span(low, high)) if shown else None,
        experience=_experience(years),
        experience_written=None if years in (None, "") else str(years),
        skills=(
            *values.names(record.get("hardSkills") or record.get("skills")),
            *values.names(record.get("softSkills")),
        ),
        industries=values.names([w for w in [_industry(record)] if w]),
        roles=tuple(w for w in [_first(record, "typicalPosition")] if w),
        schedule=_first(record, "schedule", "schedule_type", "workhours"),
        employment=employment,
        remote=True if values.say("remote", employment) == "yes" else None,
    )


def _industry(record: Mapping[str, Any]) -> str | None:
    return _first(_object(record.get("category")), "specialisation") or _first(
        record, "professionalSphereName", "industry"
    )


def _experience(years: object) -> str | None:
    if isinstance(years, str) and not years.strip().replace(".", "").isdigit():
        return values.experience(years)
    if years is None or years == "" or isinstance(years, dict | list):
        return None
    return values.bucket(float(str(years))) if str(years).replace(".", "", 1).isdigit() else None


_object = answers.mapping


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return "\n".join(str(v) for v in value if isinstance(v, str) and v.strip()) or None
    return str(value) if isinstance(value, str | int | float) and values.present(value) else None


def _first(record: Mapping[str, Any], *names: str) -> str | None:
    return next((text for name in names if (text := _text(record.get(name)))), None)
