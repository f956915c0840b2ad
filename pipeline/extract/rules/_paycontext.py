"""Decides which amounts are the candidate's pay, and of what sort: base or total, probation, variable part.

Everything is told by the words around an amount inside its own sentence or list item, nearest first.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, NamedTuple

from pipeline.extract.fold import LETTERS
from pipeline.extract.rules._amounts import Amount, amounts
from pipeline.extract.rules._paylines import heading, is_listed
from pipeline.extract.rules._paynames import forget_names, is_titled
from pipeline.extract.rules._payseeds import LENIENT, seeds, stretch
from pipeline.extract.rules._paysort import (
    VARIABLE,
    is_left_out,
    is_of_last,
    money_beside,
    on_probation,
    period_at,
    period_before,
    scope_of,
    tax_after,
    tax_before,
)
from pipeline.extract.rules._paywords import PAY, Token, any_says, cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.extract.document import Document

_MOST = 60
"""No posting states more amounts; a text that does is a price list, and reading on would only cost time."""
_LEAST_BARE = 100
_HEAD = 160
"""A range of money this near to the start of a text is the pay line of a card: "Plumber 50 000 - 70 000 ₽ 15 April"."""
_NEAR_LEFT, _NEAR_RIGHT = 110, 45
_LEAST = {"hour": 1, "day": 10, "shift": 10, "week": 10}
_MOST_HARD = 3_000_000
_MOST_SOFT = 60_000_000
_HARD = frozenset(("USD", "EUR", "GBP", "$", "CAD", "AUD", "CHF", "SGD"))
_FORMS = (b"401", b"1099")
"""Figures that name the American pension plan 401(k), and the form of those who work for themselves."""
_NAMED = 6
"""Tokens within which a figure is what another one gives or takes."""
_LARGE = 1000
"""From here up a bare figure can be pay."""
_LETTER = frozenset(LETTERS)
_OF_MONEY = PAY | VARIABLE | {"not pay"}
_BREAKS = frozenset((b"+", b",", b";", b"."))
_APART = frozenset((b",", b";"))


class Mention(NamedTuple):
    """An amount that is pay (or its variable part): where it stands and what the words around say."""

    amount: Amount
    start: int
    end: int
    scope: str
    period: str | None
    tax: str | None
    probation: bool = False
    variable: bool = False
    strength: int = 0


def mentions(document: Document) -> list[Mention]:
    """Return every amount of a document that its context calls pay, in order; read once a document."""
    if document.mentions is None:
        document.mentions = _mentions(document)
    return document.mentions


def _mentions(document: Document) -> list[Mention]:
    found: list[Mention] = []
    places = seeds(document)
    if not places:
        return found
    folded, done = document.folded, 0
    lenient = len(document.text) <= LENIENT
    for place in places:
        if place < done:
            continue
        if len(found) >= _MOST:
            break
        start, end = stretch(document, place)
        glue = document.glue[bisect_right(document.glue, start) : bisect_left(document.glue, end)]
        tokens = cut(folded, start, end, document.language, glue)
        forget_names(tokens)
        read = [
            a
            for a in amounts(tokens)
            if (a.money or a.period or (a.high or a.low or 0) >= _LEAST_BARE) and not _is_aside(tokens, a)
        ]
        for i, amount in enumerate(read):
            if tokens[amount.figure].start < done:
                continue
            before = read[i - 1].last + 1 if i else 0
            after = read[i + 1].first if i + 1 < len(read) else len(tokens)
            mention = _judge(document, tokens, amount, before, after, lenient)
            if mention:
                found.append(mention)
        done = max(end, place + 1)
    return found


def _judge(
    document: Document, tokens: list[Token], amount: Amount, before: int, after: int, lenient: bool
) -> Mention | None:
    """Return the mention an amount makes, or nothing where it is not pay; what refuses most is asked first."""
    if amount.money is None and (money := money_beside(tokens, amount, before)):
        amount = amount._replace(money=money)
    if not _plausible(tokens, amount, lenient):
        return None
    if amount.first and (led := period_at(tokens, amount.first - 1)):
        amount = amount._replace(period=led)
    start, end = tokens[amount.first].start, tokens[amount.last].end
    places = range(amount.figure - 1, -1, -1)
    told = (i for i in places if not is_of_last(tokens, i, before)) if before else places
    left = _nearest(tokens, told, start, _NEAR_LEFT)
    right = _nearest(tokens, range(amount.last + 1, min(after, len(tokens))), end, _NEAR_RIGHT)
    left_pay = left if left is not None and not left.says.isdisjoint(PAY | VARIABLE) else None
    if not _fits(tokens, amount, left_pay, right, lenient, document):
        return None
    titled = lenient and is_titled(tokens[: amount.first])
    card = titled or (_is_card(tokens, amount) and not any_says(tokens, "not pay", 0, amount.first))
    card = card and not any_says(tokens, "not pay", amount.last + 1, amount.last + 2)
    if not card and _against(tokens, amount, left, right, left_pay):
        return None
    above = heading(document, tokens, amount)
    if above and amount.concept == "point":
        amount = _bounded(amount, above)
    period = amount.period or period_before(tokens, amount.first) or period_before(above, len(above))
    if not period and amount.money and _is_small(amount):
        return None
    return Mention(
        amount,
        start,
        end,
        scope_of(tokens, amount, left_pay, right, before, after),
        period,
        amount.tax
        or tax_before(tokens, amount.first, before)
        or tax_after(tokens, amount, after)
        or tax_before(above, len(above), 0),
        on_probation(tokens, amount, before, after),
        _is_variable(tokens, amount, left_pay, right, before),
        1 if left_pay else 0,
    )


def _is_variable(tokens: list[Token], amount: Amount, left: Token | None, right: Token | None, before: int) -> bool:
    """Tell whether an amount is a variable part: a bonus or commission stands nearest, or it is added to another."""
    if (
        amount.first
        and tokens[amount.first - 1].raw == b"+"
        and (0 < before < amount.first or _names_part(tokens, amount))
    ):
        return True
    if before and amount.concept == "point" and _names_part(tokens, amount):
        return True  # "$60,000 base salary, with a $20,000 target bonus"
    if left is None:
        return amount.last + 1 < len(tokens) and _is_part(tokens[amount.last + 1])  # "10.000 TL'ye kadar prim"
    skipped = is_left_out(tokens, left, amount) or _added_to_pay(tokens, left, amount)
    if skipped or not left.says.isdisjoint(PAY):
        return False
    apart = any(t.raw in _APART for t in tokens[tokens.index(left) + 1 : amount.first])
    return not (apart and right is not None and right.says & PAY)  # "work for commission, 900 to 1500 a day in pay"


def _bounded(amount: Amount, above: list[Token]) -> Amount:
    """Return a figure as the least or the most that its heading calls it: "Minimum salary", "Maximum salary"."""
    if any_says(above, "least", 0, len(above)):
        return amount._replace(concept="from", high=None)
    if any_says(above, "most", 0, len(above)):
        return amount._replace(concept="upto", low=None)
    return amount


def _plausible(tokens: list[Token], amount: Amount, lenient: bool) -> bool:
    """Refuse small numbers of nothing, dates, hours, years, and sums nobody earns."""
    top = _top(amount)
    if amount.money is None:
        if amount.figure and tokens[amount.figure - 1].is_a("label"):
            return False
        if top < _LARGE and amount.period is None and not (lenient and amount.written_times):
            return False
        if not amount.written_times and _looks_like_date(tokens, amount, top):
            return False
        if tokens[amount.figure].raw in _FORMS:
            return False
    return 0 < top <= (_MOST_HARD if amount.money in _HARD else _MOST_SOFT)


def _is_aside(tokens: list[Token], amount: Amount) -> bool:
    """Tell whether a figure is a percentage, or how far another one may be off."""
    if amount.figure and tokens[amount.figure - 1].is_a("give or take"):
        return any(t.value is not None for t in tokens[max(0, amount.figure - _NAMED) : amount.figure])
    return amount.last + 1 < len(tokens) and tokens[amount.last + 1].raw == b"%"


def _top(amount: Amount) -> int | float:
    return amount.high if amount.high is not None else amount.low or 0


def _is_small(amount: Amount) -> bool:
    """Tell whether a sum of no period is too small for the pay of any."""
    return _top(amount) < (100 if amount.money in ("RUB", "TRY") else 10)


def _looks_like_date(tokens: list[Token], amount: Amount, top: int | float) -> bool:
    raw = tokens[amount.figure].raw
    low = amount.low or 0
    if amount.concept == "range" and 1950 <= low < top <= 2050 and len(raw) == 4 and amount.period is None:
        return True  # 2012 - 2015
    if 1900 <= top <= 2100 and len(raw) == 4 and amount.period is None and amount.concept != "range":
        return True
    return b":" in raw


def _nearest(tokens: list[Token], places: Iterable[int], edge: int, reach: int) -> Token | None:
    """Return the nearest token that speaks of pay, of a variable part, or of something else's money."""
    for i in places:
        token = tokens[i]
        if token.says and not token.says.isdisjoint(_OF_MONEY):
            distance = edge - token.end if token.end <= edge else token.start - edge
            return token if distance <= reach else None
    return None


