"""robots.txt by RFC 9309: 4xx allows everything, 5xx and silence deny it; what was read holds for a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from protego import Protego

AGENT = "vacancies"
"""The product token robots.txt may name."""
KEPT = timedelta(days=1)
LONGEST_DELAY = 60.0
_LARGEST = 512 * 1024


@dataclass(frozen=True, slots=True)
class Rules:
    """What one site's robots.txt says of this program.

    `why_not` is set where it forbids everything, `silence` where it brought no answer: then nothing may be asked.
    """

    text: Protego | None
    read_at: datetime
    why_not: str | None = None
    silence: str | None = None

    def forbids(self, url: str) -> str | None:
        """Return why an address is forbidden, None where it is not."""
        if self.why_not is not None:
            return self.why_not
        if self.text is None or self.text.can_fetch(url, AGENT):
            return None
        return "its robots.txt forbids this address"

    @property
    def delay(self) -> float:
        """Seconds it wants between two requests."""
        wanted = self.text.crawl_delay(AGENT) if self.text is not None else None
        return min(float(wanted or 0), LONGEST_DELAY)


def rules(status: int, body: bytes, now: datetime) -> Rules:
    """Return the rules of an answer to /robots.txt."""
    if status >= 500 or status == 429:
        return Rules(None, now, f"its robots.txt answered HTTP {status}, which counts as a no (RFC 9309)")
    if status >= 300 or _is_page(body):
        return Rules(None, now)
    return Rules(Protego.parse(body[:_LARGEST].decode("utf-8-sig", "replace")), now)


def _is_page(body: bytes) -> bool:
    return body[:500].lstrip().lower().startswith((b"<!doctype", b"<html"))


class Robots:
    """The rules of every site asked so far; `read` fetches /robots.txt of an origin, or says why there is no answer."""

    def __init__(self, read: Callable[[str], tuple[int, bytes] | str], now: Callable[[], datetime]) -> None:
        self._read, self._now = read, now
        self._known: dict[str, Rules] = {}

    def of(self, origin: str) -> Rules:
        """Return the rules of an origin (`https://host`), read anew after a day."""
        known = self._known.get(origin)
        if known is None or self._now() - known.read_at > KEPT:
            answer, now = self._read(origin), self._now()
            known = Rules(None, now, silence=answer) if isinstance(answer, str) else rules(*answer, now)
            self._known[origin] = known
        return known
