"""How far a network follows the accidents of its training points."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float


@dataclass(frozen=True)
class Share:
    """The share of the training points' own fluctuation that a score contains.

    Attributes
    ----------
    value, stderr : float
        a, and its standard error over the samples.
    """

    value: float
    stderr: float


def followed_share(
    network: Float[np.ndarray, "samples N"],
    empirical: Float[np.ndarray, "samples N"],
    population: Float[np.ndarray, "samples N"],
) -> Share:
    """Return a = <(s - s_pop).(s_emp - s_pop)> / <|s_emp - s_pop|^2>.

    Projected on what tells the points' score from the population's, a network that memorises has
    a = 1, one that knows the population alone a = 0, whatever else it gets wrong.

    Parameters
    ----------
    network, empirical, population : (samples, N)
        The three scores at the same independent samples and one t.

    Raises
    ------
    ValueError
        If the points' score is the population's.
    """
    difference = empirical - population
    along = ((network - population) * difference).sum(axis=1)
    square = (difference**2).sum(axis=1)
    if not square.mean() > 0:
        raise ValueError("the empirical and the population's score are the same: nothing to share.")
    value = along.mean() / square.mean()
    # of a ratio of means
    error = np.std(along - value * square, ddof=1) / np.sqrt(len(square)) / square.mean()
    return Share(float(value), float(error))
