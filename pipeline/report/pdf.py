"""report.pdf: the page as it prints, drawn by WeasyPrint (the extra `pdf`), without any request."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from pipeline.errors import VacanciesError

_UNPRINTED = re.compile(
    r"<script\b.*?</script>|<form\b.*?</form>|<noscript>.*?</noscript>|<div class=\"narrow\">.*?</svg></div>", re.DOTALL
)


def write_pdf(index: Path) -> Path:
    """Print index.html as report.pdf beside it; gives its path. VacanciesError where WeasyPrint cannot work here."""
    try:
        import weasyprint
    except ImportError as problem:
        raise VacanciesError(
            "report.pdf: WeasyPrint is not installed; install it with: pip install 'vacancies[pdf]'"
        ) from problem
    except OSError as problem:
        raise VacanciesError(
            f"report.pdf: WeasyPrint lacks a system library ({problem}); on Debian: apt-get install libpango-1.0-0 "
            "libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from problem

    def refuse(url: str, *_: Any, **__: Any) -> dict[str, Any]:
        raise ValueError(f"nothing may be loaded: {url}")

    page = _UNPRINTED.sub("", index.read_text("utf-8"))
    out = index.with_name("report.pdf")
    weasyprint.HTML(string=page, base_url=None, url_fetcher=refuse).write_pdf(str(out))
    return out
