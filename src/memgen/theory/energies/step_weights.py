"""How the weights of P Gaussian points change over a step of sqrt(t), exactly at finite P.

At the noise variance t points y ~ N(0, diag(s_i^2)) have at the origin the weights w and at
a sqrt(t) e_j (a = 1) the weights w'. With A the part of |y|^2 / 2t that is not along j, and
u = y_j / sqrt(t),

    w ~ exp(-A - u^2 / 2),     w' ~ exp(-A - (u - a)^2 / 2),

so that of two Laplace variables s, s' = kappa s the points feel exp(-A - h(u)) alone,
h = u^2 / 2 - log(1 + kappa g), g = exp(a u - a^2 / 2), and

    E sum w w' = int dkappa int ds/s  E_u[ g / (1 + kappa g)^2  P Phi(log s - h) ] (1 - q)^{P - 1}
    P q = E_u[ P Psi(log s - h) ]

with Psi, Phi the transforms of `laplace_tables` of exp(-A). A factor y_i^2, i other than j, puts
s_i^2 / (1 + lambda s_i^2 / t) under their integrals. The sums at one end are single integrals.
In the condensed phase the weights are those of a Poisson-Dirichlet process with m = t / t_c, and

    E sum w w' = (1 - m) int dkappa E[g (1 + kappa g)^{m - 2}] / E[(1 + kappa g)^m]

with log g a Gaussian of variance s_j^2 / (t (1 + s_j^2 / t_c)). memgen's derivation.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.theory.energies.laplace_tables import (
    SMOOTH,
    FactorLaw,
    Kernel,
    Saddle,
    laplace_tables,
    saddle,
    survival,
)

Directions = Float[np.ndarray, " N"]
Sums = Float[np.ndarray, " one_and_rows"]

X_STEP = 0.4  # of log s, in units of the width 1 / lambda_*
X = np.arange(-30.0, 30.0, X_STEP)
MANY = 1e-4  # E z^3 / (P E z E z^2) below which P points are as good as infinitely many


@dataclass(frozen=True)
class StepWeights:
    """Mean squares of the weights at both ends of a step, and their overlap.

    Attributes
    ----------
    origin, end, shared : (1 + rows,)
        E sum w^2, E sum w'^2 and E sum w w'; then the same with y_i^2, for each row variance.
    """

    origin: Sums
    end: Sums
    shared: Sums

    @property
    def apart(self) -> Sums:
        """E sum (w - w')^2: what of the weights is not at the same points at both ends."""
        return self.origin + self.end - 2 * self.shared


@checked
def step_weights(
    t: float,
    variances: Directions,
    j: int,
    P: float,
    rows: Sequence[float] = (),
    length: float = 1.0,
) -> StepWeights:
    """Return the squares of the weights at the origin and at a sqrt(t) e_j.

    Parameters
    ----------
    t : float
        Noise variance, positive.
    variances : (N,)
        s_i^2 >= 0, not all 0.
    j : int
        Direction of the step.
    P : float
        Number of points, 2 or more, up to 1e300.
    rows : sequence of float
        Variances s_i^2 of other directions i whose y_i^2 is averaged with the squares.
    length : float
        a > 0, the step in units of sqrt(t).

    Raises
    ------
    ValueError
        Outside this domain.
    """
    positive(t=t)
    s2 = np.asarray(variances, dtype=float)
    if not ((s2 >= 0).all() and s2.max() > 0 and 2 <= P <= 1e300):
        raise ValueError(
            f"variances={variances}, P={P}: no negative variance, not all 0, P from 2 to 1e300."
        )
    log_P = float(np.log(P))
    weights: list[Kernel] = [np.ones_like, *(_square(v, t) for v in rows)]
    origin_x, end_x = _ends(t, s2, j, length)
    at_origin = gaussian_factor(t, origin_x, s2)
    of_many = [at_origin.derivatives(lam)[0] for lam in (1.0, 2.0, 3.0)]
    if of_many[2] - of_many[1] - of_many[0] - log_P < np.log(MANY):
        return _of_many_points(t, s2, j, log_P, weights, length)
    start = saddle(at_origin, log_P)
    origin = square_sums(at_origin, log_P, start, weights)
    if s2[j] == 0:  # off the data the weights stay what they are
        return StepWeights(origin, origin, origin)
    at_end = gaussian_factor(t, end_x, s2)
    stop = saddle(at_end, log_P)
    rest = gaussian_factor(t, np.zeros(s2.size - 1), np.delete(s2, j))
    shared = _shared_sums(rest, s2[j] / t, log_P, start, stop, weights, length)
    return StepWeights(origin, square_sums(at_end, log_P, stop, weights), shared)


@checked
def mean_along_step(t: float, variances: Directions, j: int, P: float) -> float:
    """Return E sum w' y_j / sqrt(t), the mean of y_j at sqrt(t) e_j, exactly at finite P.

    Gaussian integration by parts gives it from sums of squared weights,

        E sum w' y_j = s_j^2 / (t + s_j^2) [sqrt(t) (1 - E sum w'^2) + E sum w'^2 y_j],

    and J_jj of the smoothed Jacobian has the mean -1/t + E sum w' y_j / t^{3/2}. Parameters and
    errors as in `step_weights`.
    """
    positive(t=t)
    s2 = np.asarray(variances, dtype=float)
    log_P, ratio = float(np.log(P)), s2[j] / t
    law = gaussian_factor(t, _ends(t, s2, j, 1.0)[1], s2)
    weights: list[Kernel] = [np.ones_like, lambda lam: lam * ratio / (1 + lam * ratio)]
    Y2, weighted = square_sums(law, log_P, saddle(law, log_P), weights)
    return float(ratio / (1 + ratio) * (1 - Y2 + weighted))


@checked
def gaussian_levels_participation(variance: float, P: float) -> float:
    """Return E sum w^2 of P weights w ~ exp(e), e independent and Gaussian (Derrida's model).

    Of points of one norm at sqrt(t) e_j the levels are y_j / sqrt(t), of variance s_j^2 / t.

    Parameters
    ----------
    variance : float
        Of e, 0 or larger.
    P : float
        Number of levels, 2 or more, up to 1e300.
    """
    log_P = np.log(P)
    if 3 * variance - log_P < np.log(MANY) or variance == 0:
        return float(np.exp(variance - log_P))
    law = FactorLaw(
        lambda lam: variance * lam**2 / 2,
        lambda lam: (variance * lam**2 / 2, variance * lam, variance),
        SMOOTH,
    )
    return float(square_sums(law, log_P, saddle(law, log_P), [np.ones_like])[0])


def _of_many_points(
    t: float,
    variances: Directions,
    j: int,
    log_P: float,
    weights: list[Kernel],
    length: float,
) -> StepWeights:
    """Return E z z' / (P E z E z'): the sums do not fluctuate."""
    ends = _ends(t, variances, j, length)
    origin, end = (gaussian_factor(t, x, variances) for x in ends)
    rest = gaussian_factor(t, np.delete(ends[0], j), np.delete(variances, j))
    ratio = variances[j] / t
    log_both = rest.derivatives(2.0)[0] - 0.5 * np.log1p(2 * ratio)
    log_both += length**2 / 2 * (ratio / (1 + 2 * ratio) - 1)
    log_squares = np.array([origin.derivatives(2.0)[0], end.derivatives(2.0)[0], log_both])
    first, second = origin.derivatives(1.0)[0], end.derivatives(1.0)[0]
    log_sums = np.array([2 * first, 2 * second, first + second])
    averaged = np.array([weight(np.array([2.0]))[0] for weight in weights])
    return StepWeights(*np.outer(np.exp(log_squares - log_sums - log_P), averaged))


def _ends(t: float, variances: Directions, j: int, length: float) -> tuple[Directions, Directions]:
    origin = np.zeros_like(variances)
    end = origin.copy()
    end[j] = length * np.sqrt(t)
    return origin, end


@checked
def gaussian_factor(t: float, x: Directions, variances: Directions) -> FactorLaw:
    """Return the law of exp(-|x - y|^2 / 2t), its part along directions of variance 0 left out."""
    seen = variances > 0
    of, counts = np.unique(
        np.stack([variances[seen], x[seen] ** 2], axis=1), axis=0, return_counts=True
    )
    s2, x2 = of.T / t

    def cumulant(lam: np.ndarray) -> np.ndarray:
        width = 1 + np.multiply.outer(lam, s2)
        return -0.5 * (np.log(width) + np.multiply.outer(lam, x2) / width) @ counts

    def derivatives(lam: float) -> tuple[float, float, float]:
        width = 1 + lam * s2
        share = s2 / width
        value = -0.5 * (np.log(width) + lam * x2 / width) @ counts
        slope = -0.5 * (share + x2 / width**2) @ counts
        return float(value), float(slope), float((share**2 / 2 + x2 * share / width**2) @ counts)

    return FactorLaw(cumulant, derivatives, int(counts.sum()))


@checked
def square_sums(law: FactorLaw, log_P: float, at: Saddle, weights: list[Kernel]) -> Sums:
    """Return E sum v w^2 for each weight v: int ds/s P E[v (s z)^2 e^{-sz}] (1 - q)^{P-1}."""
    c = min(at.tilt, 1.0)
    log_s = X / c - at.log_sum
    tables = laplace_tables(law, log_P, at.tilt, (log_s[0], log_s[-1]), weights)
    left = survival(tables.counts(log_s), log_P) * X_STEP / c
    return np.array([square(log_s) @ left for square in tables.squares])


def _shared_sums(
    rest: FactorLaw,
    ratio: float,
    log_P: float,
    start: Saddle,
    stop: Saddle,
    weights: list[Kernel],
    length: float,
) -> Sums:
    """Return E sum v w w', with u of variance `ratio`."""
    c = min(start.tilt, stop.tilt, 1.0)
    u, density = _step_nodes(ratio, c)
    width = np.sqrt(ratio / (1 + c * ratio))
    reach, kappa_step = 25 + 3 * width, max(1.0, width / 2.5)
    log_kappa = np.arange(-reach, reach, kappa_step) + start.log_sum - stop.log_sum
    centre = -np.logaddexp(start.log_sum, log_kappa + stop.log_sum)
    log_tilted = log_kappa[:, None] + length * u - length**2 / 2  # log kappa g
    log_both = np.logaddexp(0.0, log_tilted)
    h = u**2 / 2 - log_both
    share = np.exp(log_tilted - 2 * log_both) * density
    x = _occupied(rest, log_P, start, ratio, c)
    low, high = centre + x[0] / c - h.max(axis=1), centre + x[-1] / c - h.min(axis=1)
    tables = laplace_tables(rest, log_P, start.tilt, (low.min(), high.max()), weights)
    sums = np.zeros(len(weights))
    for k, middle in enumerate(centre):
        log_s = (middle + x / c)[:, None] - h[k]
        left = survival(tables.counts(log_s) @ density, log_P)
        sums += [left @ (square(log_s) @ share[k]) for square in tables.squares]
    return sums * kappa_step * X_STEP / c


def _step_nodes(ratio: float, c: float) -> tuple[np.ndarray, np.ndarray]:
    """Return u and du times its density, where exp(-c h) leaves something."""
    width = 1 / np.sqrt(1 / ratio + c)
    # log g / (1 + kappa g)^2 varies over 1
    du = min(width / 2.5, 0.4)
    u = np.arange(-7 * width - 1, 7 * width + 1, du) + 0.5 * c * width**2
    return u, du * np.exp(-(u**2) / (2 * ratio)) / np.sqrt(2 * np.pi * ratio)


def _occupied(
    rest: FactorLaw, log_P: float, start: Saddle, ratio: float, c: float
) -> Float[np.ndarray, " x"]:
    """Return the part of X where the sum at the origin is neither empty nor spent."""
    u, density = _step_nodes(ratio, c)
    log_s = (X / c - start.log_sum)[:, None] - u**2 / 2
    tables = laplace_tables(rest, log_P, start.tilt, (log_s.min(), log_s.max()), [np.ones_like])
    counts = tables.counts(log_s) @ density
    terms = survival(counts, log_P) * (tables.squares[0](log_s) @ density)
    kept = np.flatnonzero(terms > 1e-10 * terms.max())
    # at the other end the levels lie a little higher or lower
    return X[max(kept[0] - 4, 0) : kept[-1] + 5]


def _square(variance: float, t: float) -> Kernel:
    """Return E[y^2 z^lambda] / E z^lambda of a direction with x_i = 0."""
    return lambda lam: variance / (1 + lam * variance / t)
