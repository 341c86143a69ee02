"""Energies on the circle by the likelihood of a score, and the ring of the published labels.

    E = -2 t log p_t,      log p_t(x) = log p_1(x(1)) - 1/2 int_t^1 div score dt'

along the probability flow from x at t to x(1) (`memgen.diffusion.likelihood`). The released code of
arXiv:2505.21777 takes N(0, 1) for p_1, and its energy is twice as large (4 t sqrt(t) at sqrt(t) = 1
in the place of 2 t).
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.likelihood import (
    ScoreAndDivergence,
    empirical_divergence,
    flow_log_density,
)
from memgen.recurrent.diffusion_energy import DiffusionEnergy
from memgen.tables.rows import Point, Row, row

END = 1.0  # t at which the flow ends
DOUBLED = 2  # the released energy over the energy
RING = 241  # angles of the energy along the ring
# Centroids' energies at K = 9, t = .15 in the published Fig. 2, with the angles of the clusters.
PUBLISHED_K, PUBLISHED_T = 9, 0.15
PUBLISHED = {
    -146: 0.29,
    -139: 0.28,
    -35: 0.06,
    -22: 0.00,
    -3.6: 0.14,
    139: 0.05,
    145: 0.03,
    152: 0.12,
    162: 0.24,
}

Density = Callable[[Any], Any]
"""From points (batch, 2) to log p_1 (batch,)."""


def flow_energy(
    score: ScoreAndDivergence, x: Float[np.ndarray, "batch 2"], t: float, end: Density, steps: int
) -> Float[np.ndarray, " batch"]:
    """Return -2 t log p_t(x) by the flow, with `end` as log p_1."""
    return -2 * t * flow_log_density(score, x, t, END, end, steps)


def standard_normal(x: Float[np.ndarray, "batch 2"]) -> Float[np.ndarray, " batch"]:
    """Return log N(x; 0, 1), which the released code takes for log p_1."""
    return -0.5 * (x**2).sum(axis=1) - np.log(2 * np.pi)


def ring_rows(network: ScoreAndDivergence | None, steps: int) -> Iterator[Row]:
    """Yield E along R = 1 at the published K and t: exact, of the network, and as released.

    Each curve stands above the lowest of its values at the published angles, as the published
    labels do. Without a network of nine points there are only the exact score's curves.
    """
    K, t = PUBLISHED_K, PUBLISHED_T
    degrees = np.linspace(-180, 180, RING)
    ring = on_circle(np.radians(degrees))
    empirical = EmpiricalScore(on_circle(published_angles(K)))
    exact = empirical_divergence(empirical)
    biased = flow_energy(exact, ring, t, standard_normal, steps)
    curves = {
        "exact": DiffusionEnergy(empirical.points).energy(ring, t),
        "exact_released": DOUBLED * biased,
        "exact_prior_bias": biased,
    }
    if network is not None:
        end = partial(empirical.log_density, t=END)
        curves["network"] = flow_energy(network, ring, t, end, steps)
        released = flow_energy(network, ring, t, standard_normal, steps)
        curves["network_released"] = DOUBLED * released
    point: Point = {"K": K, "t": t}
    for curve, values in curves.items():
        lowest = np.interp(list(PUBLISHED), degrees, values).min()
        for angle, value in zip(degrees, values - lowest, strict=True):
            yield row("ring_energy", "theory", value, **point, curve=curve, angle=float(angle))
    for angle, value in PUBLISHED.items():
        label: Point = {"curve": "label", "angle": float(angle)}
        yield row("ring_energy", "published", value, **point, **label)
