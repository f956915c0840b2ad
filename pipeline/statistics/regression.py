"""Least squares on dummies, with covariance by employer clusters (CR1, and CR3: the cluster jackknife)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from pipeline.statistics.inputs import Factor, Floats, Ints, Postings

_RIDGE = 1e-9  # only keeps exactly collinear columns from breaking the solve
_COVARIATES = ("role", "city", "experience", "industry")


@dataclass(frozen=True, slots=True)
class Fit:
    """A weighted least-squares fit: coefficients, residuals, and the bread (X'WX)^-1."""

    design: Floats
    weights: Floats
    coefficients: Floats
    residuals: Floats
    bread: Floats


def dummies(factor: Factor) -> Floats:
    """0/1 columns for every label that occurs except the most frequent one; shape (rows, labels - 1)."""
    count = np.bincount(factor.codes, minlength=len(factor.labels))
    present = np.flatnonzero(count)
    columns = present[present != count.argmax()]
    return np.asarray(factor.codes[:, None] == columns, dtype=float)


def covariates(postings: Postings) -> Floats:
    """Intercept and dummies of role, city, experience, industry; shape (rows, columns)."""
    blocks = [np.ones((len(postings), 1)), *(dummies(getattr(postings, name)) for name in _COVARIATES)]
    return np.hstack(blocks)


def fit(design: Floats, outcome: Floats, weights: Floats, bread: Floats | None = None) -> Fit:
    """Weighted least squares: b = (X'WX)^-1 X'Wy; `bread` of an earlier fit of the same design spares its work."""
    if bread is None:
        bread = _bread(design, weights)
    coefficients = bread @ ((weights * outcome) @ design)
    return Fit(design, weights, coefficients, outcome - design @ coefficients, bread)


def _bread(design: Floats, weights: Floats) -> Floats:
    gram = (design * weights[:, None]).T @ design
    ridge = _RIDGE * np.trace(gram) / len(gram) * np.eye(len(gram))
    return np.asarray(np.linalg.pinv(gram + ridge, hermitian=True))


def cr1(fitted: Fit, clusters: Ints) -> Floats:
    """Cluster covariance G/(G-1) (n-1)/(n-p) B (sum_e s_e s_e') B, s_e = X_e' W_e e_e."""
    from scipy import sparse  # a fifth of a second to import, and only this needs it

    dense, codes = pd.factorize(clusters)
    rows, columns = fitted.design.shape
    places = (dense, np.arange(rows))
    scores = sparse.csr_array((fitted.weights * fitted.residuals, places), (codes.size, rows)) @ fitted.design
    scale = codes.size / max(codes.size - 1, 1) * (rows - 1) / max(rows - columns, 1)
    return np.asarray(scale * fitted.bread @ (scores.T @ scores) @ fitted.bread)


def cr3(fitted: Fit, clusters: Ints) -> Floats:
    """Cluster-jackknife covariance (G-1)/G sum_e u_e u_e', u_e = (X'WX)^-1 X_e'W_e (I - H_ee)^-1 e_e.

    u_e equals (X'WX - X_e'W_eX_e)^-1 X_e'W_e e_e: the change of b when the employer is left out. Employers with
    few postings are solved in their own rows, large ones in the columns.
    """
    order = np.argsort(clusters, kind="stable")
    starts = np.flatnonzero(np.diff(clusters[order], prepend=clusters[order[0]] - 1))
    ends = np.append(starts[1:], order.size)
    root = np.sqrt(fitted.weights[order])
    design, residuals = fitted.design[order] * root[:, None], fitted.residuals[order] * root
    sizes = ends - starts
    meat = np.zeros_like(fitted.bread)
    for size in np.unique(sizes):
        chosen = starts[sizes == size]
        rows = chosen[:, None] + np.arange(size)
        meat += _jackknife_sum(design[rows], residuals[rows], fitted.bread)
    groups = starts.size
    return np.asarray((groups - 1) / groups * meat)


def _jackknife_sum(design: Floats, residuals: Floats, bread: Floats) -> Floats:
    """Sum of u_e u_e' over clusters of one size; design (clusters, size, columns), residuals (clusters, size)."""
    _, size, columns = design.shape
    if size <= columns:
        leverage = design @ bread @ design.transpose(0, 2, 1)
        left = np.eye(size) - leverage
        solved = np.linalg.pinv(left, rcond=1e-8, hermitian=True) @ residuals[:, :, None]
        moved = (bread @ design.transpose(0, 2, 1) @ solved)[:, :, 0]
    else:
        gram = np.linalg.inv(bread)
        rest = gram - design.transpose(0, 2, 1) @ design
        moved = (
            np.linalg.pinv(rest, rcond=1e-10, hermitian=True) @ (design.transpose(0, 2, 1) @ residuals[:, :, None])
        )[:, :, 0]
    return np.asarray(moved.T @ moved, dtype=float)
