"""Foreign strings made harmless: what a posting wrote may not steer the page, the workbook or the reader's eye."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from pipeline.report.i18n import absent

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_BLANKS = re.compile(r"\s+")


def foreign(value: Any, most: int = 160) -> str:
    """Give one line of at most `most` characters without control, zero-width or direction characters."""
    if not isinstance(value, str):
        value = "" if absent(value) else str(value)
    text: str = value
    if not text.isprintable() or "  " in text:  # of what prints, only the plain blank is one, and nothing is unseen
        text = _BLANKS.sub(" ", _UNSEEN.sub("", text))
    text = text.strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def web_link(value: Any) -> str | None:
    """Give an http or https address without a user name, as it stands; anything else is no link."""
    text = foreign(value, 2000)
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and host and "@" not in parts.netloc and " " not in text else None
