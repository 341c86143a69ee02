"""Samples of the circle's networks, on their way and at the end."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from tqdm import tqdm

from memgen.diffusion.denoised_euler import denoised_euler, released_times
from memgen.diffusion.samplers import euler_maruyama
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import CircleSamples
from memgen.studies.made import Made
from memgen.training.circle_networks import load_circle_scores


def table(
    s: CircleSamples,
    seeds: Seeds,
    width: int,
    frequency: float,
    count: int,
    networks: Mapping[int, Path],
) -> Made:
    """Return samples of the first network of each K from t = 1, by the released sampler.

    `networks` is what `circle` made, by K, `count` how many it holds. Arrays: `times` (3,),
    falling; for each K `paths_K` (3, samples, 2), the samples at these times, and `final_K`
    (samples, 2), the samples at the end.
    """
    times = released_times(1.0, s.t_last, s.sampler_steps)
    shown = sorted(s.times, reverse=True)
    arrays = {"times": np.array(shown)}
    for K, path in networks.items():
        score = load_circle_scores(path, width, frequency, count)[0]
        rng = seeds.stream("sample_circle").generator({"K": K})
        # The published start, of the noise's variance alone.
        x, start, paths = rng.standard_normal((s.samples, 2)), 0, []
        for t in tqdm(shown, disable=None, desc=f"K = {K}"):
            stop = int(np.argmin(np.abs(times - t)))
            x = euler_maruyama(score, x, times[start : stop + 1], rng)
            paths.append(x)
            start = stop
        arrays[f"paths_{K}"] = np.array(paths)
        arrays[f"final_{K}"] = denoised_euler(score, x, times[start:], rng)
    return Made(arrays={"samples": arrays})
