"""What maximum likelihood learns of a teacher's couplings from many examples.

P(x) = exp(theta . phi(x)) / Z with phi the products x_i x_j, i < j; P independent examples. The
maximum of the likelihood is theta + delta, delta ~ N(0, F^-1 / P), F the covariance of phi.
"""

import numpy as np
from jaxtyping import Float
from scipy.special import softmax

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked


@checked
def learned_overlap(
    load: float | Float[np.ndarray, " loads"], beta: float
) -> float | Float[np.ndarray, " loads"]:
    """Return the overlap of learnt and true couplings for large N and P / N.

        q = [1 + (1 + beta^2)^2 / (beta^2 P / N)]^-1/2

    for the couplings of Sherrington and Kirkpatrick at inverse temperature beta < 1. In the
    paramagnet C^-1 is 1 + beta^2 on and -theta off its diagonal (Plefka, J. Phys. A 15, 1982), and
    the fluctuations of P examples give each entry off it, as of a Gaussian's precision matrix, the
    variance (1 + beta^2)^2 / P, to be compared with theta_ij^2 = beta^2 / N.

    Parameters
    ----------
    load : float or (loads,)
        P / N > 0.
    beta : float
        Inverse temperature of the teacher, in (0, 1).

    Raises
    ------
    ValueError
        Outside this domain.
    """
    positive(beta=beta)
    if beta >= 1:
        raise ValueError(f"beta={beta}: the teacher is paramagnetic for beta < 1 alone.")
    return 1 / np.sqrt(1 + (1 + beta**2) ** 2 / (beta**2 * np.asarray(load)))


def temperature_shift(
    products: Float[np.ndarray, "states pairs"], theta: Float[np.ndarray, " pairs"]
) -> float:
    """Return P log(t_best / t_teacher) for many examples P, with the norm of theta fixed.

    Maximum likelihood on the sphere |theta| = r gives a divergence KL(teacher || learnt) that is
    least at r = |theta| (1 - shift / P), for a temperature t in proportion to 1 / r,

        shift = [tr C - sum_abc v_a T_abc C_bc] / (2 |theta|^2),
        v = F^-1 theta,      C = F^-1 - v v^T / (theta . v),

    with F the covariance of phi and T its third cumulant. Along the sphere the learnt couplings
    scatter by C / P. Their length counts against a longer radius (tr C: a vector that scatters by
    a is longer by a^2 / 2 |theta|), and the cumulant is the change of F within the scatter. To
    first order in the scatter the best radius is |theta| for every training set; the shift is the
    mean of the second order, F and T those of the teacher.

    Parameters
    ----------
    products : (states, pairs)
        phi of all states; of one of x and -x is enough.
    theta : (pairs,)
        The teacher's couplings, 2 J_ij / t for i < j.
    """
    p = softmax(products @ theta)
    phi = products - p @ products
    inverse = np.linalg.inv(phi.T @ (p[:, None] * phi))
    v = inverse @ theta
    scatter = inverse - np.outer(v, v) / (theta @ v)
    cumulant = (p * (phi @ v)) @ np.einsum("sa,sa->s", phi @ scatter, phi)
    return float((np.trace(scatter) - cumulant) / (2 * theta @ theta))
