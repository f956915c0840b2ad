"""Makes facts quickly: a frozen dataclass sets each of its fields through `object.__setattr__`, five times the cost.

A draft has the same slots, is filled as any object is, and then takes the class it was drafted for: a fact as any
other, equal to one made by `Fact(…)`. A posting has some thirty of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from pipeline.model import Fact

if TYPE_CHECKING:
    from pipeline.model import Origin, Where


class _Draft:
    __slots__ = tuple(Fact.__slots__)

    def __init__(
        self, kind: str, concept: str, low: float | None = None, high: float | None = None, unit: str | None = None,
        scope: str | None = None, level: str | None = None, origin: Origin = "text", where: Where = "text",
        quote: str | None = None, start: int | None = None, end: int | None = None, principal: bool = False,
    ) -> None:  # fmt: skip
        self.kind = kind
        self.concept = concept
        self.low = low
        self.high = high
        self.unit = unit
        self.scope = scope
        self.level = level
        self.origin = origin
        self.where = where
        self.quote = quote
        self.start = start
        self.end = end
        self.principal = principal
        self.__class__ = Fact  # type: ignore[assignment]


made = cast(type[Fact], _Draft)
"""What `Fact` is, with the same arguments."""
