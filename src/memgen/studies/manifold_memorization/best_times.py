"""t_g of curved manifolds at one alpha_D: where the cross-entropy of p_0 and p_t^emp is least."""

from collections.abc import Iterator

import numpy as np

from memgen.activations import ActivationName
from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.measures.collapse.cross_entropy import measured_cross_entropy
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import BestTimes
from memgen.statistics.minimum import minimum_with_error
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import generalization_time
from memgen.theory.manifold.sampled_levels import log_sum_given

# The grid of t covers t_g exp(-LOW) to t_g exp(HIGH) of N to infinity: finite size moves it up.
LOW, HIGH = 0.3, 1.5


def table(s: BestTimes, seeds: Seeds, alpha: float, alpha_D: float) -> Iterator[Row]:
    """Yield t_g in the limit, by finite-size theory, and as simulated, for each activation."""
    P, D = round(np.exp(alpha * s.N)), max(1, round(alpha_D * s.N))
    for activation in s.activations:
        t_g = generalization_time(alpha, alpha_D, activation)
        t = t_g * np.exp(np.linspace(-LOW, HIGH, s.times))
        size = {"N": s.N, "D": D, "P": P}
        point: Point = {"activation": activation, "alpha": alpha, "alpha_D": alpha_D, **size}
        yield row("generalization_time", "theory", t_g, **point)
        curves, predicted = curves_of_draws(s, seeds, size, activation, t)
        for quantity, kind, draws in (
            ("generalization_time", "simulation", curves),
            ("generalization_time_finite_size", "theory", predicted),
        ):
            # the same resampling of draws for both, which share F and fresh points
            bootstrap = seeds.stream("best_times_bootstrap").generator(size)
            minimum = minimum_with_error(t, draws, bootstrap)
            yield row(quantity, kind, minimum.place, minimum.stderr, minimum.n, **point)


def curves_of_draws(
    s: BestTimes, seeds: Seeds, size: dict[str, int], activation: ActivationName, t: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return -(1/N) log p_t^emp at fresh points against t, simulated and as predicted, (draws, t).

    The prediction is averaged over the points, for some of the fresh points and the same F.
    """
    curves, predicted = [], []
    log_P = float(np.log(size["P"]))
    for draw in range(s.draws):
        rng = seeds.generator(size, draw)
        manifold = HiddenManifold(draw_matrix(size["N"], size["D"], rng), activation)
        points = manifold.sample(size["P"], rng)
        latents = rng.standard_normal((s.probes, size["D"]))
        fresh = manifold.embed(latents)
        curves.append(measured_cross_entropy(fresh, points, t).per_coordinate)
        sampling = seeds.stream("best_times_sampling").generator(size, draw)
        log_sum = log_sum_given(
            manifold.F,
            latents[: s.theory_probes],
            t,
            log_P,
            s.samples_per_dimension * size["D"],
            sampling,
            activation,
        )
        mean = log_sum.mean(axis=0)
        predicted.append(np.log(2 * np.pi * t) / 2 + (log_P - mean) / size["N"])
    return np.array(curves), np.array(predicted)
