"""The hand that draws: one quiet style, rows with direct labels, n at the edge; every length is a CSS pixel."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

INK, GREY, PALE, RULE = "#1b2733", "#5d6b78", "#c9d3dc", "#e6ebf0"
DEEP, MID, LIGHT, ACCENT = "#0b4f7d", "#5f9cc5", "#b9d4e6", "#c4621a"
LADDER = ("#0b4f7d", "#3d80ad", "#7fb2d3", "#b5cfde", "#d9c9a3", "#e4e4e4")
"""Dark to light, then sand and grey: told apart in black and white and by colour-blind eyes."""

WIDE, NARROW = 720, 350
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "vacancies",
    "font.family": "DejaVu Sans",
    "font.size": 11,
    "text.color": INK,
    "axes.edgecolor": PALE,
    "figure.dpi": 72,
    "text.parse_math": False,
}


@dataclass(frozen=True)
class RangeRow:
    """One row of a range chart. `points` are P10 … P90, None where not printed; `sure` the interval of the median."""

    label: str
    points: tuple[float | None, ...]
    written: tuple[str, ...]
    sure: tuple[float | None, float | None]
    edge: tuple[str, ...]
    tip: str
    refusal: str = ""


@dataclass(frozen=True)
class ShareRow:
    """One stacked row of shares of one; `sure` is the interval of their sum, drawn as a whisker."""

    label: str
    parts: tuple[float, ...]
    written: str
    edge: tuple[str, ...]
    tip: str
    sure: tuple[float | None, float | None] = (None, None)
    inside: tuple[str, ...] = ()


class Canvas:
    """A figure of rows: labels at the left, a plot, columns at the right edge; on a phone labels stand above."""

    def __init__(self, narrow: bool, rows: int, edge_names: Sequence[str], row_height: int = 44) -> None:
        self.narrow, self.rows = narrow, rows
        self.width = NARROW if narrow else WIDE
        self.pitch = row_height + 18 if narrow else row_height
        self.head, self.foot = (10, 30) if narrow else (28, 30)
        self.edge_width = 0 if narrow else 66
        self.left = 12 if narrow else 152
        self.right = 16 if narrow else self.edge_width * len(edge_names) + 8
        self.height = self.head + self.pitch * rows + self.foot
        with mpl.rc_context(STYLE):
            self.figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
            self.axes: Any = self.figure.add_axes(
                (
                    self.left / self.width,
                    self.foot / self.height,
                    1 - (self.left + self.right) / self.width,
                    self.pitch * rows / self.height,
                )
            )
        ax = self.axes
        ax.set_ylim(rows, 0)
        ax.set_yticks([])
        for side in ("left", "right", "top"):
            ax.spines[side].set_visible(False)
        ax.tick_params(axis="x", length=0, labelsize=10, labelcolor=GREY, pad=6)
        ax.grid(axis="x", color=RULE, linewidth=1)
        ax.set_axisbelow(True)
        self.edge_names = tuple(edge_names)
        if not narrow:
            for place, name in enumerate(edge_names):
                self.text(self._edge(place), self.head - 12, name, color=GREY, size=9.5, ha="right")

    def text(self, x: float, y: float, words: str, **how: Any) -> Any:
        """Write at a pixel from the upper left corner of the figure."""
        how.setdefault("va", "center")
        return self.figure.text(x / self.width, 1 - y / self.height, words, **how)

    def _edge(self, place: int) -> float:
        return self.width - 4 - self.edge_width * (len(self.edge_names) - 1 - place)

    def middle(self, row: int) -> float:
        """Where a row's marks stand, in rows from the top of the plot."""
        return row + (0.68 if self.narrow else 0.56)

    def label(self, row: int, words: str, edge: Sequence[str], pale: bool = False) -> None:
        """Write a row's label and its columns at the edge."""
        colour = GREY if pale else INK
        if self.narrow:
            y = self.head + self.pitch * (row + 0.17)
            self.text(self.left, y, short(words, 24), color=colour, size=11)
            said = " · ".join(f"{name} {cell}" for name, cell in zip(self.edge_names, edge, strict=True))
            self.text(self.width - 4, y, said, color=GREY, size=8.5, ha="right")
            return
        y = self.head + self.pitch * self.middle(row)
        self.text(self.left - 14, y, short(words, 23), color=colour, size=11, ha="right")
        for place, cell in enumerate(edge):
            self.text(self._edge(place), y, cell, color=GREY, size=10, ha="right")


