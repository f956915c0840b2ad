"""hh.ru: a vacancy as its API gives it (search item or detail) and as the state of its vacancy page holds it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model import Page, Posting, Reject, Stated
from pipeline.sources import _values as values
from pipeline.sources._build import Loose, Spot, posting

_STATE = re.compile(r"""<template[^>]*id=["']HH-Lux-InitialState["'][^>]*>(.*?)</template>""", re.DOTALL)
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
    """Yield the vacancy of a saved vacancy page, from the state it carries; nothing where it carries none."""
    found = _STATE.search(page.body.decode("utf-8", errors="replace"))
    state = _state(found[1]) if found else None
    if state and isinstance(state.get("vacancyView"), dict):
        yield posting_of(
            state, Spot(page.source, page.name, "vacancyView", 1, url=page.url, fetched_at=page.fetched_at)
        )


def _state(text: str) -> dict[str, Any] | None:
    for written in (html.unescape(text), text):
        try:
            state = json.loads(written, strict=False)
        except ValueError:
            continue
        return state if isinstance(state, dict) else None
    return None


def _of_api(record: Mapping[str, Any]) -> Loose:
    snippet = _object(record.get("snippet"))
    parts = [("duties", snippet.get("responsibility")), ("requirements", snippet.get("requirement"))]
    return Loose(
        id=record.get("id"),
        title=record.get("name"),
        text=record.get("description"),
        parts=[] if record.get("description") else [(name, text) for name, text in parts if text],
        employer=_object(record.get("employer")).get("name"),
        place=_object(record.get("area")).get("name"),
        url=record.get("alternate_url"),
        posted_on=record.get("published_at") or record.get("created_at"),
        stated=_stated_of_api(record),
    )


def _stated_of_api(record: Mapping[str, Any]) -> Stated:
    pay = _object(record.get("salary_range") or record.get("salary"))
    mode = str(_object(pay.get("mode")).get("id") or "MONTH")
    low, high = values.number(pay.get("from")), values.number(pay.get("to"))
    shown = low is not None or high is not None
    experience = _object(record.get("experience"))
    schedule, form = _object(record.get("schedule")), _object(record.get("employment_form") or record.get("employment"))
    formats = {str(_object(f).get("id")) for f in record.get("work_format") or ()} | {str(schedule.get("id"))}
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
        schedule=schedule.get("name") or "flyInFlyOut" * (mode == "FLY_IN_FLY_OUT") or None,
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


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
