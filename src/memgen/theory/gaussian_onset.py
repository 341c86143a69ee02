"""Weight of a point of Gaussian data at the point itself, where its own basin opens.

Of P points with covariance eigenvalues lam_i, at a point xi = sqrt(lam) z the others add

    S = (P - 1) prod_i (1 + lam_i / t)^(-1/2) exp(-lam_i z_i^2 / 2 (t + lam_i)),

the mean over them of exp(-|xi - xi'|^2 / 2t): they are many and none dominates where S is of order
one. The own weight is 1 / (1 + S), to be averaged over z; it is 1/2 at t_o.
"""

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive


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
