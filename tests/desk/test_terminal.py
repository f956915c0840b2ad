"""An answer on a terminal: every number whole, whatever the width."""

import pytest

from pipeline.cli import _blocks
from pipeline.desk.i18n import reader
from pipeline.report.blocks import Column, Table

ROW = {"line": "Floor", "unit": "RUB"} | {
    name: value for p in (1, 2, 3) for name, value in ((f"p{p}", 75_000), (f"l{p}", 61_000), (f"h{p}", 91_000))
}
BAND = Table(
    "band",
    "Posted pay.",
    [
        Column("line", "", "said"),
        *(Column(f"p{p}", f"P{p}", "money", f"l{p}", f"h{p}", unit="unit") for p in (1, 2, 3)),
    ],
    [ROW],
)


@pytest.mark.parametrize("width", [24, 40, 80, 140])
def test_no_number_is_cut(width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(_blocks, "_PIPE", width)
    _blocks.show([BAND], reader("en"))
    shown = " ".join(capsys.readouterr().out.split())
    assert (shown.count("75,000"), shown.count("61,000–91,000")) == (3, 3)
    assert "Floor" in shown
