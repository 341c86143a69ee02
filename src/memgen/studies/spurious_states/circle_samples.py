"""Samples of a trained network of the circle, on their way and at the end."""

from pathlib import Path

import numpy as np

from memgen.diffusion.denoised_euler import denoised_euler, released_times
from memgen.diffusion.samplers import euler_maruyama
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import CircleSamples
from memgen.studies.made import Made
from memgen.training.circle_networks import load_circle_score


def table(
    s: CircleSamples, seeds: Seeds, width: int, frequency: float, K: int, network: Path
) -> Made:
    """Return samples of the reverse process from t = 1, by the released sampler.

    Arrays: `times` (3,), falling; `paths` (3, samples, 2), the samples at these times; `final`
    (samples, 2), the samples at the end.
    """
    score = load_circle_score(network, width, frequency)
    rng = seeds.stream("sample_circle").generator({"K": K})
    times = released_times(1.0, s.t_last, s.sampler_steps)
    shown = sorted(s.times, reverse=True)
    # The published start, of the noise's variance alone.
    x, start, paths = rng.standard_normal((s.samples, 2)), 0, []
    for t in shown:
        stop = int(np.argmin(np.abs(times - t)))
        x = euler_maruyama(score, x, times[start : stop + 1], rng)
        paths.append(x)
        start = stop
    final = denoised_euler(score, x, times[start:], rng)
    arrays = {"times": np.array(shown), "paths": np.array(paths), "final": final}
    return Made(arrays={"samples": arrays})
