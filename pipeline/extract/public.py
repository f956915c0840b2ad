"""A posting and its facts as the public object that `vacancies extract` prints (DESIGN §4), and nothing else.

The object shows what a site states where it states something, else what the text says; `text_only` drops the stated.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.model import SCOPES, Fact, Posting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOT_ASKS = frozenset({"pay", "pay_doubt", "variable_pay", "experience", "industry", "role"})
"""Kinds of facts that have a place of their own in the public object; all others are rows of `asks`."""

JOINED_LEVELS = {"driving-licence": True, "other-language": False}
"""Concepts whose levels add up to one comma-joined list; the value says whether the list is sorted."""

_RANK = {scope: rank for rank, scope in enumerate(SCOPES)}


def public(
    posting: Posting, facts: Sequence[Fact], *, text_only: bool = False, with_text: bool = False
) -> dict[str, Any]:
    """Return the public object of DESIGN §4, with its keys in the order written there."""
    shown = [f for f in facts if not (text_only and _is_stated_field(f))]
    row: dict[str, Any] = {
        "id": posting.id,
        "source": posting.source,
        "url": posting.url,
        "title": posting.title,
        "employer": posting.employer,
        "place": posting.place,
        "language": posting.language,
        "posted_on": posting.posted_on.isoformat() if posting.posted_on else None,
        "role": role(shown),
        "salary": _salary(headline(shown, "pay")),
        "variable_pay": _variable_pay(headline(shown, "variable_pay")),
        "experience": _experience(headline(shown, "experience")),
        "asks": [_ask(f) for f in asks(shown)],
        "industries": [{"concept": f.concept, "origin": f.origin, "quote": f.quote} for f in industries(shown)],
    }
    if with_text:
        row["text"] = posting.text
    return row


def _is_stated_field(fact: Fact) -> bool:
    """Tell whether a site's field says so; an employer's name or a listing's heading (`unit` says so) is no field."""
    return fact.origin == "stated" and fact.kind != "role" and fact.unit != "employer"


def headline(facts: Iterable[Fact], kind: str) -> Fact | None:
    """Return the fact that stands for the posting: stated before text, principal before others, text before title."""
    found = [f for f in facts if f.kind == kind]
    return min(found, key=lambda f: (f.origin != "stated", not f.principal, f.where != "text"), default=None)


def role(facts: Iterable[Fact]) -> str:
    """Return yes, no or unknown."""
    found = headline(facts, "role")
    return found.concept if found else "unknown"


def asks(facts: Iterable[Fact]) -> list[Fact]:
    """Return one fact a concept, its strongest scope, in the order the concepts first occur."""
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.kind not in NOT_ASKS and fact.scope in _RANK:
            groups.setdefault(fact.concept, []).append(fact)
    return [_strongest(group) for group in groups.values()]


def strongest(facts: Sequence[Fact]) -> list[bool]:
    """Tell of each fact whether it stands for its concept in the warehouse.

    That is the one of the strongest scope; among equals one that names a level, then the first.
    """
    best: dict[str, tuple[int, bool, int]] = {}
    for place, fact in enumerate(facts):
        if fact.kind not in NOT_ASKS and fact.scope in _RANK:
            mine = (_RANK[fact.scope], fact.level is None, place)
            best[fact.concept] = min(mine, best.get(fact.concept, mine))
    marks = [False] * len(facts)
    for _, _, place in best.values():
        marks[place] = True
    return marks


def _strongest(group: list[Fact]) -> Fact:
    """Return the fact of the strongest scope; among equals text before stated, then one that names a level."""
    best = min(group, key=lambda f: (_RANK[f.scope or ""], f.origin != "text", f.level is None))
    if best.concept not in JOINED_LEVELS:
        return best
    levels = [part for f in group if f.scope == best.scope and f.level for part in f.level.split(",")]
    unique = list(dict.fromkeys(levels))
    ordered = sorted(unique) if JOINED_LEVELS[best.concept] else unique
    return replace(best, level=",".join(ordered) or None)


def industries(facts: Iterable[Fact]) -> list[Fact]:
    """Return one fact an industry, best first: stated fields, then the facts in the order they were weighed."""
    found = sorted((f for f in facts if f.kind == "industry"), key=lambda f: (not f.principal, -(f.low or 0.0)))
    unique: dict[str, Fact] = {}
    for fact in found:
        unique.setdefault(fact.concept, fact)
    return list(unique.values())


def experience_bucket(scope: str | None, years: float | None) -> str:
    """Return the experience bucket of DESIGN §3; `scope` null means that nothing is said.

    Years are the lower bound. Preferred experience without a figure opens the job to beginners: `none`.
    """
    if scope is None:
        return "silent"
    if scope == "not_needed" or (years is None and scope == "preferred"):
        return "none"
    if years is None:
        return "some"
    for bound, bucket in ((1, "none"), (3, "1-3"), (6, "3-6")):
        if years < bound:
            return bucket
    return "6+"


def _place(fact: Fact) -> dict[str, Any]:
    """Return where a fact stands; a stated one stands in no text."""
    stated = fact.origin == "stated"
    return {
        "in": None if stated else fact.where,
        "quote": fact.quote,
        "start": None if stated else fact.start,
        "end": None if stated else fact.end,
    }


def number(value: float | None) -> float | int | None:
    """Return a whole number without its point, so that JSON shows 60000 and 0.5."""
    return int(value) if value is not None and float(value).is_integer() else value


def _salary(fact: Fact | None) -> dict[str, Any]:
    if fact is None:
        nothing = dict.fromkeys(("from", "to", "currency", "period"))
        origin = dict.fromkeys(("origin", "in", "quote", "start", "end"))
        return {"kind": "absent", **nothing, "tax": "unknown", "scope": "unknown", **origin}
    currency, _, period = (fact.unit or "/").partition("/")
    figures = fact.concept not in ("negotiable", "absent")
    low = fact.low if figures else None
    high = fact.high if figures else None
    if fact.concept == "point":
        low = high = low if low is not None else high
    return {
        "kind": fact.concept,
        "from": number(low),
        "to": number(high),
        "currency": currency or None,
        "period": period or None,
        "tax": fact.level or "unknown",
        "scope": fact.scope or "unknown",
        "origin": fact.origin,
        **_place(fact),
    }


def _variable_pay(fact: Fact | None) -> dict[str, Any] | None:
    if fact is None:
        return None
    place = _place(fact)
    return {"quote": place["quote"], "in": place["in"], "start": place["start"], "end": place["end"]}


def _experience(fact: Fact | None) -> dict[str, Any] | None:
    if fact is None:
        return None
    silent = fact.scope == "not_needed"
    return {
        "modality": fact.scope,
        "min_years": None if silent else number(fact.low),
        "max_years": None if silent else number(fact.high),
        "origin": fact.origin,
        **_place(fact),
    }


def _ask(fact: Fact) -> dict[str, Any]:
    return {"concept": fact.concept, "scope": fact.scope, "level": fact.level, "origin": fact.origin, **_place(fact)}
