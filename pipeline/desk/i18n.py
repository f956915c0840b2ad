"""The desk's reader: the report's way of writing numbers and money, with the desk's own catalogue beside its own."""

from __future__ import annotations

from functools import cache

from pipeline.report.i18n import Reader, translations


class DeskReader(Reader):
    """A reader that looks a sentence up in the desk's catalogue and then in the report's."""

    def __init__(self, lang: str) -> None:
        super().__init__(lang)
        self._own = translations("desk", lang)

    def gettext(self, sentence: str) -> str:
        """Translate one sentence; what neither catalogue knows stays as it is."""
        if not sentence:
            return ""
        own = self._own.gettext(sentence)
        return own if own != sentence else super().gettext(sentence)

    def count_of(self, one: str, many: str, n: float, **parts: object) -> str:
        """Translate a sentence that inflects with a number; {n} in it is that number as the locale writes it."""
        whole = round(n)
        own = self._own.ngettext(one, many, whole)
        if self.lang != "en" and own in (one, many):
            return super().count_of(one, many, n, **parts)
        number = self.number(whole)
        return own.format(n=number, **parts).replace(f"{number} ", f"{number}\u00a0", 1)


@cache
def reader(lang: str) -> DeskReader:
    """The reader of a language; UsageError for one that is not there."""
    return DeskReader(lang)
