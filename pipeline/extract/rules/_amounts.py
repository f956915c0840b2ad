"""Reads amounts of money out of tokens: one figure or two, their multiplier, currency, period and tax words.

An amount says only what stands written; whether it is the candidate's pay is decided in `_paycontext`.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.extract.fold import LETTERS
from pipeline.extract.rules._figures import FILL, Figure, figure_at, scaled, times_of
from pipeline.extract.rules._paywords import PAY, Token, any_says

_DASHES = frozenset((b"-", b"_", b"?", b"~"))
_PARTS = _DASHES | {b"/"}
_LETTER = frozenset(LETTERS)
_HUNDRED, _THOUSAND = 100, 1000
_ADDED = frozenset(("commission", "bonus", "kpi", "not pay"))
_WIDEST = 3
"""How many times the lesser the greater of two sums that only a slash parts may be."""
_BETWEEN = frozenset(("or more", "suffix from", "from"))
_OPENERS = frozenset((b",", b"/", b"("))
_LEADS = PAY | {"gross", "net", "from", "upto", "about"}
_TAIL_FILL = frozenset(("pay", "base", "pro rata", "whole sum"))


class Amount(NamedTuple):
    """One written amount: concept range, from, upto or point; places in the token list, inclusive."""

    concept: str
    low: int | float | None
    high: int | float | None
    money: str | None
    period: str | None
    tax: str | None
    first: int
    last: int
    figure: int
    written_times: bool = False
    doubled: bool = False


def amounts(tokens: list[Token]) -> list[Amount]:
    """Return the amounts of a token list, left to right."""
    found: list[Amount] = []
    last = -1
    for place in [i for i, token in enumerate(tokens) if token.value is not None or token.says]:
        figure = figure_at(tokens, place) if place > last else None
        if figure is not None:
            amount = _amount(tokens, figure, last)
            found.append(amount)
            last = amount.last
    return found


def _amount(tokens: list[Token], low: Figure, floor: int) -> Amount:
    """Join a figure with a second one, its prefix words and its suffix words."""
    first, says = _prefix(tokens, low.first, floor)
    high, between = _second(tokens, low, says)
    last = high.last if high else low.last
    said = tokens[last].one("per ")  # "12 LPA" multiplies and tells the period in one word
    last, after, period, tax = _tail(tokens, last)
    period = period or said
    if between[0]:
        period, tax = period or between[0], tax or between[1]
    elif between[1]:
        tax = tax or between[1]
    if high and between[0] and low.value == 1 and low.money is None and high.money:
        return _amount(tokens, high, low.last)._replace(period=between[0])  # "1 shift – 3000"
    if high:
        one, two = scaled(low, high)
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
            _doubled(low) or _doubled(high),
        )
    value = times_of(low.value, low.times)
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
        _doubled(low),
    )


def _doubled(figure: Figure) -> bool:
    """Tell whether the thousands stand written twice, in digits and in the word: 30.000 т.р."""
    return figure.times == 1000 and figure.value >= 1000


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
        if token.is_a("opening upto") and (not j or tokens[j - 1].says & PAY or _is_sign(tokens[j - 1])):
            hints = hints | {"upto"}  # "to £55,000 + car"
        if not hints and token.says & PAY and not says & {"from", "upto"}:
            return _bounding(tokens, j, floor, first, says)
        if not hints or (says & {"from", "upto", "between"} and not hints & {"about"}):
            break
        says |= hints & {"from", "upto", "between"}
        if hints & {"from", "upto", "between"}:
            first = j
        j -= 1
    return first, says


def _is_sign(token: Token) -> bool:
    return token.value is None and token.raw[0] not in _LETTER


def _bounding(tokens: list[Token], pay: int, floor: int, first: int, says: set[str]) -> tuple[int, set[str]]:
    """Look before a word of pay for one that calls it the least or the most: minimum base salary."""
    for i in range(pay - 1, max(floor, pay - 3), -1):
        for adjective, bound in (("least", "from"), ("most", "upto")):
            if tokens[i].is_a(adjective):
                return i, says | {bound}
        if tokens[i].raw[0] not in _LETTER:
            break
    return first, says


def _second(tokens: list[Token], low: Figure, says: set[str]) -> tuple[Figure | None, tuple[str | None, str | None]]:
    """Find the second figure of a range after a dash or a joining word; also a period and tax written between."""
    period = tax = None
    sign = b""
    joined, j = low.ending == "suffix from", low.last + 1
    while j < len(tokens) and j - low.last <= 8:
        token = tokens[j]
        if (
            token.value is not None
            or token.one("number ") is not None
            or (token.one("money ") and j + 1 < len(tokens) and tokens[j + 1].value is not None)
        ):
            place = j if token.value is not None or token.one("number ") is not None else j + 1
            figure = figure_at(tokens, place) if joined else None
            if figure and _may_close(low, figure, tokens):
                return _last_of(tokens, figure, sign), (period, tax)
            return None, (None, None)
        if (
            token.raw in _DASHES
            or (token.raw == b"/" and _two_sums(tokens, j, low))
            or token.is_a("dash")
            or token.is_a("whole sum")
            or token.is_a("join")
            or token.is_a("rise")
            or (token.is_a("upto") and "from" in says)
            or (token.is_a("join between") and says & {"between"})
        ):
            joined, sign = True, token.raw
        elif found := _per(tokens, j):
            period = found[0]
            j = found[1]
        elif token.says & {"gross", "net"}:
            tax = "gross" if token.is_a("gross") else "net"
        elif not (
            token.raw in (b",", b";", b"/", b".", b"'")
            or (joined and token.raw == b":")
            or token.says & _BETWEEN
            or (token.says & PAY and any_says(tokens, "rise", j + 1, j + 4))
        ):
            break
        j += 1
    return None, (None, None)


def _last_of(tokens: list[Token], figure: Figure, sign: bytes) -> Figure:
    """Return the last of several rising figures with the same sign between: 110/140/170, 60 - 80 - 100."""
    while sign in _PARTS and figure.last + 2 < len(tokens) and tokens[figure.last + 1].raw == sign:
        after = figure_at(tokens, figure.last + 2)
        if after is None or not _may_close(figure, after, tokens):
            break
        one, two = scaled(figure, after)
        if two <= one:
            break
        figure = after
    return figure


def _two_sums(tokens: list[Token], j: int, low: Figure) -> bool:
    """Tell whether a slash parts two sums of one pay: "50/60 thousand", and not the days of a week: "5/2"."""
    high = figure_at(tokens, j + 1) if j + 1 < len(tokens) and j == low.last + 1 else None
    if high is None or tokens[j + 1].start - tokens[j].end != tokens[j].start - tokens[low.last].end:
        return False
    high = _last_of(tokens, high, b"/")
    written = high.times > 1 or high.money is not None or low.value >= _THOUSAND
    return written and low.value < high.value <= _WIDEST * low.value


def _may_close(low: Figure, high: Figure, tokens: list[Token]) -> bool:
    """Refuse pairs that are no range: a percent, another currency, a much smaller number."""
    after = tokens[high.last + 1] if high.last + 1 < len(tokens) else None
    if after is not None and after.raw == b"%":
        return False
    one, two = scaled(low, high)
    return two == 0 or two >= one or high.value >= 100


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
        if token.raw in _OPENERS and _leads_on(tokens, j + 1):
            break
        if token.raw == b"+" and j == end + 1 and _open_plus(tokens, j):
            after, end = "or more", j
        elif (found := _per(tokens, j)) and period is None:
            period, j = found
            end = j
            if tokens[j].says & {"gross", "net"}:
                tax = tax or ("gross" if tokens[j].is_a("gross") else "net")
        elif token.says & {"gross", "net"}:
            tax, end = tax or ("gross" if token.is_a("gross") else "net"), j
        elif token.is_a("or more") and after is None and _open_plus(tokens, j):
            after, end = "or more", j
        elif token.is_a("or less") and after is None and not _bounds_next(tokens, j):
            after, end = "or less", j
        elif token.says & {"within", "suffix from", "suffix to"}:
            end = j
        elif not ((token.raw in FILL and token.raw != b";") or token.one("money ") or token.says & _TAIL_FILL):
            break
        j += 1
    return end, after, period, tax


def _bounds_next(tokens: list[Token], j: int) -> bool:
    """Tell whether a word such as maximum speaks of what is behind it: "31.000 TL. Maksimum maaş: 44.000 TL"."""
    after = tokens[j + 1] if tokens[j].is_a("most") and j + 1 < len(tokens) else None
    return after is not None and bool(after.value is not None or after.is_a("pay") or after.one("money "))


def _leads_on(tokens: list[Token], j: int) -> bool:
    """Tell whether the words from j on belong to the figure behind them: "…, monthly net 3,000"."""
    while j < len(tokens) and (tokens[j].says & _LEADS or tokens[j].one("per ") or tokens[j].one("money ")):
        j += 1
    value = tokens[j].value if j < len(tokens) else None
    return value is not None and value >= _HUNDRED


def _open_plus(tokens: list[Token], j: int) -> bool:
    """Tell whether a plus says "or more" and does not add a bonus."""
    if len(tokens[j].raw) > 4:
        return True
    after = tokens[j + 1] if j + 1 < len(tokens) else None
    if after is None or after.says & {"gross", "net"}:
        return True
    if after.one("per "):  # "90 000+ a month" is a floor, "90 000+ monthly bonus" adds
        return j + 2 >= len(tokens) or tokens[j + 2].says.isdisjoint(_ADDED)
    clings = tokens[j].start == tokens[j - 1].end < tokens[j].end < after.start
    said = frozenset().union(*[t.says for t in tokens[j + 1 : j + 6]])
    if clings and (after.is_a("total") or (after.raw[0] in _LETTER and said.isdisjoint(_ADDED))):
        return True  # "$120K+ OTE" is a floor and so is "£60k+ in your first year", "$60k + OTE" adds
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
    return one._replace(
        concept=concept,
        low=low,
        high=high,
        money=one.money or two.money,
        last=max(one.last, two.last),
        first=min(one.first, two.first),
    )
