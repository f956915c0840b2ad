"""hh.ru: a vacancy as its API gives it (search item or detail) and as the state of its vacancy page holds it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pipeline.model import Page, Posting, Reject, Stated
from pipeline.sources import _answers as answers
from pipeline.sources import _json, jobposting
from pipeline.sources import _values as values
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources.hh._plan import ASKS_SINCE, DOOR, PARAMETERS, collect

__all__ = ["ASKS_SINCE", "DOOR", "PARAMETERS", "collect", "parse", "parse_state", "posting_of", "recognises"]

_STATE = re.compile(r"""<template[^>]*id=["']HH-Lux-InitialState["'][^>]*>(.*?)</template>""", re.DOTALL)
_NUMBER = re.compile(r"hh\.\w+/vacancy/(\d+)")
_CANONICAL = "https://hh.ru/vacancy/{}"
_PERIODS = {"MONTH": "month", "SHIFT": "shift", "HOUR": "hour", "FLY_IN_FLY_OUT": None, "SERVICE": "project"}
_REMOTE = frozenset({"REMOTE", "remote"})


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell an API vacancy or a page's vacancyView by the names only they have together."""
    if isinstance(record.get("vacancyView"), Mapping):
        return True
    if "vacancyId" in record and "name" in record:
        return True
    area = record.get("area")
    known = {"professional_roles", "alternate_url", "snippet", "key_skills", "published_at", "salary_range"}
    return "name" in record and isinstance(area, Mapping) and "name" in area and bool(known & record.keys())


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting; contacts and managers are never read."""
    view = record.get("vacancyView", record)
    return posting(_of_page(view) if "vacancyId" in view else _of_api(view), spot)


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the vacancies of an API answer (search or detail) or of a vacancy page, its state before its JSON-LD."""
    if page.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        found = list(parse_state(page))
        yield from found or map(_canonical, jobposting.parse(page))
        return
    value = answers.loads(page.body)
    if not isinstance(value, Mapping | list):
        yield answers.broken(page, "an answer of the API or a vacancy page")
        return
    items = answers.listing(value.get("items", value) if isinstance(value, Mapping) else value)
    yield from answers.postings(page, items, _vacancy)


def _vacancy(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    if not recognises(record):
        return spot.reject("an object of the API that is no vacancy: a dictionary or an error, not postings")
    return posting_of(record, spot)


def parse_state(page: Page) -> Iterator[Posting | Reject]:
    """Yield the vacancy of the state that a vacancy page carries; nothing where it carries none."""
    text = page.body.decode("utf-8", errors="replace")
    found = _STATE.search(text)
    state = _state(found[1]) if found else None
    view = state.get("vacancyView") if state else None
    if not isinstance(view, Mapping) or "vacancyId" not in view:
        return
    job = next(iter(jobposting.jsonld.jobs(text)), {})
    held = {
        "description": job.get("description"),
        "publicationDate": job.get("datePosted"),
        "validThroughTime": job.get("validThrough"),
    }
    if 'data-qa="vacancy-title-archived-text"' in text:
        view = {**view, "status": {"archived": True}}
    filled = {**view, **{name: value for name, value in held.items() if not view.get(name)}}
    yield from answers.postings(page, [{"vacancyView": filled}], posting_of)


def _canonical(made: Posting | Reject) -> Posting | Reject:
    """Give a page of a regional host the id and the address that all its copies share."""
    if isinstance(made, Posting) and (number := _NUMBER.search(made.url or "")):
        return replace(made, id=number[1], url=_CANONICAL.format(number[1]))
    return made


def _state(text: str) -> dict[str, Any] | None:
    for written in (html.unescape(text), text):
        try:
            state = _json.loads(written)
        except ValueError:
            continue
        return state if isinstance(state, dict) else None
    return None


def _of_api(record: Mapping[str, Any]) -> Loose:
    snippet = _object(record.get("snippet"))
    told = (("duties", snippet.get("responsibility")), ("requirements", snippet.get("requirement")))
    parts = [(name, text) for name, text in told if isinstance(text, str) and text]
    return Loose(
        id=record.get("id"),
        title=record.get("name"),
        text=record.get("description"),
        parts=[*([] if record.get("description") else parts), *_asked(record)],
        employer=_object(record.get("employer")).get("name"),
        place=_object(record.get("area")).get("name"),
        url=record.get("alternate_url"),
        posted_on=record.get("published_at") or record.get("created_at"),
        stated=_stated_of_api(record),
        closed=record.get("archived") is True,
    )


def _asked(record: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what the form asks beside the text: languages with their level, licence categories."""
    languages = [
        " ".join(str(w) for w in (node.get("name"), _object(node.get("level")).get("name")) if w)
        for node in map(_object, answers.listing(record.get("languages")))
    ]
    licences = [str(node["id"]) for node in answers.listing(record.get("driver_license_types")) if "id" in node]
    return [("languages", "; ".join(filter(None, languages))), ("licence", ", ".join(licences))]


def _stated_of_api(record: Mapping[str, Any]) -> Stated:
    pay = _object(record.get("salary_range") or record.get("salary"))
    mode = str(_object(pay.get("mode")).get("id") or "MONTH")
    low, high = values.number(pay.get("from")), values.number(pay.get("to"))
    shown = low is not None or high is not None
    experience = _object(record.get("experience"))
    schedule, form = _object(record.get("schedule")), _object(record.get("employment_form") or record.get("employment"))
    formats = {str(_object(f).get("id")) for f in answers.listing(record.get("work_format"))} | {
        str(schedule.get("id"))
    }
    days = (*values.names(record.get("work_schedule_by_days")), *values.names(record.get("working_hours")))
    return Stated(
        salary_from=low,
        salary_to=high,
        currency=values.currency(pay.get("currency")) if shown else None,
        period=_PERIODS.get(mode) if shown else None,
        gross=pay.get("gross") if shown and isinstance(pay.get("gross"), bool) else None,
        salary_written=_written(low, high, pay.get("currency"), mode),
        experience=values.experience(experience.get("id")),
        experience_written=experience.get("name"),
        skills=values.names(record.get("key_skills")),
        industries=values.names(_object(record.get("employer")).get("industries")),
        roles=values.names(record.get("professional_roles")),
        schedule=schedule.get("name") or "flyInFlyOut" * (mode == "FLY_IN_FLY_OUT") or ", ".join(days) or None,
        employment=form.get("name"),
        remote=bool(_REMOTE & formats) if formats - {"None"} else None,
    )


def _of_page(view: Mapping[str, Any]) -> Loose:
    pay = _object(view.get("compensation"))
    low, high = values.number(pay.get("from")), values.number(pay.get("to"))
    shown = low is not None or high is not None
    words = _object(view.get("translations"))
    company = _object(view.get("company"))
    skills = view.get("keySkills")
    schedule = view.get("@workSchedule")
    employment = _object(view.get("employment")).get("@type")
    return Loose(
        id=view.get("vacancyId"),
        title=view.get("name"),
        text=view.get("description"),
        employer=company.get("visibleName") or company.get("name"),
        place=_object(view.get("area")).get("name"),
        url=_CANONICAL.format(view.get("vacancyId")),
        posted_on=view.get("publicationDate"),
        closes_on=view.get("validThroughTime"),
        closed=_object(view.get("status")).get("archived") is True,
        stated=Stated(
            salary_from=low,
            salary_to=high,
            currency=values.currency(pay.get("currencyCode")) if shown else None,
            period=_PERIODS.get(str(pay.get("mode") or "MONTH"), "month") if shown else None,
            gross=pay.get("gross") if shown and isinstance(pay.get("gross"), bool) else None,
            salary_written=_written(low, high, pay.get("currencyCode"), "MONTH"),
            experience=values.experience(view.get("workExperience")),
            experience_written=words.get("workExperience"),
            skills=values.names(_object(skills).get("keySkill") if isinstance(skills, Mapping) else skills),
            schedule=schedule,
            employment=words.get("employment") or employment,
            remote=schedule in _REMOTE if schedule else None,
        ),
    )


def _written(low: float | None, high: float | None, currency: object, mode: str) -> str | None:
    if low is None and high is None:
        return None
    return " ".join(w for w in (values.span(low, high), str(currency or ""), "" if mode == "MONTH" else mode) if w)


_object = answers.mapping
