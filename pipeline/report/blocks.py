"""What a section may put on the page: the one content model that HTML, XLSX and the figures folder all print from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Row = dict[str, Any]
Kind = Literal["text", "said", "count", "share", "money", "number", "day", "link", "grade", "change", "factor"]
"""How a column prints: `text` is foreign (a title, an employer) and is cleaned; `said` is our own, translated;
`change` is a share with its sign."""


@dataclass(frozen=True)
class Column:
    """One column of a table. `low` and `high` name the keys of its interval, `evidence` the key of its evidence tag.

    `unit` names the key that holds the unit of a money column (RUB/month). HTML prints the interval under the number,
    XLSX in two columns of their own. `beside` names the key of a link to a page beside the report.
    """

    key: str
    label: str
    kind: Kind = "text"
    low: str | None = None
    high: str | None = None
    unit: str | None = None
    evidence: str | None = None
    beside: str | None = None


@dataclass(frozen=True)
class Table:
    """Rows under columns. `name` is its id on the page, unique in the report; `caption` says what it holds."""

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of our own words; `tone` note is small and grey, warn is a box."""

    text: str
    tone: Literal["plain", "note", "warn"] = "plain"


@dataclass(frozen=True)
class Bullets:
    """A list of sentences."""

    items: Sequence[str]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section, with an optional grey line under it."""

    text: str
    under: str = ""


@dataclass(frozen=True)
class Card:
    """One number at the top of the report, with what it is and how sure."""

    value: str
    what: str
    sure: str
    evidence: str | None = None


@dataclass(frozen=True)
class Cards:
    """A row of cards."""

    items: Sequence[Card]


@dataclass(frozen=True)
class Chart:
    """A picture: `draw(narrow)` gives a matplotlib figure of full page width, or one for a phone.

    `alt` is the picture in one sentence; `note` stands small under it; `numbers` opens under "Show the numbers".
    """

    name: str
    title: str
    under: str
    alt: str
    draw: Callable[[bool], Any]
    note: str = ""
    numbers: Table | None = None


@dataclass(frozen=True)
class Sheet:
    """A table for the workbook only: one sheet, one Excel table, charts over some of its columns."""

    title: str
    table: Table
    charts: Sequence[SheetChart] = ()


@dataclass(frozen=True)
class SheetChart:
    """A native bar chart: `label` and `series` are column keys, `rows` the slice of table rows it shows."""

    title: str
    label: str
    series: Sequence[str]
    rows: tuple[int, int]
    stacked: bool = False
    percent: bool = False


@dataclass(frozen=True)
class Evidence:
    """The postings behind the numbers, with the tags that numbers link to.

    `tags` names what each tag counts, `marks` which sentences speak of it (`pay`, `industry` or a concept).
    `left_out` says which are not listed, where the market is too large for a list.
    """

    table: Table
    tags: dict[str, str] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    left_out: str = ""


@dataclass(frozen=True)
class Explorer:
    """Printable cells to choose from, and where an offer stands among them: plain data for the page's script."""

    data: dict[str, Any]


Block = Paragraph | Bullets | Heading | Cards | Chart | Table | Sheet | Evidence | Explorer
