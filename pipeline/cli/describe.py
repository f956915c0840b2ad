"""`vacancies describe`: a skeleton of a job description from the market."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._market import Experience, Industry, Place, last_market
from pipeline.cli._show import say
from pipeline.errors import UsageError

Lang = Annotated[str | None, typer.Option("--lang", help="Language of the description: ru, tr or en.")]
FORMATS = (".md", ".docx")


def describe(
    place: Place = None,
    experience: Experience = None,
    industry: Industry = None,
    lang: Lang = None,
    out: Annotated[Path | None, typer.Option("--out", help="Write it to x.md or x.docx instead of stdout.")] = None,
) -> None:
    """Write a skeleton of a job description: functions, requirements, rights, criteria, each with its share.

    What comes from the market carries its share and n; the usual legal frame is marked for a lawyer.

    Example: `vacancies describe --lang ru --out description.docx`
    """
    from pipeline.config import load_settings
    from pipeline.desk.describe import describe as described
    from pipeline.desk.document import to_docx, to_markdown
    from pipeline.desk.i18n import reader
    from pipeline.desk.skeleton import blocks, title

    spoken = reader(lang or load_settings().language)
    if out is not None and out.suffix.lower() not in FORMATS:
        raise UsageError(f"--out {out}: expected a name that ends in {' or '.join(FORMATS)}")
    with last_market() as market:
        found = described(market, place, experience, industry, spoken.lang)
    parts = title(found), blocks(found), spoken
    if out is None:
        sys.stdout.write(to_markdown(*parts))
        return
    out.write_bytes(to_docx(*parts) if out.suffix.lower() == ".docx" else to_markdown(*parts).encode())
    say(f"{out}: written")
