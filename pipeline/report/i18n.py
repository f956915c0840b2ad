"""The reader of a report: a language, its sentences, and how numbers, money and dates are written in it.

Sentences live in English in the code and are looked up in `locale/<lang>/report.po` (gettext). Sentences take their
parts by name, `say("{share} of {what}", …)`, so that a translator may turn them round.
"""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
from __future__ import annotations

import io
import math
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol

from pipeline.errors import UsageError
from pipeline.report.labels import N_, PERIODS, TAX, Words

REPORT_LANGUAGES = ("en", "ru", "tr")
NOTHING = "—"


@cache
def translations(room: str, lang: str) -> NullTranslations:
    """Return the catalogue of a room of the pipeline, such as `report`, in a language; English needs none."""
    if lang == "en":
        return NullTranslations()
    text = files(f"pipeline.{room}").joinpath("locale", lang, f"{room}.po").read_text("utf-8")
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.StringIO(text), locale=lang))
    compiled.seek(0)
    return GNUTranslations(compiled)


@lru_cache(maxsize=10_000)
def _day(day: date, lang: str) -> str:
    return str(format_date(day, format="d MMM y", locale=lang))  # slow: a table of vacancies has the same few days


def absent(value: Any) -> bool:
    """Is there nothing to print: null, NaN or NaT (never zero, never an empty list)?"""
    if value is None or isinstance(value, str | int):  # most of what is asked: the quick way
        return value is None
    return value != value or str(value) == "<NA>"


class Reader:
    """Writes sentences, numbers, money and dates for one language of REPORT_LANGUAGES; any other is a UsageError."""

    def __init__(self, lang: str) -> None:
        if lang not in REPORT_LANGUAGES:
            raise UsageError(f"--lang {lang}: unknown; choose one of {', '.join(REPORT_LANGUAGES)}")
        self.lang = lang
        self.locale = Locale.parse(lang)
        self._found = translations("report", lang)

    def gettext(self, sentence: str) -> str:
        """Translate one sentence; a sentence the catalogue does not know stays as it is."""
        return self._found.gettext(sentence) if sentence else ""

    def say(self, sentence: str, **parts: object) -> str:
        """Translate a sentence and put its parts in."""
        return self.gettext(sentence).format(**parts)

    def count_of(self, one: str, many: str, n: float, **parts: object) -> str:
        """Translate a sentence that inflects with a number; {n} in it is that number as the locale writes it."""
        whole = round(n)
        number = self.number(whole)
        said = self._found.ngettext(one, many, whole).format(n=number, **parts)
        return said.replace(f"{number} ", f"{number}\u00a0", 1)  # a number and its noun stay on one line

    def word(self, words: Words, key: Any) -> str:
        """Name a closed value (a grade, a pay form): translated, or as it stands where the list does not have it."""
        return NOTHING if absent(key) else self.gettext(words.get(str(key), str(key)))

    def tongue(self, english: str) -> str:
        """Name a language that is given by its English name, or several joined by commas, as the reader calls it."""
        codes = {name: code for code, name in Locale("en").languages.items()}
        parts = [part.strip() for part in english.split(",")]
        return ", ".join(str(self.locale.languages.get(codes.get(part, ""), part)).capitalize() for part in parts)

    def capitals(self, text: str) -> str:
        """Write text in capitals; a Turkish small i keeps its dot."""
        return (text.replace("i", "\u0130") if self.lang == "tr" else text).upper()

    def several(self, things: Iterable[str]) -> str:
        """Join things with commas; the order is the caller's."""
        return ", ".join(things)

    # numbers ---------------------------------------------------------------------------------------------------------

    def number(self, value: Any, places: int = 0) -> str:
        """Write a number grouped as the locale groups, with up to `places` decimals."""
        if absent(value) or math.isinf(value):
            return NOTHING
        return str(format_decimal(value, format="#,##0" + ("." + "#" * places if places else ""), locale=self.locale))

    def share(self, value: Any, places: int = 0) -> str:
        """Write a share of one as whole per cent, or with `places` decimals; under one per cent it never reads as zero."""
        if absent(value):
            return NOTHING
        pattern = self.locale.percent_formats[None].pattern
        if places or 0 < value < 0.0095:
            pattern = pattern.replace("#,##0", "#,##0.#")
        return str(format_percent(value, format=pattern, locale=self.locale))

    def signed(self, percent: Any, places: int = 0) -> str:
        """Write a difference given in per cent with its sign: +12 %; zero has none."""
        if absent(percent):
            return NOTHING
        rounded = round(float(percent), places)
        told = self.share(abs(rounded) / 100, places)
        return told if rounded == 0 else ("+" if rounded > 0 else "\u2212") + told

    def share_range(self, low: Any, high: Any) -> str:
        """Write an interval of shares: 27–33 %."""
        return self._range(low, high, self.share)

    def money(self, value: Any, currency: str) -> str:
        """Write an amount with its currency, whole units."""
        if absent(value):
            return NOTHING
        if not currency:
            return self.number(value)
        pattern = self.locale.currency_formats["standard"].pattern.split(";")[0]
        if get_currency_symbol(currency, self.locale).isalpha():
            pattern = re.sub(r"¤(?=[#0])", "¤\u00a0", pattern)
        pattern = re.sub(r"\.0+", "", pattern)
        return str(format_currency(value, currency, format=pattern, locale=self.locale, currency_digits=False))

    def money_range(self, low: Any, high: Any, currency: str) -> str:
        """Write two amounts as one range, the currency once; an open end is said in words."""
        if absent(low) and absent(high):
            return NOTHING
        if absent(high):
            return self.say("from {amount}, upper end not stated", amount=self.money(low, currency))
        if absent(low):
            return self.say("up to {amount}, lower end not stated", amount=self.money(high, currency))
        if low == high:
            return self.money(low, currency)
        top = self.number(high)
        return self.money(high, currency).replace(top, f"{self.number(low)}–{top}")

    def range(self, low: Any, high: Any, places: int = 1) -> str:
        """Write two bare numbers as a range; an open end is an ellipsis."""
        return self._range(low, high, lambda v: self.number(v, places))

    def _range(self, low: Any, high: Any, write: Callable[[Any], str]) -> str:
        if absent(low) and absent(high):
            return NOTHING
        left, right = ("…" if absent(v) else write(v) for v in (low, high))
        whole = left if absent(high) else right
        bare_left, bare_right, bare = (re.sub(r"[%\s]", "", side) for side in (left, right, whole))
        return whole.replace(bare, f"{bare_left}–{bare_right}") if "%" in whole else f"{left}–{right}"

    def day(self, value: Any) -> str:
        """Write a date in the locale's medium form; a moment loses its hour."""
        if absent(value):
            return NOTHING
        day = value.date() if isinstance(value, datetime) else value
        return _day(day, self.lang) if isinstance(day, date) else str(day)

    def currency(self, code: str) -> str:
        """Name a currency by its sign, where the locale has one, else by its code."""
        return str(get_currency_symbol(code, self.locale))

    def unit(self, unit: Any, tax: Any = None) -> str:
        """Name a unit of pay such as RUB/month, and after a comma its view of tax (gross, net, unknown) where given."""
        currency, _, period = str(unit or "").partition("/")
        name = self.currency(currency) if currency else self.gettext("currency not written")
        said = self.say(PERIODS.get(period, N_("{currency}, period not written")), currency=name)
        return f"{said}, {self.word(TAX, tax)}" if tax in TAX else said
