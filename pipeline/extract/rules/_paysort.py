"""Says of what sort a pay amount is: its period and tax words further off, base or total, probation or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.rules._paywords import PAY, any_says

if TYPE_CHECKING:
    from pipeline.extract.rules._amounts import Amount
    from pipeline.extract.rules._paywords import Token

VARIABLE = frozenset(("commission", "bonus", "kpi"))
_SPEAKS_OF_PAY = PAY | {"gross", "net"}
_PARTS = frozenset((b",", b";"))
_CLINGS = 3
"""Tokens behind a figure in which a word with a comma after it is of that figure, not of the next."""
_BESIDE, _FAR = 8, 18
"""Tokens before a figure in which a period counts: any, and one right before the word for pay."""


def period_at(tokens: list[Token], i: int) -> str | None:
    """Return the period a word says, unless a number makes it a span of time: "üç ayda", "3 günlük iş"."""
    if i and (tokens[i - 1].value is not None or tokens[i - 1].one("number ")):
        return None
    return tokens[i].one("per ")


def period_before(tokens: list[Token], first: int) -> str | None:
    """Return a period said before the figure, beside the word for pay: "monthly salary of", "aylık net ücret"."""
    for i in range(first - 1, max(-1, first - _FAR - 1), -1):
        if tokens[i].value is not None:
            return None
        period = period_at(tokens, i)
        if i > 1 and tokens[i - 1].raw == b"/" and _heads(tokens, i - 2):
            period = period or tokens[i].one("slash ")  # "Salary (gross/month)"
        if period and (first - i <= _BESIDE or tokens[i + 1].says & PAY):
            return period
    return None


def _heads(tokens: list[Token], i: int) -> bool:
    """Tell whether a word of pay or tax, or a currency without a figure, stands before the slash of a heading."""
    if tokens[i].says & _SPEAKS_OF_PAY:
        return True
    return tokens[i].one("money ") is not None and (not i or tokens[i - 1].value is None)


def money_beside(tokens: list[Token], amount: Amount, before: int) -> str | None:
    """Return a currency said apart from the figure: "Salary (USD): 70,000", "70,000 (USD)"."""
    behind = tokens[amount.last + 1 : amount.last + 3]
    if len(behind) > 1 and behind[0].raw == b"(" and (code := behind[1].one("money ")):
        return code
    for i in range(amount.first - 1, max(before, amount.first - _BESIDE), -1):
        if tokens[i].value is not None:
            return None
        if code := tokens[i].one("money "):
            paid = any(t.says & PAY for t in tokens[max(before, i - _BESIDE) : i])
            return code if paid and tokens[i - 1].value is None else None
    return None


def tax_before(tokens: list[Token], first: int, before: int) -> str | None:
    """Return a tax word a little before a figure, where no other figure stands between."""
    for i in range(first - 1, max(before - 1, first - _BESIDE, -1), -1):
        for tax in ("gross", "net"):
            if tokens[i].is_a(tax):
                return tax
    return None


def tax_after(tokens: list[Token], amount: Amount, after: int) -> str | None:
    """Return a tax word a little further on, where no other figure has begun."""
    end = after - 1 if after < len(tokens) else after  # the word right before the next figure is of that one
    for token in tokens[amount.last + 1 : min(end, amount.last + 7)]:
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
    if right is not None and tokens.index(right) - amount.last == 1 and not opened:
        both = tokens[amount.last + 2 : amount.last + 3]
        if right.is_a("total") or any(t.raw == b"/" for t in both):  # "$70k / $140k base/OTE"
            return "total"
        if right.is_a("base"):
            return "fixed"
    if left is not None and left.is_a("base") and not any(t.is_a("total") for t in tokens[before : amount.first]):
        return "fixed"
    if left is not None and left.says & VARIABLE and is_left_out(tokens, left, amount):
        return "fixed"
    if any(t.is_a("total") or t.is_a("average") for t in beside) or (left is not None and left.says & VARIABLE):
        return "total"
    if opened and any(t.says & VARIABLE for t in beside) and tokens[amount.last + 2].raw != b"+":  # "(+ bonus)" adds
        return "total"
    if amount.concept in ("point", "from") and any(
        t.raw == b"+" or t.is_a("commission") or t.is_a("bonus") for t in tokens[amount.last + 1 : amount.last + 4]
    ):
        return "fixed"
    return "unknown"


def is_of_last(tokens: list[Token], place: int, before: int) -> bool:
    """Tell whether a word is of the figure before it: "$15 in training, $18 certified", "30.000 maaş, 5.000 prim"."""
    if not 0 <= place - before < _CLINGS or not before or place + 1 >= len(tokens):
        return False
    return tokens[place + 1].raw in _PARTS


def is_left_out(tokens: list[Token], part: Token, amount: Amount) -> bool:
    """Tell whether a variable part is named only to be left out: "prim hariç 50.000", "excluding commission 50,000"."""
    return any_says(tokens, "without", max(0, tokens.index(part) - 1), amount.first)


def on_probation(tokens: list[Token], amount: Amount, before: int, after: int) -> bool:
    """Tell whether the figure is only the pay of the first weeks."""
    for i in range(amount.first - 1, before - 1, -1):
        if tokens[i].is_a("after probation"):
            return False
        if tokens[i].is_a("probation"):
            return not is_of_last(tokens, i, before) and tokens[amount.first].start - tokens[i].end <= 45
    for i in range(amount.last + 1, min(after, amount.last + 5, len(tokens))):
        if tokens[i].is_a("after probation") or tokens[i].raw in (b",", b";", b"."):
            return False
        if tokens[i].is_a("probation"):
            return after >= len(tokens) or tokens[i - 1].raw != b"("
    return False
