"""The answer as a page of the report's family: its templates, its style, its policy; no script, no outside request."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, PackageLoader

from pipeline.desk.answer import blocks, cards
from pipeline.desk.i18n import reader
from pipeline.report.context import Context
from pipeline.report.html import Page

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from pipeline.desk.compared import Compared


class DeskPage(Page):
    """The report's page with the desk's templates before its own."""

    def __init__(self, lang: str, market: Mapping[str, Any]) -> None:
        super().__init__(Context(_nothing, reader(lang), market, {}), drawings={})
        self.env.loader = ChoiceLoader([PackageLoader("pipeline.desk"), PackageLoader("pipeline.report")])
        self.desk_style = self.style + files("pipeline.desk").joinpath("templates", "desk.css").read_text("utf-8")
        digest = base64.b64encode(hashlib.sha256(self.desk_style.encode()).digest()).decode()
        self.desk_policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'self'"

    def render(self, template: str, **values: Any) -> str:
        """A template of the desk with its values."""
        return self.env.get_template(template).render(**values)


def standalone(found: Compared) -> str:
    """The benchmark as one file that needs nothing beside it."""
    page = DeskPage(found.lang, {"sample": bool(found.about.get("invented"))})
    return page.render("answer.html.j2", **parts(found))


def parts(found: Compared) -> dict[str, Any]:
    """What the template of an answer prints."""
    return {"title": found.title, "cards": cards(found), "blocks": blocks(found)}


def _nothing(_sql: str) -> pd.DataFrame:
    raise AssertionError("a page of the desk reads no table")
