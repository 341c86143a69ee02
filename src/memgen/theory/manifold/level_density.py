"""The density of the random energy model's levels at finite N, for the linear hidden manifold.

Seen from x, the energies eps = -|x - xi|^2 / (2 t N) of the points have the cumulant K of
`memgen.theory.manifold.finite_size`. Its saddle point, parametrised by the tilt lambda, gives their
density:

    N eps = K'(lambda),     p(N eps) = exp(K - lambda K') / sqrt(2 pi K'')

with a relative error of order 1/D. What is left is the average over F and x.

memgen's derivation, for the model of arXiv:2502.09578.
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive
from memgen.theory.manifold.finite_size import energy_law, spectra

TILTS = 300


def mean_levels(
    level: Float[np.ndarray, " levels"],
    t: float,
    N: int,
    D: int,
    log_P: float,
    draws: int,
    rng: np.random.Generator,
) -> Float[np.ndarray, "draws levels"]:
    """Return the mean number of levels per unit of eps, seen from x_t = xi^1 + sqrt(t) omega.

    Parameters
    ----------
    level : (levels,)
        eps, negative.
    t : float
        Noise variance.
    N, D : int
        Ambient and latent dimension.
    log_P : float
        Logarithm of the number of points.
    draws : int
        Independent draws of (F, xi^1, omega).
    rng : numpy.random.Generator
        Their source.

    Returns
    -------
    (draws, levels)
        N P p(N eps) for each draw, averaged over its points.

    Raises
    ------
    ValueError
        If t is not positive.
    """
    positive(t=t)
    densities = np.empty((draws, level.size))
    for rows, eigenvalues in spectra(N, D, draws, rng):
        shape = eigenvalues.shape
        x = np.sqrt(eigenvalues) * rng.standard_normal(shape)
        x += np.sqrt(t) * rng.standard_normal(shape)
        outside = t * rng.chisquare(N - shape[1], size=shape[0]) if shape[1] < N else 0.0
        law = energy_law(eigenvalues, x, t, np.zeros(shape[0]))
        # Tilts from just above where the cumulant diverges to where no level is left.
        lowest = -t / eigenvalues.max(axis=1)
        tilts = lowest + (np.abs(lowest) + 6.0) * np.linspace(0.005, 1, TILTS)[:, None] ** 2
        energy, log_density = np.empty((2, TILTS, shape[0]))
        for k, lam in enumerate(tilts):
            value, slope, curvature = law.derivatives(lam)
            energy[k] = slope - outside / (2 * t)
            log_density[k] = value - lam * slope - 0.5 * np.log(2 * np.pi * curvature)
        for i in range(shape[0]):
            inside = np.interp(
                N * level, energy[:, i], log_density[:, i], left=-np.inf, right=-np.inf
            )
            densities[rows.start + i] = N * np.exp(log_P + inside)
    return densities
