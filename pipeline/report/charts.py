"""The hand that draws: ranges of pay and bars of shares, in one quiet style with direct labels."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from pipeline.report.canvas import FIGURE, GREY, INK, LABEL, SMALL, STYLE, Canvas, fit, measure

DEEP, MID, LIGHT = "#0b4f7d", "#5f9cc5", "#b9d4e6"
MOST_HEAD = 150.0
EFFECT_GREY, RAW = "#8a949e", "#b3541e"
LADDER = ("#0b4f7d", "#3d80ad", "#7fb2d3", "#b5cfde", "#d9c9a3", "#e4e4e4")
"""Dark to light, then sand and grey: told apart in black and white and by colour-blind eyes."""

Write = Callable[[float], str]


@dataclass(frozen=True)
class RangeRow:
    """One row of a range chart. `points` are P10 … P90, None where not printed; `sure` the interval of the median."""

    label: str
    under: str
    points: tuple[float | None, ...]
    written: tuple[str, ...]
    sure: tuple[float | None, float | None]
    tip: str


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


def ranges(rows: Sequence[RangeRow], narrow: bool, number: Write) -> Figure:
    """Draw P10–P90 lines, P25–P75 bars, the median and its interval; `number` writes the ticks."""
    canvas = Canvas(narrow, [r.label for r in rows], under=[r.under for r in rows], pitch=54)
    ax = canvas.axes
    shown = [p for row in rows for p in (*row.points, *row.sure) if p is not None]
    low, high = (min(shown), max(shown)) if shown else (0.0, 1.0)
    slack = max((high - low) * (0.14 if narrow else 0.08), high * 0.02, 1e-9)
    ax.set_xlim(max(0.0, low - slack), high + slack)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(4 if narrow else 6))
    ax.xaxis.set_major_formatter(lambda v, _: number(v))
    for place, row in enumerate(rows):
        _range(canvas, place, row)
    return canvas.figure


def _range(canvas: Canvas, place: int, row: RangeRow) -> None:
    ax, y, tall = canvas.axes, canvas.middle(place), 6.0 / canvas.pitch
    p10, p25, p50, p75, p90 = row.points
    if p10 is not None and p90 is not None:
        ax.plot([p10, p90], [y, y], color=LIGHT, linewidth=3, solid_capstyle="round", zorder=2)
        _write(ax, row.written[0], p10, y, (-6, 0), "right")
        _write(ax, row.written[4], p90, y, (6, 0), "left")
    if p25 is not None and p75 is not None:
        bar = ax.barh(y, p75 - p25, left=p25, height=2 * tall, color=MID, zorder=3)[0]
        bar.set_gid(f"tip{place}")
        words = row.written[1], row.written[3]
        close = canvas.pixels(p75 - p25) < sum(measure(w, SMALL) for w in words) / 2 + 6
        _write(ax, words[0], p25, y + tall, (3 if close else 0, -9), "right" if close else "center")
        _write(ax, words[1], p75, y + tall, (-3 if close else 0, -9), "left" if close else "center")
    if p50 is None:
        return
    if row.sure[0] is not None and row.sure[1] is not None:
        ax.plot(row.sure, [y, y], color=DEEP, linewidth=5, solid_capstyle="butt", zorder=4)
    how = {"color": "white", "markeredgecolor": DEEP, "markeredgewidth": 2, "markersize": 9, "zorder": 5}
    dot = ax.plot([p50], [y], "o", **how)[0]
    dot.set_gid(f"tipm{place}")
    _write(ax, row.written[2], p50, y - tall, (0, 9), "center", size=LABEL, weight="bold", color=INK)


def _write(ax: Any, words: str, x: float, y: float, off: tuple[float, float], side: str, **how: Any) -> None:
    how = {"size": SMALL, "color": GREY} | how
    ax.annotate(words, (x, y), off, textcoords="offset points", ha=side, va="center", **how)


def shares(
    rows: Sequence[ShareRow],
    legend: Sequence[str],
    edge_names: Sequence[str],
    narrow: bool,
    percent: Write,
    colours: Sequence[str] = (DEEP, LIGHT),
    whole: bool = False,
) -> Figure:
    """Draw stacked bars of shares with one label at their end; `whole` fixes the axis at all, with labels inside."""
    canvas = Canvas(
        narrow,
        [r.label for r in rows],
        edge=edge_names,
        cells=[r.edge for r in rows],
        legend=tuple(zip(colours, legend, strict=False)),
        pitch=40 if whole else 28,
    )
    ax = canvas.axes
    top = 1.0 if whole else max([sum(r.parts) for r in rows] + [r.sure[1] or 0 for r in rows] + [0.05])
    ax.set_xlim(0, 1.0 if whole else top * (1.2 if narrow else 1.12))
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(4 if narrow else 5, steps=[1, 2, 2.5, 5, 10]))
    ax.xaxis.set_major_formatter(lambda v, _: percent(v))
    tall = (16.0 if whole or not narrow else 13.0) / canvas.pitch * (1.3 if whole else 1)
    for place, row in enumerate(rows):
        y, left = canvas.middle(place), 0.0
        for part, (size, colour) in enumerate(zip(row.parts, colours, strict=False)):
            bar = ax.barh(y, size, left=left, height=tall, color=colour, zorder=3)[0]
            bar.set_gid(f"tip{place}_{part}")
            if row.inside and canvas.pixels(size) > measure(row.inside[part], SMALL) + 6:
                ink = "white" if part < 2 else INK
                how = {"ha": "center", "va": "center", "size": SMALL, "zorder": 6, "color": ink}
                ax.text(left + size / 2, y, row.inside[part], **how)
            left += size
        if row.sure[0] is not None and row.sure[1] is not None:
            ax.plot(row.sure, [y, y], color="#ffffff", linewidth=3, zorder=4)
            ax.plot(row.sure, [y, y], color=INK, linewidth=1.3, zorder=5)
        if row.written:
            _write(ax, row.written, max(left, row.sure[1] or 0), y, (7, 0), "left", size=FIGURE, color=INK)
    if whole:
        ax.tick_params(axis="x", labelbottom=False)
    return canvas.figure


@dataclass(frozen=True)
class EffectRow:
    """One row of a forest plot: an effect with its interval, `clear` where it may be told from nothing."""

    label: str
    value: float
    sure: tuple[float, float]
    raw: float | None
    edge: tuple[str, ...]
    tip: str
    clear: bool


def effects(
    rows: Sequence[EffectRow], legend: Sequence[str], edge_names: Sequence[str], narrow: bool, number: Write
) -> Figure:
    """Draw effects about zero: dark where clear, grey where chance may make as much, a hollow mark for the raw one."""
    canvas = Canvas(
        narrow,
        [r.label for r in rows],
        edge=edge_names,
        cells=[r.edge for r in rows],
        legend=tuple(zip((DEEP, EFFECT_GREY, RAW), legend, strict=False)),
        pitch=30,
    )
    ax = canvas.axes
    reach = max([abs(end) for row in rows for end in (*row.sure, row.raw or 0.0)] + [5.0]) * 1.08
    ax.set_xlim(-reach, reach)
    ax.xaxis.set_major_locator(mpl.ticker.MaxNLocator(4 if narrow else 7))
    ax.xaxis.set_major_formatter(lambda v, _: number(v))
    ax.axvline(0, color=INK, linewidth=1.2, zorder=2)
    for place, row in enumerate(rows):
        y, colour = canvas.middle(place), DEEP if row.clear else EFFECT_GREY
        ax.plot(row.sure, [y, y], color=colour, linewidth=2.4, solid_capstyle="butt", zorder=3)
        dot = ax.plot([row.value], [y], "o", color=colour, markersize=8, zorder=5)[0]
        dot.set_gid(f"tip{place}")
        if row.raw is not None:
            how = {"color": "none", "markeredgecolor": RAW, "markeredgewidth": 1.4, "markersize": 6, "zorder": 4}
            ax.plot([row.raw], [y], "D", **how)
    return canvas.figure


def heat(
    rows: Sequence[str], columns: Sequence[str], values: Sequence[Sequence[float | None]], narrow: bool, write: Write
) -> Figure:
    """Draw a table of shares, darker for more, each written in its cell; what may not be printed stays blank."""
    most = 3 if narrow else 7
    columns = columns[:most]
    pitch = 26 if narrow else 30
    canvas = Canvas(narrow, rows, pitch=pitch)
    wide = canvas.plot_width / max(len(columns), 1)
    longest = max((measure(name, SMALL) for name in columns), default=0.0)
    aslant = longest > wide - 4
    if aslant:
        canvas = Canvas(narrow, rows, pitch=pitch, foot=28 + min(longest, MOST_HEAD) * 0.6)
    ax = canvas.axes
    ax.set_xlim(0, len(columns))
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)
    top = max([v for row in values for v in row[:most] if v is not None] + [0.01])
    for place, row in enumerate(values):
        for at, value in enumerate(row[:most]):
            if value is None:
                continue
            depth, y = value / top, canvas.middle(place)
            tall = 26 / canvas.pitch
            ax.barh(y, 0.97, left=at, height=tall, align="center", color=_shade(depth), zorder=3)
            ink = "white" if depth > 0.55 else INK
            ax.text(at + 0.485, y, write(value), ha="center", va="center", size=FIGURE, color=ink, zorder=4)
    turned: dict[str, Any] = {"rotation": 35, "rotation_mode": "anchor", "ha": "right"} if aslant else {"ha": "center"}
    for at, name in enumerate(columns):
        head = fit(name, SMALL, MOST_HEAD if aslant else wide - 4)
        below = canvas.height - canvas.foot + 14
        canvas.text(canvas.left + (at + 0.485) * wide, below, head, color=GREY, size=SMALL, **turned)
    return canvas.figure


def _shade(depth: float) -> tuple[float, ...]:
    ends = [mpl.colors.to_rgb(colour) for colour in ("#e9f1f7", DEEP)]
    return tuple(low + (high - low) * depth for low, high in zip(*ends, strict=True))


def png(figure: Figure, title: str, under: str) -> bytes:
    """Print a figure under its title, two pixels a CSS pixel; the same figure gives the same bytes."""
    wide, old = figure.get_size_inches() * 72
    head = 62.0
    new = old + head
    for ax in figure.axes:
        box = ax.get_position()
        ax.set_position((box.x0, box.y0 * old / new, box.width, box.height * old / new))
    for words in figure.texts:
        words.set_y(words.get_position()[1] * old / new)
    figure.set_size_inches(wide / 72, new / 72)
    figure.text(0, 1 - 14 / new, title, size=16, weight="bold", va="center")
    figure.text(0, 1 - 38 / new, under, size=SMALL, color=GREY, va="center")
    out = io.BytesIO()
    with mpl.rc_context(STYLE):
        how: Any = {"bbox_inches": mpl.transforms.Bbox([[-0.25, -0.1], [wide / 72 + 0.25, new / 72 + 0.2]])}
        figure.savefig(out, format="png", dpi=144, facecolor="white", metadata={"Software": None}, **how)
    return out.getvalue()
