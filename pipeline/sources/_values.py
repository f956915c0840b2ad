"""What stands in one field of a site or one cell of a table, read as a day, a figure, a currency, a period or a flag.

Words come from vocab/cues/import_values.csv. Nothing is guessed: what cannot be read is None.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from pipeline.vocab import by_concept

_ISO_DAY = re.compile(r"\s*(\d{4})-(\d\d?)-(\d\d?)(?!\d)")
_DOTTED_DAY = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DAY_NUMBER = re.compile(r"(?<![\d:])\d{1,2}(?![\d:])")
_FIGURE = re.compile(r"(?<![\w.,])\d{1,3}(?:[\s'’]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)*")
_SCIENTIFIC = re.compile(r"\d+(?:\.\d+)?[eE][+-]?\d+")
_LARGEST = 1e15  # from here on a float no longer holds every unit, and nobody is paid so
_SHORT = 200
_EPOCH = datetime(1970, 1, 1)
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL_RANGE = (20_000, 80_000)  # days from 1954 to 2119


@dataclass(frozen=True, slots=True)
class Money:
    """Pay as a field states it; `low` = `high` where one plain figure stands."""

    low: float | None = None
    high: float | None = None
    currency: str | None = None
    period: str | None = None
    gross: bool | None = None


def fold(words: object) -> str:
    """Return words in one shape for look-up: small letters, ordinary spaces and dashes, no quotes around."""
    text = str(words)
    return _folded(text) if len(text) <= _SHORT else _folded.__wrapped__(text)


@lru_cache(maxsize=50_000)
def _folded(words: str) -> str:
    text = words.replace("İ", "i").lower().replace("ё", "е")
    text = re.sub(r"[–—−‑]", "-", re.sub(r"[\s\u00a0\u2009\u202f]+", " ", text))
    return re.sub(r"\s*-\s*", "-", text).strip(" \t«»\"'.:;,")


@cache
def _lookup(family: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for concept, words in by_concept("cues/import_values").items():
        if concept.startswith(f"{family}_") or concept == family:
            found |= {fold(word): concept.removeprefix(f"{family}_") for word in words}
    return found


def say(family: str, value: object) -> str | None:
    """Return what a cell says in one family of words: currency, period, tax, experience, remote …, or None."""
    return None if value is None else _lookup(family).get(fold(value))


def present(value: object) -> bool:
    """Tell whether a cell holds anything: not empty, not a dash, not "not stated" in some language."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return False
    if isinstance(value, str):
        folded = fold(value)
        return bool(value.strip()) and folded not in _lookup("missing") and folded != ""
    return True


def day(value: object) -> date | None:
    """Return the local day as written: ISO, 22.09.2026, RFC 822, Java's toString, an Excel serial or a Unix time."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _day_of_number(float(value))
    text = str(value)
    try:
        if found := _ISO_DAY.match(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _DOTTED_DAY.match(text):
            first, second, year = int(found[1]), int(found[2]), int(found[3])
            return date(year, first, second) if second > 12 else date(year, second, first)
        if re.fullmatch(r"\d+(\.\d+)?", text.strip()):
            return _day_of_number(float(text))
        return _day_in_words(text)
    except (ValueError, OverflowError):
        return None


def _day_of_number(number: float) -> date | None:
    if _SERIAL_RANGE[0] <= number <= _SERIAL_RANGE[1]:
        return _SERIAL_ZERO + timedelta(days=int(number))
    seconds = number / 1000 if number > 1e11 else number
    if 6e8 <= seconds <= 4.1e9:
        return (_EPOCH + timedelta(seconds=seconds)).date()
    return None


def _day_in_words(text: str) -> date | None:
    year = _YEAR.search(text)
    names = _lookup("month")
    month = next((names[w[:3]] for w in re.findall(r"[^\W\d_]{3,}", fold(text)) if w[:3] in names), None)
    number = _DAY_NUMBER.search(_YEAR.sub(" ", text))
    return date(int(year[0]), int(month), int(number[0])) if year and month and number else None


def span(low: object, high: object) -> str:
    """Write two ends as a field is quoted: 26000–30000, ≥ 26000, ≤ 30000, 26000; empty where there is neither."""
    ends = ["" if end is None else f"{end:.10g}" if isinstance(end, float | int) else str(end) for end in (low, high)]
    if "" in ends:
        return f"≥ {ends[0]}" if ends[0] else f"≤ {ends[1]}" if ends[1] else ""
    return ends[0] if ends[0] == ends[1] else "–".join(ends)


def number(value: object) -> float | None:
    """Return a figure: 80 000 · 45.000 · 1.234,56 · 22.58 · 8E+04; None where there is none.

    0 means not stated; below it, and where nobody could be paid so much, the field is a slip.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _possible(float(value)) if abs(value) < _LARGEST else None
    text = str(value).replace("\u00a0", " ").replace("\u202f", " ").strip()
    if _SCIENTIFIC.fullmatch(text):
        return _possible(float(text))
    found = _FIGURE.search(text)
    if found is None or re.match(r"[-−]\s?\d", text):
        return None
    return _possible(_figure(found[0]))


def _possible(amount: float) -> float | None:
    return amount if 0 < amount < _LARGEST else None


