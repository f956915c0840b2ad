"""Reads amounts of money out of tokens: one figure or two, their multiplier, currency, period and tax words.

An amount says only what stands written; whether it is the candidate's pay is decided in `_paycontext`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.extract.fold import LETTERS
from pipeline.extract.rules._paywords import Token

_DASHES = frozenset((b"-", b"_", b"?"))
_FILL = frozenset((b"(", b")", b",", b":", b'"', b";", b".", b"/", b"=", b"*"))
_LETTER = frozenset(LETTERS)
_TAIL_FILL = frozenset(("pay", "base", "pro rata"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One written number with what clings to it; `first` and `last` are places in the token list (inclusive)."""

    value: float
    times: int
    money: str | None
    first: int
    last: int
    ending: str | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """One written amount: concept range, from, upto or point; places in the token list, inclusive."""

    concept: str
    low: float | None
    high: float | None
    money: str | None
    period: str | None
    tax: str | None
    first: int
    last: int
    figure: int
    written_times: bool = False


def amounts(tokens: list[Token]) -> list[Amount]:
    """Return the amounts of a token list, left to right."""
    found: list[Amount] = []
    i = 0
    while i < len(tokens):
        figure = _figure(tokens, i)
        if figure is None:
            i += 1
            continue
        amount = _amount(tokens, figure, found[-1].last if found else -1)
        found.append(amount)
        i = amount.last + 1
    return found


def _figure(tokens: list[Token], i: int) -> Figure | None:
    """Read digits or number words at place i, with multiplier and currency on either side."""
    value, j = tokens[i].value, i
    if value is None:
        if tokens[i].one("number ") is None:
            return None
        value, j = _spelled(tokens, i)
    times, money, ending, first = 1, None, None, i
    if i and (before := tokens[i - 1].one("money ")) and tokens[i].start - tokens[i - 1].end <= 1:
        money, first = before, i - 1
    while j + 1 < len(tokens):
        word = tokens[j + 1]
        gap = word.start - tokens[j].end
        if gap > 1:
            break
        factor, code = word.one("times "), word.one("money ")
        if factor and times == 1 and _may_multiply(tokens, j + 1, gap):
            number, _, rouble = factor.partition(" money ")
            times, money = int(number), rouble or money
        elif code and (money is None or (money == "$" and code != "$")) and not _opens_next(tokens, j + 1, gap):
            money = code
        elif word.raw == b"+" and money is None and _money_after(tokens, j + 1):
            ending, j = "suffix from", j + 1
            continue
        elif not (word.raw == b"." and j > i and j + 2 < len(tokens) and tokens[j + 2].one("money ")):
            break
        ending = next((e for e in ("suffix from", "suffix to") if word.is_a(e)), ending)
        j += 1
    j, ending = _loose_ending(tokens, j, ending)
    return Figure(value, times, money, first, j, ending)


def _money_after(tokens: list[Token], j: int) -> bool:
    """Tell whether a currency follows at once: 70.000+ TL."""
    return j + 1 < len(tokens) and tokens[j + 1].one("money ") is not None


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


def _spelled(tokens: list[Token], i: int) -> tuple[float, int]:
    """Add up number words from place i; returns the value and the last place."""
    total, j = 0, i
    while j < len(tokens) and (number := tokens[j].one("number ")) is not None:
        n = int(number)
        total = total * n if n == 100 and 0 < total < 10 else total + n
        j += 1
    return total, j - 1


def _may_multiply(tokens: list[Token], j: int, gap: int) -> bool:
    """Tell whether a one-letter multiplier after a space is one, not a preposition or a list letter."""
    if len(tokens[j].raw) > 1 or gap == 0:
        return True
    if tokens[j].raw == b"k":
        return True
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return after is None or bool(after.says) or after.raw in _FILL or after.raw == b"+"


