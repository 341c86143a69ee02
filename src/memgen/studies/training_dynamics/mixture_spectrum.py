"""The spectrum of U for a two-Gaussian mixture: bulks and outlier against d."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.networks.random_features.moments import training_moments
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import MixtureSpectrum
from memgen.studies.made import Made
from memgen.studies.training_dynamics.bulk_rows import bulk_rows
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.random_features.outlier import find_outlier, find_threshold
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.separated import separated_outlier
from memgen.theory.random_features.spectrum import Bulk, feature_density, find_bulks

GRID = 3000  # points of the largest bulk's density for its cumulative distribution


def table(s: MixtureSpectrum, seeds: Seeds) -> Made:
    """Return bulks and outlier for each case (t, |m|^2), then of well-separated mixtures.

    The arrays hold all eigenvalues of the last draw at the largest d of each case.
    """
    rows: list[Row] = []
    values: dict[str, np.ndarray] = {}
    for number, (t, signal) in enumerate(s.cases):
        point = {"case": number, "t": t, "signal": signal}
        limit = limit_of(FeatureModel(s.psi_p, s.psi_n, t), signal)
        rows += theory_rows(limit, s.points, point)
        for d in tqdm(s.d, disable=None, desc=f"t = {t}, |m|^2 = {signal}"):
            draws = [
                eigenvalues(d, t, np.sqrt(signal), s, rng)
                for rng in generators(seeds, {"t": t, "signal": signal, "d": d}, draws_at(d, s))
            ]
            rows += simulation_rows(draws, d, limit, point | {"d": d})
        values[f"case_{number}"] = draws[-1]
    rows += separated_rows(s, seeds.stream("mixture_spectrum_separated"))
    return Made(rows, arrays={"mixture_spectrum_values": values})


@dataclass(frozen=True)
class Limit:
    """The limiting spectrum of one case.

    Attributes
    ----------
    model : FeatureModel
        Without means: of order 1 they change no bulk.
    bulks : list of Bulk
        Ascending.
    threshold : float
        |m|^2 at which the outlier leaves the bulk.
    outlier : float or None
        Where it is; None at or below the threshold.
    """

    model: FeatureModel
    bulks: list[Bulk]
    threshold: float
    outlier: float | None

    @property
    def largest(self) -> float:
        """The largest eigenvalue: the outlier, or the bulks' upper edge."""
        return self.bulks[-1].upper if self.outlier is None else self.outlier


def limit_of(model: FeatureModel, signal: float) -> Limit:
    """Return the limiting spectrum for |m|^2 = signal."""
    threshold = find_threshold(model)
    predicted = find_outlier(model, signal).eigenvalue if signal > threshold else None
    return Limit(model, find_bulks(model), threshold, predicted)


def generators(seeds: Seeds, point: Point, draws: int) -> Iterator[np.random.Generator]:
    """Yield the generator of each draw."""
    for draw in range(draws):
        yield seeds.generator(point, draw)


def draws_at(d: int, s: MixtureSpectrum) -> int:
    """Return how many draws: more at small d, where a draw costs less and scatters more."""
    return min(s.most_draws, round(s.draws * (max(s.d) / d) ** 2))


def eigenvalues(
    d: int, t: float, norm: float, s: MixtureSpectrum, rng: np.random.Generator
) -> Float[np.ndarray, " p"]:
    """Return all eigenvalues of U for data +-m + N(0, 1), |m| = norm, ascending."""
    W = rng.standard_normal((round(s.psi_p * d), d))
    mean = rng.standard_normal(d)
    data = TwoGaussians(mean * norm / np.linalg.norm(mean))
    return np.linalg.eigvalsh(training_moments(W, data.sample(round(s.psi_n * d), rng), t).U)


def theory_rows(limit: Limit, points: int, point: Point) -> Iterator[Row]:
    """Yield the density without means, the threshold, and the outlier above it."""
    yield from bulk_rows(limit.model, limit.bulks, points, **point)
    yield row("threshold", "theory", limit.threshold, **point)
    if limit.outlier is not None:
        yield row("outlier", "theory", limit.outlier, **point)


def simulation_rows(draws: list[np.ndarray], d: int, limit: Limit, point: Point) -> Iterator[Row]:
    """Yield the outlier, its deviation from the theory, and the largest bulk's distance to it."""
    tops = np.array([values[-1] for values in draws])
    deviation = tops / limit.largest - 1
    grid = limit.bulks[-1].grid(GRID)
    density = feature_density(grid, limit.model)
    # The d - 1 eigenvalues below the outlier are the largest bulk's.
    apart = [kolmogorov_distance(values[-d:-1], grid, density) for values in draws]
    yield mean_row("outlier", tops, **point)
    yield mean_row("deviation", deviation, **point)
    yield mean_row("squared_deviation", deviation**2, **point)
    yield mean_row("kolmogorov_distance", np.array(apart), **point)


def separated_rows(s: MixtureSpectrum, seeds: Seeds) -> Iterator[Row]:
    """Yield lambda_max / d for |m| = mu sqrt d: its limit, and against d."""
    for t in s.separated_t:
        point: Point = {"t": t, "separation": s.separation}
        limit = separated_outlier(s.psi_p, t, s.separation)
        yield row("separated_outlier", "theory", limit, **point)
        for d in s.d:
            draws = min(draws_at(d, s), 2 * s.draws)
            norm = s.separation * np.sqrt(d)
            per_d = [
                eigenvalues(d, t, norm, s, rng)[-1] / d
                for rng in generators(seeds, point | {"d": d}, draws)
            ]
            yield mean_row("separated_outlier", np.array(per_d), **point, d=d)
