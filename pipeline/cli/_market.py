"""What the verbs about pay share: their options, and one unit's market of the last run, read for a question."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from pipeline.config import load_settings
from pipeline.errors import NothingCameInError, UsageError

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from pipeline.statistics import Pool
    from pipeline.warehouse import Warehouse

EXPERIENCE = ("none", "1-3", "3-6", "6+", "some", "silent")


@dataclass(frozen=True, slots=True)
class Segment:
    """What was asked for, values as the user wrote them: which vacancies, what pay, how sure, in what form."""

    place: str | None = None
    experience: str | None = None
    industry: str | None = None
    requires: tuple[str, ...] = ()
    unit: str | None = None
    pay_scope: str = "posted"
    level: float = 0.90
    widen: bool = True
    as_json: bool = False


def _segment(
    place: Annotated[str | None, typer.Option("--place", help="A city or region, in any of the languages.")] = None,
    experience: Annotated[str | None, typer.Option("--experience", help=f"One of {', '.join(EXPERIENCE)}.")] = None,
    industry: Annotated[str | None, typer.Option("--industry", help="An industry: its id or its name.")] = None,
    requires: Annotated[list[str] | None, typer.Option("--requires", help="A requirement; may be repeated.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="Currency and period, such as RUB/month.")] = None,
    scope: Annotated[str, typer.Option("--scope", help="posted, or stated base or total pay alone.")] = "posted",
    level: Annotated[float, typer.Option("--level", help="Level of the intervals.")] = 0.90,
    no_widening: Annotated[bool, typer.Option("--no-widening", help="This segment or nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> Segment:
    """The options that every verb about pay shares."""
    wanted = tuple(requires or ())
    return Segment(place, experience, industry, wanted, unit, scope, level, not no_widening, as_json)


def of_a_segment(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the options of `_segment`; it takes them together, as its argument `segment`."""
    own, shared = _parameters(verb), _parameters(_segment)
    own = [parameter for parameter in own if parameter.name != "segment"]

    @wraps(verb)
    def command(**given: Any) -> None:
        segment = _segment(**{parameter.name: given.pop(parameter.name) for parameter in shared})
        verb(segment=segment, **given)

    vars(command)["__signature__"] = Signature([*own, *shared])
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *shared)}
    return command


def _parameters(function: Callable[..., Any]) -> list[Parameter]:
    """The parameters with their annotations as types, all by name."""
    types = get_type_hints(function, include_extras=True)
    return [
        parameter.replace(kind=Parameter.KEYWORD_ONLY, annotation=types[parameter.name])
        for parameter in signature(function).parameters.values()
    ]


@dataclass(frozen=True)
class Market:
    """The vacancies of one unit as a frame for statistics, and where to look in it."""

    frame: pd.DataFrame
    pool: Pool
    where: Mapping[str, str]  # column of the frame -> value
    unit: str
    tax_view: str | None
    other_units: Mapping[str, int]  # vacancies of the segment that show pay in another unit
    today: date | None
    window_from: date | None
    invented: bool
    requires: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """The segment in words."""
        parts = [value for column, value in self.where.items() if not column.startswith("skill_")]
        parts += [f"requires {name}" for name in self.requires]
        return " · ".join([f"{self.unit}{f' {self.tax_view}' if self.tax_view else ''}", *parts])

    def notes(self) -> list[str]:
        """What every answer says beside its numbers."""
        notes = ["posted is not paid: these are figures of advertisements"]
        if self.invented:
            notes.insert(0, "INVENTED DATA: the sample market says nothing about any real one")
        if self.other_units:
            told = ", ".join(f"{n} in {unit}" for unit, n in self.other_units.items())
            notes.append(f"banded apart, choose with --unit: {told}")
        return notes

    def about(self) -> dict[str, Any]:
        """The market of an answer as plain data."""
        return {
            "unit": self.unit, "tax_view": self.tax_view, "today": _iso(self.today),
            "window_from": _iso(self.window_from), "invented": self.invented, "other_units": dict(self.other_units),
            "asked": {_COLUMNS.get(c, c): v for c, v in self.where.items() if not c.startswith("skill_")}
            | ({"requires": list(self.requires)} if self.requires else {}),
        }  # fmt: skip


_COLUMNS = {"city": "place"}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def read_market(asked: Segment) -> Market:
    """The market of one unit of the last run's warehouse; the unit asked, else the commonest of the segment.

    Raises UsageError for a value nobody has, with those that come near, and where there is no warehouse;
    NothingCameInError where no vacancy shows pay in a unit.
    """
    from pipeline.warehouse import Warehouse

    settings = load_settings()
    if not settings.warehouse.exists():
        raise UsageError(f"{settings.warehouse}: there is no warehouse yet; make one with `vacancies run`")
    with Warehouse(settings.warehouse) as warehouse:
        return _read(warehouse, asked)


