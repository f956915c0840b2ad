"""The properties of one JobPosting, from whatever syntax, read into the fields of a posting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.model import Stated
from pipeline.sources import _values as values
from pipeline.sources._build import Loose

_TIME = re.compile(r"\d{4}-(\d\d-\d\dT\d\d:\d\d:\d\d.*)")


def is_job(node: Mapping[str, Any]) -> bool:
    """Tell a node whose @type is, or has among others, JobPosting."""
    kinds = node.get("@type", node.get("type"))
    return any(
        str(kind).rsplit("/", 1)[-1].lower() == "jobposting" for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def loose_of(node: Mapping[str, Any]) -> Loose:
    """Return the fields of a JobPosting; keys in any case, values as text, number, object or list."""
    job = {key[:1].lower() + key[1:]: value for key, value in node.items()}
    posted, closes = text(job.get("datePosted")), text(job.get("validThrough"))
    if _made_up(posted, closes):
        posted = closes = None
    return Loose(
        id=_identifier(job.get("identifier")),
        title=text(job.get("title")) or text(job.get("name")),
        text=text(job.get("description")),
        parts=_parts(job),
        employer=named(job.get("hiringOrganization")),
        place=_place(job),
        url=text(job.get("url")) or None,
        posted_on=posted,
        closes_on=closes,
        stated=_stated(job),
    )


def text(value: object) -> str | None:
    """Return the words of a value: itself, an object's name or @value, a list's parts line by line."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        found = {key.lower(): inner for key, inner in value.items()}
        return next(
            (t for key in ("@value", "name", "title", "description", "value") if (t := text(found.get(key)))), None
        )
    if isinstance(value, list):
        return "\n".join(t for t in map(text, value) if t) or None
    return None


def named(value: object) -> str | None:
    """Return the name of an organisation given as an object, a list or a string."""
    if isinstance(value, list):
        return next((name for name in map(named, value) if name), None)
    if isinstance(value, Mapping):
        lowered = {key.lower(): inner for key, inner in value.items()}
        return text(lowered.get("name")) or text(lowered.get("legalname"))
    return value if isinstance(value, str) else None


def _identifier(value: object) -> object:
    """Return an identifier that names one posting, not the employer."""
    inner = value.get("value") if isinstance(value, Mapping) else value
    return inner if isinstance(inner, str | int) and not isinstance(inner, bool) else None


def _parts(job: Mapping[str, Any]) -> list[tuple[str, str]]:
    wanted = [
        ("duties", "responsibilities"),
        ("requirements", "qualifications"),
        ("requirements", "experienceRequirements"),
        ("requirements", "educationRequirements"),
        ("conditions", "jobBenefits"),
        ("conditions", "incentiveCompensation"),
    ]
    found = []
    for part, key in wanted:
        value = job.get(key)
        if isinstance(value, Mapping) and ("monthsOfExperience" in value or "credentialCategory" in value):
            value = value.get("description")
        if (words := text(value)) and values.present(words):
            found.append((part, words))
    return found


def _place(job: Mapping[str, Any]) -> str | None:
    loose = {key: job[key] for key in ("address", "addressLocality", "addressRegion") if key in job}
    where = job.get("jobLocation") or loose
    places = [place for place in map(_one_place, where if isinstance(where, list) else [where]) if place]
    return "; ".join(dict.fromkeys(places)) or None


def _one_place(where: object) -> str | None:
    if isinstance(where, str):
        return where.strip() or None
    if not isinstance(where, Mapping):
        return None
    lowered = {key.lower(): value for key, value in where.items()}
    address = lowered.get("address", lowered)
    if isinstance(address, list):
        return "; ".join(p for p in map(_one_place, address) if p) or None
    if isinstance(address, str):
        return address.strip() or None
    if not isinstance(address, Mapping):
        return text(lowered.get("name"))
    inner = {key.lower(): value for key, value in address.items()}
    parts = [text(inner.get(key)) for key in ("addresslocality", "addressregion", "addresscountry")]
    told = [word.strip() for part in parts if part and values.present(part) for word in re.split(r"[,\n]", part)]
    return ", ".join(dict.fromkeys(told)) or text(inner.get("streetaddress")) or text(lowered.get("name"))


