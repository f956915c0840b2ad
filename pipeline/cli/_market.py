"""What the verbs about pay share: their options, and one unit's market of the last run, read for a question."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from pipeline.config import load_settings
from pipeline.desk.question import Segment, UnitMarket, as_written
from pipeline.model import EXPERIENCE_BUCKETS

if TYPE_CHECKING:
    from pipeline.desk.market import Market

__all__ = [
    "AsJson", "Experience", "Industry", "Place", "Segment", "UnitMarket", "as_written", "last_market", "money",
    "of_a_segment", "read_market", "with_interval",
]  # fmt: skip


_BUCKETS = ", ".join(EXPERIENCE_BUCKETS)

Place = Annotated[str | None, typer.Option("--place", help="A city or region, in any of the languages.")]
Experience = Annotated[str | None, typer.Option("--experience", help=f"One of {_BUCKETS}.")]
Industry = Annotated[str | None, typer.Option("--industry", help="An industry: its id or its name.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON object.")]


def _segment(
    place: Place = None,
    experience: Annotated[str | None, typer.Option("--experience", help=f"One of {_BUCKETS}.")] = None,
    industry: Industry = None,
    requires: Annotated[list[str] | None, typer.Option("--requires", help="A requirement; may be repeated.")] = None,
    unit: Annotated[str | None, typer.Option("--unit", help="Currency and period, such as RUB/month.")] = None,
    scope: Annotated[str, typer.Option("--scope", help="posted, or stated base or total pay alone.")] = "posted",
    level: Annotated[float, typer.Option("--level", help="Level of the intervals.")] = 0.90,
    no_widening: Annotated[bool, typer.Option("--no-widening", help="This segment or nothing.")] = False,
    as_json: AsJson = False,
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


def read_market(asked: Segment) -> UnitMarket:
    """The market of one unit of the last run's warehouse; the unit asked, else the commonest of the segment.

    Raises UsageError for a value nobody has, with those that come near, and where there is no warehouse;
    NothingCameInError where no vacancy shows pay in a unit.
    """
    with last_market() as market:
        return market.ask(asked)


def last_market() -> Market:
    """The market of the last run; raises UsageError where nothing has run yet."""
    from pipeline.desk.market import Market
    from pipeline.warehouse import Warehouse

    warehouse = Warehouse(load_settings().warehouse)
    return Market(warehouse.query, warehouse.close)


def money(amount: float | None) -> str:
    """An amount with separators; a dash for one that is not told."""
    return "–" if amount is None else f"{amount:,.0f}"


def with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """A number and its interval; an open end is three dots."""
    if value is None and low is None and high is None:
        return "–"
    ends = "–".join("…" if side is None else f"{side:,.0f}" for side in (low, high))
    return f"{money(value)} [{ends}]"
