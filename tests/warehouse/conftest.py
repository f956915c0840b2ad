"""A small warehouse from invented postings, for every test that needs tables rather than pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from pipeline.extract.public import strongest
from pipeline.model import Fact, Posting, Reject, Stated
from pipeline.statistics import pay_check
from pipeline.tables import FACT, POSTING, REJECT, Keys, facts_to_batch, postings_to_batch, rejects_to_table
from pipeline.warehouse import Build, Warehouse, building

CONCEPT_COLUMNS = ("concept", "kind", "group", "esco", "label_en", "label_ru", "label_tr")


def posting(id: str, **given) -> Posting:  # noqa: A002 - the field is called so
    """An account manager's posting of 5 June 2026; say only what differs."""
    standard = {
        "source": "files",
        "page": "a.csv",
        "text": f"Text of {id}",
        "title": "Account manager",
        "language": "en",
        "posted_on": date(2026, 6, 5),
        "stated": Stated(),
    }
    return Posting(id=id, **{**standard, **given})


def pay(
    concept: str = "range", low: float | None = 100_000, high: float | None = 150_000, unit: str = "RUB/month", **given
) -> Fact:
    """A stated pay fact: 100,000 to 150,000 roubles a month, gross."""
    standard = {"scope": "unknown", "level": "gross", "origin": "stated", "quote": f"{low}-{high}", "principal": True}
    return Fact("pay", concept, low, high, unit, **{**standard, **given})


ROLE = Fact("role", "yes", origin="stated", quote="Account manager", principal=True)


@dataclass
class Small:
    """Postings with their facts, and the folder of the warehouse they become."""

    folder: Path
    rows: list[tuple[Posting, Sequence[Fact]]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)

    def add(self, posting: Posting, *facts: Fact, role: bool = True) -> None:
        """Add a posting; it is of the role unless told otherwise."""
        self.rows.append((posting, [*([ROLE] if role else []), *facts]))

    def fill(self, build: Build) -> None:
        """Load the raw tables."""
        keys = Keys()
        keyed = [(keys.of(p), p, facts) for p, facts in self.rows]
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, batch in (
            ("posting", postings_to_batch([(k, p) for k, p, _ in keyed])),
            ("fact", facts_to_batch([(k, facts, strongest(facts)) for k, _, facts in keyed])),
        ):
            import pyarrow as pa

            pq.write_table(pa.Table.from_batches([batch]), self.folder / f"{name}.parquet")
        build.load("raw.posting", [self.folder / "posting.parquet"], POSTING)
        build.load("raw.fact", [self.folder / "fact.parquet"], FACT)
        build.store("raw.reject", rejects_to_table(self.rejects) if self.rejects else REJECT.empty_table())
        build.compute(pay_check.MAKES, pay_check.READS, pay_check.pay_checks)
        build.store("raw.concept", concepts([("excel", "skills", "office"), ("crm", "skills", "office")]))

    def built(self, **view: str | None) -> Warehouse:
        """Build it, in the view of the settings given, and open it."""
        with building(self.folder, **view) as build:
            self.fill(build)
            build.make()
            build.check()
        return Warehouse(self.folder / "warehouse.duckdb")


def rows(small: Small, sql: str, **view: str | None) -> list[tuple]:
    """The rows of one select on the small warehouse, None for null; `view`: tax and currency of the settings."""
    with small.built(**view) as warehouse:
        frame = warehouse.query(sql)
    return list(frame.astype(object).where(frame.notna(), None).itertuples(index=False, name=None))


def concepts(rows: Iterable[tuple[str, str, str]]):
    import pyarrow as pa

    return pa.table(
        {
            c: [dict(zip(CONCEPT_COLUMNS, (*r, "", r[0], r[0], r[0]), strict=True))[c] for r in rows]
            for c in CONCEPT_COLUMNS
        }
    )


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return Small(tmp_path / "processed")
