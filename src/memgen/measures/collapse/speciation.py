"""Speciation in simulations: clones of a reverse trajectory that part at time t.

With the exact score of the mixture +-m + N(0, sigma^2) the overlap u = x.m / |m| follows a
stochastic equation of its own at any dimension d, M = |m|^2:

    -du = [u + 2 s_u] dt + sqrt(2) dB,
    s_u = [sqrt(M) e^{-t} tanh(sqrt(M) e^{-t} u / Gamma) - u] / Gamma

(arXiv:2402.18491, section III), so that d = 16384 costs what d = 1 does.
"""

from itertools import pairwise

import numpy as np
from jaxtyping import Float


def same_class_fraction(
    t: float,
    signal: float,
    variance: float,
    clones: int,
    steps: int,
    rng: np.random.Generator,
) -> Float[np.ndarray, " clones"]:
    """Return 1 for each pair of clones that ends in one class, 0 for the others.

    Parameters
    ----------
    t : float
        Ornstein-Uhlenbeck time at which the pairs part, positive; their u is drawn from its law.
    signal, variance : float
        M = |m|^2 and sigma^2.
    clones : int
        Pairs.
    steps : int
        Euler-Maruyama steps down to t = 0, finer towards it.
    rng : numpy.random.Generator
        Source of the samples and the noise.
    """
    strength = np.sqrt(signal)
    gamma = -np.expm1(-2 * t) + variance * np.exp(-2 * t)
    start = np.exp(-t) * strength * rng.choice([-1.0, 1.0], size=clones)
    start = start + np.sqrt(gamma) * rng.standard_normal(clones)
    u = np.stack([start, start])
    times = t * np.linspace(1, 0, steps + 1) ** 2
    for now, after in pairwise(times):
        width = -np.expm1(-2 * now) + variance * np.exp(-2 * now)
        pull = strength * np.exp(-now)
        score = (pull * np.tanh(pull * u / width) - u) / width
        step = now - after
        u = u + (u + 2 * score) * step + np.sqrt(2 * step) * rng.standard_normal(u.shape)
    return (np.sign(u[0]) == np.sign(u[1])).astype(float)
