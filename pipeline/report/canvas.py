"""The sheet a chart is drawn on: labelled rows, a plot, columns at the edge; every length is a CSS pixel."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

INK, GREY, PALE, RULE = "#1b2733", "#56636f", "#c9d3dc", "#e6ebf0"
WIDE, NARROW = 760, 350
LABEL, SMALL, FIGURE = 13.0, 11.0, 11.5
"""Sizes of type. Nothing is smaller than SMALL: what cannot be read need not be drawn."""

STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "vacancies",
    "font.family": "DejaVu Sans",
    "font.size": SMALL,
    "text.color": INK,
    "axes.edgecolor": PALE,
    "figure.dpi": 72,
    "text.parse_math": False,
}


@cache
def measure(words: str, size: float) -> float:
    """Tell how wide words stand, in pixels; DejaVu is the widest of the page's fonts, so others fit too."""
    width: float = TextToPath().get_text_width_height_descent(
        words, FontProperties(family="DejaVu Sans", size=size), False
    )[0]
    return float(width)


def fit(words: str, size: float, width: float) -> str:
    """Cut words that would run over `width` pixels; a star at their end stays."""
    if measure(words, size) <= width:
        return words
    end = "… *" if words.endswith(" *") else "…"
    kept = words.removesuffix(" *")
    while kept and measure(kept + end, size) > width:
        kept = kept[:-1]
    return kept.rstrip() + end


class Canvas:
    """A figure of rows. Wide, labels stand at the left and columns at the right; narrow, both stand above the marks.

    `labels` are the rows' names; `under` stands small below each of them; `edge` names the columns, `cells` fills them.
    """

    def __init__(
        self,
        narrow: bool,
        labels: Sequence[str],
        *,
        under: Sequence[str] = (),
        edge: Sequence[str] = (),
        cells: Sequence[Sequence[str]] = (),
        legend: Sequence[tuple[str, str]] = (),
        pitch: int = 46,
        foot: float = 28.0,
    ) -> None:
        self.narrow, self.rows, self.under = narrow, len(labels), under
        self.width = NARROW if narrow else WIDE
        self.pitch = pitch + (40 if under else 20) if narrow else pitch
        self.left, self.right = (14.0, 18.0) if narrow else (self._label_column(labels, under), 12.0)
        self.columns: list[float] = []
        for place in range(len(edge) - 1, -1, -1) if not narrow else ():
            self.columns.insert(0, self.width - self.right + 8)
            self.right += 16 + max(
                measure(edge[place], SMALL), *(measure(row[place], FIGURE) for row in cells or [edge])
            )
        lines = self._legend_lines(legend, edge)
        self.head = 22.0 * len(lines) + (26.0 if edge and not lines else 8.0)
        self.foot = foot
        self.height = self.head + self.pitch * self.rows + self.foot
        self._open()
        for line, entries in enumerate(lines):
            for x, colour, words in entries:
                self.text(x, 10 + 22 * line, "■", color=colour, size=LABEL)
                self.text(x + 15, 10 + 22 * line, words, color=GREY, size=SMALL)
        self._edge_heads(edge)
        for row, label in enumerate(labels):
            self._label(row, label, under[row] if under else "", cells[row] if cells else ())

    def _open(self) -> None:
        with mpl.rc_context(STYLE):
            self.figure = Figure(figsize=(self.width / 72, self.height / 72), dpi=72)
            wide, tall = self.width - self.left - self.right, self.pitch * self.rows
            self.axes: Any = self.figure.add_axes(
                (self.left / self.width, self.foot / self.height, wide / self.width, tall / self.height)
            )
        self.plot_width = wide
        ax = self.axes
        ax.set_ylim(self.rows, 0)
        ax.set_yticks([])
        for side in ("left", "right", "top"):
            ax.spines[side].set_visible(False)
        ax.tick_params(axis="x", length=0, labelsize=SMALL, labelcolor=GREY, pad=6)
        ax.grid(axis="x", color=RULE, linewidth=1)
        ax.set_axisbelow(True)

    @staticmethod
    def _label_column(labels: Sequence[str], under: Sequence[str]) -> float:
        widest = max([measure(w, LABEL) for w in labels] + [measure(w, SMALL) for w in under], default=0.0)
        return min(max(widest, 150.0), 275.0) + 18

    def _legend_lines(
        self, legend: Sequence[tuple[str, str]], edge: Sequence[str]
    ) -> list[list[tuple[float, str, str]]]:
        """Place the legend: wide, it keeps clear of the columns' heads; narrow, the heads end its last line."""
        lines: list[list[tuple[float, str, str]]] = []
        start = 2.0 if self.narrow else 0.0
        x = 0.0
        for colour, words in legend:
            wide = 15 + measure(words, SMALL) + 18
            if not lines or x + wide > self.width - (0 if self.narrow else self.right):
                lines.append([])
                x = start
            lines[-1].append((x, colour, words))
            x += wide
        if lines and self.narrow and x + measure(" · ".join(edge), SMALL) > self.width:
            lines.append([])
        return lines

    def _edge_heads(self, edge: Sequence[str]) -> None:
        if not edge:
            return
        if self.narrow:
            self.text(self.width - 4, 10 + (self.head - 30), " · ".join(edge), color=GREY, size=SMALL, ha="right")
        for x, name in zip(self.columns, edge, strict=False):
            self.text(x, 10, name, color=GREY, size=SMALL, ha="right")

    def _label(self, row: int, label: str, under: str, cells: Sequence[str]) -> None:
        top = self.head + self.pitch * row
        if self.narrow:
            said = " · ".join(cells)
            room = self.width - 18 - (measure(said, SMALL) + 12 if said else 0)
            self.text(2, top + 12, fit(label, LABEL, room), color=INK, size=LABEL)
            self.text(2, top + 30, fit(under, SMALL, self.width - 8), color=GREY, size=SMALL)
            self.text(self.width - 4, top + 12, said, color=GREY, size=SMALL, ha="right")
            return
        y = self.head + self.pitch * self.middle(row)
        self.text(0, y - (8 if under else 0), fit(label, LABEL, self.left - 14), color=INK, size=LABEL)
        if under:
            self.text(0, y + 9, fit(under, SMALL, self.left - 8), color=GREY, size=SMALL)
        for x, cell in zip(self.columns, cells, strict=False):
            self.text(x, y, cell, color=GREY, size=FIGURE, ha="right")

    def text(self, x: float, y: float, words: str, **how: Any) -> None:
        """Write at a pixel from the upper left corner of the figure."""
        if words:
            how.setdefault("va", "center")
            self.figure.text(x / self.width, 1 - y / self.height, words, **how)

    def middle(self, row: int) -> float:
        """Where a row's marks stand, in rows from the top of the plot."""
        return row + ((0.72 if self.under else 0.7) if self.narrow else 0.5)

    def pixels(self, value: float) -> float:
        """How many pixels a length on the axis takes."""
        low, high = self.axes.get_xlim()
        return float(value / (high - low) * self.plot_width)