def _read(warehouse: Warehouse, asked: Segment) -> Market:
    import pandas as pd

    from pipeline.statistics import prepare_pool
    from pipeline.statistics.market import market_units
    from pipeline.statistics.segments import COLUMNS, segment_frame

    requires = tuple(_concept(warehouse, name) for name in asked.requires)
    skills = "".join(f", list_contains(asked, {_quoted(name)}) as {_name('skill_' + name)}" for name in requires)
    rows = warehouse.query(f"select {', '.join(COLUMNS)}{skills} from mart.vacancy")
    where: dict[str, str] = {}
    if asked.place is not None:
        where |= _where_in(rows, asked.place, _places(warehouse))
    if asked.experience is not None:
        where["experience"] = _value(rows["experience"], asked.experience, "--experience", {})
    if asked.industry is not None:
        where["industry"] = _value(rows["industry"], asked.industry, "--industry", _labels(warehouse))
    units = market_units(rows)
    unit, others = _unit(rows, units, where, asked.unit)
    inside = rows[units == unit]
    everything = segment_frame(inside, requires)
    frame = everything if asked.pay_scope == "posted" else segment_frame(inside, requires, asked.pay_scope)
    market = warehouse.query("select today, window_from, sample from mart.market").iloc[0]
    views = inside["tax_view"].dropna()
    where |= {f"skill_{name}": "yes" for name in requires}
    return Market(
        frame=frame, pool=prepare_pool(everything), where=where, unit=unit,
        tax_view=None if views.empty else str(views.iloc[0]), other_units=others,
        today=None if pd.isna(market["today"]) else market["today"].date(),
        window_from=None if pd.isna(market["window_from"]) else market["window_from"].date(),
        invented=bool(market["sample"]), requires=requires,
    )  # fmt: skip


def _unit(
    rows: pd.DataFrame, units: pd.Series[str], where: Mapping[str, str], wanted: str | None
) -> tuple[str, dict[str, int]]:
    shown = units.where(rows["in_bands"].astype(bool)).dropna()
    everywhere = {str(unit): int(n) for unit, n in shown.value_counts().items()}
    if not everywhere:
        raise NothingCameInError("mart.vacancy: no vacancy shows pay that can be banded; `vacancies sql` tells why_not")
    inside = rows
    for column, value in where.items():
        inside = inside[inside[{"city": "place"}.get(column, column)] == value]
    there = shown[shown.index.isin(inside.index)].value_counts()
    counts = {str(unit): int(n) for unit, n in there.items()}
    if wanted is not None and wanted not in everywhere:
        raise UsageError(f"--unit {wanted}: nobody pays in it; the units are {', '.join(sorted(everywhere))}")
    ranked = counts or everywhere
    unit = wanted or min(ranked, key=lambda name: (-ranked[name], name))
    return unit, {name: n for name, n in sorted(counts.items()) if name != unit}


def _where_in(rows: pd.DataFrame, wanted: str, names: Mapping[str, str]) -> dict[str, str]:
    """The city asked, or the region where vacancies know it as one: as the column of the frame and its value."""
    place = names.get(wanted.casefold(), wanted).casefold()
    regions = {str(region).casefold(): str(region) for region in rows["region"].dropna().unique()}
    if place in regions and place not in {str(value).casefold() for value in rows["place"].dropna().unique()}:
        return {"region": regions[place]}
    return {"city": _value(rows["place"], wanted, "--place", names)}


def _value(column: pd.Series[str], wanted: str, option: str, labels: Mapping[str, str]) -> str:
    """The value as the vacancies write it, whatever its case; an industry also by its name."""
    written = [*column.dropna().unique(), *(EXPERIENCE if option == "--experience" else ())]
    known = {str(value).casefold(): str(value) for value in written}
    found = known.get(wanted.casefold()) or known.get(labels.get(wanted.casefold(), "").casefold())
    if found is None:
        raise UsageError(f"{option} {wanted}: no vacancy has it{_near(wanted, known.values())}")
    return found


def as_written(market: Market, where: Mapping[str, str]) -> dict[str, str]:
    """The values of another segment as this market's vacancies write them; raises UsageError for one nobody has."""
    return {
        column: _value(market.frame[column], value, f"--{_COLUMNS.get(column, column)}", {})
        for column, value in where.items()
    }


def _places(warehouse: Warehouse) -> dict[str, str]:
    """Places of the gazetteer by every name they have, in small letters."""
    try:
        rows = warehouse.query("select place, unnest([ru, tr, en]) as name from seed.place")
    except UsageError:
        return {}  # a warehouse without the gazetteer
    return {str(row.name).casefold(): str(row.place) for row in rows.itertuples() if row.name}


def _labels(warehouse: Warehouse) -> dict[str, str]:
    """Concept ids by their ids and names in every language, in small letters."""
    rows = warehouse.query("select concept, label_en, label_ru, label_tr from raw.concept").to_dict("records")
    return {str(name).casefold(): str(row["concept"]) for row in rows for name in row.values() if name}


def _concept(warehouse: Warehouse, wanted: str) -> str:
    known = _labels(warehouse)
    found = known.get(wanted.casefold())
    if found is None:
        raise UsageError(f"--requires {wanted}: no such concept{_near(wanted, known)}")
    return found


def _near(wanted: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(wanted.casefold(), [str(value) for value in known], 5, 0.5)
    some = near or sorted(map(str, known))[:5]
    return f"; {'near' if near else 'there are, for example,'} {', '.join(some)}" if some else ""


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def money(amount: float | None) -> str:
    """An amount with separators; a dash for one that is not told."""
    return "–" if amount is None else f"{amount:,.0f}"


def with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """A number and its interval; an open end is three dots."""
    if value is None and low is None and high is None:
        return "–"
    ends = "–".join("…" if side is None else f"{side:,.0f}" for side in (low, high))
    return f"{money(value)} [{ends}]"
