"""Log-densities by the probability flow beside scipy's RK45, in one run on one core.

    python benchmarks/likelihood.py

writes benchmarks/likelihood.csv and prints the same table: log p_t of nine points of the circle on
a map, with the exact divergence, by Runge and Kutta's method at fixed steps in log t, beside
solve_ivp's RK45 in t at tolerance 1e-5 (the released code of arXiv:2505.21777); errors are against
the exact log p_t. The steps are as many as give about the error of RK45.
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
from common import machine, median_seconds, show, write
from scipy.integrate import solve_ivp

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.likelihood import flow_log_density

POINTS = on_circle(published_angles(9))
END = 1.0


def both(x, t):
    """Score and divergence of the nine points."""
    logit = x @ POINTS.T / t
    weight = np.exp(logit - logit.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = weight @ POINTS
    # |xi| = 1
    divergence = ((1 - (mean**2).sum(axis=1)) / t - 2) / t
    return (mean - x) / t, divergence


def by_scipy(x, t, end):
    def slope(now, state):
        score, divergence = both(state[: x.size].reshape(x.shape), now)
        return np.concatenate([-0.5 * score.ravel(), 0.5 * divergence])

    start = np.concatenate([x.ravel(), np.zeros(len(x))])
    found = solve_ivp(slope, (t, END), start, method="RK45", rtol=1e-5, atol=1e-5).y[:, -1]
    return end(found[: x.size].reshape(x.shape)) - found[x.size :]


def main():
    rows = []
    empirical = EmpiricalScore(POINTS)
    axis = np.linspace(-1.5, 1.5, 41)
    x = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)

    def end(x):
        return empirical.log_density(x, END)

    for t, steps in ((0.25, 8), (0.15, 12), (0.05, 24)):
        exact = empirical.log_density(x, t)
        ours, found = median_seconds(flow_log_density, both, x, t, END, end, steps, repeats=5)
        other, published = median_seconds(by_scipy, x, t, end, repeats=5)
        rows.append(
            {
                "t": t,
                "steps": steps,
                "seconds": round(ours, 4),
                "rk45_seconds": round(other, 4),
                "ratio": round(other / ours, 2),
                "rms_error": f"{np.sqrt(np.mean((found - exact) ** 2)):.1e}",
                "rk45_rms_error": f"{np.sqrt(np.mean((published - exact) ** 2)):.1e}",
                "machine": machine(),
            }
        )
        show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
