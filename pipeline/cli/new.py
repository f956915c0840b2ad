"""`vacancies new source NAME`: a folder for a new source, with a failing example to begin from."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._show import say
from pipeline.errors import UsageError

CODE = '''"""{title}: say here in one line what it is and what of it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.model import Page, Posting, Reject, Request
from pipeline.sources import _answers as answers
from pipeline.sources._build import Loose, Spot, posting
from pipeline.sources._source import Ask, Collecting, Door, Parameter

DOOR = Door(
    title="{title}",
    about="who may use it, in one plain line",
    languages=("en",),
    hosts=("{name}.example",),
    terms="https://{name}.example/terms",
)
PARAMETERS = {{"text": Parameter(str, "what to search for")}}


def collect(ask: Ask) -> Collecting:
    """Describe the requests, one after another; True where all that was asked for has been seen."""
    page = yield Request("https://{name}.example/api", (("q", str(ask.parameters.get("text", ""))),))
    answers.object_of(page)
    return True


def parse(page: Page) -> Iterator[Posting | Reject]:
    """Yield the postings of an answer."""
    value = answers.mapping(answers.loads(page.body))
    yield from answers.postings(page, answers.listing(value.get("vacancies")), posting_of)


def posting_of(record: Mapping[str, Any], spot: Spot) -> Posting | Reject:
    """Return the posting; take listed fields only, so that contacts and persons never are."""
    return posting(Loose(id=record.get("id"), title=record.get("title")), spot)
'''
README = """# {title}

## Who may use it

## Terms and robots

## Keys

## Parameters

`text`: what to search for.

## Quirks

## Not tried

Never tried live here.
"""
EXAMPLE = """{
 "vacancies": [
  {"id": "1", "title": "Account manager", "text": "<p>Requirements: Excel</p>", "company": "Invented"}
 ]
}
"""
EXPECTED = """{
 "first.json": [
  {
   "id": "1",
   "text": "Requirements: Excel",
   "title": "Account manager",
   "employer": "Invented",
   "language": "en",
   "place_in_page": "record 1"
  }
 ]
}
"""


def new(
    kind: Annotated[str, typer.Argument(help="What to lay: `source`.")],
    name: Annotated[str, typer.Argument(help="Its name: small letters, digits and _; the folder is called so.")],
    folder: Annotated[Path | None, typer.Option(help="Where; default: the shelf of sources.")] = None,
) -> None:
    """Lay a folder for a new source: code to complete, a README to fill in, an example and its expected answer.

    The tests of the shelf (`tests/sources/test_shelf.py`) find it and fail until it reads its example as expected.

    Example: `vacancies new source myboard --folder .`
    """
    if kind != "source":
        raise UsageError(f"{kind}: only a source can be laid; write `vacancies new source NAME`")
    if not (name.isidentifier() and name.isascii() and name == name.lower() and not name.startswith("_")):
        raise UsageError(
            f"{name}: a name of small letters, digits and _ is expected, as in `vacancies new source mysite`"
        )
    place = (folder or Path(__file__).parents[1] / "sources") / name
    if place.exists():
        raise UsageError(f"{place}: it is there already and stays as it is; choose another name")
    (place / "examples").mkdir(parents=True)
    title = name.replace("_", " ").capitalize()
    for file, text in (
        ("__init__.py", CODE.format(title=title, name=name)),
        ("README.md", README.format(title=title)),
        ("examples/first.json", EXAMPLE),
        ("examples/expected.json", EXPECTED),
    ):
        (place / file).write_text(text, encoding="utf-8")
    say(f"put a real answer (with invented names) into examples, then: pytest tests/sources/test_shelf.py -k {name}")
    sys.stdout.write(f"{place}\n")
