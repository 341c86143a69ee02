"""The spectrum of U for a two-Gaussian mixture: its outlier against |m|^2, and against d."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.networks.random_features.moments import training_moments
from memgen.networks.random_features.spiked import draw_spiked
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import MixtureSpectrum
from memgen.statistics.control import controlled_mean
from memgen.studies.made import Made
from memgen.studies.training_dynamics.bulk_rows import bulk_rows
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.random_features.outlier import find_outlier, find_threshold
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.separated import separated_outlier
from memgen.theory.random_features.spectrum import find_bulks


@dataclass(frozen=True)
class Top:
    """The top of the spectrum of one draw of U.

    Attributes
    ----------
    values : (d,)
        The d largest eigenvalues, ascending.
    controls : (2,)
        |W m|^2 / (p |m|^2) - 1, and the data's second moment along m over 1 + |m|^2, minus 1: of
        mean 0, and what the outlier scatters with.
    """

    values: Float[np.ndarray, " d"]
    controls: Float[np.ndarray, " two"]


def table(s: MixtureSpectrum, seeds: Seeds) -> Made:
    """Return the top of the spectrum at the first t, outliers against |m|^2 and d, separated ones.

    The arrays hold the d largest eigenvalues of all draws at the first t and the largest d, for
    each level |m|^2 / threshold and without means ("control"), the same W and noise for all.
    """
    rows: list[Row] = []
    for t in s.t:
        threshold = find_threshold(FeatureModel(s.psi_p, s.psi_n, t))
        for d in tqdm(s.d, disable=None, desc=f"t = {t}"):
            above = tops(s, seeds, t, s.levels[-1] * threshold, d)
            rows += outlier_rows(s, t, d, above)
            if t == s.t[0] and d == max(s.d):
                of_levels, values = level_rows(s, seeds, above)
                rows += of_levels
    rows += curve_rows(s, seeds.stream("mixture_spectrum_curve"))
    rows += separated_rows(s, seeds.stream("mixture_spectrum_separated"))
    return Made(rows, arrays={"mixture_spectrum_values": values})


def draws_at(d: int, s: MixtureSpectrum) -> int:
    """Return how many draws: more at small d, where a draw costs less and scatters more."""
    return min(s.most_draws, round(s.draws * (max(s.d) / d) ** 2))


def tops(s: MixtureSpectrum, seeds: Seeds, t: float, signal: float, d: int) -> list[Top]:
    """Return the draws at one t and d: W, noise and signs are the same for every |m|^2."""
    return drawn_tops(s, seeds, t, signal, d, draws_at(d, s))


def drawn_tops(
    s: MixtureSpectrum, seeds: Seeds, t: float, signal: float, d: int, draws: int
) -> list[Top]:
    """Return so many draws at one t and d, the same W, noise and signs for every |m|^2."""
    return [
        top_of_spectrum(d, t, signal, s, seeds.generator({"t": t, "d": d}, draw))
        for draw in range(draws)
    ]


def top_of_spectrum(
    d: int, t: float, signal: float, s: MixtureSpectrum, rng: np.random.Generator
) -> Top:
    """Return the top of the spectrum of U for data +-m + N(0, 1), |m|^2 = signal."""
    W = rng.standard_normal((round(s.psi_p * d), d))
    along = rng.standard_normal(d)
    along /= np.linalg.norm(along)
    x = TwoGaussians(np.sqrt(signal) * along).sample(round(s.psi_n * d), rng)
    controls = [np.mean((W @ along) ** 2) - 1, np.mean((x @ along) ** 2) / (1 + signal) - 1]
    return Top(np.linalg.eigvalsh(training_moments(W, x, t).U)[-d:], np.array(controls))


def outlier_rows(s: MixtureSpectrum, t: float, d: int, found: list[Top]) -> Iterator[Row]:
    """Yield the outlier of the last level over its closed form."""
    model = FeatureModel(s.psi_p, s.psi_n, t)
    signal = s.levels[-1] * find_threshold(model)
    ratios = np.array([top.values[-1] for top in found]) / find_outlier(model, signal).eigenvalue
    point: Point = {"t": t, "level": s.levels[-1], "signal": signal, "d": d}
    mean = controlled_mean(ratios, np.array([top.controls for top in found]))
    yield row("outlier_ratio", "simulation", mean.value, mean.stderr, mean.n, **point)


def level_rows(
    s: MixtureSpectrum, seeds: Seeds, above: list[Top]
) -> tuple[list[Row], dict[str, np.ndarray]]:
    """Return theory and largest eigenvalue at each level of the first t, and the eigenvalues."""
    t, d = s.t[0], max(s.d)
    model = FeatureModel(s.psi_p, s.psi_n, t)
    bulk, threshold = find_bulks(model)[-1], find_threshold(model)
    rows = list(bulk_rows(model, [bulk], s.points, ["upper"], t=t))
    rows.append(row("threshold", "theory", threshold, t=t))
    values = {"control": np.array([top.values for top in tops(s, seeds, t, 0.0, d)])}
    for number, level in enumerate(s.levels):
        signal = level * threshold
        point: Point = {"t": t, "level": level, "signal": signal}
        limit = find_outlier(model, signal).eigenvalue if level > 1 else bulk.upper
        found = above if level == s.levels[-1] else tops(s, seeds, t, signal, d)
        drawn = np.array([top.values for top in found])
        rows.append(row("largest", "theory", limit, **point))
        rows.append(mean_row("largest", drawn[:, -1], **point, d=d))
        ratio = drawn[:, -1] / values["control"][:, -1]
        rows.append(mean_row("over_control", ratio, **point, d=d))
        values[f"level_{number}"] = drawn
    return rows, values


def curve_rows(s: MixtureSpectrum, seeds: Seeds) -> Iterator[Row]:
    """Yield the largest eigenvalue against |m|^2: closed form, equivalent at the same d, and U."""
    t, d = s.t[0], s.curve_d
    model = FeatureModel(s.psi_p, s.psi_n, t)
    upper, threshold = find_bulks(model)[-1].upper, find_threshold(model)
    signals = threshold * np.array(s.curve)
    fine = np.linspace(0, signals.max(), s.curve_points)
    for signal in fine:
        above = signal > threshold
        limit = find_outlier(model, float(signal)).eigenvalue if above else upper
        yield row("curve", "theory", limit, t=t, signal=float(signal), features="limit")
    equivalent = np.array(
        [
            draw_spiked(model, d, seeds.generator({"d": d, "t": t, "equivalent": 1}, draw)).largest(
                fine[1:]
            )[0]
            for draw in range(s.equivalent_draws)
        ]
    )
    for signal, values in zip(fine[1:], equivalent.T, strict=True):
        # of randomness alone: features and data of the equivalent never existed
        about: Point = {"t": t, "signal": float(signal), "d": d, "features": "equivalent"}
        yield mean_row("curve", values, kind="theory", **about)
    for signal in tqdm(signals, disable=None, desc="|m|^2"):
        found = drawn_tops(s, seeds, t, float(signal), d, s.curve_draws)
        mean = controlled_mean(
            np.array([top.values[-1] for top in found]), np.array([top.controls for top in found])
        )
        about = {"t": t, "signal": float(signal), "d": d, "features": "real"}
        yield row("curve", "simulation", mean.value, mean.stderr, mean.n, **about)


def separated_rows(s: MixtureSpectrum, seeds: Seeds) -> Iterator[Row]:
    """Yield lambda_max / d for |m| = mu sqrt d over its limit, against d."""
    for t in s.separated_t:
        limit = separated_outlier(s.psi_p, t, s.separation)
        for d in s.d:
            found = tops(s, seeds, t, s.separation**2 * d, d)
            ratios = np.array([top.values[-1] for top in found]) / (d * limit)
            mean = controlled_mean(ratios, np.array([top.controls for top in found]))
            point: Point = {"t": t, "separation": s.separation, "d": d}
            yield row("separated_ratio", "simulation", mean.value, mean.stderr, mean.n, **point)
