"""The outlier of a two-Gaussian mixture against t, and where it leaves the bulk."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from scipy.optimize import brentq
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.networks.random_features.moments import training_moments
from memgen.networks.random_features.spiked import draw_spiked
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Outlier
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.random_features import bulks, outlier, outlier_threshold
from memgen.theory.random_features.outlier import transition_time
from memgen.theory.random_features.resolvent import FeatureModel

QUANTITIES = ("eigenvalue", "overlap")
JUST_ABOVE = 1 + 1e-6


def table(s: Outlier, seeds: Seeds) -> Iterator[Row]:
    """Yield the closed form against t, the equivalent at finite d, and U itself (`exact`)."""
    yield from theory_rows(s)
    yield from half_rows(s)
    for t in tqdm(np.linspace(*s.t_range, s.simulated), disable=None, desc="t"):
        yield from equivalent_rows(s, seeds.stream("outlier_equivalent"), float(t))
        yield from exact_rows(s, seeds, float(t))


def theory_rows(s: Outlier) -> Iterator[Row]:
    """Yield the threshold and the bulk's edge against t; eigenvalue and overlap down to t_BBP."""
    for t in np.linspace(*s.t_range, s.points):
        threshold = outlier_threshold(s.psi_p, s.psi_n, float(t))
        yield row("threshold", "theory", threshold, t=t)
        # The outlier leaves the bulk at its edge, of which the spectrum's own takes 1000 x longer.
        edge = outlier(s.psi_p, s.psi_n, float(t), threshold * JUST_ABOVE).eigenvalue
        yield row("edge", "theory", edge, t=t)
    for signal in s.signals:
        t_bbp = transition_time(s.psi_p, s.psi_n, signal, s.t_range)
        edge = bulks(s.psi_p, s.psi_n, t_bbp)[-1].upper
        just_above = outlier(s.psi_p, s.psi_n, t_bbp, signal * JUST_ABOVE).eigenvalue
        yield row("transition_time", "theory", t_bbp, signal=signal)
        yield row("eigenvalue_over_edge", "theory", just_above / edge, signal=signal, t=t_bbp)
        # denser where the overlap falls as a straight line to 0
        share = 1 - np.linspace(1, 0, s.points)[:-1] ** 2
        for t in s.t_range[0] + (t_bbp - s.t_range[0]) * share:
            at = outlier(s.psi_p, s.psi_n, float(t), signal)
            yield row("eigenvalue", "theory", at.eigenvalue, signal=signal, t=float(t))
            yield row("overlap", "theory", at.overlap, signal=signal, t=float(t))
        yield row("eigenvalue", "theory", edge, signal=signal, t=t_bbp)
        yield row("overlap", "theory", 0.0, signal=signal, t=t_bbp)


def half_rows(s: Outlier) -> Iterator[Row]:
    """Yield the |m|^2 at which the closed form's overlap is 1/2, against t."""
    for t in np.linspace(*s.t_range, s.simulated):
        threshold = outlier_threshold(s.psi_p, s.psi_n, float(t))

        def excess(log_level: float, t: float = float(t), threshold: float = threshold) -> float:
            return outlier(s.psi_p, s.psi_n, t, threshold * np.exp(log_level)).overlap - 0.5

        found = threshold * np.exp(brentq(excess, 1e-4, 5.0))
        yield row("half_signal", "theory", float(found), t=float(t))


def equivalent_rows(s: Outlier, seeds: Seeds, t: float) -> Iterator[Row]:
    """Yield largest eigenvalue and overlap of the equivalent, at the curves' |m|^2 and the map's.

    All t share the normal numbers of a draw: a curve of its mean against t is smooth.
    """
    model = FeatureModel(s.psi_p, s.psi_n, t)
    of_map = np.geomspace(*s.map_signals, s.map_points)
    drawn = [
        draw_spiked(model, s.d, seeds.generator({"d": s.d}, draw))
        for draw in range(s.equivalent_draws)
    ]
    curves = np.array([one.largest(np.array(s.signals)) for one in drawn])
    for number, signal in enumerate(s.signals):
        point: Point = {"signal": signal, "t": t, "d": s.d, "features": "equivalent"}
        for quantity, values in zip(QUANTITIES, curves[:, :, number].T, strict=True):
            # of randomness alone: features and data of the equivalent never existed
            yield mean_row(f"{quantity}_finite", values, kind="theory", **point)
    overlaps = np.array([one.largest(of_map)[1] for one in drawn])
    for signal, values in zip(of_map, overlaps.T, strict=True):
        yield mean_row("map", values, kind="theory", t=t, signal=float(signal), d=s.d)


def exact_rows(s: Outlier, seeds: Seeds, t: float) -> Iterator[Row]:
    """Yield largest eigenvalue and overlap of U; the draws of one t share W, signs and noise."""
    for signal in s.signals:
        draws = np.array(
            [
                exact_outlier(s, t, signal, seeds.generator({"t": t, "d": s.d}, draw))
                for draw in range(s.draws)
            ]
        )
        for quantity, values in zip(QUANTITIES, draws.T, strict=True):
            yield mean_row(quantity, values, signal=signal, t=t, d=s.d, features="exact")


def exact_outlier(
    s: Outlier, t: float, signal: float, rng: np.random.Generator
) -> Float[np.ndarray, " two"]:
    """Return the largest eigenvalue of a draw of U, and its vector's squared cosine with W m."""
    W = rng.standard_normal((round(s.psi_p * s.d), s.d))
    along = rng.standard_normal(s.d)
    along /= np.linalg.norm(along)
    x = TwoGaussians(np.sqrt(signal) * along).sample(round(s.psi_n * s.d), rng)
    values, vectors = np.linalg.eigh(training_moments(W, x, t).U)
    direction = W @ along
    cosine = vectors[:, -1] @ direction / np.linalg.norm(direction)
    return np.array([values[-1], cosine**2])
