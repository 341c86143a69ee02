"""Points of one norm, y / |y| of Gaussian y: their variances, and their weights at sqrt(t) e_j.

    E y_i^2 / |y|^2 = s_i^2 int_0^inf dq (1 + 2 q s_i^2)^{-1} prod_k (1 + 2 q s_k^2)^{-1/2}.

At sqrt(t) e_j the weights are exp(z_j / sqrt(t)), z = y / |y|. With R the sum of the squares of the
other coordinates, y_j = z_j sqrt(R / (1 - z_j^2)), so that z_j has the density

    f(z) = E_R[ sqrt(R) (1 - z^2)^{-3/2} phi(z sqrt(R / (1 - z^2)) / s_j) / s_j ],

whose law is that of a sum of s_k^2 times squared Gaussians, from its characteristic function

    E e^{i omega R} = prod_k (1 - 2 i omega s_k^2)^{-1/2}.

memgen's derivation.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
from jaxtyping import Float

from memgen.numerics.doors import checked
from memgen.theory.energies.laplace_tables import SMOOTH, FactorLaw, saddle
from memgen.theory.energies.step_weights import Sums, square_sums

Directions = Float[np.ndarray, " N"]

RADII = 121  # nodes of log R
LARGEST = 16.0  # largest R, in standard deviations beyond its mean
NOTHING = 1e-17  # where the characteristic function is 0
LEAST_OTHERS = 8  # directions, for the density of R to be smooth
HEIGHTS = 200  # nodes of z, at least
FINEST = 0.3  # largest step of z / sqrt(t), for no two points to be at one node


def one_norm_variances(variances: Directions) -> Directions:
    """Return E z_i^2 of z = y / |y|, y ~ N(0, diag(variances)); they sum to 1.

    Raises
    ------
    ValueError
        If a variance is negative, or all are 0.
    """
    s2 = np.asarray(variances, dtype=float)
    if not ((s2 >= 0).all() and s2.max() > 0):
        raise ValueError(f"variances={variances}: none negative, and not all 0.")
    # the integrand falls from q ~ 1 / sum s^2 on, at the latest as q^{-3/2} over 1 / s^2
    log_q = np.linspace(-40.0, 80.0, 4001) - np.log(s2.sum())
    q = np.exp(log_q)
    levels, back, counts = np.unique(s2, return_inverse=True, return_counts=True)
    common = np.exp(log_q - 0.5 * np.log1p(2 * np.outer(q, levels)) @ counts)
    found = np.trapezoid(levels * common[:, None] / (1 + 2 * np.outer(q, levels)), log_q, axis=0)
    return (found / (found @ counts))[back]


@checked
def one_norm_squares(
    t: float, variances: Directions, j: int, P: float, rows: Sequence[float] = ()
) -> Sums:
    """Return E sum w^2 of P points z = y / |y| at sqrt(t) e_j, then E sum w^2 z_i^2 of each row.

    z_i^2 = (1 - z_j^2) y_i^2 / R, and E[y_i^2; R] has the characteristic function of R times
    s_i^2 / (1 - 2 i omega s_i^2).

    Parameters
    ----------
    t : float
        Noise variance, positive.
    variances : (N,)
        Of y; 9 or more of one order, for the density of R to be smooth.
    j : int
        A direction of positive variance.
    P : float
        Number of points.
    rows : sequence of float
        Variances s_i^2 of directions i, other than j, whose z_i^2 is averaged with the squares.

    Raises
    ------
    ValueError
        If the other directions are too few.
    """
    s2 = np.asarray(variances, dtype=float)
    R, mass = _squared_radii(np.delete(s2, j), rows)
    reach = np.tanh(9 * np.sqrt(s2[j] / (mass[0] @ R)))
    count = max(HEIGHTS, int(2 * reach / np.sqrt(t) / FINEST))
    z = np.linspace(-reach, reach, count)
    free = 1 - z**2
    inside = R[:, None] / free
    density = mass @ (np.sqrt(inside) / free * np.exp(-(z**2) * inside / (2 * s2[j])))
    density, squares = density[0] / density[0].sum(), density[1:] * free / density[0].sum()
    log_density, level = np.log(np.maximum(density, 1e-300)), z / np.sqrt(t)
    # z_i^2 at each z
    squares /= np.maximum(density, 1e-300)

    def cumulant(lam: np.ndarray) -> np.ndarray:
        exponents = log_density + np.multiply.outer(lam, level)
        top = exponents.real.max(axis=-1)
        return top + np.log(np.exp(exponents - top[..., None]).sum(axis=-1))

    def derivatives(lam: float) -> tuple[float, float, float]:
        exponents = log_density + lam * level
        top = exponents.max()
        tilted = np.exp(exponents - top)
        total = tilted.sum()
        first = tilted @ level / total
        second = tilted @ (level - first) ** 2 / total
        return float(top + np.log(total)), float(first), float(second)

    at: dict[bytes, np.ndarray] = {}

    def tilted_squares(lam: np.ndarray, row: int) -> np.ndarray:
        if lam.tobytes() not in at:
            exponents = log_density + np.multiply.outer(lam, level)
            tilted = np.exp(exponents - exponents.max(axis=-1, keepdims=True))
            at[lam.tobytes()] = (tilted @ squares.T) / tilted.sum(axis=-1, keepdims=True)
        return at[lam.tobytes()][..., row]

    law = FactorLaw(cumulant, derivatives, SMOOTH)
    log_P = float(np.log(P))
    kernels = [partial(tilted_squares, row=row) for row in range(len(rows))]
    return square_sums(law, log_P, saddle(law, log_P), [np.ones_like, *kernels])


def _squared_radii(
    variances: Directions, rows: Sequence[float] = ()
) -> tuple[Float[np.ndarray, " radii"], Float[np.ndarray, "one_and_rows radii"]]:
    """Return nodes of R = sum y_k^2, their probabilities, and E[y_i^2 / R; R] for each row."""
    levels, counts = np.unique(variances[variances > 0], return_counts=True)
    mean, sd = float(counts @ levels), float(np.sqrt(2 * counts @ levels**2))
    if mean**2 / sd**2 < LEAST_OTHERS / 2:
        raise ValueError(
            f"variances={variances}: of one order there must be {LEAST_OTHERS} others or more."
        )

    def log_transform(omega: np.ndarray) -> np.ndarray:
        return -0.5 * np.log1p(-2j * np.multiply.outer(omega, levels)) @ counts

    last = 1 / sd
    while float(np.real(log_transform(np.array([last])))[0]) > np.log(NOTHING):
        last *= 1.2
    largest = mean + LARGEST * sd
    omega = np.arange(0.0, last, np.pi / largest)
    transform = np.exp(log_transform(omega))
    transform[0] /= 2
    of_rows = np.array([v / (1 - 2j * omega * v) for v in rows]).reshape(len(rows), omega.size)
    transforms = transform * np.vstack([np.ones_like(omega), of_rows])
    R = np.geomspace(mean * np.exp(-9 * sd / mean), largest, RADII)
    densities = np.real(transforms @ np.exp(-1j * np.multiply.outer(omega, R)))
    mass = np.maximum(densities, 0.0)
    mass[0] *= R
    return R, mass / mass[0].sum()
