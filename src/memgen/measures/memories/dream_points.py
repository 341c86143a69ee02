"""D_in, D_opt and D_fin of unlearning, read off the smallest stability against dreams.

D_in: the smallest stability of all spins and patterns becomes positive; D_opt: it is largest;
D_fin: it becomes negative again (arXiv:2302.13417 tabulates all three; the definitions are ours,
and reproduce the table).
"""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

FINE = 4001  # places at which the fitted cubic is read


@dataclass(frozen=True)
class DreamPoints:
    """The three points in units of D eps / N, with standard errors over networks.

    Attributes
    ----------
    value, stderr : (3,)
        D_in, D_opt, D_fin.
    n : int
        Networks.
    """

    value: Float[np.ndarray, "3"]
    stderr: Float[np.ndarray, "3"]
    n: int


def points_of_curve(
    amount: Float[np.ndarray, " times"], least: Float[np.ndarray, " times"]
) -> Float[np.ndarray, "3"]:
    """Return D_in, D_opt and D_fin of one curve.

    The crossings by linear interpolation, the maximum from a cubic fitted to all points between
    them: a parabola that bends as the curve does, which rises and falls with different slopes.

    Raises
    ------
    ValueError
        If the curve does not rise above 0 and fall below it again on the grid.
    """
    (above,) = np.nonzero(least > 0)
    if above.size == 0 or above[0] == 0 or above[-1] == len(least) - 1:
        raise ValueError(
            f"the smallest stability runs from {least[0]:.3g} over {least.max():.3g} to "
            f"{least[-1]:.3g} and does not cross 0 twice: take a smaller load, or more dreams."
        )

    def zero(k: int) -> float:
        share = least[k] / (least[k] - least[k + 1])
        return float(amount[k] + share * (amount[k + 1] - amount[k]))

    between = slice(int(above[0]), int(above[-1]) + 1)
    top = _highest(amount[between], least[between])
    return np.array([zero(int(above[0]) - 1), top, zero(int(above[-1]))])


def _highest(x: Float[np.ndarray, " points"], y: Float[np.ndarray, " points"]) -> float:
    """Return where the cubic fitted to a curve is highest; of fewer than 5 points their highest."""
    if len(x) < 5:
        return float(x[np.argmax(y)])
    fine = np.linspace(x[0], x[-1], FINE)
    return float(fine[np.argmax(np.polynomial.Polynomial.fit(x, y, 3)(fine))])


def dream_points(
    amount: Float[np.ndarray, " times"],
    least: Float[np.ndarray, "networks times"],
    rng: np.random.Generator,
    resamples: int = 400,
) -> DreamPoints:
    """Return the points of the mean curve, with bootstrap errors over networks.

    Parameters
    ----------
    amount : (times,)
        D eps / N, rising.
    least : (networks, times)
        Smallest stability of each network.
    rng : numpy.random.Generator
        Source of the resamples; one whose curve has no points is drawn again.
    resamples : int
        Resamples.

    Raises
    ------
    ValueError
        If there are fewer than two networks, the mean curve has no such points, or most resamples
        have none.
    """
    n = len(least)
    if n < 2:
        raise ValueError(f"{n} network(s): an error needs two or more.")
    value = points_of_curve(amount, least.mean(axis=0))
    found: list[np.ndarray] = []
    for _ in range(2 * resamples):
        if len(found) == resamples:
            break
        try:
            found.append(points_of_curve(amount, least[rng.integers(0, n, n)].mean(axis=0)))
        except ValueError:
            continue
    if len(found) < resamples:
        raise ValueError(
            f"{2 * resamples - len(found)} of {2 * resamples} resamples of {n} networks have no "
            "point where all stabilities are positive: take more networks or a smaller load."
        )
    return DreamPoints(value, np.std(found, axis=0, ddof=1), n)
