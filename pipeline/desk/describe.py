"""A job description from the market: the role's duty mix, what is asked for it and how it is measured, with shares.

The figures alone; `skeleton` says them in a language. Which demand belongs to which function stands in
job_description.csv: a row `function, use, concept`, use = demand, measure or right, function `*` for the whole role.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.desk.answers import Answer
from pipeline.desk.comparables import FEW, NOT_DEMANDS, RARE, shares_of
from pipeline.desk.described import ANY, Described, Line
from pipeline.desk.i18n import reader
from pipeline.desk.plain import as_text
from pipeline.desk.question import COLUMNS
from pipeline.desk.skeleton import blocks
from pipeline.model import EXPERIENCE_BUCKETS, SCOPES
from pipeline.statistics.shares import RequirementShare, requirement_shares

if TYPE_CHECKING:
    from pipeline.desk.market import Market

Rows = npt.NDArray[np.bool_]
LEAST_NAMED = 0.05
"""Functions, tasks and measures that fewer comparable vacancies name are left out; demands have `RARE`."""

_MOST_TITLES = 5
_NAMED = tuple(SCOPES.index(s) for s in ("required", "preferred", "duty", "mentioned"))
_EITHER = tuple(SCOPES.index(s) for s in ("required", "preferred"))
_DUTY, _OFFERED = (SCOPES.index("duty"),), (SCOPES.index("offered"),)
_KINDS_OF_TASKS = frozenset({"skills", "mobility"})


@dataclass(frozen=True)
class Description(Described, Answer):
    """The same as an answer: a frame, and sentences."""

    def to_frame(self) -> pd.DataFrame:
        """One row a line."""
        return pd.DataFrame([asdict(line) for line in self.lines], columns=list(Line.__dataclass_fields__))

    def explain(self) -> str:
        """The whole skeleton as plain text."""
        return as_text(blocks(self), reader(self.lang))


@cache
def pairs(use: str) -> Mapping[str, tuple[str, ...]]:
    """Concepts of one use by the function they belong to, as job_description.csv lists them."""
    text = files("pipeline.desk").joinpath("job_description.csv").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["use"] == use:
            found.setdefault(row["function"], []).append(row["concept"])
    return {function: tuple(concepts) for function, concepts in found.items()}


def describe(
    market: Market, place: str | None = None, experience: str | None = None, industry: str | None = None,
    lang: str = "en",
) -> Description:  # fmt: skip
    """The role as a segment's vacancies describe it; raises UsageError for a value nobody has."""
    where = market.where(place, experience, industry)
    inside = np.ones(len(market.rows), bool)
    for column, value in where.items():
        inside &= (market.rows[COLUMNS.get(column, column)] == value).fillna(False).to_numpy(dtype=bool)
    told = inside & market.has_text
    base = shares_of(market, told, [""])[""]
    labels = {str(c): market.label(str(c), lang) for c in market.concepts.index}
    spoken = float((market.rows["language"][told] == lang).mean()) if told.any() else None
    thin = _thin(base.n, base.reason)
    found = Description((), {}, labels, where, base.n, base.employers, thin, market.about, lang, spoken)
    if base.reason:
        return found
    counting = _Counting(market, told, inside, labels)
    functions = counting.functions()
    described = [line.concept for line in functions]
    demands = counting.demands(described)
    asked = {line.concept for line in demands}
    lines = [
        *counting.titles(lang), *([] if experience else counting.experience()), *counting.education(),
        *counting.leads(), *functions, *counting.tasks(), *demands, *counting.rights(), *counting.measures(described),
        *counting.variable_pay(),
    ]  # fmt: skip
    needs = pairs("demand")
    bare = {f: needs[f] for f in described if f in needs and not asked.intersection(needs[f])}
    return replace(found, lines=tuple(lines), bare=bare)


def _thin(n: int, reason: str | None) -> str | None:
    if n == 0:
        return "no_text"
    return "few_employers" if reason else "few" if n < FEW else None


