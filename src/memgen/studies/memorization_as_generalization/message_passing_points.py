"""One noisy point of the tanh manifold, coordinate by coordinate: messages and Monte Carlo."""

import numpy as np

from memgen.inference.latent_sampling import sample_latents
from memgen.seeds import Seeds
from memgen.settings.message_passing import MessagePassingPoints
from memgen.studies.made import Made
from memgen.studies.memorization_as_generalization.noisy_point import noisy_point
from memgen.theory.message_passing import posterior


def table(s: MessagePassingPoints, seeds: Seeds, alpha_D: float, chains: int, samples: int) -> Made:
    """Return means and variances of the clean point's coordinates, (N,), by either method."""
    rng = seeds.stream("message_passing_exactness_point").generator({"D": s.D, "t": s.t})
    F, x = noisy_point(rng, round(s.D / alpha_D), s.D, "tanh", s.t)
    sampled = sample_latents(F, x[0], s.t, rng, "tanh", chains=chains, samples=samples)
    messages = posterior(F, x, s.t, "tanh")
    arrays = {
        "D": np.array(s.D),
        "t": np.array(s.t),
        "denoised": messages.denoised[0],
        "variance": messages.visible_variance[0],
        "sampled": sampled.denoised.mean(axis=0),
        "sampled_variance": sampled.visible_variance,
    }
    return Made(arrays={"message_passing_points": arrays})
