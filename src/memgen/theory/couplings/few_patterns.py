"""A network of infinitely many spins that stores a few patterns: mean-field theory.

E = -N sum_mu m_mu^2 for orthogonal patterns, as random ones become: Hopfield's model, each pair
counted twice. Below t_c = 2 a state has one overlap m = tanh(2 m / t) > 0 (Amit, Gutfreund and
Sompolinsky, Phys. Rev. A 32, 1985).
"""

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from scipy.special import entr

from memgen.numerics.domain import plain
from memgen.numerics.doors import checked

CRITICAL_TEMPERATURE = 2.0


@checked
def retrieval_overlap(t: float) -> float:
    """Return the overlap m > 0 with one pattern, m = tanh(2 m / t), and 0 from t_c on."""
    if t >= CRITICAL_TEMPERATURE:
        return 0.0
    # near t_c the root is sqrt(3 (1 - t / 2)); half of that is below it at any t
    low = min(0.5, 0.5 * np.sqrt(3 * (1 - t / CRITICAL_TEMPERATURE)))
    return float(brentq(lambda m: m - np.tanh(2 * m / t), low, 1.0, xtol=1e-14))


@checked
def entropy_and_heat(
    t: float | Float[np.ndarray, "*points"],
) -> tuple[float | Float[np.ndarray, "*points"], float | Float[np.ndarray, "*points"]]:
    """Return entropy and specific heat per spin; the latter jumps from 3/2 to 0 at t_c.

        s = -sum_+- (1 +- m)/2 log (1 +- m)/2,
        c = -d m^2 / dt = 4 m^2 (1 - m^2) / (t [t - 2 (1 - m^2)])

    Parameters
    ----------
    t : (points,) or float
        Temperatures.
    """
    t = np.asarray(t, dtype=float)
    m = np.array([retrieval_overlap(float(value)) for value in t.ravel()]).reshape(t.shape)
    free = 1 - m**2
    gap = np.where(m > 0, t - 2 * free, 1.0)
    entropy = entr((1 + m) / 2) + entr((1 - m) / 2)
    return plain(entropy), plain(4 * m**2 * free / (t * gap))
