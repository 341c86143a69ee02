"""Reverse trajectories of points on a manifold of two latent dimensions, seen in their plane."""

import numpy as np

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.samplers import log_times
from memgen.measures.collapse.trajectory import follow_back
from memgen.settings.memorization_as_generalization import LatentPicture
from memgen.tables.files import Arrays

FIRST, LAST = 20.0, 1e-3


def latent_picture(s: LatentPicture, steps: int, rng: np.random.Generator) -> Arrays:
    """Return the latents of the points, and the trajectories brought to the latent plane.

    `latent_paths` is (times, trajectories, 2): F^+ x_t, which is z for points on the manifold.
    """
    F = draw_matrix(s.N, 2, rng)
    latent = rng.standard_normal((s.P, 2))
    points = HiddenManifold(F).embed(latent)
    times = log_times(FIRST, LAST, steps)
    start = np.sqrt(times[0]) * rng.standard_normal((s.trajectories, s.N))
    back = follow_back(EmpiricalScore(points), start, times, 1, rng)
    return {
        "latent_points": latent,
        "latent_paths": back.path @ np.linalg.pinv(F).T,
        "latent_times": back.times,
    }
