"""Reads one written number: digits or number words, what multiplies it, and the currency beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pipeline.extract.rules._paywords import Token

_THOUSAND = 1000
FILL = frozenset((b"(", b")", b",", b":", b'"', b";", b".", b"/", b"=", b"*"))


class Figure(NamedTuple):
    """One written number with what clings to it; `first` and `last` are places in the token list (inclusive)."""

    value: int | float
    times: int
    money: str | None
    first: int
    last: int
    ending: str | None = None


def figure_at(tokens: list[Token], i: int) -> Figure | None:
    """Read digits or number words at place i, with multiplier and currency on either side."""
    value, j = tokens[i].value, i
    if value is None:
        if tokens[i].one("number ") is None:
            return None
        value, j = _spelled(tokens, i)
    times, money, ending, first = 1, None, None, i
    if i and (before := tokens[i - 1].one("money ")) and tokens[i].start - tokens[i - 1].end <= 1:
        if not _is_letter(tokens[i - 1]) or value >= _THOUSAND or _multiplied(tokens, i):
            money, first = before, i - 1
        if (
            before == "$"
            and i > 1
            and (code := tokens[i - 2].one("money "))
            and tokens[i - 2].end >= tokens[i - 1].start - 1
        ):
            money, first = code, i - 2  # MXN $25,000
    while j + 1 < len(tokens):
        word = tokens[j + 1]
        gap = word.start - tokens[j].end
        if gap > 1:
            break
        factor, code = word.one("times "), word.one("money ")
        if factor and times == 1 and _may_multiply(tokens, j + 1, gap):
            number, _, rouble = factor.partition(" money ")
            times, money = int(number), rouble or money
        elif (
            code
            and (money is None or (money == "$" and code != "$"))
            and not _is_letter(word)
            and not _opens_next(tokens, j + 1, gap)
        ):
            money = code
        elif word.raw == b"+" and money is None and _unit_after(tokens, j + 1):
            ending, j = "suffix from", j + 1
            continue
        elif not (word.raw == b"." and j > i and j + 2 < len(tokens) and tokens[j + 2].one("money ")):
            break
        ending = next((e for e in ("suffix from", "suffix to") if word.is_a(e)), ending)
        j += 1
    j, ending = _loose_ending(tokens, j, ending)
    return Figure(value, times, money, first, j, ending)


def _is_letter(token: Token) -> bool:
    """Tell whether a Latin letter stands for a currency: "R25 000", which only thousands can tell from "R4"."""
    return len(token.raw) == 1 and token.raw.isalpha()


def _multiplied(tokens: list[Token], i: int) -> bool:
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is not None and after.start == tokens[i].end and after.one("times ") is not None


def _unit_after(tokens: list[Token], j: int) -> bool:
    """Tell whether a currency or a multiplier follows at once: 70.000+ TL, 200+ thousand."""
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return after is not None and (after.one("money ") is not None or (len(after.raw) > 1 and bool(after.one("times "))))


def _loose_ending(tokens: list[Token], j: int, ending: str | None) -> tuple[int, str | None]:
    """Take a case ending that clings to the figure itself: 80.000'den."""
    k = j + 1
    if k < len(tokens) and tokens[k].raw == b"'" and tokens[k].start == tokens[j].end:
        k += 1
    if k < len(tokens) and tokens[k].start == tokens[k - 1].end:
        for name in ("suffix from", "suffix to"):
            if tokens[k].is_a(name):
                return k, name
    return j, ending


def _spelled(tokens: list[Token], i: int) -> tuple[int | float, int]:
    """Add up number words from place i; returns the value and the last place."""
    total, j, last = 0.0, i, i
    while j < len(tokens) and (number := tokens[j].one("number ")) is not None:
        n = float(number)
        total = total * n if n == 100 and 0 < total < 10 else total + n
        last, j = j, j + 1
        if total >= 100 and j + 1 < len(tokens) and tokens[j].is_a("join between") and _is_below(tokens[j + 1], 100):
            j += 1  # one hundred and twenty
        if n >= 20 and j + 1 < len(tokens) and tokens[j].raw == b"-" and _is_unit(tokens[j + 1]):  # seventy-five
            j += 1
    return int(total) if total == int(total) else total, last


def _is_unit(token: Token) -> bool:
    return _is_below(token, 10)


def _is_below(token: Token, bound: int) -> bool:
    number = token.one("number ")
    return number is not None and float(number) < bound


def _may_multiply(tokens: list[Token], j: int, gap: int) -> bool:
    """Tell whether a one-letter multiplier after a space is one, not a preposition or a list letter."""
    if len(tokens[j].raw) > 1 or gap == 0:
        return True
    if tokens[j].raw == b"k":
        return True
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return after is None or bool(after.says) or after.raw in FILL or after.raw == b"+"


def _opens_next(tokens: list[Token], j: int, gap: int) -> bool:
    """Tell whether a currency word belongs to the figure after it: `12 $ 15`, `10 EUR 1507`."""
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return gap > 0 and after is not None and after.value is not None and after.start == tokens[j].end


def scaled(low: Figure, high: Figure) -> tuple[int | float, int | float]:
    """Share a multiplier written once, both ways: $120-150k, 25-30,000."""
    times_low, times_high = low.times, high.times
    if times_low == 1 and times_high > 1 and low.value < 1000:
        times_low = times_high
    if times_high == 1 and times_low > 1 and high.value < 1000 and high.value >= low.value:
        times_high = times_low
    one, two = times_of(low.value, times_low), times_of(high.value, times_high)
    if 0 < one < 1000 and two >= 10000 and one * 1000 <= two and low.times == high.times == 1:
        one *= 1000
    return one, two


def times_of(value: int | float, times: int) -> int | float:
    """Multiply, unless the thousands already stand written: 30.000 т.р."""
    if times == 1000 and value >= 1000:
        return value
    product = value * times
    return int(product) if product == int(product) else round(product, 2)
