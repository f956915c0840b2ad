"""Draw docs/report.png: the top of the report that the invented sample market gives, as Chromium shows it.

    python docs/picture.py            needs Debian's chromium (or CHROMIUM=/path/to/it); writes docs/report.png

The workspace is a temporary folder, so nothing of yours is read or changed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from pipeline import flow
from pipeline.config import load_settings

WIDTH, HEIGHT = 1000, 1700
MOST_BYTES = 300_000
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main() -> None:
    """Run the sample, photograph its report, and refuse a picture too heavy for a README."""
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not browser:
        sys.exit("chromium: not found; install it (Debian: apt-get install chromium) or set CHROMIUM to its path")
    picture = Path(__file__).with_name("report.png")
    with tempfile.TemporaryDirectory() as folder:
        page = flow.run(load_settings(Path(folder))).report
        subprocess.run(  # noqa: S603 - the browser the caller chose, arguments of our own
            [
                browser, *QUIET, f"--user-data-dir={folder}/browser", f"--window-size={WIDTH},{HEIGHT}",
                f"--screenshot={picture}", page.as_uri(),
            ],
            check=True, capture_output=True, timeout=120,
        )  # fmt: skip
    size = picture.stat().st_size
    if size > MOST_BYTES:
        sys.exit(f"{picture}: {size} bytes, expected at most {MOST_BYTES}; lower HEIGHT in {Path(__file__).name}")
    print(f"{picture}: {size} bytes")


if __name__ == "__main__":
    main()
