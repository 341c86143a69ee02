"""Noisy points of the tanh manifold, coordinate by coordinate: messages and Monte Carlo."""

import numpy as np

from memgen.inference.latent_sampling import sample_latents
from memgen.seeds import Seeds
from memgen.settings.message_passing import MessagePassingPoints
from memgen.studies.made import Made
from memgen.studies.memorization_as_generalization.noisy_point import noisy_point
from memgen.theory.message_passing import posterior


def table(s: MessagePassingPoints, seeds: Seeds, alpha_D: float, chains: int, samples: int) -> Made:
    """Return for each D the posterior means of the clean point's coordinates by either method.

    In the arrays `D` the latent dimension of the point that a coordinate is of, `denoised` by
    messages, `sampled` by Monte Carlo, and the latter's posterior `variance`.
    """
    found: dict[str, list[np.ndarray]] = {
        name: [] for name in ("D", "denoised", "sampled", "variance")
    }
    for D in s.D:
        rng = seeds.stream("message_passing_exactness_point").generator({"D": D, "t": s.t})
        F, x = noisy_point(rng, round(D / alpha_D), D, "tanh", s.t)
        sampled = sample_latents(F, x[0], s.t, rng, "tanh", chains=chains, samples=samples)
        found["D"].append(np.full(len(F), D))
        found["denoised"].append(posterior(F, x, s.t, "tanh").denoised[0])
        found["sampled"].append(sampled.denoised.mean(axis=0))
        found["variance"].append(sampled.visible_variance)
    arrays = {name: np.concatenate(parts) for name, parts in found.items()}
    return Made(arrays={"message_passing_points": arrays | {"t": np.array(s.t)}})
