"""A Slack incoming webhook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.notify import Notice, filled
from pipeline.notify._post import post, shortened

KEYS = {"url*": str}


def send(notice: Notice, options: Mapping[str, Any]) -> None:
    """Post the notice; `&`, `<` and `>` are escaped as Slack asks."""
    text = shortened(notice.text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    post(filled(options["url"]), {"text": text})
