"""`vacancies init`: a commented vacancies.toml to fill in."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli._show import say
from pipeline.config import FILE, is_contact
from pipeline.errors import UsageError


def init(
    contact: Annotated[str, typer.Option(help="Who asks: an e-mail or a web address that sites are shown.")] = "",
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
) -> None:
    """Write a commented vacancies.toml: what to collect, how, for which role; one that is there is never touched.

    Example: `vacancies init --contact me@example.org --folder .`
    """
    if contact and not is_contact(contact):
        raise UsageError(f"--contact {contact}: an e-mail or a web address is expected")
    text = (files("pipeline.cli") / FILE).read_text(encoding="utf-8")
    path = folder / FILE
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text.replace('contact = ""', f'contact = "{contact}"', 1))
    except FileExistsError:
        raise UsageError(f"{path}: it is there already and stays as it is; edit it, or move it away first") from None
    first = "" if contact else " (fetch.contact first)"
    say(f"now fill in what you need{first}; then `vacancies collect --dry-run`, and `vacancies run`")
    sys.stdout.write(f"{path}\n")
