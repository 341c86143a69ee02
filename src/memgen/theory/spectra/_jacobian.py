"""Spectrum of the exact score's Jacobian on a linear manifold.

At the variance-exploding t the score of x = F z is -(F F^T + t)^{-1} x, so that t grad score has
the eigenvalues

    r = -t / (t + lambda),     lambda in spec(F F^T):

-1 for the N - D directions off the manifold, and in (-1, 0) along it. Its density is

    rho_J(r) = (1 - D/N) delta(r + 1) + (t / r^2) rho_A(-t (1 + r) / r)

(arXiv:2410.05898, section 3; rho_A of `density`).
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.doors import checked
from memgen.theory.spectra._density import eigenvalue_density
from memgen.theory.spectra._edges import VarianceMixture, find_edges

Points = Float[np.ndarray, " points"]


@checked
def density(r: Points, t: float, parts: VarianceMixture) -> Points:
    """Return rho_J(r) without its spike at -1, of total mass min(D / N, 1); 0 outside (-1, 0)."""
    r = np.asarray(r, dtype=float)
    along = (r > -1) & (r < 0)
    rho = np.zeros(r.shape)
    here = r[along]
    rho[along] = t / here**2 * eigenvalue_density(-t * (1 + here) / here, parts)
    return rho


def spike_mass(parts: VarianceMixture) -> float:
    """Return max(0, 1 - D / N), the mass at r = -1."""
    return max(0.0, 1 - parts.rank)


@checked
def quantiles(ranks: Points, t: float, parts: VarianceMixture, nodes: int = 400) -> Points:
    """Return the r below which the share `ranks` of all N eigenvalues lies.

    Plotted against N times the ranks it is the ordered spectrum: the spike first.

    Parameters
    ----------
    ranks : (points,)
        In [0, 1].
    t : float
        Noise variance.
    parts : VarianceMixture
        The manifold.
    nodes : int
        Of the integration, in each bulk.
    """
    ranks = np.asarray(ranks, dtype=float)
    levels, mass = [], []
    theta = (np.arange(nodes) + 0.5) * np.pi / nodes
    # r rises with lambda, and rho falls as a square root at the edges: smooth in theta.
    for low, high in find_edges(parts):
        x = (low + high) / 2 - (high - low) / 2 * np.cos(theta)
        mass.append(eigenvalue_density(x, parts) * (high - low) / 2 * np.sin(theta) * np.pi / nodes)
        levels.append(x)
    weight = np.concatenate(mass)
    middle = np.cumsum(weight) - weight / 2
    scale = (1 - spike_mass(parts)) / weight.sum()
    found = np.interp(ranks - spike_mass(parts), scale * middle, np.concatenate(levels))
    return np.where(ranks < spike_mass(parts), -1.0, -t / (t + found))