def _is_part(token: Token) -> bool:
    """Tell whether a token is the bare word for a variable part: "+ bonus" says that it comes on top."""
    return bool(token.says & VARIABLE) and not token.says & PAY and b" " not in token.raw and token.raw[0] in _LETTER


def _names_part(tokens: list[Token], amount: Amount) -> bool:
    """Tell whether a variable part is named right behind the figure: + 5.000 TL prim, $20,000 target bonus."""
    behind = tokens[amount.last + 1 : amount.last + 3]
    named = next((i for i, t in enumerate(behind) if t.says & (VARIABLE | PAY)), None)
    if named is None or behind[named].says & PAY:
        return False
    return all(t.raw[0] in _LETTER for t in behind[:named]) and behind[named].raw[:1] != b"+"


def _added_to_pay(tokens: list[Token], cue: Token, amount: Amount) -> bool:
    """Tell whether a figure behind a variable part is pay all the same: base + bonus 60 000, or bonus + 60 000 base.

    Where the base has a figure of its own, only a bracket or an equals sign makes the second one the sum of both.
    """
    place = tokens.index(cue)
    between = tokens[place + 1 : amount.first + 1]
    if any(t.raw == b"+" for t in between):
        return True
    plus = any(t.raw == b"=" or b"+" in t.raw or t.is_a("or more") for t in tokens[max(0, place - 3) : place + 1])
    earlier = tokens[max(0, place - 9) : place]
    if not plus or not any(t.says & PAY for t in earlier):
        return False
    summed = any(t.raw in (b"(", b"=") or t.says & {"average", "total"} for t in between)
    return summed or all(t.value is None for t in earlier)


