"""Variable pay: commission, bonus, KPI or on-target earnings, each as a fact with its figure where one is written.

A word such as bonus or KPI counts only as pay: beside a word for pay, in a phrase that can mean nothing else, or with a
percentage of sales. Facts: concept commission, bonus, kpi or ote; unit `percent`, or money as in pay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.extract.facts import made
from pipeline.extract.rules._paycontext import mentions
from pipeline.extract.rules._paywords import Token, cut
from pipeline.model import Fact

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.rules._paycontext import Mention

ANCHORS: tuple[tuple[str, str], ...] = (("cues", "pay"),)

CONCEPTS = ("commission", "bonus", "kpi", "ote")
_NEEDS_PAY = frozenset(("kpi",))
_PAID = frozenset(("pay", "base", "total", "motivation"))
_REACH = 60
_PERCENT = re.compile(
    rb"(?P<low>\d{1,2}(?:[.,]\d{1,2})?)\s*(?:%?\s*-\s*(?P<high>\d{1,3}(?:[.,]\d{1,2})?))?\s*%"
    rb"|%\s?(?P<turkish>\d{1,2}(?:[.,]\d{1,2})?)(?:\s*-\s*%?(?P<most>\d{1,3}(?:[.,]\d{1,2})?))?"
)
_ON_TOP = re.compile(rb"[ )]*(\+ ?%)(?! ?\d)")
_TARGETS = frozenset(("requirements",))


def read(document: Document) -> list[Fact]:
    """Return the facts of variable pay, one a concept, the first one that proves it."""
    hits = [h for h in document.of("cues", "pay") if h.term.concept in CONCEPTS]
    stated = mentions(document)
    on_top = (_percent_on_top(document, m.end) for m in stated if not m.variable)
    found = {fact.concept: fact for fact in on_top if fact}
    figures = [m for m in stated if m.variable]
    done = 0
    for hit in hits:
        if hit.start < done:
            continue
        start, end = _around(document, hit.start, hit.end)
        done = min(hit.end + _REACH, end)
        for fact in _facts(document, cut(document.folded, start, end, document.language), figures):
            found.setdefault(fact.concept, fact)
    return sorted(found.values(), key=lambda f: f.start or 0)


def _percent_on_top(document: Document, end: int) -> Fact | None:
    """Return the commission that a bare sign behind a sum adds: "from 90 000 net + %"."""
    sign = _ON_TOP.match(document.folded, end)
    if sign is None:
        return None
    start, end = sign.span(1)
    quote = document.text[start:end]
    return made(kind="variable_pay", concept="commission", where=document.where, quote=quote, start=start, end=end)


def _around(document: Document, start: int, end: int) -> tuple[int, int]:
    """Return the stretch of the line around a hit."""
    folded = document.folded
    left = max(folded.rfind(b"\n", 0, start) + 1, start - 2 * _REACH)
    right = folded.find(b"\n", end)
    return left, min(right if right >= 0 else len(folded), end + 2 * _REACH)


def _facts(document: Document, tokens: list[Token], figures: list[Mention]) -> list[Fact]:
    told = [place for place, token in enumerate(tokens) if token.says]
    not_pay = [tokens[i].start for i in told if "variable not" in tokens[i].says]
    paid = [tokens[i].start for i in told if not tokens[i].says.isdisjoint(_PAID)]
    facts = []
    for place in told:
        token = tokens[place]
        concept = _concept(token)
        if concept is None or _is_near(not_pay, token.start, _REACH // 2, own=True):
            continue
        near = _is_near(paid, token.start, _REACH, own=False)
        if not near and (concept in _NEEDS_PAY or _demanded(document, token)):
            continue
        if concept == "bonus" and len(token.raw.split()) == 1 and not near and document.language == "en":
            continue
        facts.append(_fact(document, tokens, place, concept, figures))
    return facts


def _concept(token: Token) -> str | None:
    for concept in CONCEPTS:
        if concept in token.says:
            return concept
    return None


def _is_near(starts: list[int], at: int, reach: int, *, own: bool) -> bool:
    """Tell whether a token of those begins near an offset, with the one that begins there or without it."""
    return any(-reach < start - at < reach and (own or start != at) for start in starts)


def _demanded(document: Document, token: Token) -> bool:
    """Tell whether the word stands among the requirements, where it speaks of knowledge, not of pay."""
    return document.section(token.start) in _TARGETS


def _fact(document: Document, tokens: list[Token], place: int, concept: str, figures: list[Mention]) -> Fact:
    token = tokens[place]
    start, end, low, high, unit = token.start, token.end, None, None, None
    stretch = document.folded[max(0, start - 14) : end + 30]
    percent = next((m for m in _PERCENT.finditer(stretch) if b"\n" not in m[0]), None)
    if percent is not None:
        base = max(0, start - 14)
        least = percent["low"] or percent["turkish"]
        low = float(least.replace(b",", b"."))
        high = float((percent["high"] or percent["most"] or least).replace(b",", b"."))
        unit = "percent"
        start, end = min(start, base + percent.start()), max(end, base + percent.end())
    else:
        sum_ = next((m for m in figures if 0 <= m.start - end < _REACH or 0 <= start - m.end < _REACH // 3), None)
        if sum_ is not None:
            low, high = sum_.amount.low, sum_.amount.high
            unit = f"{(sum_.amount.money or '').replace('$', '')}/{sum_.period or ''}"
            start, end = min(start, sum_.start), max(end, sum_.end)
    return made(
        kind="variable_pay",
        concept=concept,
        low=low,
        high=high,
        unit=unit,
        where=document.where,
        quote=document.text[start:end],
        start=start,
        end=end,
    )
