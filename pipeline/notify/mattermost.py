"""A Mattermost incoming webhook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.notify import Notice, filled
from pipeline.notify._post import post, shortened

KEYS = {"url*": str, "channel": str}


def send(notice: Notice, options: Mapping[str, Any]) -> None:
    """Post the notice, to another channel than the webhook's own where one is named."""
    body = {"text": shortened(notice.text)}
    post(filled(options["url"]), body | ({"channel": options["channel"]} if "channel" in options else {}))
