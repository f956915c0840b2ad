"""What the last run made, opened to ask questions of: every frame is read once and kept, `query` runs any select."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from pipeline.desk.question import Segment, UnitMarket, as_known, choose_unit, near, where_in
from pipeline.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from pipeline.statistics import Pool

Query = Callable[[str], "pd.DataFrame"]
_KEPT_UNITS = 8


class Market:
    """The market of one run. `query` runs one select; `close` lets go of what is behind it."""

    def __init__(self, query: Query, close: Callable[[], None] | None = None) -> None:
        self._query, self._close = query, close
        self._lock = threading.Lock()
        self._flags: dict[str, npt.NDArray[np.bool_]] = {}
        self._pools: dict[str, tuple[pd.DataFrame, pd.DataFrame, Pool]] = {}

    def query(self, sql: str) -> pd.DataFrame:
        """Return the rows of one select; one at a time, for a connection is not for several threads."""
        with self._lock:
            return self._query(sql)

    def close(self) -> None:
        """Let go of the file."""
        if self._close is not None:
            self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The vacancies of the role in the window, what statistics read of them; the index is their number."""
        from pipeline.statistics.segments import COLUMNS

        return self.query(f"select {', '.join(COLUMNS)} from mart.vacancy order by vacancy_id")

    @cached_property
    def has_text(self) -> npt.NDArray[np.bool_]:
        """Which of `rows` have a text: the others ask for nothing that could be read."""
        return self.query("select has_text from mart.vacancy order by vacancy_id")["has_text"].to_numpy(dtype=bool)

    @cached_property
    def units(self) -> pd.Series[str]:
        """The unit of each vacancy's market."""
        from pipeline.statistics.markets import market_units

        return market_units(self.rows)

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """The one row of mart.market, missing values as None."""
        row = self.query("select * from mart.market")
        return {str(k): v for k, v in row.astype(object).where(row.notna(), None).iloc[0].items()}

    @cached_property
    def concepts(self) -> pd.DataFrame:
        """raw.concept by concept."""
        return self.query("select * from raw.concept").set_index("concept", drop=False)

    def label(self, concept: str, lang: str) -> str:
        """A concept in a language; an id without a name reads as words."""
        if concept in self.concepts.index:
            label = self.concepts.at[concept, f"label_{lang}"]
            if isinstance(label, str) and label:
                return label
        return concept.replace("-", " ").capitalize()

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Concept ids by their ids and names in every language, in small letters."""
        named = self.concepts[["concept", "label_en", "label_ru", "label_tr"]].to_dict("records")
        return {str(name).casefold(): str(row["concept"]) for row in named for name in row.values() if name}

    @cached_property
    def asks(self) -> pd.DataFrame:
        """mart.ask by numbers: `row` of `rows`, `concept` of `asked_concepts`, `scope` of model.SCOPES."""
        from pipeline.model import SCOPES

        scopes = " ".join(f"when '{scope}' then {number}" for number, scope in enumerate(SCOPES))
        return self.query(
            "with numbered as (select vacancy_id, (row_number() over (order by vacancy_id) - 1)::integer as number"
            " from mart.vacancy), named as (select concept, (row_number() over (order by concept) - 1)::smallint as"
            " code from (select distinct concept from mart.ask)) select numbered.number as row, named.code as"
            f" concept, (case ask.scope {scopes} else {len(SCOPES)} end)::tinyint as scope from mart.ask as ask"
            " join numbered using (vacancy_id) join named using (concept)"
        )

    @cached_property
    def asked_concepts(self) -> list[str]:
        """The concepts that `asks` numbers, in their order."""
        return [str(c) for c in self.query("select distinct concept from mart.ask order by concept")["concept"]]

    @cached_property
    def premiums(self) -> pd.DataFrame:
        """mart.premium."""
        return self.query("select * from mart.premium")

    @cached_property
    def employers(self) -> pd.Series[int]:
        """The number of each vacancy's employer, missing where it names none: quicker to tell apart than names."""
        import pandas as pd

        numbers, names = pd.factorize(self.rows["employer"])
        named = (numbers >= 0) & ~pd.Series(numbers).isin([i for i, name in enumerate(names) if name == ""]).to_numpy()
        return pd.Series(numbers, dtype="Int64").where(named)

    @cached_property
    def commonest_places(self) -> list[str]:
        """The places of the vacancies, the commonest first."""
        return [str(place) for place in self.rows["place"].value_counts().index]

    @cached_property
    def place_names(self) -> Mapping[str, str]:
        """The places of the vacancies by every name they have."""
        known = set(self.commonest_places)
        return {name: place for name, place in self.places.items() if place in known} | {p: p for p in sorted(known)}

    @cached_property
    def industries(self) -> list[str]:
        """The industries of the vacancies, by id."""
        return sorted(str(industry) for industry in self.rows["industry"].dropna().unique())

    @cached_property
    def shows_pay(self) -> npt.NDArray[np.bool_]:
        """Which of `rows` show a figure of pay."""
        return ~self.rows["kind"].isin(("absent", "negotiable")).to_numpy(dtype=bool)

    @cached_property
    def names_tax(self) -> npt.NDArray[np.bool_]:
        """Which of `rows` say gross or net."""
        return self.rows["tax"].isin(("gross", "net")).to_numpy(dtype=bool)

    def with_fact(self, kind: str) -> npt.NDArray[np.bool_]:
        """Which of `rows` have a fact of a kind in their posting."""
        return self._among(f"select vacancy_id from mart.fact where kind = {quoted(kind)}")

    def with_level(self, concept: str) -> npt.NDArray[np.bool_]:
        """Which of `rows` ask a concept and name its level."""
        return self._among(f"select vacancy_id from mart.ask where concept = {quoted(concept)} and level is not null")

    def asking(self, concepts: Collection[str], scopes: Collection[str]) -> npt.NDArray[np.bool_]:
        """Which rows of `asks` name one of the concepts in one of the scopes."""
        import numpy as np

        from pipeline.model import SCOPES

        wanted = np.array([c in concepts for c in self.asked_concepts], bool)
        meant = np.array([s in scopes for s in (*SCOPES, "")], bool)
        inside: npt.NDArray[np.bool_]
        inside = wanted[self.asks["concept"].to_numpy()] & meant[self.asks["scope"].to_numpy()]
        return inside

    def _among(self, vacancies: str) -> npt.NDArray[np.bool_]:
        """Which of `rows` a select of vacancy_id names; asked once."""
        if vacancies not in self._flags:
            self._flags[vacancies] = self.query(
                f"select vacancy_id in ({vacancies}) as found from mart.vacancy order by vacancy_id"
            )["found"].to_numpy(dtype=bool)
        return self._flags[vacancies]

    def where(
        self, place: str | None = None, experience: str | None = None, industry: str | None = None
    ) -> dict[str, str]:
        """Values as the vacancies write them, by column of a frame; UsageError for one nobody has."""
        found: dict[str, str] = {}
        if place is not None:
            found |= where_in(self.rows, place, self.places)
        if experience is not None:
            found["experience"] = as_known(self.rows["experience"], experience, "--experience", {})
        if industry is not None:
            found["industry"] = as_known(self.rows["industry"], industry, "--industry", self.names)
        return found

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Places of the gazetteer by every name they have, in small letters."""
        try:
            rows = self.query("select place, unnest([ru, tr, en]) as name from seed.place")
        except UsageError:
            return {}  # a warehouse without the gazetteer
        return {str(row.name).casefold(): str(row.place) for row in rows.itertuples() if row.name}

    def ask(self, asked: Segment) -> UnitMarket:
        """The market of one unit: the unit asked, else the commonest of the segment.

        Raises UsageError for a value nobody has, with those that come near; NothingCameInError where no vacancy shows
        pay in a unit.
        """
        from pipeline.statistics.segments import segment_frame

        requires = tuple(self._concept(name) for name in asked.requires)
        where = self.where(asked.place, asked.experience, asked.industry)
        unit, others = choose_unit(self.rows, self.units, where, asked.unit)
        inside, frame, pool = self._unit(unit)
        if asked.pay_scope != "posted":
            frame = segment_frame(inside, (), asked.pay_scope)
        if requires:
            frame = frame.assign(**{f"skill_{name}": self._requiring(frame, name) for name in requires})
        views = inside["tax_view"].dropna()
        where |= {f"skill_{name}": "yes" for name in requires}
        return UnitMarket(
            frame=frame, pool=pool, where=where, unit=unit,
            tax_view=None if views.empty else str(views.iloc[0]), other_units=others,
            today=_day(self.about["today"]), window_from=_day(self.about["window_from"]),
            invented=bool(self.about["sample"]), requires=requires, pay_scope=asked.pay_scope,
        )  # fmt: skip

    def _unit(self, unit: str) -> tuple[pd.DataFrame, pd.DataFrame, Pool]:
        from pipeline.statistics import prepare_pool
        from pipeline.statistics.segments import segment_frame

        if unit not in self._pools:
            if len(self._pools) >= _KEPT_UNITS:
                self._pools.clear()
            inside = self.rows[self.units == unit]
            frame = segment_frame(inside)
            self._pools[unit] = inside, frame, prepare_pool(frame)
        return self._pools[unit]

    def _requiring(self, frame: pd.DataFrame, concept: str) -> pd.Series[bool]:
        contains = f"coalesce(list_contains(asked, {quoted(concept)}), false)"
        found = self.query(f"select {contains} as asks from mart.vacancy order by vacancy_id")
        return found["asks"].astype(bool)[frame.index]  # numbered as `rows` are

    def _concept(self, wanted: str) -> str:
        found = self.names.get(wanted.casefold())
        if found is None:
            raise UsageError(f"--requires {wanted}: no such concept{near(wanted, self.names)}")
        return found


def quoted(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


def _day(value: Any) -> Any:
    return None if value is None else value.date() if hasattr(value, "date") else value
