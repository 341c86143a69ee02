"""Own weight at points of Gaussian data, where their basins open, and at noisy points.

Of P points with covariance eigenvalues lam_i, at a point xi = sqrt(lam) z the others add

    S = (P - 1) prod_i (1 + lam_i / t)^(-1/2) exp(-lam_i z_i^2 / 2 (t + lam_i)),

the mean over them of exp(-|xi - xi'|^2 / 2t): they are many and none dominates where S is of order
one. The own weight is 1 / (1 + S), to be averaged over z; it is 1/2 at t_o. At x_t = xi + sqrt(t) w
few others dominate where the weight falls, at t_c: there the mean over the others is that of a
random energy model at finite P (`memgen.theory.energies.finite_rem`).
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.theory.energies.finite_rem import planted_averages
from memgen.theory.manifold.finite_size import energy_law


@checked
def weight_at_the_point(
    variances: Float[np.ndarray, " N"],
    P: int,
    t: Float[np.ndarray, " times"],
    z: Float[np.ndarray, "samples N"],
) -> Float[np.ndarray, " times"]:
    """Return the mean own weight at the points themselves.

    Parameters
    ----------
    variances : (N,)
        Eigenvalues of the covariance, 0 or more.
    P : int
        Points.
    t : (times,)
        Variances of the noise.
    z : (samples, N)
        Independent N(0, 1): the points over which is averaged.

    Raises
    ------
    ValueError
        If a t is not positive.
    """
    positive(t=float(np.min(t)))
    mean = []
    for value in t:
        share = variances / (value + variances)
        log_s = np.log(P - 1) - np.log1p(variances / value).sum() / 2 - z**2 @ share / 2
        mean.append((1 / (1 + np.exp(log_s))).mean())
    return np.array(mean)


@checked
def weight_at_noisy_points(
    variances: Float[np.ndarray, " N"],
    P: int,
    t: Float[np.ndarray, " times"],
    z: Float[np.ndarray, "samples N"],
    w: Float[np.ndarray, "samples N"],
) -> Float[np.ndarray, " times"]:
    """Return the mean weight of the own point xi = sqrt(lam) z at x_t = xi + sqrt(t) w.

    E 1/(1 + S) over the P - 1 other points, S = sum_mu exp(-(|x_t - xi^mu|^2 - t |w|^2) / 2t),
    exact for points drawn from the Gaussian. It is 1/2 at t_c. Each sample is taken twice, with the
    correlated unit normals x_i / sqrt(lam_i + t) and w_i swapped, whose joint law is symmetric:
    what x tells of xi then fluctuates the other way.

    Parameters
    ----------
    variances : (N,)
        Eigenvalues of the covariance, 0 or more.
    P : int
        Points, at least 2.
    t : (times,)
        Variances of the noise.
    z, w : (samples, N)
        Independent N(0, 1): the points and the noise over which is averaged.

    Raises
    ------
    ValueError
        If a t is not positive.
    """
    positive(t=float(np.min(t)))
    spectrum = np.broadcast_to(variances, (2 * len(z), z.shape[1]))
    mean = []
    for value in t:
        deviation = np.sqrt(variances + value)
        x = (np.sqrt(variances) * z + np.sqrt(value) * w) / deviation
        pairs, swapped = np.concatenate([x, w]), np.concatenate([w, x])
        origin = -(swapped**2).sum(axis=1) / 2
        law = energy_law(spectrum, deviation * pairs, float(value), origin)
        mean.append(planted_averages(law, float(np.log(P - 1))).own_weight.mean())
    return np.array(mean)