def short(words: str, most: int) -> str:
    """Cut a label that would run off the page."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def ranges(
    rows: Sequence[RangeRow], edge_names: Sequence[str], narrow: bool, number: Any, accent: int | None = None
) -> Figure:
    """Draw P10–P90 lines, P25–P75 bars, the median and its interval; `number` writes the ticks."""
    canvas = Canvas(narrow, len(rows), edge_names, 48)
    ax = canvas.axes
    shown = [p for row in rows for p in (*row.points, *row.sure) if p is not None]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    slack = max((high - low) * (0.16 if narrow else 0.1), high * 0.02, 1e-9)
    ax.set_xlim(max(0.0, low - slack), high + slack)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(4 if narrow else 6))
    ax.xaxis.set_major_formatter(lambda v, _: number(v))
    for place, row in enumerate(rows):
        y, (p10, p25, p50, p75, p90) = canvas.middle(place), row.points
        canvas.label(place, row.label, row.edge, pale=bool(row.refusal))
        if row.refusal:
            ax.text(ax.get_xlim()[0], y, " " + short(row.refusal, 46), va="center", size=10, color=GREY, style="italic")
            continue
        tall = 0.13
        if p10 is not None and p90 is not None:
            ax.plot([p10, p90], [y, y], color=LIGHT, linewidth=3, solid_capstyle="round", zorder=2)
            for x, words, side in ((p10, row.written[0], "right"), (p90, row.written[4], "left")):
                ax.annotate(
                    words,
                    (x, y),
                    (-5 if side == "right" else 5, 0),
                    textcoords="offset points",
                    ha=side,
                    va="center",
                    size=9,
                    color=GREY,
                )
        if p25 is not None and p75 is not None:
            bar = ax.barh(y, p75 - p25, left=p25, height=2 * tall, color=MID, zorder=3)[0]
            bar.set_gid(f"tip{place}")
            for x, words in ((p25, row.written[1]), (p75, row.written[3])):
                ax.annotate(
                    words,
                    (x, y + tall),
                    (0, -9),
                    textcoords="offset points",
                    ha="center",
                    va="center",
                    size=9,
                    color=GREY,
                )
        if p50 is not None:
            if row.sure[0] is not None and row.sure[1] is not None:
                ax.plot(row.sure, [y, y], color=DEEP, linewidth=5, solid_capstyle="butt", zorder=4)
            dot = ax.plot(
                [p50],
                [y],
                "o",
                color="white",
                markeredgecolor=DEEP if place != accent else ACCENT,
                markeredgewidth=2,
                markersize=8,
                zorder=5,
            )[0]
            dot.set_gid(f"tipm{place}")
            ax.annotate(
                row.written[2],
                (p50, y - tall),
                (0, 8),
                textcoords="offset points",
                ha="center",
                va="center",
                size=11.5,
                weight="bold",
                color=INK,
            )
    return canvas.figure


def shares(
    rows: Sequence[ShareRow],
    legend: Sequence[str],
    edge_names: Sequence[str],
    narrow: bool,
    percent: Any,
    colours: Sequence[str] = (DEEP, LIGHT),
    whole: bool = False,
) -> Figure:
    """Draw stacked bars of shares with one label at their end; `whole` fixes the axis at all, with labels inside."""
    canvas = Canvas(narrow, len(rows), edge_names, 40 if whole else 28)
    ax = canvas.axes
    top = 1.0 if whole else max([sum(r.parts) for r in rows] + [r.sure[1] or 0 for r in rows] + [0.05])
    ax.set_xlim(0, 1.0 if whole else top * (1.22 if narrow else 1.14))
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(4 if narrow else 5, steps=[1, 2, 2.5, 5, 10]))
    ax.xaxis.set_major_formatter(lambda v, _: percent(v))
    tall = 0.26 if narrow else 0.52
    for place, row in enumerate(rows):
        y, left = canvas.middle(place), 0.0
        canvas.label(place, row.label, row.edge)
        for part, (size, colour) in enumerate(zip(row.parts, colours, strict=False)):
            bar = ax.barh(y, size, left=left, height=tall, color=colour, zorder=3)[0]
            bar.set_gid(f"tip{place}_{part}")
            if row.inside and size > (0.12 if narrow else 0.065):
                ax.text(
                    left + size / 2,
                    y,
                    row.inside[part],
                    ha="center",
                    va="center",
                    size=9.5,
                    zorder=6,
                    color="white" if part < 2 and whole else INK,
                )
            left += size
        if row.sure[0] is not None and row.sure[1] is not None:
            ax.plot(row.sure, [y, y], color=INK, linewidth=1.2, zorder=5)
        if row.written:
            end = max(left, row.sure[1] or 0)
            ax.annotate(row.written, (end, y), (6, 0), textcoords="offset points", va="center", size=10, color=INK)
    x, y = float(canvas.left), float(canvas.height - 8)
    for words, colour in zip(legend, colours, strict=False):
        canvas.text(x, y - 0.5, "■", color=colour, size=11)
        canvas.text(x + 13, y, words, color=GREY, size=9.5)
        x += 13 + 6.6 * len(words) + 14
        if narrow and x > canvas.width - 90:
            x, y = float(canvas.left), y - 14
    if legend:
        ax.tick_params(axis="x", labelbottom=not narrow and not whole)
    return canvas.figure


def png(figure: Figure) -> bytes:
    """Print a figure at two pixels a CSS pixel; the same figure gives the same bytes."""
    out = io.BytesIO()
    with mpl.rc_context(STYLE):
        figure.savefig(out, format="png", dpi=144, facecolor="white", metadata={"Software": None})
    return out.getvalue()
