"""A message of a Telegram bot: api.telegram.org/bot<token>/sendMessage, plain text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.notify import Notice, filled
from pipeline.notify._post import post, shortened

KEYS = {"token*": str, "chat*": str, "server": str}
SERVER = "https://api.telegram.org"


def send(notice: Notice, options: Mapping[str, Any]) -> None:
    """Post the notice; `server` is for a Bot API server of one's own."""
    url = f"{options.get('server', SERVER).rstrip('/')}/bot{filled(options['token'])}/sendMessage"
    post(url, {"chat_id": options["chat"], "text": shortened(notice.text), "disable_web_page_preview": True})
