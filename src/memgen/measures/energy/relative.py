"""Energy of samples relative to a reference image (arXiv:2505.21777, App. E; arXiv:2305.19693).

In variance-preserving coordinates, with beta the step's noise rate,

    u(x) = -beta log p(x) - beta |x|^2 / 4,      grad u = -beta score - beta x / 2,

integrated along x(a) = cos(a) x_1 + sin(a) x_2, a from 0 to pi/2: a path that keeps the norm of
typical points, from the sample x_1 to the reference x_2:

    Delta u = integral grad u(x(a)) . (-sin(a) x_1 + cos(a) x_2) da.

A score that is no gradient, as a network's, gives a value of this path. The released code divides
the estimated noise by sqrt(1 - prod beta), about 1, for its score; at the noise level it is
evaluated at that has to be sqrt(1 - prod (1 - beta)), .01 at the first step.
"""

from collections.abc import Callable

import numpy as np
from jaxtyping import Float

Score = Callable[[Float[np.ndarray, "batch N"]], Float[np.ndarray, "batch N"]]


def relative_energy(
    score: Score,
    x: Float[np.ndarray, "batch N"],
    reference: Float[np.ndarray, " N"],
    beta: float,
    points: int = 20,
) -> Float[np.ndarray, " batch"]:
    """Return Delta u = u(reference) - u(x), by the trapezoidal rule.

    Parameters
    ----------
    score : callable
        The score of variance-preserving samples (batch, N), at one noise level.
    x : (batch, N)
        Samples, at the same level.
    reference : (N,)
        Where the path ends.
    beta : float
        Positive.
    points : int
        Of the path (published: 20), 2 or more.

    Raises
    ------
    ValueError
        If beta is not positive or there are fewer than two points.
    """
    if not beta > 0 or points < 2:
        raise ValueError(f"beta={beta}, points={points}: give beta > 0 and two points or more.")
    angles = np.linspace(0, np.pi / 2, points)
    slopes = []
    for a in angles:
        at = np.cos(a) * x + np.sin(a) * reference
        along = -np.sin(a) * x + np.cos(a) * reference
        gradient = -beta * score(at) - 0.5 * beta * at
        slopes.append((gradient * along).sum(axis=1))
    return np.trapezoid(np.stack(slopes), angles, axis=0)
