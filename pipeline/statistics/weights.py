"""Weights of postings that show pay: employers weighed down, capped, and fitted to all postings (SPEC 3.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.statistics.order import numbered

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Floats, Ints, Postings

RHO = 0.5  # how alike two postings of one employer are taken to be
CAP = 0.25  # no employer above this share of the weight
_CAP_ROUNDS = 20
_CELL_MINIMUM = 5
_FACTOR_LIMITS = (1 / 3, 3.0)


def employer_weights(
    weight: Floats, cluster: Ints, rho: float = RHO, cluster_count: int | None = None
) -> tuple[Floats, float]:
    """Weights d / (1 + (n_e - 1) rho), employers capped at 25 %; and the top employer's share before weighing.

    n_e is the sum of d over the employer's postings. With fewer than four employers there is no cap. With
    `cluster_count` the clusters are 0 .. cluster_count - 1.
    """
    if cluster_count is None:
        cluster, cluster_count = numbered(cluster)
    size = np.bincount(cluster, weight, cluster_count)
    weights = weight / (1 + np.maximum(size[cluster] - 1, 0) * rho)
    if cluster_count * CAP >= 1:
        weights = _capped(weights, cluster, cluster_count)
    return weights, float(size.max() / size.sum())


def _capped(weights: Floats, dense: Ints, groups: int) -> Floats:
    for _ in range(_CAP_ROUNDS):
        share = np.bincount(dense, weights, groups) / weights.sum()
        if share.max() <= CAP + 1e-12:
            break
        weights = weights * np.minimum(1.0, CAP / share)[dense]
    return weights


def post_stratified(weights: Floats, postings: Postings) -> Floats:
    """Weights of the postings that show pay, fitted to the mix of all postings, also those that hide it.

    `weights` belongs to the shown rows of `postings`. factor = (N_c / N) / (n_c / n) for each cell of experience,
    and of city where the segment spans several; neighbouring cells are merged until five show pay; the factor
    stays within 1/3 and 3.
    """
    cell = _cells(postings)
    count = int(cell.max()) + 1
    shown = postings.shown
    everyone = np.bincount(cell, postings.weight, count)
    showing = np.bincount(cell[shown], postings.weight[shown], count)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = (everyone / everyone.sum()) / (showing / showing.sum())
    factor = np.clip(np.nan_to_num(factor, nan=1.0), *_FACTOR_LIMITS)
    return np.asarray(weights * factor[cell[shown]])


def _cells(postings: Postings) -> Ints:
    """Cells of experience within city, merged with their neighbours until each shows pay five times."""
    levels = len(postings.experience.labels)
    raw = postings.city.codes * levels + postings.experience.codes if postings.city.many else postings.experience.codes
    present, dense = np.flatnonzero(np.bincount(raw)), numbered(raw)[0]
    shown = np.bincount(dense[postings.shown], minlength=present.size)
    merged = np.empty(present.size, np.intp)
    cell, gathered, start = 0, 0, 0
    city = present // levels
    for place in range(present.size):
        merged[place] = cell
        gathered += shown[place]
        last = place + 1 == present.size
        if gathered >= _CELL_MINIMUM and not last:
            # a thin rest of this city joins the city's last full cell rather than the next city's first
            rest = shown[place + 1 :][city[place + 1 :] == city[place]].sum()
            if rest >= _CELL_MINIMUM or city[place + 1] != city[place]:
                cell, gathered, start = cell + 1, 0, place + 1
    if gathered < _CELL_MINIMUM and cell:
        merged[start:] = cell - 1
    return merged[dense]