def _made_up(posted: str | None, closes: str | None) -> bool:
    """Some providers write now minus and plus whole years: the same moment of the year to the second is no date."""
    first, last = _TIME.match(posted or ""), _TIME.match(closes or "")
    return bool(first and last and first[1] == last[1] and posted != closes and "T00:00:00" not in str(posted))


def _stated(job: Mapping[str, Any]) -> Stated:
    low, high, written, unit, code, gross = _pay(job.get("baseSalary"))
    language = "en" if _plain_dollar(job) else "other"
    shown = low is not None or high is not None
    months = job.get("experienceRequirements")
    months = months.get("monthsOfExperience") if isinstance(months, Mapping) else None
    years = values.number(months)
    told = code or job.get("salaryCurrency")
    return Stated(
        salary_from=low,
        salary_to=high,
        currency=("$" if told == "$" else values.currency(told, language)) if shown else None,
        period=values.say("period", unit) if shown else None,
        gross=gross if shown else None,
        salary_written=written if shown else None,
        experience=values.bucket(years / 12) if years else None,
        experience_written=f"{years:g} months" if years else None,
        skills=values.names(job.get("skills")),
        industries=values.names(job.get("industry")),
        roles=values.names(text(job.get("occupationalCategory"))),
        schedule=text(job.get("workHours")),
        employment=", ".join((text(job.get("employmentType")) or "").split("\n")) or None,
        remote=True if "TELECOMMUTE" in str(job.get("jobLocationType", "")).upper() else None,
    )


def _plain_dollar(job: Mapping[str, Any]) -> bool:
    words = f"{text(job.get('title'))} {text(job.get('description'))}"
    return not re.search(r"[^\x00-\u024f\u2000-\u2fff]", words)


def _pay(base: object) -> tuple[float | None, float | None, str | None, object, object, bool | None]:
    """Return (low, high, as written, unit, currency, gross) of a baseSalary; the inner level wins over the outer."""
    if isinstance(base, list):
        return next((pay for pay in map(_pay, base) if pay[0] is not None or pay[1] is not None), (None,) * 6)
    if not isinstance(base, Mapping):
        return _free(base, None, None)
    outer = {key.lower(): value for key, value in base.items()}
    inner = outer.get("value")
    if isinstance(inner, list):
        inner = inner[0] if inner else None
    node = {key.lower(): value for key, value in inner.items()} if isinstance(inner, Mapping) else {}
    unit = node.get("unittext") or node.get("unitcode") or outer.get("unittext")
    code = outer.get("currency") or node.get("currency")
    ends = [node.get(key, outer.get(key)) for key in ("minvalue", "maxvalue")]
    low, high = (_end(end) for end in ends)
    if low is not None or high is not None:
        written = values.span(*ends)
        return low, high, " ".join(w for w in (written, str(code or "")) if w), unit, code, None
    return _free(node.get("value") if node else inner, unit, code)


def _end(value: object) -> float | None:
    """Return one end of a range: a number, `22.58`, or words with a multiplier such as `8 triệu`."""
    return (
        values.number(value)
        if not isinstance(value, str)
        else values.money(re.sub(r"^\W*0+(?:[.,]0+)?\W*$", "", value)).low
    )


def _free(
    value: object, unit: object, code: object
) -> tuple[float | None, float | None, str | None, object, object, bool | None]:
    told = (
        values.money(value, "en")
        if isinstance(value, str)
        else values.Money(values.number(value), values.number(value))
    )
    low, high = (n or None for n in (told.low, told.high))
    if low is None and high is None:
        return (None,) * 6
    sign = "$" if isinstance(value, str) and "$" in value else None
    return (
        low,
        high,
        str(value),
        unit or told.period,
        code or (sign if told.currency == "USD" else told.currency),
        told.gross,
    )
