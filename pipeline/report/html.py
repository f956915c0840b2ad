"""index.html and, where the vacancies are many, the linked evidence pages beside it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline.report import proof, svg
from pipeline.report.blocks import Block, Chart, Column, Evidence, Row
from pipeline.report.book import Section
from pipeline.report.clean import foreign, web_link
from pipeline.report.context import Context
from pipeline.report.i18n import NOTHING, absent
from pipeline.report.labels import EXPERIENCE, GRADES
from pipeline.report.outages import outages

INLINE_ROWS = 1000


def _asset(name: str) -> str:
    return files("pipeline.report").joinpath("templates", name).read_text("utf-8")


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


class Page:
    """Renders the templates for one context; styles and script are admitted by their digest alone.

    `drawings` are the wide charts by name, drawn already.
    """

    def __init__(self, context: Context, drawings: Mapping[str, str]) -> None:
        self.drawings = drawings
        self.context, self.reader = context, context.reader
        self.style, self.script = _asset("style.css"), _asset("script.js")
        self.policy = (
            f"default-src 'none'; style-src {_digest(self.style)}; script-src {_digest(self.script)}; "
            "base-uri 'none'; form-action 'none'"
        )
        self.evidence_at = ""
        self.env = Environment(
            loader=PackageLoader("pipeline.report"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        self.env.globals.update(
            _=self.reader.gettext,
            say=self.reader.say,
            count_of=self.reader.count_of,
            page=self,
            market=context.market,
            reader=self.reader,
            lang=self.reader.lang,
        )
        self.env.filters["cell"] = self.cell
        self.env.tests["of"] = lambda block, name: type(block).__name__ == name

    def picture(self, chart: Chart) -> Markup:
        """Put a chart on the page twice, wide and for a phone; which one is seen is the style sheet's choice."""
        narrow = svg.inline(chart.draw(True), f"{chart.name}-n", chart.alt, getattr(chart.draw, "tips", {}))
        both = f'<div class="wide">{self.drawings[chart.name]}</div><div class="narrow">{narrow}</div>'
        return Markup(both)  # noqa: S704 - built by ElementTree, which escapes

    json = staticmethod(proof.safe_json)

    def cell(self, row: Row, column: Column) -> Markup:
        """Print one cell: the value as its kind prints, its interval under it, its evidence link round it."""
        value, r = row.get(column.key), self.reader
        if column.kind == "link":
            address = web_link(value)
            return (
                Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(address, r.gettext("open"))
                if address
                else Markup("")
            )
        shown = Markup.escape(self._written(value, row, column))
        if column.kind == "text":
            return Markup("<bdi>{}</bdi>").format(shown)
        if column.beside and row.get(column.beside):
            return Markup('<a href="{}">{}</a>').format(row[column.beside], shown)
        if column.evidence and row.get(column.evidence) and value:
            shown = Markup('<a href="{}#{}">{}</a>').format(self.evidence_at, row[column.evidence], shown)
        ends = (row.get(column.low or ""), row.get(column.high or ""))
        if column.low and column.high and not all(map(absent, (value, *ends))):  # too wide a median: the range alone
            shown += Markup(" <small>{}</small>").format(self._interval(row, column))
        return shown

    def _written(self, value: Any, row: Row, column: Column) -> str:
        r = self.reader
        if column.kind in {"text", "said", "link"}:
            return foreign(value)
        if absent(value):
            return NOTHING
        if column.kind == "grade":
            return r.word(GRADES, value)
        if column.kind == "share":
            return r.share(value)
        if column.kind == "factor":
            return r.number(value, 4)
        if column.kind == "change":
            return r.signed(100 * float(value or 0))
        if column.kind == "money":
            return r.money(value, str(row.get(column.unit or "") or "").partition("/")[0])
        if column.kind == "day":
            return r.day(value)
        return r.number(value, 1) if column.kind == "number" else r.number(value)

    def _interval(self, row: Row, column: Column) -> str:
        low, high = row.get(column.low or ""), row.get(column.high or "")
        if column.kind == "change":
            ends = [self.reader.signed(None if absent(end) else 100 * float(end or 0)) for end in (low, high)]
            return " … ".join(ends)
        return self.reader.share_range(low, high) if column.kind == "share" else self.reader.range(low, high)

    def _segment(self) -> str:
        """Name the part of the market that the report is of; empty for all of it."""
        part, r = self.context.part, self.reader
        names = {"experience": lambda key: r.word(EXPERIENCE, key), "industry": self.context.name}
        return r.several(names.get(name, foreign)(value) for name, value in part.items())

    def write(self, folder: Path, parts: Sequence[tuple[Section, Sequence[Block]]]) -> Path:
        """Write index.html and what stands beside it; gives the path of index.html."""
        evidence = next((b for _, blocks in parts for b in blocks if isinstance(b, Evidence)), None)
        apart = evidence is not None and len(evidence.table.rows) > INLINE_ROWS
        if evidence is not None:
            self._beside(folder / "evidence", evidence, listed=apart)
        self.evidence_at = "evidence/index.html" if apart else ""
        index = folder / "index.html"
        index.write_text(
            self.env.get_template("index.html.j2").render(
                parts=parts, apart=apart, outages=outages(self.context), segment=self._segment()
            ),
            "utf-8",
            newline="\n",
        )
        return index

    def _beside(self, folder: Path, evidence: Evidence, *, listed: bool) -> None:
        """The sentences of every vacancy; where the vacancies are many, also the list that searches and sorts them."""
        leaves = proof.write_leaves(folder, evidence, self.context, self.env)
        if listed:
            listing = self.env.get_template("leaves.html.j2").render(
                block=evidence, leaves=leaves, packed=proof.packed(evidence, self.context)
            )
            (folder / "index.html").write_text(listing, "utf-8", newline="\n")
