"""The density of the random energy model's levels at finite N, for the linear hidden manifold.

Seen from x, the energies eps = -|x - xi|^2 / (2 t N) of the points have the cumulant K of
`memgen.theory.manifold.finite_size`. Its saddle point, parametrised by the tilt lambda, gives their
density:

    N eps = K'(lambda),     p(N eps) = exp(K - lambda K') / sqrt(2 pi K'')

with a relative error of order 1/D. The entropy Sigma is that of a typical F and x: averaged over
them the density is carried by rare x far from the origin, at any N.

memgen's derivation, for the model of arXiv:2502.09578.
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.theory.manifold.finite_size import energy_law, spectra

TILTS = 600
SPECTRA = 400


@dataclass(frozen=True)
class View:
    """One F and one point x from which the levels are seen.

    Attributes
    ----------
    eigenvalues, x : (rank,)
        Non-zero eigenvalues a_k of F F^T / D, and the components of x along their eigenvectors.
    outside : float
        Squared length of x off the manifold.
    N : int
        Ambient dimension.
    """

    eigenvalues: Float[np.ndarray, " rank"]
    x: Float[np.ndarray, " rank"]
    outside: float
    N: int


@checked
def typical_view(t: float, N: int, D: int, rng: np.random.Generator) -> View:
    """Return the view from a typical x_t.

    The eigenvalues are mean ones, x_k^2 = a_k + t and |x_perp|^2 = t (N - D).

    Parameters
    ----------
    t : float
        Noise variance.
    N, D : int
        Ambient and latent dimension.
    rng : numpy.random.Generator
        Of the spectra whose mean is taken.

    Raises
    ------
    ValueError
        If t is not positive.
    """
    positive(t=t)
    eigenvalues = np.concatenate([some for _, some in spectra(N, D, SPECTRA, rng)]).mean(axis=0)
    return View(eigenvalues, np.sqrt(eigenvalues + t), t * (N - eigenvalues.size), N)


@checked
def level_counts(
    level: Float[np.ndarray, " levels"], t: float, view: View, log_P: float
) -> Float[np.ndarray, " levels"]:
    """Return the mean number of levels per unit of eps, N P p(N eps), averaged over the points.

    Parameters
    ----------
    level : (levels,)
        eps, negative.
    t : float
        Noise variance.
    view : View
        F and x.
    log_P : float
        Logarithm of the number of points.

    Raises
    ------
    ValueError
        If t is not positive.
    """
    positive(t=t)
    law = energy_law(view.eigenvalues[None], view.x[None], t, np.zeros(1))
    # Tilts from just above where the cumulant diverges to where no level is left.
    lowest = -t / view.eigenvalues.max()
    tilts = lowest + (abs(lowest) + 12.0) * np.linspace(0.002, 1, TILTS) ** 2
    known = np.array([law.derivatives(np.full(1, lam)) for lam in tilts])[:, :, 0]
    value, slope, curvature = known.T
    energy = slope - view.outside / (2 * t)
    log_density = value - tilts * slope - 0.5 * np.log(2 * np.pi * curvature)
    inside = np.interp(view.N * level, energy, log_density, left=-np.inf, right=-np.inf)
    return view.N * np.exp(log_P + inside)
