"""A curve of 50 capacities alpha_1(lambda) beside plainer ways to get it, in one run on one core.

    python benchmarks/capacity.py

writes benchmarks/capacity.csv and prints the same table. The curve runs to 1.2 lambda_s at
alpha_D = .25. The alternatives: for the linear manifold, the maximum over l of l - zeta(l) by
scipy's bounded scalar search; for tanh and relu, memgen's replica solver started afresh at every
lambda, without the walk along the branch, and damped iteration of the replica equations on
Gauss-Hermite nodes. `ratio` is the alternative's time over memgen's, `error` its largest deviation
over the largest capacity; memgen's own error is in its tests.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
from common import machine, median_seconds, show, write
from scipy.optimize import minimize_scalar

from memgen.activations import get_activation
from memgen.theory.capacity import retrieval_capacity, saturation
from memgen.theory.replica.cumulants import hopfield_cumulant

ALPHA_D = 0.25
POINTS = 50


def linear_by_search(lams):
    """max_{l <= lambda} [l - zeta(l)] by a scalar search at every lambda."""
    variance = 1 + 1 / ALPHA_D
    return [
        -minimize_scalar(lambda x: variance * x**2 / 2 - x, bounds=(0, lam), method="bounded").fun
        for lam in lams
    ]


def restarted(activation):
    """The replica solver, each point followed from lambda -> 0 again."""

    def curve(lams):
        rho, end = (
            get_activation(activation).second_moment(),
            saturation("manifold", ALPHA_D, activation),
        )
        inside = np.minimum(lams, end.lam)
        return [lam * rho - hopfield_cumulant(lam, ALPHA_D, activation).zeta for lam in inside]

    return curve


def nodes(count):
    x, w = np.polynomial.hermite_e.hermegauss(count)
    return x, w / w.sum()


H, U, V = nodes(61), nodes(31), nodes(61)


def zeta_by_iteration(lam, sigma):
    """Damped iteration on Gauss-Hermite nodes, from a fixed start."""
    h, u = np.meshgrid(H[0], U[0], indexing="ij")
    weight = np.outer(H[1], U[1])
    m, q, v = 0.3, 0.3, 0.8
    for _ in range(300):
        cavity = m * h + np.sqrt(max(q - m**2, 0)) * u
        energy = lam * sigma(h)[..., None] * sigma(cavity[..., None] + np.sqrt(v) * V[0])
        top = energy.max(axis=-1, keepdims=True)
        tilted = V[1] * np.exp(energy - top)
        z = tilted.sum(axis=-1)
        mean, square = (tilted @ V[0]) / z, (tilted @ V[0] ** 2) / z
        g1, g2 = mean / np.sqrt(v), (square - mean**2 - 1) / v
        new_v = 1 / (1 - (weight * g2).sum() / ALPHA_D)
        new_m = new_v * ((weight * h * g1).sum() - m * (weight * g2).sum()) / ALPHA_D
        new_q = new_m**2 + new_v**2 * (weight * g1**2).sum() / ALPHA_D
        change = max(abs(new_v - v) / v, abs(new_m - m), abs(new_q - q))
        m, q, v = (old + 0.7 * (new - old) for old, new in ((m, new_m), (q, new_q), (v, new_v)))
        if change < 1e-7:
            break
    entropy = np.log(v) + (q - m**2) / v - (q + v) + 1
    return ALPHA_D / 2 * entropy + (weight * (np.log(z) + top[..., 0])).sum()


def iterated(activation):
    """The largest l rho - zeta(l) over the points of the curve up to lambda."""
    sigma, rho = get_activation(activation).function, get_activation(activation).second_moment()

    def curve(lams):
        return np.maximum.accumulate([lam * rho - zeta_by_iteration(lam, sigma) for lam in lams])

    return curve


def main():
    rows = []
    for activation in ("linear", "tanh", "relu"):
        lams = 1.2 * saturation("manifold", ALPHA_D, activation).lam * np.linspace(0.02, 1, POINTS)
        repeats = 20 if activation == "linear" else 3
        ours, exact = median_seconds(
            retrieval_capacity, lams, "manifold", ALPHA_D, activation, repeats=repeats
        )
        others = {"scalar search": linear_by_search}
        if activation != "linear":
            others = {
                "restarted at each lambda": restarted(activation),
                "damped iteration, Gauss-Hermite": iterated(activation),
            }
        for name, other in others.items():
            seconds, found = median_seconds(other, lams, repeats=1)
            rows.append(
                {
                    "activation": activation,
                    "points": POINTS,
                    "seconds": f"{ours:.3g}",
                    "alternative": name,
                    "alternative_seconds": f"{seconds:.3g}",
                    "ratio": f"{seconds / ours:.1f}",
                    "error": f"{np.abs(found - exact).max() / exact.max():.1e}",
                    "machine": machine(),
                }
            )
            show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
