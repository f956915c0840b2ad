"""`vacancies report`: the report again, from the warehouse of the last run: other sections, another language, a PDF."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._market import last_market
from pipeline.config import load_settings
from pipeline.errors import UsageError


def report(
    sections: Annotated[
        str | None, typer.Option("--sections", help="Only these, comma-joined: pay,requirements.")
    ] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="en, ru or tr; several comma-joined.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder of the report; default reports/again.")] = None,
    segment: Annotated[
        list[str] | None,
        typer.Option("--segment", help="A part: place=…, experience=…, industry=…; repeatable."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help="Compare with the run up to that day."),
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also report.pdf (needs the extra vacancies[pdf]).")] = False,
) -> None:
    """Print the last run's market again without reading anything anew; the last line is the report's path.

    With several languages each gets a folder of its own.

    Example: `vacancies report --sections in_short,pay --lang ru,tr --out report`
    Example: `vacancies report --segment experience=1-3`
    """
    from pipeline import flow
    from pipeline.again import part_of
    from pipeline.report import write_report
    from pipeline.report.pdf import write_pdf
    from pipeline.warehouse import Warehouse

    settings = load_settings()
    languages = _names(lang) or [settings.language]
    folder = out or settings.reports / "again"
    part = _as_written(_segment(segment or []))
    again = part or since
    with part_of(settings, part, since.date() if since else None) if again else Warehouse(settings.warehouse) as market:
        for language in languages:
            place = folder / language if len(languages) > 1 else folder
            page = write_report(
                market.query, place, lang=language, made=flow.made_of(), sections=_names(sections) or None,
                titles=settings.profile.titles, part=part,
            )  # fmt: skip
            asked = {"language": language, "sections": _names(sections), "segment": part, "since": since}
            _tell_manifest(place, settings.reports, {"versions": flow.made_of(), "printed_again": asked})
            if pdf:
                write_pdf(page)
            sys.stdout.write(f"{page}\n")


def _tell_manifest(folder: Path, reports: Path, told: dict[str, object]) -> None:
    """Write manifest.json: that of the last run, whose data are printed, and what was asked for this time."""
    last = max(reports.glob("[0-9]*/manifest.json"), default=None)
    run = json.loads(last.read_text("utf-8")) if last else {}
    text = json.dumps(run | told, ensure_ascii=False, indent=1, default=str)
    (folder / "manifest.json").write_text(text + "\n", "utf-8", newline="\n")


def _as_written(part: Mapping[str, str]) -> dict[str, str]:
    """The values as the vacancies write them, whatever their case and language; a name of no segment is told later."""
    if not part or not set(part) <= {"place", "experience", "industry"}:
        return dict(part)
    known = {}
    with last_market() as market:
        for name, value in part.items():
            try:
                [known[name]] = market.where(**{name: value}).values()
            except UsageError as error:
                raise UsageError(str(error).replace(f"--{name} ", f"--segment {name}=", 1)) from error
    return known


def _names(given: str | None) -> list[str]:
    return [name.strip() for name in (given or "").split(",") if name.strip()]


def _segment(given: list[str]) -> dict[str, str]:
    part = {}
    for one in given:
        name, equals, value = (side.strip() for side in one.partition("="))
        if not (name and equals and value):
            raise UsageError(f"--segment {one}: expected a name and a value, as experience=1-3")
        if name in part:
            raise UsageError(f"--segment {name}: given twice; a segment has one value a name")
        part[name] = value
    return part
