"""Работа России (trudvsem.ru) open data: a vacancy of its API, of its JSON dumps and of its XML dumps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.model import Posting, Reject, Stated
from pipeline.sources import _values as values
from pipeline.sources._build import Loose, Spot, posting

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
    )
    return posting(loose, spot)


def _parts(record: Mapping[str, Any], requirement: Mapping[str, Any]) -> list[tuple[str, str]]:
    told = [
        ("duties", _first(record, "duty", "position_responsibilities", "responsibilities")),
        ("requirements", _text(record.get("requirements")) or _first(record, "position_requirements")),
        ("requirements", _text(record.get("qualification")) or _first(requirement, "qualification", "qualifications")),
        ("requirements", _first(record, "additional_requirements")),
        ("conditions", _text(record.get("conditions")) or _text(_object(record.get("term")).get("text"))),
        ("conditions", _first(record, "additional_premium", "additionalinfo")),
    ]
    return [(part, text) for part, text in told if text]


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
    return Stated(
        salary_from=low,
        salary_to=high,
        currency=(values.currency(record.get("currency")) or "RUB") if shown else None,
        period="month" if shown else None,  # the feed states monthly roubles
        salary_written=(written or values.span(low, high)) if shown else None,
        experience=_experience(years),
        experience_written=None if years in (None, "") else str(years),
        skills=values.names(record.get("hardSkills") or record.get("skills")),
        industries=values.names([w for w in [_industry(record)] if w]),
        roles=tuple(w for w in [_first(record, "typicalPosition")] if w),
        schedule=_first(record, "schedule", "schedule_type", "workhours"),
        employment=_first(record, "employment", "busy_type", "employmenttype"),
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
    return values.bucket(float(str(years)))


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return "\n".join(str(v) for v in value if isinstance(v, str) and v.strip()) or None
    return str(value) if isinstance(value, str | int | float) and values.present(value) else None


def _first(record: Mapping[str, Any], *names: str) -> str | None:
    return next((text for name in names if (text := _text(record.get(name)))), None)