class _Counting:
    """Shares among the vacancies of a segment: `told` have a text, `inside` are all of them."""

    def __init__(self, market: Market, told: Rows, inside: Rows, labels: Mapping[str, str]) -> None:
        self._market, self._told, self._inside, self._labels = market, told, inside, labels
        names = np.array([*market.asked_concepts, ""], dtype=object)
        self._asks = market.asks.assign(name=names[market.asks["concept"].to_numpy()])
        self._kind = market.concepts["kind"].to_dict()

    def functions(self) -> list[Line]:
        """Functions that vacancies name, in whatever way but as not needed or offered; beside it, as a duty."""
        named = self._shares(self._scoped(_NAMED, {"functions"}))
        duty = self._shares(self._scoped(_DUTY, {"functions"}))
        found = []
        for concept, cell in named.items():
            as_duty = duty.get(concept)
            also = (as_duty.share, as_duty.low, as_duty.high) if as_duty else (0.0, None, None)
            found += self._line("function", concept, cell, also=also)
        return _ranked(found)

    def tasks(self) -> list[Line]:
        """What vacancies name as a duty beside the functions."""
        cells = self._shares(self._scoped(_DUTY, _KINDS_OF_TASKS))
        return _ranked(line for c, cell in cells.items() for line in self._line("task", c, cell))

    def demands(self, described: Sequence[str]) -> list[Line]:
        """What vacancies require or prefer, as mart.requirement counts it, with the functions that need it."""
        kept = self._scoped(_EITHER, set(self._kind.values()) - NOT_DEMANDS - {"functions", "education"})
        return self._asked("demand", sorted(kept["name"].unique()), described)

    def education(self) -> list[Line]:
        """Education that vacancies require or prefer."""
        return self._asked("education", [str(c) for c, kind in self._kind.items() if kind == "education"])

    def leads(self) -> list[Line]:
        """How often leading others is asked: what the market says of subordinates."""
        return self._asked("leads", ["team-leadership"], least=LEAST_NAMED)

    def _asked(
        self, part: str, concepts: Sequence[str], described: Sequence[str] = (), least: float = RARE
    ) -> list[Line]:
        needs, found = pairs("demand"), []
        for concept, cell in shares_of(self._market, self._told, concepts).items():
            if cell.share_asked is None or cell.share_asked_low is None or cell.share_asked_high is None:
                continue
            if cell.share_asked < least:
                continue
            of = [f for f, wanted in needs.items() if concept in wanted]
            found.append(
                Line(
                    part, concept, self._labels[concept], cell.share_asked, cell.share_asked_low,
                    cell.share_asked_high, cell.n, cell.share_required, cell.share_required_low,
                    cell.share_required_high, (ANY,) if ANY in of else tuple(f for f in described if f in of),
                    tuple(f for f in of if f != ANY and f not in described),
                )
            )  # fmt: skip
        return _ranked(found)

    def rights(self) -> list[Line]:
        """What vacancies offer that is a right of who does the work: costs repaid, means given, training."""
        asks = self._asks[self._asks["scope"].isin(_OFFERED) & self._asks["name"].isin(pairs("right")[ANY])]
        cells = self._shares(asks[["row", "name"]])
        return _ranked(line for c, cell in cells.items() for line in self._line("right", c, cell))

    def measures(self, described: Collection[str]) -> list[Line]:
        """What the described functions are measured by, where vacancies name it."""
        of: dict[str, list[str]] = {}
        for function, concepts in pairs("measure").items():
            for concept in concepts if function == ANY or function in described else ():
                of.setdefault(concept, []).append(function)
        asks = self._asks[self._asks["scope"].isin(_NAMED) & self._asks["name"].isin(of)]
        cells = self._shares(asks[["row", "name"]])
        return _ranked(
            line for c, cell in cells.items() for line in self._line("measure", c, cell, functions=tuple(of[c]))
        )

    def variable_pay(self) -> list[Line]:
        """What pay depends on, as vacancies name it."""
        facts = self._market.query("select distinct vacancy_id, concept from mart.fact where kind = 'variable_pay'")
        row = pd.Series(np.arange(len(self._market.rows)), index=self._market.rows["vacancy_id"].to_numpy())
        asks = pd.DataFrame({"row": row.loc[facts["vacancy_id"]].to_numpy(), "name": facts["concept"].astype(str)})
        cells = self._shares(asks)
        return _ranked(line for c, cell in cells.items() for line in self._line("variable", c, cell))

    def experience(self) -> list[Line]:
        """The experience buckets of all vacancies of the segment, in their order."""
        values = self._market.rows["experience"].astype("string").fillna("silent")
        cells = self._shares(_numbered(values), self._inside)
        return [
            line for b in EXPERIENCE_BUCKETS if b in cells for line in self._line("experience", b, cells[b], least=0.0)
        ]

    def titles(self, lang: str) -> list[Line]:
        """The commonest titles among the vacancies of the language, among all where it has none."""
        rows = self._market.query("select language, title from mart.vacancy order by vacancy_id")
        spoken = self._inside & (rows["language"] == lang).fillna(False).to_numpy(dtype=bool)
        among = spoken if spoken.any() else self._inside
        titles = rows["title"].astype("string").str.split().str.join(" ")
        folded = titles.str.casefold()
        counts = folded[among].value_counts()
        common = counts.index[counts >= LEAST_NAMED * among.sum()]  # rarer ones are not printed: they are not counted
        cells = self._shares(_numbered(folded.where(folded.isin(common))), among)
        written = titles[among].dropna().groupby(titles[among].dropna().str.casefold()).first()
        named = [
            line for t, cell in cells.items() for line in self._line("title", t, cell, label=str(written.get(t, t)))
        ]
        return _ranked(named)[:_MOST_TITLES]

    def _scoped(self, scopes: Collection[int], kinds: Collection[str]) -> pd.DataFrame:
        wanted = {concept for concept, kind in self._kind.items() if kind in kinds}
        return self._asks[self._asks["scope"].isin(scopes) & self._asks["name"].isin(wanted)][["row", "name"]]

    def _shares(self, asks: pd.DataFrame, among: Rows | None = None) -> dict[str, RequirementShare]:
        """The share of vacancies of each name, with the statistics that mart.requirement has."""
        rows = self._told if among is None else among
        asks = asks[rows[asks["row"].to_numpy(dtype=np.intp)]]
        if not len(asks):
            return {}
        postings = pd.DataFrame(
            {"posting_id": np.flatnonzero(rows), "employer": self._market.employers[rows].to_numpy()}
        )
        used = pd.DataFrame({"posting_id": asks["row"], "concept": asks["name"], "scope": "required"})
        return {cell.concept: cell for cell in requirement_shares(postings, used)}

    def _line(
        self, part: str, concept: str, cell: RequirementShare, *, least: float = LEAST_NAMED, label: str | None = None,
        functions: tuple[str, ...] = (), also: tuple[float | None, float | None, float | None] = (None, None, None),
    ) -> list[Line]:  # fmt: skip
        """The line of a share; none where it may not be printed or is rarer than `least`."""
        if cell.share is None or cell.low is None or cell.high is None or cell.share < least:
            return []
        shown = label or self._labels.get(concept, concept)
        return [Line(part, concept, shown, cell.share, cell.low, cell.high, cell.n, *also, functions)]


def _numbered(values: pd.Series[str]) -> pd.DataFrame:
    """Values of the market's rows as row numbers and names, without the missing ones."""
    return pd.DataFrame({"row": np.arange(len(values)), "name": values.to_numpy()}).dropna()


def _ranked(lines: Any) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.share, line.concept))
