"""The spectrum of random features beside a solver that restarts, in one run on one core.

    python benchmarks/feature_spectrum.py

writes benchmarks/feature_spectrum.csv and prints the same table: 400 points of the density, even
in log(lambda - s^2). The alternative takes one point after the other, each from Im z = 100 down to
the same height in the same steps, as one writes it first; it solves the same equations with
scipy's root. `error` is its largest difference over the largest density (where it is of order 1 the
alternative lost the branch).
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
from common import machine, median_seconds, show, write
from scipy.optimize import root

from memgen.theory.random_features.resolvent import FeatureModel, equations, resolvent

POINTS = 400
HEIGHT = 1e-6


def points(model):
    s2 = model.coefficients.s2
    gap = np.geomspace(1e-3 * s2, 50.0, POINTS)
    return s2 + gap + 1j * HEIGHT * gap


def ours(model):
    return resolvent(points(model), model).q.imag / np.pi


def restarted(model):
    """Every point from far above the real axis, by scipy's hybrid method."""
    density = []
    for z in points(model):
        top = -1 / (z.real + 100.0j)
        u = np.array([top.real, top.imag, 1.0, 0.0])
        for height in np.geomspace(100.0, z.imag, 45):
            at = z.real + 1j * height

            def residuals(u, at=at):
                q, D = np.array([u[0] + 1j * u[1]]), np.array([u[2] + 1j * u[3]])
                F1, F2 = equations(q, D, np.array([at]), model)[:2]
                return [F1[0].real, F1[0].imag, F2[0].real, F2[0].imag]

            u = root(residuals, u, method="hybr", tol=1e-10).x
        density.append(u[1] / np.pi)
    return density


def main():
    rows = []
    for psi_p, psi_n, t in ((64.0, 8.0, 0.01), (64.0, 8.0, 1e-6), (4.0, 8.0, 0.1)):
        model = FeatureModel(psi_p, psi_n, t)
        seconds, exact = median_seconds(ours, model, repeats=9)
        other, found = median_seconds(restarted, model, repeats=1)
        rows.append(
            {
                "psi_p": psi_p,
                "psi_n": psi_n,
                "t": t,
                "points": POINTS,
                "seconds": f"{seconds:.3g}",
                "alternative": "restarted at each point",
                "alternative_seconds": f"{other:.3g}",
                "ratio": f"{other / seconds:.0f}",
                "error": f"{np.abs(found - exact).max() / exact.max():.1e}",
                "machine": machine(),
            }
        )
        show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
