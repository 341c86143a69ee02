"""The message-passing score of tanh against Monte Carlo, at one latent dimension."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.inference.latent_sampling import sample_latents
from memgen.seeds import Seeds
from memgen.settings.message_passing import MessagePassingSampling
from memgen.studies.memorization_as_generalization.noisy_point import noisy_point
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.message_passing import posterior


def table(s: MessagePassingSampling, seeds: Seeds, D: int) -> Iterator[Row]:
    """Yield squared difference, Monte Carlo noise and ratio of variances; the worst R-hat."""
    for t in s.times:
        draws = [
            compare(s, D, t, seeds.generator({"D": D, "t": t}, draw))
            for draw in tqdm(range(s.draws), disable=None, desc=f"t = {t:g}")
        ]
        point: Point = {"activation": "tanh", "alpha_D": s.alpha_D, "D": D, "t": t}
        for name in ("squared_miss", "monte_carlo_noise", "variance_ratio"):
            yield mean_row(name, np.array([draw[name] for draw in draws]), **point)
        worst = max(draw["r_hat"] for draw in draws)
        yield row("r_hat", "simulation", worst, n=1, **point)


def compare(
    s: MessagePassingSampling, D: int, t: float, rng: np.random.Generator
) -> dict[str, float]:
    """Return the squared difference over the posterior's variance, and what it is judged by.

    The two halves of the chains have independent errors, which their product does not count.
    """
    F, x = noisy_point(rng, round(D / s.alpha_D), D, "tanh", t)
    sampled = sample_latents(
        F,
        x[0],
        t,
        rng,
        "tanh",
        chains=s.chains,
        samples=max(s.samples, s.steps_times_D // D),
        warmup=s.samples // 2,
    )
    messages = posterior(F, x, t, "tanh")
    first, second = sampled.denoised
    denoised = messages.denoised[0]
    variance = sampled.visible_variance.mean()
    return {
        "squared_miss": float(((denoised - first) * (denoised - second)).mean() / variance),
        "monte_carlo_noise": float(((first - second) ** 2).mean() / 4 / variance),
        "variance_ratio": float(messages.visible_variance.mean() / variance),
        "r_hat": sampled.r_hat,
    }
