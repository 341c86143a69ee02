"""The basin of a data point of the linear manifold as t -> 0: its Voronoi cell, at any N.

As t -> 0 the mean shift goes straight to the nearest point. A start x_0 = xi^1 + sqrt(R) omega
comes back if no other point is nearer than xi^1, which has the probability

    (1 - p)^{P - 1},    p = P(|x_0 - xi|^2 < R |omega|^2),    xi ~ N(0, F F^T / D)

with p an exact integral over one variable (`ball_probability`). What is left to sample is F and
x_0. As N grows the average becomes a step at R = t_c.

memgen's derivation, for the model of arXiv:2502.09578.
"""

import numpy as np
from jaxtyping import Float

from memgen.errors import ConvergenceError
from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.theory.manifold.finite_size import spectra

NODES = 160
WIDTHS = 9.0


def ball_probability(
    square: Float[np.ndarray, " batch"],
    centre: Float[np.ndarray, "batch rank"],
    eigenvalues: Float[np.ndarray, "batch rank"],
) -> Float[np.ndarray, " batch"]:
    """Return log P(|xi - c|^2 < d) for xi ~ N(0, diag a).

    P = 1/(2 pi i) int dlambda/lambda exp(K),   K = lambda d - 1/2 sum log(1 + 2 lambda a_k)
                                                    - lambda sum c_k^2 / (1 + 2 lambda a_k)

    on the parabola lambda = (mu + b)(1 + i u)^2 - b through the saddle point mu of K, whose focus
    is the end -b = -1 / (2 a_max) of the branch cuts.

    Parameters
    ----------
    square : (batch,)
        d, positive.
    centre, eigenvalues : (batch, rank)
        c_k, and variances a_k > 0.

    Raises
    ------
    ConvergenceError
        If the saddle point is not found.
    """
    d, c_squared, a = square, centre**2, eigenvalues
    tolerance = 1e-8
    # where the ball holds most of the law there is no saddle point at mu > 0; any mu will do
    smallest = np.log(0.5 / d)
    log_mu = smallest.copy()
    for _ in range(200):
        mu = np.exp(log_mu)[:, None]
        z = 1 + 2 * mu * a
        slope = d - (a / z + c_squared / z**2).sum(axis=1)
        curvature = (2 * a**2 / z**2 + 4 * a * c_squared / z**3).sum(axis=1)
        target = log_mu + np.clip(-slope / (mu[:, 0] * curvature), -1, 1)
        target = np.maximum(target, smallest)
        largest = float(np.max(np.abs(target - log_mu)))
        log_mu = target
        if largest < tolerance:
            break
    else:
        raise ConvergenceError("saddle point of the distance's law", largest, tolerance)
    focus = 1 / (2 * a.max(axis=1))
    scale = (np.exp(log_mu) + focus)[:, None]
    u = np.linspace(0, WIDTHS, NODES) / (2 * scale * np.sqrt(curvature)[:, None])
    lam = scale * (1 + 1j * u) ** 2 - focus[:, None]
    exponent = lam * d[:, None]
    for k in range(a.shape[1]):
        z = 1 + 2 * lam * a[:, k, None]
        exponent -= np.log(z) / 2 + lam * c_squared[:, k, None] / z
    level = exponent[:, 0].real
    values = (np.exp(exponent - level[:, None]) * scale * (1 + 1j * u) / lam).real
    # even in u: the trapezoid rule converges exponentially
    integral = (values.sum(axis=1) - values[:, 0] / 2) * u[:, 1] * 2 / np.pi
    return np.minimum(level + np.log(np.maximum(integral, 1e-300)), 0.0)


@checked
def nearest_probability(
    R: Float[np.ndarray, " radii"],
    N: int,
    D: int,
    log_P: float,
    draws: int,
    rng: np.random.Generator,
) -> Float[np.ndarray, "draws radii"]:
    """Return the probability that xi^1 is the point nearest to xi^1 + sqrt(R) omega.

    Parameters
    ----------
    R : (radii,)
        Variances of the displacement, positive.
    N, D : int
        Ambient and latent dimension.
    log_P : float
        Logarithm of the number of points, at least log 2.
    draws : int
        Independent draws of (F, xi^1, omega), which the radii share.
    rng : numpy.random.Generator
        Their source.

    Raises
    ------
    ValueError
        Outside this domain.
    """
    (R,) = positive(R=np.atleast_1d(R))
    if min(N, D, draws) < 1 or not log_P >= np.log(2) - 1e-12:
        raise ValueError(f"N={N}, D={D}, draws={draws}, log_P={log_P}: take at least two points.")
    log_others = log_P + np.log1p(-np.exp(-log_P))
    probability = np.empty((draws, R.size))
    for rows, eigenvalues in spectra(N, D, draws, rng):
        pattern = np.sqrt(eigenvalues) * rng.standard_normal(eigenvalues.shape)
        noise = rng.standard_normal(eigenvalues.shape)
        square = (noise**2).sum(axis=1)
        for k, radius in enumerate(R):
            start = pattern + np.sqrt(radius) * noise
            log_p = ball_probability(radius * square, start, eigenvalues)
            # (1 - p)^M, also where M overflows a double
            if log_others > 30:
                log_none = -np.exp(np.minimum(log_others + log_p, 50.0))
            else:
                log_none = np.exp(log_others) * np.log1p(-np.minimum(np.exp(log_p), 1 - 1e-16))
            probability[rows, k] = np.exp(log_none)
    return probability
