"""The released sampler of the circle toy: Euler and Maruyama's steps, the last without noise."""

import numpy as np
from jaxtyping import Float

from memgen.diffusion.empirical import certify
from memgen.diffusion.samplers import Score, euler_maruyama


def released_times(t: float, t_last: float, steps: int) -> Float[np.ndarray, " steps"]:
    """Return `steps` variances, evenly spaced, from t down to t_last.

    Raises
    ------
    ValueError
        Unless t > t_last > 0 and steps >= 2.
    """
    if not (t > t_last > 0 and steps >= 2):
        raise ValueError(f"t={t}, t_last={t_last}, steps={steps}: give t > t_last > 0, steps >= 2.")
    return np.linspace(t, t_last, steps)


def denoised_euler(
    score: Score,
    x: Float[np.ndarray, "batch N"],
    times: Float[np.ndarray, " times"],
    rng: np.random.Generator,
) -> Float[np.ndarray, "batch N"]:
    """Run the reverse SDE from times[0] to times[-1], and take one more step without its noise.

    The last step x + h score(x, times[-1]) is as long as the one before, h = times[-2] - times[-1]
    (arXiv:2505.21777, released code, after Song et al., arXiv:2011.13456); with h = times[-1] it
    ends on the denoised point. Parameters as in `memgen.diffusion.samplers.euler_maruyama`.
    """
    x = euler_maruyama(score, x, times, rng)
    return x + float(times[-2] - times[-1]) * certify(score)(x, float(times[-1]))
