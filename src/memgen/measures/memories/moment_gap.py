"""How far the second moments of sampled states are from those of the data."""

import numpy as np
from jaxtyping import Float

from memgen.recurrent.exact import second_moments


def moment_gap(patterns: Float[np.ndarray, "P N"], states: Float[np.ndarray, "samples N"]) -> float:
    """Return the root mean square of <x_i x_j>_data - <x_i x_j>_t over i < j, without its bias.

    A finite number n of independent states adds (1 - <x_i x_j>^2) / (n - 1) to the mean square,
    which is taken off; what is left below 0 counts as 0.

    Parameters
    ----------
    patterns : (P, N)
        The data, +-1.
    states : (samples, N)
        Two states or more.
    """
    upper = np.triu_indices(patterns.shape[1], 1)
    sampled = second_moments(states)[upper]
    gap = second_moments(patterns)[upper] - sampled
    noise = (1 - sampled**2) / (len(states) - 1)
    return float(np.sqrt(max(np.mean(gap**2 - noise), 0.0)))
