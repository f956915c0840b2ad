"""The Python door to a market: five questions, each with a typed answer."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.desk import answers
from pipeline.desk.answers import Band, Position, Requirements
from pipeline.desk.benchmark import Benchmark
from pipeline.desk.benchmark import benchmark as compared
from pipeline.desk.describe import Description
from pipeline.desk.describe import describe as described
from pipeline.desk.draft import from_text
from pipeline.desk.market import Market
from pipeline.desk.question import Segment


class OpenMarket(Market):
    """A market that is asked in Python; what an answer prints, `explain()` and notebooks show.

    >>> market = open_market()                                                  # doctest: +SKIP
    >>> market.band(experience="1-3").explain()                                 # doctest: +SKIP
    """

    def band(
        self, *, place: str | None = None, experience: str | None = None, industry: str | None = None,
        requires: Sequence[str] = (), unit: str | None = None, pay: str = "posted", level: float = 0.90,
        widen: bool = True,
    ) -> Band:  # fmt: skip
        """Floor, middle and ceiling of posted pay of a segment: the figures of `vacancies band`."""
        return answers.band(
            self.ask(Segment(place, experience, industry, tuple(requires), unit, pay)), level, widen=widen
        )

    def position(
        self, low: float | None, high: float | None, *, place: str | None = None, experience: str | None = None,
        industry: str | None = None, requires: Sequence[str] = (), unit: str | None = None, pay: str = "posted",
        level: float = 0.90, widen: bool = True,
    ) -> Position:  # fmt: skip
        """Where an offer stands, like for like: the figures of `vacancies position --offer`."""
        asked = Segment(place, experience, industry, tuple(requires), unit, pay)
        return answers.position(self.ask(asked), low, high, level, widen=widen)

    def requirements(
        self, *, place: str | None = None, experience: str | None = None, industry: str | None = None, least: int = 1,
    ) -> Requirements:  # fmt: skip
        """How often each requirement is asked; without a segment the figures of mart.requirement."""
        return answers.requirements(self, self.where(place, experience, industry), least)

    def benchmark(
        self, text: str, *, title: str | None = None, offer: tuple[float | None, float | None] | None = None,
        place: str | None = None, experience: str | None = None, industry: str | None = None, lang: str = "en",
    ) -> Benchmark:  # fmt: skip
        """A draft against its market; `offer` is in the unit and tax view of the answer and replaces the text's."""
        return compared(self, from_text(text, title), offer, place, experience, industry, lang)

    def describe(
        self, *, place: str | None = None, experience: str | None = None, industry: str | None = None, lang: str = "en"
    ) -> Description:
        """A job description of the role from a segment, in `lang`; its shares are those of mart.requirement."""
        return described(self, place, experience, industry, lang)
