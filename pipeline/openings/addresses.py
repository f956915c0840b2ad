"""One address however it was linked to: no scheme, no `www.`, no fragment, no parameter that only tells who linked."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

_TRACKING = ("utm_", "hhtm", "yclid", "gclid", "fbclid", "from", "ref", "src", "query", "search", "session", "trk")


def address(url: str | None) -> str | None:
    """Return the part of a web address that names the page; None where that is only a site.

    >>> address("https://www.Example.org/jobs/17/?utm_source=mail#top")
    'example.org/jobs/17'
    """
    if not url:
        return None
    try:
        parts = urlsplit(url)
        asked = sorted((k, v) for k, v in parse_qsl(parts.query) if not k.lower().startswith(_TRACKING))
    except ValueError:  # not an address, whatever it is
        return None
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.")
    path = parts.path.rstrip("/")
    if not host or not (path or asked):
        return None
    return f"{host}{path}" + (f"?{'&'.join(f'{k}={v}' for k, v in asked)}" if asked else "")
