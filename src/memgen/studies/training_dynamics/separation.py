"""Samples that random features generate, trained on a close or a well-separated mixture."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
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
from memgen.diffusion.samplers import log_times, reverse_diffusion
from memgen.measures.memorization import memorised_fraction, nearest_ratio
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


@dataclass(frozen=True)
class Generated:
    """Samples of one draw of features and data, Ornstein-Uhlenbeck at the last time.

    Attributes
    ----------
    training : (n, d)
        Training data.
    samples : mapping of float or str to (samples, d)
        By the training time tau of the features, or "exact" for the mixture's score.
    """

    training: Float[np.ndarray, "n d"]
    samples: dict[float | str, Float[np.ndarray, "samples d"]]


def table(s: Separation, seeds: Seeds, regime: Regime) -> Made:
    """Return how far apart the generated peaks are, for each score and number of steps.

    The array holds the samples' coordinates along the means, of the last tau and most steps.
    """
    signal = s.signal if regime == "close" else s.separation**2 * s.d
    data = mixture_along_first_axis(signal, s.d)
    point: Point = {"regime": regime, "signal": signal, "d": s.d}
    expected = asdict(expected_peaks(signal, s.t_range[0]))
    rows = [row(name, "theory", value, **point) for name, value in expected.items()]
    for steps in s.steps:
        draws = [
            generate(s, data, steps, seeds.generator(point, draw))
            for draw in tqdm(range(s.draws), disable=None, desc=f"{regime}, {steps} steps")
        ]
        rows += peak_rows(draws, point | {"steps": steps})
        bootstrap = seeds.stream("separation_bootstrap").generator(point | {"steps": steps})
        rows.append(memorised_row(s, draws, bootstrap, point | {"steps": steps}))
    along = np.concatenate([draw.samples[s.tau[-1]][:, 0] for draw in draws])
    return Made(rows, arrays={"along": {"along": along}})


def generate(s: Separation, data: TwoGaussians, steps: int, rng: np.random.Generator) -> Generated:
    """Return the samples of one draw: by features at each tau, and by the exact score."""
    first, last = (float(variance_exploding_time(t)) for t in reversed(s.t_range))
    times = log_times(first, last, steps)
    trained = ornstein_uhlenbeck_time(times[:-1])
    W = rng.standard_normal((round(s.psi_p * s.d), s.d))
    x = data.sample(round(s.psi_n * s.d), rng)
    flows = [gradient_flow(training_moments(W, x, float(t))) for t in trained]
    start = add_noise(data.sample(s.samples, rng), first, rng)
    scores = {
        tau: TimewiseScore(W, trained, np.array([flow.weights(tau) for flow in flows]))
        for tau in s.tau
    }
    samples = {
        label: to_ornstein_uhlenbeck(reverse_diffusion(score, start, times, rng), last)
        for label, score in (*scores.items(), ("exact", data.exploding_score))
    }
    return Generated(x, samples)


def peak_rows(draws: list[Generated], point: Point) -> Iterator[Row]:
    """Yield variances, kurtosis and central density of each score, and the data's variance."""
    for label in draws[0].samples:
        peaks: list[TwoPeaks] = [observed_peaks(draw.samples[label]) for draw in draws]
        about: Point = {"score": label} if label == "exact" else {"score": "features", "tau": label}
        for name in asdict(peaks[0]):
            values = np.array([getattr(peak, name) for peak in peaks])
            yield mean_row(name, values, **point, **about)
    across = np.array([draw.training[:, 1:].var() for draw in draws])
    yield mean_row("variance_across", across, **point, score="data")


def memorised_row(
    s: Separation, draws: list[Generated], rng: np.random.Generator, point: Point
) -> Row:
    """Return the memorised fraction of the last tau's samples, with a bootstrap error."""
    tau = s.tau[-1]
    ratios = [
        nearest_ratio(draw.samples[tau] * np.exp(s.t_range[0]), draw.training) for draw in draws
    ]
    memorised = memorised_fraction(np.array(ratios), rng)
    return row(
        "memorised_fraction",
        "simulation",
        memorised.value,
        memorised.stderr,
        memorised.n,
        **point,
        score="features",
        tau=tau,
        samples=s.draws * s.samples,
    )
