"""How many samples of one network for all times are copies of its n training points."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.diffusion.processes import variance_exploding_time
from memgen.diffusion.samplers import log_times, reverse_diffusion
from memgen.measures.memorization import THRESHOLD, memorised_fraction, nearest_ratio
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.score import TimeIntegratedScore
from memgen.networks.random_features.time_integrated import integrated_training
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import TimeIntegratedSamples
from memgen.settings.training_dynamics.time_integrated import ChoiceName, Protocol
from memgen.statistics.late_rise import half_rise
from memgen.studies.training_dynamics.integrated_network import (
    IntegratedNetwork,
    integrated_network,
)
from memgen.tables.rows import Point, Row, geometric_mean_row, mean_row, row


def table(
    s: TimeIntegratedSamples, seeds: Seeds, protocol: Protocol, choice: ChoiceName, n: int
) -> Iterator[Row]:
    """Yield the memorised fraction along training, its half-rise, and what chance would give."""
    network, tau = integrated_network(protocol, choice), np.geomspace(*s.tau_range, s.points)
    point: Point = {"choice": choice, "n_data": n, "d": s.d}
    numbers = seeds.stream("time_integrated_memorization")
    ratios = np.array(
        [
            ratios_of_draw(network, n, s, protocol, numbers.generator(point, draw))
            for draw in tqdm(range(s.draws), disable=None, desc=f"choice {choice}, n = {n}")
        ]
    )
    fractions = (ratios < THRESHOLD).mean(axis=2)
    half = np.array([half_rise(tau, along) for along in fractions])
    yield geometric_mean_row("half_memorised", half, **point)
    bootstrap = seeds.stream("time_integrated_bootstrap").generator(point)
    for time, of_draws in zip(tau, ratios.swapaxes(0, 1), strict=True):
        memorised = memorised_fraction(of_draws, bootstrap)
        measured = (memorised.value, memorised.stderr, memorised.n)
        yield row("memorised_fraction", "simulation", *measured, **point, tau=time)
    chance = memorised_by_chance(n, s, seeds.stream("time_integrated_chance").generator(point))
    yield mean_row("memorised_by_chance", chance, **point)


def ratios_of_draw(
    network: IntegratedNetwork,
    n: int,
    s: TimeIntegratedSamples,
    protocol: Protocol,
    rng: np.random.Generator,
) -> Float[np.ndarray, "times samples"]:
    """Return d1 / d2 of the samples of one draw of features and data, at each tau."""
    first, last = (float(variance_exploding_time(t)) for t in reversed(protocol.t_range))
    steps = log_times(first, last, s.steps)
    W, b = network.draw_weights(s.p, s.d, rng)
    x = protocol.sigma_x * rng.standard_normal((n, s.d))
    flow = gradient_flow(integrated_training(W, b, x, network.times, network.scale))
    ratios = []
    for tau in np.geomspace(*s.tau_range, s.points):
        score = TimeIntegratedScore(W, b, flow.weights(tau), network.scale)
        width = np.sqrt(first + protocol.sigma_x**2)
        start = width * rng.standard_normal((s.samples, s.d))
        ratios.append(nearest_ratio(reverse_diffusion(score, start, steps, rng), x))
    return np.array(ratios)


def memorised_by_chance(
    n: int, s: TimeIntegratedSamples, rng: np.random.Generator
) -> Float[np.ndarray, " draws"]:
    """Return the fraction of fresh data that count as copies of n others, for each draw."""
    fractions = []
    for _ in range(s.chance_draws):
        fresh, training = rng.standard_normal((s.samples, s.d)), rng.standard_normal((n, s.d))
        fractions.append(np.mean(nearest_ratio(fresh, training) < THRESHOLD))
    return np.array(fractions)
