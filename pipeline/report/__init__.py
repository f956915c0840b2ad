"""The report: sections from a shelf, printed as a page, a workbook and figures. It reads marts and computes no statistics.

    write_report(query, folder, lang="ru", made={"vacancies": "0.1.0"})  ->  folder/index.html

Nothing here knows where the marts live: `query` runs one select and gives a DataFrame.
"""

# ruff: noqa: E501 - a sentence for the catalogues, and a row of the fake market, stay whole
from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.errors import VacanciesError
from pipeline.report.clean import foreign
from pipeline.report.context import Context, Query

__all__ = ["write_report"]


def _under(words: str, context: Context) -> str:
    """A picture travels alone: it says itself that its market is invented."""
    return f"{words} · {context.reader.gettext('Invented data.')}" if context.market.get("sample") else words


def _role(titles: Mapping[str, Sequence[str]], lang: str) -> str:
    first = next((names[0] for names in (titles.get(lang, ()), *titles.values()) if names), "")
    return foreign(first[:1].upper() + first[1:])


def write_report(
    query: Query,
    folder: Path,
    *,
    lang: str = "en",
    made: Mapping[str, str] | None = None,
    sections: Sequence[str] | None = None,
    shelf: Path | None = None,
    titles: Mapping[str, Sequence[str]] | None = None,
    part: Mapping[str, str] | None = None,
) -> Path:
    """Write index.html, report.xlsx and figures and tables into `folder`, which is made; gives the path of index.html.

    `made` names versions and digests to print; `sections` keeps the named ones; `shelf` is another folder of sections;
    `titles` are the profile's by language, and the report is headed by the first in its language, else in any;
    `part` names the segment that the marts are cut to, as place=London.
    The same marts give the same bytes. UsageError on an unknown language or section, VacanciesError where the folder
    cannot be written.
    """
    from pipeline.report import book, charts, html, svg, xlsx
    from pipeline.report.blocks import Chart
    from pipeline.report.context import records
    from pipeline.report.i18n import Reader
    from pipeline.report.tables import write_tables

    reader = Reader(lang)
    market = records(query("select * from mart.market"))
    context = Context(
        query, reader, market[0] if market else {}, dict(made or {}), _role(titles or {}, lang), dict(part or {})
    )
    parts = [(s, book.blocks_of(s, context)) for s in book.read_shelf(shelf or book.SHELF, sections)]
    blocks = [block for _, found in parts for block in found]
    drawings: dict[str, str] = {}
    try:
        figures = folder / "figures"
        figures.mkdir(parents=True, exist_ok=True)
        for chart in (b for b in blocks if isinstance(b, Chart)):
            figure = chart.draw(False)
            drawings[chart.name] = svg.inline(figure, f"{chart.name}-w", chart.alt, getattr(chart.draw, "tips", {}))
            (figures / f"{chart.name}.svg").write_text(drawings[chart.name] + "\n", "utf-8", newline="\n")
            (figures / f"{chart.name}.png").write_bytes(charts.png(figure, chart.title, _under(chart.under, context)))
        write_tables(folder / "tables", blocks)
        index = html.Page(context, drawings).write(folder, parts)
        xlsx.write(folder / "report.xlsx", context, blocks)
    except OSError as problem:
        raise VacanciesError(
            f"{folder}: the report cannot be written ({problem.strerror}); choose another --out"
        ) from problem
    return index
