"""Boards of companies on an applicant tracking system: each is asked by its short name, and must be the one asked."""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.errors import UsageError, VacanciesError
from pipeline.model import Page
from pipeline.sources import _answers as answers
from pipeline.sources import _values as values
from pipeline.sources._source import Ask, ChangedError, Collecting

ABOUT = "boards by the short name in their address, each as `name` or `name: Company` where the company is called other"


def boards(ask: Ask, source: str, one: Callable[[str, str | None], Collecting]) -> Collecting:
    """Read every board the user lists, though some fail. Raises UsageError where none is listed."""
    listed = [str(written) for written in ask.parameters.get("boards", ())]
    if not listed:
        raise UsageError(f'{source}: no board is listed; give boards = ["acme"], the name in the board\'s address')
    parts = {}
    for written in listed:
        slug, _, company = (part.strip() for part in written.partition(": "))
        if not re.fullmatch(r"[\w.%-]+(?::[\w.%-]+)?", slug):
            raise UsageError(f"{source}: {written!r} is no board; write the short name that stands in its address")
        parts[slug] = one(slug, company or None)
    return (yield from answers.all_of(parts, one_host=True))


def known(page: Page, slug: str) -> Page:
    """Return the page of a board that there is. Raises VacanciesError for a 404, else as `granted`."""
    if page.status in answers.GONE:
        raise VacanciesError(f"{answers.address(page)}: there is no board {slug!r}; look up its name in its address")
    return answers.granted(page)


def same_company(page: Page, slug: str, company: str | None, answered: set[str]) -> None:
    """Raise ChangedError where the board that answered belongs to somebody else than was asked for."""
    wanted = _letters(company or slug)
    wrong = sorted(name for name in answered if not _alike(_letters(name), wanted))
    if wrong:
        raise ChangedError(
            f"{answers.address(page)}: asked for {company or slug!r}, {wrong[0]!r} answered: another company's board;"
            f' if it is the right one write "{slug}: {wrong[0]}"'
        )


def _letters(name: str) -> str:
    return "".join(c for c in values.fold(name) if c.isalnum())


def _alike(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)
