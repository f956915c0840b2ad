"""One POST of JSON to a webhook: what goes wrong is told without the address, which is itself a secret."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests

from pipeline.notify import TIMEOUT_SECONDS, NoticeError

LONGEST = 3500
"""Characters of a message: below the smallest limit of the services (Telegram's 4,096)."""


def post(url: str, body: dict[str, Any]) -> None:
    """Send it; raises NoticeError for a refusal, a time-out, or an address that is no web address."""
    host = urlsplit(url).hostname
    if urlsplit(url).scheme not in ("http", "https") or not host:
        raise NoticeError("the webhook's url is no http(s) address; check the variable it is taken from")
    try:
        answer = requests.post(url, json=body, timeout=TIMEOUT_SECONDS, allow_redirects=False)
    except requests.Timeout:
        raise NoticeError(f"{host}: no answer within {TIMEOUT_SECONDS:.0f} s; the next run tries again") from None
    except requests.RequestException as error:
        raise NoticeError(f"{host}: {type(error).__name__}; check the network and the webhook's address") from None
    if answer.status_code >= 300:
        raise NoticeError(f"{host}: HTTP {answer.status_code}; expected 2xx: check the webhook's address and rights")


def shortened(text: str) -> str:
    """Return the text, cut where the service would refuse it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