def _against(
    tokens: list[Token], amount: Amount, left: Token | None, right: Token | None, left_pay: Token | None
) -> bool:
    """Tell whether the words around give the money to something else: turnover, lunch, a friend's bonus."""
    if left_pay is None or not left_pay.says & PAY:
        start, end = tokens[amount.first].start - _NEAR_RIGHT, tokens[amount.last].end + _NEAR_RIGHT
        for token in tokens:
            if "variable not" in token.says and start <= token.start <= end:
                return True
    if left is not None and left.is_a("not pay") and not left.says & (PAY | VARIABLE):
        named = right is not None and bool(right.says & PAY) and right is tokens[amount.last + 1]
        if named and tokens[amount.first - 1].raw == b"+":  # "fuel + 38.000 TL salary"
            return False
        return not any_says(tokens, "apart", tokens.index(left), amount.first)  # "yemek hariç 38.000 TL maaş"
    added = amount.first > 0 and tokens[amount.first - 1].raw == b"+"  # "maaş + 12.000 TL yol"
    perhaps = added or left_pay is None or left_pay.is_a("perhaps pay")
    if perhaps and right is not None and right.is_a("not pay") and not right.says & PAY:
        between = tokens[amount.last + 1 : tokens.index(right)]
        if not any(t.raw in _BREAKS or t.is_a("aside") for t in between):
            return True
    return False


def _fits(
    tokens: list[Token],
    amount: Amount,
    left_pay: Token | None,
    right: Token | None,
    lenient: bool,
    document: Document,
) -> bool:
    """Tell whether something says that this is pay: a cue, tax or period words, or a line of its own."""
    large = _top(amount) >= _LARGE
    beside = (
        left_pay is not None
        or (right is not None and not right.says.isdisjoint(PAY | VARIABLE))
        or any_says(tokens, "negotiable", amount.last + 1, amount.last + 3)
    )
    if amount.money is not None:
        return (
            beside
            or lenient
            or bool(amount.tax or amount.period)
            or (large and _is_card(tokens, amount))
            or _bare(tokens, amount)
            or bool(heading(document, tokens, amount))
            or is_listed(document, tokens, amount)
        )
    if amount.period and (beside or lenient or _bare(tokens, amount)):
        return large or amount.written_times or _top(amount) >= _LEAST.get(amount.period, _LARGE)
    if left_pay is not None:
        return large and (tokens[amount.first].start - left_pay.end <= 30 or _has_open_end(tokens, amount))
    if lenient and amount.concept == "range" and amount.written_times:
        return True
    if not large or not _has_open_end(tokens, amount):
        return False
    if amount.tax is not None or tax_before(tokens, amount.first, 0):
        return True
    if _counts_things(tokens, amount):
        return False
    return _bare(tokens, amount) and (lenient or bool(heading(document, tokens, amount)))


def _counts_things(tokens: list[Token], amount: Amount) -> bool:
    """Tell whether a strange word follows a plus sign: "5000+ customers" are no sum of money."""
    behind = tokens[amount.last : amount.last + 3]
    place = next((i for i, t in enumerate(behind) if t.raw == b"+"), None)
    if place is None or place + 1 >= len(behind):
        return False
    return not behind[place + 1].says and behind[place + 1].raw[0] in _LETTER


def _has_open_end(tokens: list[Token], amount: Amount) -> bool:
    """Tell whether no strange word follows an amount at once: "5000 customers"."""
    if amount.last + 1 >= len(tokens):
        return True
    follower = tokens[amount.last + 1]
    return bool(follower.says) or (not follower.raw[:1].isalnum() and follower.raw[0] not in _LETTER)


def _is_card(tokens: list[Token], amount: Amount) -> bool:
    """Tell whether a pair of figures with a currency stands at the head of the text."""
    if amount.money is None or tokens[amount.first].start > _HEAD:
        return False
    if amount.concept != "point":
        return amount.concept == "range"
    return sum(t.value is not None for t in tokens[amount.figure : amount.last + 1]) > 1


def _bare(tokens: list[Token], amount: Amount) -> bool:
    """Tell whether the amount stands nearly alone in its item."""
    words = letters = 0
    for i, token in enumerate(tokens):
        if not token.says and token.raw[0] in _LETTER and not amount.first <= i <= amount.last:
            words += 1
            letters += len(token.raw)
            if words > 2 or letters > 12:
                return False
    return True
