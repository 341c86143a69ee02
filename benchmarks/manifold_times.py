"""The four times of the hidden manifold beside plainer ways to get them, in one run on one core.

    python benchmarks/manifold_times.py

writes benchmarks/manifold_times.csv and prints the same table. The alternatives are what one
writes first: for the linear manifold, adaptive quadrature of the Marchenko-Pastur law in a
bracketed root search (scipy's quad and brentq); for tanh and relu, damped iteration of the replica
equations on Gauss-Hermite nodes, started afresh at every point of the root search. `ratio` is the
alternative's time over memgen's, `error` its largest relative deviation from memgen's four times.
memgen's own error is in its tests: 1e-10 (linear, against quadrature) and below 1e-6 (tanh and
relu, against doubled nodes and state evolution).
"""

# ruff: noqa: E402
import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[variable] = "1"

import numpy as np
from common import machine, median_seconds, show, write
from scipy.integrate import quad
from scipy.optimize import brentq

from memgen.activations import get_activation
from memgen.theory.manifold import times
from memgen.theory.manifold.curved import curved_collapse_time, curved_times

POINTS = ((0.2, 0.2), (0.5, 0.5), (0.2, 1.5))
REPEATS = 5


def linear_by_quadrature(alpha, alpha_D):
    """t_c, t_o, t_cond0 and t_g of the linear manifold from integrals over its spectrum."""
    low, high = ((1 + sign * np.sqrt(alpha_D)) ** 2 / alpha_D for sign in (-1, 1))

    def mean(function):
        def integrand(a):
            density = alpha_D * np.sqrt((high - a) * (a - low)) / (2 * np.pi * a)
            return density * function(a)

        return quad(integrand, low, high, epsabs=1e-12, epsrel=1e-10, limit=200)[0]

    def root(function):
        return np.exp(brentq(lambda log_t: function(np.exp(log_t)), -30, 10, xtol=1e-10))

    information = lambda t: 0.5 * mean(lambda a: np.log1p(a / t))  # noqa: E731
    collapse = root(lambda t: information(t) - alpha)
    onset = root(lambda t: information(t) + 0.5 * mean(lambda a: a / (a + t)) - alpha)
    condensation = root(
        lambda t: alpha - 0.5 * mean(lambda a: np.log1p(a / t) - (a / t) / (1 + a / t) ** 2)
    )
    u = lambda a: 1 + a / condensation  # noqa: E731
    return collapse, onset, condensation, mean(lambda a: a / u(a) * (1 + 1 / u(a)))


def nodes(count):
    x, w = np.polynomial.hermite_e.hermegauss(count)
    return x, w / w.sum()


H, U, V, W = nodes(61), nodes(31), nodes(61), nodes(15)


def replica_by_iteration(kappa, R, alpha_D, sigma):
    """Zeta and kappa dzeta/dkappa: damped iteration on Gauss-Hermite nodes, from a fixed start."""
    h, u, w = (axis[0] for axis in (H, U, W if R else ([0.0], [1.0])))
    h, u, w = np.meshgrid(h, u, w, indexing="ij")
    weight = np.einsum("i,j,k->ijk", H[1], U[1], W[1] if R else [1.0])
    y = sigma(h) + np.sqrt(R) * w
    m, q, v = 0.9, 0.85, 0.1
    for _ in range(200):
        cavity = m * h + np.sqrt(max(q - m**2, 0)) * u
        energy = -kappa / 2 * (y[..., None] - sigma(cavity[..., None] + np.sqrt(v) * V[0])) ** 2
        top = energy.max(axis=-1, keepdims=True)
        tilted = V[1] * np.exp(energy - top)
        z = tilted.sum(axis=-1)
        mean, square = (tilted @ V[0]) / z, (tilted @ V[0] ** 2) / z
        g1, g2 = mean / np.sqrt(v), (square - mean**2 - 1) / v
        new_v = 1 / (1 - (weight * g2).sum() / alpha_D)
        new_m = new_v * ((weight * h * g1).sum() - m * (weight * g2).sum()) / alpha_D
        new_q = new_m**2 + new_v**2 * (weight * g1**2).sum() / alpha_D
        change = max(abs(new_v - v) / v, abs(new_m - m), abs(new_q - q))
        m, q, v = (old + 0.7 * (new - old) for old, new in ((m, new_m), (q, new_q), (v, new_v)))
        if change < 1e-7:
            break
    entropy = np.log(v) + (q - m**2) / v - (q + v) + 1
    zeta = alpha_D / 2 * entropy + (weight * (np.log(z) + top[..., 0])).sum()
    return zeta, (weight * (tilted * energy).sum(axis=-1) / z).sum()


def nonlinear_by_iteration(alpha, alpha_D, activation):
    """t_c, t_o, t_cond0 and t_g by root searches, each point from scratch."""
    sigma = get_activation(activation).function

    def root(function):
        # The search must start near the root: far from it the iteration does not converge.
        guess = np.log(curved_collapse_time(alpha, alpha_D, activation))
        return np.exp(brentq(lambda s: function(np.exp(s)), guess - 1.5, guess + 1.5, xtol=1e-6))

    collapse = root(lambda t: alpha + 0.5 + replica_by_iteration(1 / t, t, alpha_D, sigma)[0])
    onset = root(lambda t: alpha + replica_by_iteration(1 / t, 0, alpha_D, sigma)[0])

    def entropy(t):
        zeta, slope = replica_by_iteration(1 / t, 0, alpha_D, sigma)
        return alpha + zeta - slope

    condensation = root(entropy)
    slope = replica_by_iteration(1 / condensation, 0, alpha_D, sigma)[1]
    return collapse, onset, condensation, -2 * condensation * slope


def memgen(alpha, alpha_D, activation):
    curved_times.cache_clear()
    found = times(alpha, alpha_D, activation)
    return found.collapse, found.onset, found.condensation, found.generalization


def main():
    rows = []
    for activation in ("linear", "tanh", "relu"):
        for alpha, alpha_D in POINTS:
            ours, exact = median_seconds(memgen, alpha, alpha_D, activation, repeats=REPEATS)
            if activation == "linear":
                name, (other, found) = (
                    "adaptive quadrature",
                    median_seconds(linear_by_quadrature, alpha, alpha_D, repeats=REPEATS),
                )
            else:
                name, (other, found) = (
                    "damped iteration, Gauss-Hermite",
                    median_seconds(nonlinear_by_iteration, alpha, alpha_D, activation, repeats=1),
                )
            rows.append(
                {
                    "activation": activation,
                    "alpha": alpha,
                    "alpha_D": alpha_D,
                    "seconds": f"{ours:.3g}",
                    "alternative": name,
                    "alternative_seconds": f"{other:.3g}",
                    "ratio": f"{other / ours:.1f}",
                    "error": f"{np.abs(found / exact - 1).max():.1e}",
                    "machine": machine(),
                }
            )
            show(rows[-1])
    write(__file__, rows)


if __name__ == "__main__":
    main()