def _opens_next(tokens: list[Token], j: int, gap: int) -> bool:
    """Tell whether a currency word belongs to the figure after it: `12 $ 15`, `10 EUR 1507`."""
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    return gap > 0 and after is not None and after.value is not None and after.start == tokens[j].end


def _amount(tokens: list[Token], low: Figure, floor: int) -> Amount:
    """Join a figure with a second one, its prefix words and its suffix words."""
    first, says = _prefix(tokens, low.first, floor)
    high, between = _second(tokens, low, says)
    last = high.last if high else low.last
    last, after, period, tax = _tail(tokens, last)
    if between[0]:
        period, tax = period or between[0], tax or between[1]
    elif between[1]:
        tax = tax or between[1]
    if high:
        one, two = _scaled(low, high)
        money = _currency(low.money, high.money)
        if two == 0 and one > 0:
            return Amount("from", one, None, money, period, tax, first, last, low.first, low.times > 1)
        return Amount(
            "point" if one == two else "range",
            one,
            two,
            money,
            period,
            tax,
            first,
            last,
            low.first,
            max(low.times, high.times) > 1,
        )
    value = _times(low.value, low.times)
    concept = _one_sided(says, after, low.ending)
    return Amount(
        concept,
        None if concept == "upto" else value,
        value if concept in ("upto", "point") else None,
        low.money,
        period,
        tax,
        first,
        last,
        low.first,
        low.times > 1,
    )


def _one_sided(says: set[str], after: str | None, ending: str | None) -> str:
    if "upto" in says or after == "or less":
        return "upto"
    if "from" in says or after == "or more" or ending == "suffix from":
        return "from"
    return "point"


def _prefix(tokens: list[Token], place: int, floor: int) -> tuple[int, set[str]]:
    """Walk left over words such as from, up to, about; returns the first place and what they say."""
    says: set[str] = set()
    first, j = place, place - 1
    while j > floor:
        token = tokens[j]
        if token.raw in (b":", b"(", b"~", b"-", b'"') and not token.says:
            j -= 1
            continue
        hints = token.says & {"from", "upto", "between", "about", "gross", "net"}
        if not hints or (says & {"from", "upto", "between"} and not hints & {"about"}):
            break
        says |= hints & {"from", "upto", "between"}
        if hints & {"from", "upto", "between"}:
            first = j
        j -= 1
    return first, says


def _second(tokens: list[Token], low: Figure, says: set[str]) -> tuple[Figure | None, tuple[str | None, str | None]]:
    """Find the second figure of a range after a dash or a joining word; also a period and tax written between."""
    period = tax = None
    joined, j = low.ending == "suffix from", low.last + 1
    while j < len(tokens) and j - low.last <= 8:
        token = tokens[j]
        if (
            token.value is not None
            or token.one("number ") is not None
            or (token.one("money ") and j + 1 < len(tokens) and tokens[j + 1].value is not None)
        ):
            place = j if token.value is not None or token.one("number ") is not None else j + 1
            figure = _figure(tokens, place) if joined else None
            if figure and _may_close(low, figure, tokens):
                return figure, (period, tax)
            return None, (None, None)
        if (
            token.raw in _DASHES
            or token.is_a("dash")
            or token.is_a("join")
            or (token.is_a("upto") and (says & {"from"} or token.is_a("join") or _was_more(tokens, j)))
            or (token.is_a("join between") and says & {"between"})
        ):
            joined = True
        elif found := _per(tokens, j):
            period = found[0]
            j = found[1]
        elif token.says & {"gross", "net"}:
            tax = "gross" if token.is_a("gross") else "net"
        elif not (
            token.raw in (b",", b";", b"/", b".", b"'")
            or token.is_a("or more")
            or token.is_a("suffix from")
            or token.is_a("from")
        ):
            break
        j += 1
    return None, (None, None)


def _was_more(tokens: list[Token], j: int) -> bool:
    return any(t.is_a("or more") for t in tokens[max(0, j - 2) : j])


