"""Pay: every figure the text gives the candidate, and one headline; or that pay is to be agreed.

The headline is the stated total where there is one, else what is not called base, else the base; pay of the probation
is never the headline. Figures are kept as written: a slip of the pen stays one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.facts import made
from pipeline.extract.rules._amounts import widen
from pipeline.extract.rules._paycontext import Mention, mentions
from pipeline.extract.rules._paywords import cut
from pipeline.model import Fact

if TYPE_CHECKING:
    from pipeline.extract.document import Document
    from pipeline.extract.match import Hit
    from pipeline.extract.rules._amounts import Amount

ANCHORS: tuple[tuple[str, str], ...] = ()
"""None: a sign such as $ is no vocabulary hit; the rule itself looks for figures first, which costs microseconds."""

_RANK = {"total": 0, "unknown": 1, "fixed": 2}
_PIECES = ("hour", "day", "shift")
"""Periods whose rate says less of the pay than a figure of a month beside it."""
_MONTHLY = ("RUB", "TRY", None)
"""Money, or a figure without its sign, of which a period not written is a month."""
_HOME = {"ru": "RUB", "tr": "TRY"}
TOO_WIDE = 10
"""How many times its bottom the top of a range may be before a nought is suspected to be missing."""
_NEAR, _BESIDE = 220, 80
_BEFORE_DISCUSSED = 40
_APART = 1.5
"""How many times the top of one grade's range the bottom of the next one's may be."""
_FOREIGN = frozenset(("KZT", "BYN", "UAH", "UZS", "KGS", "GEL", "AMD", "AZN"))


def read(document: Document) -> list[Fact]:
    """Return the pay facts of a text, the headline marked `principal`."""
    found = [m for m in mentions(document) if not m.variable]
    if len(found) > 1:
        found = _without_parts(found)
    if not found:
        agreed = negotiable(document)
        return [agreed] if agreed else []
    head = headline(found)
    facts = [_fact(document, m, principal=False) for m in found if m is not head]
    head = _in_money_of(head, found)
    return [_fact(document, head, principal=True), *facts, *_doubts(document, found)]


def _doubts(document: Document, found: list[Mention]) -> list[Fact]:
    """Return a fact for each figure that looks like a slip of the pen; the pay fact itself keeps what is written."""
    facts = []
    for mention in found:
        amount = mention.amount
        low, high = amount.low, amount.high
        doubts = {
            "reversed": low is not None and high is not None and low > high,
            "too-wide": low is not None and high is not None and high >= low * TOO_WIDE,
            "thousands-twice": amount.doubled,
        }
        unit = f"{_money(document, amount.money) or ''}/{mention.period or ''}"
        start, end = mention.start, mention.end
        quote = document.text[start:end]
        facts += [
            made("pay_doubt", doubt, low, high, unit, None, None, "text", document.where, quote, start, end)
            for doubt, holds in doubts.items()
            if holds
        ]
    return facts


def _without_parts(found: list[Mention]) -> list[Mention]:
    """Leave out a "total" that is smaller than the base before it: it is what comes on top."""
    kept: list[Mention] = []
    for mention in found:
        top = mention.amount.high or mention.amount.low or 0
        part = mention.scope == "total" and any(
            k.scope == "fixed" and 0 <= mention.start - k.end < _NEAR and top < (k.amount.low or k.amount.high or 0)
            for k in kept
        )
        if not part:
            kept.append(mention)
    return kept


def headline(found: list[Mention]) -> Mention:
    """Return the mention that states the pay of the job."""
    settled = [m for m in found if not m.probation] or found
    pieces = _PIECES if any(_is_of_month(m) for m in settled) else ()
    best = min(settled, key=lambda m: (_RANK[m.scope], -m.strength, m.period in pieces, m.start))
    for other in settled:
        if other is not best and _belong(best, other):
            best = _joined(best, other)
    return best


def _in_money_of(head: Mention, found: list[Mention]) -> Mention:
    """Return the headline with the currency of the figures beside it where it has none: 120-140k USD, OTE 220k."""
    if head.amount.money:
        return head
    said = {m.amount.money for m in found if m.amount.money and abs(m.start - head.start) < _NEAR}
    return head._replace(amount=head.amount._replace(money=said.pop())) if len(said) == 1 else head


def _is_of_month(mention: Mention) -> bool:
    return mention.period == "month" or (mention.period is None and mention.amount.money in _MONTHLY)


def _belong(one: Mention, two: Mention) -> bool:
    """Tell whether two mentions are one statement: base and its top, or the grades or places of one job."""
    if two.start - one.end > _NEAR or one.start - two.end > _NEAR:
        return False
    a, b = one.amount, two.amount
    if a.money != b.money and a.money and b.money:
        return False
    if (one.period or two.period) != (two.period or one.period):
        return False
    if {one.scope, two.scope} in ({"fixed", "total"}, {"fixed", "unknown"}):
        first, second = (one, two) if one.scope == "fixed" else (two, one)
        return first.amount.concept == "point" and second.amount.concept == "upto" and first.end <= second.start
    first, second = (one, two) if one.start < two.start else (two, one)
    if (first.amount.concept, second.amount.concept) == ("from", "upto"):  # "minimum salary: …", "maximum salary: …"
        near = second.start - first.end <= _BESIDE
        return near and one.scope == two.scope and (first.amount.low or 0) < (second.amount.high or 0)
    return (
        one.scope == two.scope
        and (a.low, a.high) != (b.low, b.high)
        and a.concept == b.concept == "range"
        and _overlap(a, b)
    )


def _overlap(a: Amount, b: Amount) -> bool:
    return (a.low or 0) <= (b.high or 0) * _APART and (b.low or 0) <= (a.high or 0) * _APART


def _joined(one: Mention, two: Mention) -> Mention:
    base, other = (one, two) if one.start < two.start else (two, one)
    amount = widen(base.amount, other.amount)
    if {base.amount.concept, other.amount.concept} == {"point", "upto"}:
        point, top = (base.amount, other.amount) if base.amount.concept == "point" else (other.amount, base.amount)
        amount = widen(_floor_of(point), top)
    scope = "total" if base.scope != other.scope else base.scope
    return Mention(amount, base.start, other.end, scope, base.period or other.period, base.tax or other.tax)


def _floor_of(amount: Amount) -> Amount:
    return amount._replace(high=None)


def _fact(document: Document, mention: Mention, *, principal: bool) -> Fact:
    amount = mention.amount
    return made(
        kind="pay",
        concept=amount.concept,
        low=amount.low,
        high=amount.high,
        unit=f"{_money(document, amount.money) or ''}/{mention.period or ''}",
        scope=mention.scope,
        level=mention.tax or "unknown",
        where=document.where,
        quote=document.text[mention.start : mention.end],
        start=mention.start,
        end=mention.end,
        principal=principal,
    )


def _money(document: Document, written: str | None) -> str | None:
    """Return the ISO code: of a bare dollar by the countries the text names, of no sign by the language of the text."""
    if written not in (None, "$"):
        return written
    hits = document.of("units", "money")
    said = {h.term.concept for h in hits}
    if written == "$":
        return "USD" if "country USD" in said or "country other dollar" not in said else None
    if "country not rouble" in said or said & _FOREIGN:
        return None
    return _HOME.get(document.language)


def negotiable(document: Document) -> Fact | None:
    """Return the fact that pay is to be agreed, where words of pay and of agreement share a clause."""
    if not document.has("cues", "pay"):
        return None
    hits = document.of("cues", "pay")
    agreed = [h for h in hits if h.term.concept in ("negotiable", "discussed alone")]
    if not agreed:
        return None
    paid = [h for h in hits if h.term.concept in ("pay", "base", "total")]
    for hit in agreed:
        if hit.term.concept == "discussed alone" and not _about_else(document, hit):
            return _agreed(document, hit.start, hit.end)
        start, end = document.clause(hit.start)
        while document.text[:start].rstrip().endswith((":", "+")):  # "Pay:", "pay + bonus" say what is to be agreed
            start = document.clause(start - 1)[0]
        near = [p for p in paid if start <= p.start < end and _close(document, p, hit) and not _within_another(hits, p)]
        if near:
            cue = min(near, key=lambda p: min(abs(p.start - hit.end), abs(hit.start - p.end)))
            return _agreed(document, min(cue.start, hit.start), max(cue.end, hit.end))
        if len(document.text.strip()) <= hit.end - hit.start + 2:
            return _agreed(document, hit.start, hit.end)
    return None


def _within_another(hits: list[Hit], hit: Hit) -> bool:
    """Tell whether a word of pay belongs to something else: "a competitive package with paid vacation"."""
    return any(h.term.concept == "not pay" and h.start <= hit.start and hit.end < h.end for h in hits)


def _about_else(document: Document, hit: Hit) -> bool:
    """Tell whether what is discussed is something else: working hours."""
    start = max(document.clause(hit.start)[0], hit.start - _BEFORE_DISCUSSED)
    said = cut(document.folded, start, hit.start, document.language)
    return any(t.is_a("not pay") for t in said) and not any(t.is_a("pay") for t in said)


def _close(document: Document, cue: Hit, agreed: Hit) -> bool:
    """Tell whether the two hits belong together: few words between, and those are not about something else."""
    if cue.start < agreed.end and agreed.start < cue.end:
        return False
    start, end = (cue.end, agreed.start) if cue.end <= agreed.start else (agreed.end, cue.start)
    if end - start > (70 if cue.end <= agreed.start else 40):
        return False
    between = cut(document.folded, start, end, document.language)
    return not any(t.is_a("not pay") for t in between)


def _agreed(document: Document, start: int, end: int) -> Fact:
    return made(
        kind="pay",
        concept="negotiable",
        unit="/",
        scope="unknown",
        level="unknown",
        where=document.where,
        quote=document.text[start:end],
        start=start,
        end=end,
        principal=True,
    )
