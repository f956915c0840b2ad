"""One record of a feed, whatever the feed's vocabulary, read into the fields of a posting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pipeline.model import Posting, Reject, Stated
from pipeline.sources import _values as values
from pipeline.sources._answers import listing, mapping, words
from pipeline.sources._build import Loose, Spot, posting

_STATE_SERVICE = frozenset({"vac_url", "salary_min", "salary_max", "date_modify", "typicalPosition", "code_profession"})
_TELLING = frozenset({"pubdate", "guid", "referencenumber", "expirationdate", "positionprofile"})


def recognises(record: Mapping[str, Any]) -> bool:
    """Tell a record of a feed: a Yandex vacancy, an RSS item, an Indeed job, an HR-XML opening."""
    if "job-name" in record:
        return not _STATE_SERVICE & record.keys()
    return bool(_TELLING & record.keys()) and bool({"title", "description", "positionprofile"} & record.keys())


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting; only listed fields are taken: contacts, persons, sex and age are never read."""
    record = _plain(record)
    if "positionprofile" in record:
        return posting(_of_hr_xml(record), spot)
    requirement = mapping(record.get("requirement"))
    loose = Loose(
        id=_first(record, "guid", "referencenumber", "id", "requisitionid"),
        title=_first(record, "job-name", "title", "name", "position"),
        text=_first(record, "description", "encoded", "content", "summary", "text"),
        parts=_parts(record, requirement),
        employer=_employer(record),
        place=_place(record),
        url=_link(record),
        posted_on=_moment(
            record, "publish-date", "pubdate", "published", "date", "updated", "update-date", "creation-date"
        ),
        closes_on=_moment(record, "expires", "expirationdate", "valid-through"),
        stated=_stated(record, requirement),
    )
    return posting(loose, spot)


def _parts(record: Mapping[str, Any], requirement: Mapping[str, Any]) -> list[tuple[str, str]]:
    term = mapping(record.get("term"))
    told = [
        ("duties", _first(record, "duty", "duties")),
        ("requirements", _first(requirement, "qualification") or _first(record, "requirements")),
        ("conditions", _first(term, "text") or _first(record, "conditions")),
        ("education", _first(requirement, "education") or _first(record, "education")),
    ]
    return [(part, text) for part, text in told if text]


def _stated(record: Mapping[str, Any], requirement: Mapping[str, Any]) -> Stated:
    written = _first(record, "salary")
    pay = values.money(written) if written else values.Money()
    unit = _first(record, "currency") or ""
    of_unit = values.money(f"1 {unit}") if unit else values.Money()
    shown = pay.low is not None or pay.high is not None
    years = _first(requirement, "experience") or _first(record, "experience")
    employment, schedule = _first(record, "employment", "jobtype"), _first(record, "schedule")
    where = _first(record, "remotetype") or schedule or employment
    return Stated(
        salary_from=pay.low,
        salary_to=pay.high,
        currency=(pay.currency or of_unit.currency or values.currency(unit)) if shown else None,
        period=(pay.period or of_unit.period) if shown else None,
        gross=pay.gross if shown else None,
        salary_written=" ".join(filter(None, (written, unit))) if shown else None,
        experience=values.experience_written(years),
        experience_written=years,
        industries=_industries(record),
        schedule=schedule,
        employment=employment,
        remote={"yes": True, "no": False}.get(values.say("remote", where) or ""),
    )


def _industries(record: Mapping[str, Any]) -> tuple[str, ...]:
    nodes = listing(record.get("category"))
    found = [word for node in nodes for word in map(_text, mapping(node).values()) if word]
    flat = record.get("category")
    found += [w for w in map(_text, flat if isinstance(flat, list) else [flat]) if w and not w.isdigit()]
    written = _first(record, "industry") or ""
    return tuple(dict.fromkeys([*found, *(part.strip() for part in written.split(";") if part.strip())]))


def _employer(record: Mapping[str, Any]) -> str | None:
    company = record.get("company", record.get("employer"))
    return _first(mapping(company), "name") or _text(company) or _first(record, "sourcename")


def _place(record: Mapping[str, Any]) -> str | None:
    address = record.get("addresses") or record.get("address")
    places = [
        place
        for node in listing(mapping(address).get("address", address))
        if (place := _first(mapping(node), "location"))
    ]
    parts = [part for name in ("city", "state", "country") if (part := _first(record, name))]
    region = _first(record, "region")
    named = None if region and region.isdigit() else region
    return named or "; ".join(places) or ", ".join(dict.fromkeys(parts)) or None


def _link(record: Mapping[str, Any]) -> str | None:
    link = record.get("link", record.get("url"))
    links = link if isinstance(link, list) else [link]
    guid = _text(record.get("guid")) or ""
    return next((text for text in map(_text, links) if text), guid if re.match("https?://", guid) else None)


def _of_hr_xml(record: Mapping[str, Any]) -> Loose:
    profile = mapping(record.get("positionprofile"))
    detail = mapping(profile.get("positiondetail"))
    address = mapping(mapping(detail.get("physicallocation")).get("postaladdress"))
    parts = [mapping(node) for node in listing(profile.get("formattedpositiondescription"))]
    places = (_first(address, "municipality"), _first(address, "countrycode"))
    return Loose(
        id=_first(mapping(mapping(record.get("positionrecordinfo")).get("id")), "idvalue"),
        title=_first(detail, "positiontitle"),
        text="\n\n".join(text for part in parts if (text := _first(part, "value"))),
        employer=_first(mapping(detail.get("company")), "name") or _first(detail, "company"),
        place=", ".join(filter(None, places)) or None,
        url=_first(mapping(mapping(record.get("positionpostings")).get("positionposting")), "link"),
    )


def _plain(value: Any) -> Any:
    """Undo the shape a converter gave: {"__cdata": words} is words."""
    if isinstance(value, Mapping):
        return _plain(value["__cdata"]) if set(value) == {"__cdata"} else {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.strip() if isinstance(value, str) else value


def _moment(record: Mapping[str, Any], *names: str) -> str | None:
    """Return the first of these that is a day: feeds write words where they know none."""
    return next((text for name in names if (text := _text(record.get(name))) and values.day(text)), None)


def _text(value: object) -> str | None:
    if isinstance(value, list):
        return next((text for text in map(_text, value) if text), None)
    return words(value)


def _first(record: Mapping[str, Any], *names: str) -> str | None:
    return next((text for name in names if (text := _text(record.get(name)))), None)