def _may_close(low: Figure, high: Figure, tokens: list[Token]) -> bool:
    """Refuse pairs that are no range: a percent, another currency, a much smaller number."""
    after = tokens[high.last + 1] if high.last + 1 < len(tokens) else None
    if after is not None and after.raw == b"%":
        return False
    one, two = _scaled(low, high)
    return two == 0 or two >= one or high.value >= 100


def _scaled(low: Figure, high: Figure) -> tuple[float, float]:
    """Share a multiplier written once, both ways: $120-150k, 25-30,000."""
    times_low, times_high = low.times, high.times
    if times_low == 1 and times_high > 1 and low.value < 1000:
        times_low = times_high
    if times_high == 1 and times_low > 1 and high.value < 1000 and high.value >= low.value:
        times_high = times_low
    one, two = _times(low.value, times_low), _times(high.value, times_high)
    if 0 < one < 1000 and two >= 10000 and one * 1000 <= two and low.times == high.times == 1:
        one *= 1000
    return one, two


def _times(value: float, times: int) -> float:
    """Multiply, unless the thousands already stand written: 30.000 т.р."""
    if times == 1000 and value >= 1000:
        return value
    product = value * times
    return int(product) if product == int(product) else round(product, 2)


def _currency(one: str | None, two: str | None) -> str | None:
    return two if one in (None, "$") and two else one


def _per(tokens: list[Token], j: int) -> tuple[str, int] | None:
    """Read a period at place j: `per hour`, `/hr`, `/ 1 час`."""
    if period := tokens[j].one("per "):
        return period, j
    if tokens[j].raw == b"/" and j + 1 < len(tokens):
        k = j + 2 if tokens[j + 1].value == 1 and j + 2 < len(tokens) else j + 1
        unit = tokens[k].one("slash ") or tokens[k].one("per ")
        if unit:
            return unit, k
    return None


def _tail(tokens: list[Token], last: int) -> tuple[int, str | None, str | None, str | None]:
    """Walk right over plus signs, periods and tax words; returns the last place and what was said."""
    after = period = tax = None
    j, end = last + 1, last
    while j < len(tokens) and j - last <= 10:
        token = tokens[j]
        if token.raw == b"+" and j == end + 1 and _open_plus(tokens, j):
            after, end = "or more", j
        elif (found := _per(tokens, j)) and period is None:
            period, j = found
            end = j
        elif token.says & {"gross", "net"}:
            tax, end = tax or ("gross" if token.is_a("gross") else "net"), j
        elif token.is_a("or more") and after is None and _open_plus(tokens, j):
            after, end = "or more", j
        elif token.is_a("or less") and after is None:
            after, end = "or less", j
        elif token.says & {"within", "suffix from", "suffix to"}:
            end = j
        elif not ((token.raw in _FILL and token.raw != b";") or token.one("money ") or token.says & _TAIL_FILL):
            break
        j += 1
    return end, after, period, tax


def _open_plus(tokens: list[Token], j: int) -> bool:
    """Tell whether a plus says "or more" and does not add a bonus."""
    if len(tokens[j].raw) > 4:
        return True
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    if after is None or after.one("per ") or after.says & {"gross", "net"}:
        return True
    return not (after.raw[0] in _LETTER or after.raw in (b"%", b"(") or after.value is not None or after.one("money "))


def widen(one: Amount, two: Amount) -> Amount:
    """Return the amount that spans both: grades or places of one job."""
    lows = [a.low for a in (one, two) if a.low is not None]
    highs = [a.high for a in (one, two) if a.high is not None]
    low, high = (min(lows) if lows else None), (max(highs) if highs else None)
    concept = (
        "range"
        if low is not None and high is not None and low != high
        else ("from" if high is None else "upto" if low is None else "point")
    )
    return replace(
        one, concept=concept, low=low, high=high, last=max(one.last, two.last), first=min(one.first, two.first)
    )