def _figure(written: str) -> float:
    digits = re.sub(r"[\s'’]", "", written)
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return float(digits)
    whole, last = digits.rsplit(marks[-1], 1)
    grouped = len(last) == 3 and len(set(marks)) == 1 and not whole.startswith("0")
    if grouped or (marks.count(marks[-1]) > 1 and len(set(marks)) == 1):
        return float(re.sub(r"[.,]", "", digits))
    return float(f"{re.sub(r'[.,]', '', whole)}.{last}")


def money(written: object, language: str = "other") -> Money:
    """Return the first figure or range of a free text such as `от 80 000 до 90 000 руб.` or `£35k - 45k per year`."""
    if isinstance(written, int | float) and not isinstance(written, bool):
        amount = number(written)
        return Money(amount, amount)
    text = fold(str(written or "").replace("\u00a0", " "))
    found = [(m, _figure(m[0])) for m in _FIGURE.finditer(text)]
    if not found:
        return Money()
    first, low = found[0]
    factor = _factor(text[first.end() :])
    high: float | None = None
    before, after = text[: first.start()], text[first.end() :]
    if len(found) > 1 and _joined(text[first.end() : found[1][0].start()]):
        second, high = found[1]
        after = text[second.end() :]
        second_factor = _factor(after)
        factor, high = (factor if factor > 1 else second_factor), high * second_factor
    low *= factor
    currency, period = _currency(text, language), _period(after)
    gross = {"gross": True, "net": False}.get(_word_in(text, "tax") or "")
    if high is not None:
        return Money(min(low, high), max(low, high), currency, period, gross)
    bound = _bound(before, after)
    return Money(None if bound == "upto" else low, None if bound == "from" else low, currency, period, gross)


def _joined(between: str) -> bool:
    rest = re.sub(r"[$€£₽₺₸₹]", "", between)
    for family in ("currency", "times"):
        for word in sorted(_lookup(family), key=len, reverse=True):
            rest = re.sub(rf"(?<!\w){re.escape(word)}\.?(?!\w)", "", rest)
            rest = re.sub(rf"^{re.escape(word)}(?!\w)", "", rest)
    rest = rest.strip()
    return rest in {"-", "/", "…", "...", ".."} or rest in _lookup("joint")


def _factor(after: str) -> float:
    for word, times in sorted(_lookup("times").items(), key=lambda pair: -len(pair[0])):
        if re.match(rf"\s?{re.escape(word)}(?!\w)", after):
            return float(times)
    joint = re.match(r"-[\d.,]+\s?(\w+)", after)
    return float(_lookup("times").get(joint[1], 1)) if joint else 1.0


def _bound(before: str, after: str) -> str | None:
    for word, bound in _lookup("bound").items():
        if re.search(rf"(?<!\w){re.escape(word)}\s*[$€£₽₺₸₹]?$", before):
            return bound
    for word, bound in _lookup("after").items():
        if re.match(rf"\s?[\w'’]*\s?(?<!\w){re.escape(word)}(?!\w)", after):
            return bound
    return "from" if re.match(r"\s?\+", after) else None


def _word_in(text: str, family: str) -> str | None:
    for word, meaning in sorted(_lookup(family).items(), key=lambda pair: -len(pair[0])):
        edge = r"(?<!\w)" if word[0].isalnum() else ""
        if re.search(rf"{edge}{re.escape(word)}(?!\w)", text):
            return meaning
    return None


def _currency(text: str, language: str) -> str | None:
    named = next((code for sign, code in _lookup("currency").items() if not sign.isalpha() and sign in text), None)
    named = named or _word_in(re.sub(r"(?<=\d)(?=[^\W\d])", " ", text), "currency")
    return named or ("USD" if "$" in text and language == "en" else None)


def _period(after: str) -> str | None:
    return _word_in(after, "period")


def currency(value: object, language: str = "other") -> str | None:
    """Return the ISO code of a currency field (RUR → RUB, «руб.» → RUB); a code unknown here stays as written."""
    if not present(value):
        return None
    text = str(value).strip()
    known = say("currency", text)
    if known:
        return known
    if text == "$":
        return "USD" if language == "en" else None
    return text.upper() if re.fullmatch(r"[A-Za-z]{3}", text) else None


def experience(value: object) -> str | None:
    """Return the bucket of EXPERIENCE_BUCKETS that a site's code or words name, None where they name none."""
    return say("experience", value) if present(value) else None


def experience_written(value: object) -> str | None:
    """Return the bucket of free words: a known phrase, else the least number of years they name."""
    if not isinstance(value, str) or not present(value):
        return None
    least = None if experience(value) else money(value).low
    return experience(value) or (bucket(least) if least is not None and least < 50 else None)


def bucket(years: float) -> str:
    """Return the experience bucket of a least number of years (DESIGN §3)."""
    return "none" if years < 1 else "1-3" if years < 3 else "3-6" if years < 6 else "6+"


def names(value: object) -> tuple[str, ...]:
    """Return the words of a list, of `{"name": …}` objects, of JSON in a cell, or of text parted by commas or lines."""
    if not value or not present(value):
        return ()
    if isinstance(value, str):
        if value.lstrip().startswith("["):
            try:
                return names(json.loads(value))
            except ValueError:
                pass
        return tuple(part.strip() for part in re.split(r"[,;\n]", value) if part.strip())
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, Iterable):
        parts: list[Any] = [v.get("name") or v.get("title") if isinstance(v, dict) else v for v in value]
        return tuple(str(p).strip() for p in parts if present(p))
    return (str(value),)
