"""Samples that random features generate, trained on a close or a well-separated mixture."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Literal

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.diffusion.processes import (
    add_noise,
    ornstein_uhlenbeck_time,
    to_ornstein_uhlenbeck,
    variance_exploding_time,
)
from memgen.diffusion.samplers import log_times, second_order_reverse_diffusion
from memgen.measures.samples.two_peaks import TwoPeaks, expected_peaks, observed_peaks
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.moments import training_moments
from memgen.networks.random_features.score import TimewiseScore
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Separation
from memgen.studies.made import Made
from memgen.studies.training_dynamics.mixture import mixture_along_first_axis
from memgen.tables.rows import Point, Row, mean_row, row

Regime = Literal["close", "separated"]
# Samples by the training time tau of the features, or "exact": by the mixture's own score.
Generated = dict[float | str, Float[np.ndarray, "samples d"]]


def table(s: Separation, seeds: Seeds, regime: Regime) -> Made:
    """Return how far apart the generated peaks are, for features at each tau and the exact score.

    The array holds the samples' coordinates along the means at the last d, of the last tau and the
    exact score.
    """
    rows: list[Row] = []
    along: dict[str, np.ndarray] = {}
    for d in s.d:
        signal = s.signal if regime == "close" else s.separation**2 * d
        data = mixture_along_first_axis(signal, d)
        point: Point = {"regime": regime, "signal": signal, "d": d}
        expected = asdict(expected_peaks(signal, s.t_range[0]))
        rows += [row(name, "theory", value, **point) for name, value in expected.items()]
        draws = [
            generate(s, data, seeds.generator(point, draw))
            for draw in tqdm(range(s.draws), disable=None, desc=f"{regime}, d = {d}")
        ]
        rows += peak_rows(draws, point)
        for name, label in {"features": s.tau[-1], "exact": "exact"}.items():
            along[name] = np.concatenate([draw[label][:, 0] for draw in draws])
    return Made(rows, arrays={"along": along})


def generate(s: Separation, data: TwoGaussians, rng: np.random.Generator) -> Generated:
    """Return the samples of one draw: by features at each tau, and by the exact score.

    All start from the same points and follow the reverse SDE with the same noise, by steps of
    second order: what the exact score still misses is the sampler's.
    """
    first, last = (float(variance_exploding_time(t)) for t in reversed(s.t_range))
    times = log_times(first, last, s.steps)
    trained = ornstein_uhlenbeck_time(times[:-1])
    d = data.mean.size
    W = rng.standard_normal((round(s.psi_p * d), d))
    x = data.sample(round(s.psi_n * d), rng)
    flows = [gradient_flow(training_moments(W, x, float(t))) for t in trained]
    start = add_noise(data.sample(s.samples, rng), first, rng)
    scores = {
        tau: TimewiseScore(W, trained, np.array([flow.weights(tau) for flow in flows]))
        for tau in s.tau
    }
    noise = int(rng.integers(2**63))
    return {
        label: to_ornstein_uhlenbeck(
            second_order_reverse_diffusion(score, start, times, np.random.default_rng(noise)), last
        )
        for label, score in (*scores.items(), ("exact", data.exploding_score))
    }


def peak_rows(draws: list[Generated], point: Point) -> Iterator[Row]:
    """Yield variances, kurtosis, central density and peaks' width of each score's samples."""
    for label in draws[0]:
        peaks: list[TwoPeaks] = [observed_peaks(draw[label]) for draw in draws]
        about: Point = {"score": label} if label == "exact" else {"score": "features", "tau": label}
        for name in asdict(peaks[0]):
            values = np.array([getattr(peak, name) for peak in peaks])
            yield mean_row(name, values, **point, **about)
