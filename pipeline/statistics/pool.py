"""The wider postings a segment borrows from: widths and offsets by role, learned once for many segments."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics.completion import Completion, Widths, completion_for, learn
from pipeline.statistics.inputs import Postings, read_postings
from pipeline.statistics.pooling import PooledModel, fit_pooled

if TYPE_CHECKING:
    import pandas as pd

_ROLE_RANGES = 30


class Pool:
    """Wider postings, prepared: give the same one to every `salary_band` of a market."""

    def __init__(self, postings: Postings, position: float = 0.5, *, pooling: bool = True) -> None:
        self.postings = postings
        self.position = position
        self._pooling = pooling
        self._by_role: dict[str, Widths] = {}

    @cached_property
    def everything(self) -> Widths:
        """What all postings of the pool teach."""
        return learn(self.postings, self.position)

    @cached_property
    def _several_roles(self) -> bool:
        return self.postings.role.many

    def widths(self, role: str | None) -> Widths:
        """What the postings of a role teach; widths of all where the role has fewer than 30 closed ranges."""
        if role is None or not self._several_roles or role not in self.postings.role.labels:
            return self.everything
        if role not in self._by_role:
            rows = self.postings.role.codes == self.postings.role.labels.index(role)
            own = learn(self.postings.take(rows), self.position)
            if own.ranges < _ROLE_RANGES:
                wide = self.everything
                own = Widths(wide.half_width, wide.ranges, own.from_offset, own.upto_offset)
            self._by_role[role] = own
        return self._by_role[role]

    def completion(self, postings: Postings) -> Completion:
        """The distances by which a segment's missing ends are put."""
        own = learn(postings, self.position, offsets=False)
        return completion_for(own, self.widths(role_of(postings)), self.position)

    @cached_property
    def pooled(self) -> PooledModel | None:
        """The empirical-Bayes model of the pool's segments; None where the pool is too small for one."""
        if not self._pooling:
            return None
        rows = self.postings.shown
        size, roles = len(self.postings), self.postings.role
        lines = [np.full(size, np.nan) for _ in range(3)]
        for code in np.flatnonzero(np.bincount(roles.codes)):
            mine = roles.codes == code
            part = self.postings.take(mine)
            for line, values in zip(lines, self.completion(part).complete(part), strict=True):
                line[mine] = values
        return fit_pooled(self.postings.take(rows), (lines[0][rows], lines[1][rows], lines[2][rows]))


def role_of(postings: Postings) -> str | None:
    """The one role of the postings, None where there are several or none."""
    present = postings.role.present()
    return present[0] if len(present) == 1 and present[0] else None


def prepare_pool(frame: pd.DataFrame, position: float = 0.5) -> Pool:
    """A pool of the wider postings of a market (columns as for `salary_band`), learned once and used for many bands."""
    return Pool(read_postings(frame), position)
