"""Says of what sort a pay amount is: its period and tax words further off, base or total, probation or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.extract.rules._amounts import Amount
    from pipeline.extract.rules._paywords import Token

VARIABLE = frozenset(("commission", "bonus", "kpi"))
PAY = frozenset(("pay", "base", "total"))
_SPEAKS_OF_PAY = PAY | {"gross", "net"}
_BESIDE, _FAR = 8, 18
"""Tokens before a figure in which a period counts: any, and one right before the word for pay."""


def period_before(tokens: list[Token], first: int) -> str | None:
    """Return a period said before the figure, beside the word for pay: "monthly salary of", "aylık net ücret"."""
    for i in range(first - 1, max(-1, first - _FAR - 1), -1):
        if tokens[i].value is not None:
            return None
        period = tokens[i].one("per ")
        if i > 1 and tokens[i - 1].raw == b"/" and tokens[i - 2].says & _SPEAKS_OF_PAY:
            period = period or tokens[i].one("slash ")  # "Salary (gross/month)"
        if period and (first - i <= _BESIDE or tokens[i + 1].says & PAY):
            return period
    return None


def tax_before(tokens: list[Token], amount: Amount, before: int) -> str | None:
    for i in range(amount.first - 1, max(before - 1, amount.first - 6, -1), -1):
        for tax in ("gross", "net"):
            if tokens[i].is_a(tax):
                return tax
    return None


def tax_after(tokens: list[Token], amount: Amount, after: int) -> str | None:
    """Return a tax word a little further on, where no other figure has begun."""
    for token in tokens[amount.last + 1 : min(after, amount.last + 7)]:
        if token.raw in (b";", b".") or token.is_a("base"):
            return None
        for tax in ("gross", "net"):
            if token.is_a(tax):
                return tax
    return None


def scope_of(
    tokens: list[Token], amount: Amount, left: Token | None, right: Token | None, before: int, after: int
) -> str:
    """Return fixed, total or unknown."""
    behind = tokens[amount.last + 1 : min(after, amount.last + 7)]
    if after < len(tokens):  # what stands behind a comma speaks of the next figure
        raws = [t.raw for t in behind]
        bracket = raws.index(b"(") if b"(" in raws and b")" not in raws else len(raws)  # it holds the next figure
        behind = behind[: next((i for i, raw in enumerate(raws) if raw in (b",", b";")), bracket)]
    beside = tokens[max(before, amount.first - 12) : amount.first] + behind
    opened = tokens[amount.last + 1].raw in (b"(", b"=") if amount.last + 1 < len(tokens) else False
    if left is not None and left.is_a("base") and not any(t.is_a("total") for t in tokens[before : amount.first]):
        return "fixed"
    if any(t.is_a("total") or t.is_a("average") for t in beside) or (left is not None and left.says & VARIABLE):
        return "total"
    if right is not None and right.is_a("base") and not opened and tokens.index(right) - amount.last == 1:
        return "fixed"
    if opened and any(t.says & VARIABLE for t in beside):
        return "total"
    if amount.concept in ("point", "from") and any(
        t.raw == b"+" or t.is_a("commission") or t.is_a("bonus") for t in tokens[amount.last + 1 : amount.last + 4]
    ):
        return "fixed"
    return "unknown"


def on_probation(tokens: list[Token], amount: Amount, before: int, after: int) -> bool:
    """Tell whether the figure is only the pay of the first weeks."""
    for i in range(amount.first - 1, before - 1, -1):
        if tokens[i].is_a("after probation"):
            return False
        if tokens[i].is_a("probation"):
            return tokens[amount.first].start - tokens[i].end <= 45
    for i in range(amount.last + 1, min(after, amount.last + 5, len(tokens))):
        if tokens[i].is_a("after probation") or tokens[i].raw in (b",", b";", b"."):
            return False
        if tokens[i].is_a("probation"):
            return after >= len(tokens) or tokens[i - 1].raw != b"("
    return False
