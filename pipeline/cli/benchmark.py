"""`vacancies benchmark`: a draft posting against its market."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli._market import AsJson, Experience, Industry, Place, last_market
from pipeline.cli._show import present, say
from pipeline.errors import UsageError

if TYPE_CHECKING:
    from pipeline.desk.draft import Draft

Lang = Annotated[str | None, typer.Option("--lang", help="Language of the answer: ru, tr or en.")]


def benchmark(
    draft: Annotated[str, typer.Argument(help="The draft: a text, HTML or DOCX file, or - for stdin.")],
    offer: Annotated[
        str | None, typer.Option("--offer", help="Pay in the market's unit: 80000-120000, 80000-, 100000.")
    ] = None,
    place: Place = None,
    experience: Experience = None,
    industry: Industry = None,
    lang: Lang = None,
    as_json: AsJson = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write the answer as a page, too.")] = None,
) -> None:
    """Say what the market says to a draft: its pay, its demands, what it leaves out, the nearest vacancies.

    The draft is read as every posting is; what the options give replaces what it says. Nothing of it is kept.

    Example: `vacancies benchmark draft.txt --offer 80000-120000`
    """
    from pipeline.cli._blocks import show
    from pipeline.config import load_settings
    from pipeline.desk.answer import blocks
    from pipeline.desk.benchmark import benchmark as compare
    from pipeline.desk.i18n import reader
    from pipeline.desk.question import read_offer

    spoken = lang or load_settings().language
    reader(spoken)  # a wrong language is told before anything is read
    given = read_draft(draft)
    with last_market() as market:
        found = compare(market, given, read_offer(offer) if offer else None, place, experience, industry, spoken)
    if html is not None:
        from pipeline.desk.page import standalone

        html.write_text(standalone(found), encoding="utf-8")
        say(f"{html}: written")
    if as_json:
        sys.stdout.write(json.dumps(found.to_dict(), ensure_ascii=False) + "\n")
    else:
        show(blocks(found), reader(spoken))


def read_draft(name: str) -> Draft:
    """The draft of a file, or of stdin where the name is `-`; raises UsageError where it cannot be read."""
    from pipeline.desk.draft import from_bytes
    from pipeline.errors import UnreadableError

    path = Path(name)
    body = sys.stdin.buffer.read() if name == "-" else present([path])[0].read_bytes()
    try:
        return from_bytes(body, name)
    except UnreadableError as error:
        raise UsageError(f"{name}: {error}") from error
