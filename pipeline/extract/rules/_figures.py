"""Reads one written number: digits or number words, what multiplies it, and the currency beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.rules._paywords import ENDINGS

if TYPE_CHECKING:
    from pipeline.extract.rules._paywords import Token

FILL = frozenset((b"(", b")", b",", b":", b'"', b";", b".", b"/", b"=", b"*"))

_THOUSAND = 1000
_ROUND = (1000, 1_000_000)


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
    money, first = _led_by(tokens, i, value)
    times, ending = 1, None
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
        ending = next((e for e in ENDINGS if word.is_a(e)), ending)
        j += 1
    rest = figure_at(tokens, j + 1) if times in _ROUND and j + 1 < len(tokens) else None
    if rest and _adds_up(times, rest):
        return rest._replace(value=times_of(value, times) + times_of(rest.value, rest.times), times=1, first=first)
    j, ending = _loose_ending(tokens, j, ending)
    return Figure(value, times, money, first, j, ending)


def _led_by(tokens: list[Token], i: int, value: int | float) -> tuple[str | None, int]:
    """Return the currency before a figure and its place, else none and the figure's."""
    money = tokens[i - 1].one("money ") if i and tokens[i].start - tokens[i - 1].end <= 1 else None
    if money is None or (_is_letter(tokens[i - 1]) and value < _THOUSAND and not _multiplied(tokens, i)):
        return None, i
    code = tokens[i - 2].one("money ") if money == "$" and i > 1 else None
    if code and tokens[i - 2].end >= tokens[i - 1].start - 1:
        return code, i - 2  # MXN $25,000
    return money, i - 1


def _is_letter(token: Token) -> bool:
    """Tell whether a Latin letter stands for a currency: "R25 000", which only thousands can tell from "R4"."""
    return len(token.raw) == 1 and token.raw.isalpha()


def _multiplied(tokens: list[Token], i: int) -> bool:
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is not None and after.start == tokens[i].end and after.one("times ") is not None


def _adds_up(times: int, rest: Figure) -> bool:
    """Tell whether a figure behind millions or thousands is their rest: 1 million 200 thousand, 41 bin 500 TL."""
    return (
        rest.times * 1000 == times
        and rest.value < 1000
        and (rest.times > 1 or (rest.value >= 100 and bool(rest.money)))
    )


def _unit_after(tokens: list[Token], j: int) -> bool:
    """Tell whether a currency or a multiplier follows at once: 70.000+ TL, 200+ thousand."""
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return after is not None and (after.one("money ") is not None or (len(after.raw) > 1 and bool(after.one("times "))))


def _loose_ending(tokens: list[Token], j: int, ending: str | None) -> tuple[int, str | None]:
    """Take a case ending that clings to the figure itself: 80.000'den."""
    if j + 1 < len(tokens) and tokens[j + 1].start == tokens[j].end:
        for name in ENDINGS:
            if tokens[j + 1].is_a(name):
                return j + 1, name
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
