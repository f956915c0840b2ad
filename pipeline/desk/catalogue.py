"""The keeper of the desk's catalogues.

python -m pipeline.desk.catalogue      adds what is new, drops what nobody says any more, keeps translations
"""

from __future__ import annotations

from pathlib import Path

from pipeline.report.catalogue import Keeper

KEEPER = Keeper(Path(__file__).parent, "desk")

if __name__ == "__main__":
    KEEPER.renew_all()
