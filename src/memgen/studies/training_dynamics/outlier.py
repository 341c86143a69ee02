"""The outlier of a two-Gaussian mixture against t, and where it leaves the bulk."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.data.mixture import TwoGaussians
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.moments import training_moments
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Outlier
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.random_features import bulks, outlier, outlier_threshold
from memgen.theory.random_features.resolvent import FeatureModel


def table(s: Outlier, seeds: Seeds) -> Iterator[Row]:
    """Yield the theory against t, then outliers of the equivalent and of U itself (`exact`).

    Beside each simulated point stands the theory at the same t (`eigenvalue_there`).
    """
    yield from theory_rows(s)
    for features, d in (("equivalent", s.d), ("exact", s.exact_d)):
        for t in tqdm(np.geomspace(*s.t_range, s.simulated), disable=None, desc=features):
            model = FeatureModel(s.psi_p, s.psi_n, float(t))
            for signal in s.signals:
                point: Point = {"signal": signal, "t": float(t), "d": d, "features": features}
                drawn = [
                    drawn_outlier(features, model, signal, d, seeds.generator(point, draw))
                    for draw in range(s.draws)
                ]
                for quantity, draws in zip(
                    ("eigenvalue", "overlap"), np.array(drawn).T, strict=True
                ):
                    yield mean_row(quantity, draws, **point)
                if signal > outlier_threshold(s.psi_p, s.psi_n, float(t)):
                    predicted = outlier(s.psi_p, s.psi_n, float(t), signal)
                    yield row("eigenvalue_there", "theory", predicted.eigenvalue, **point)
                    yield row("overlap_there", "theory", predicted.overlap, **point)


def theory_rows(s: Outlier) -> Iterator[Row]:
    """Yield the threshold, the bulk's upper edge, and eigenvalue and overlap above it."""
    for t in np.geomspace(*s.t_range, s.points):
        threshold = outlier_threshold(s.psi_p, s.psi_n, t)
        yield row("threshold", "theory", threshold, t=t)
        yield row("edge", "theory", bulks(s.psi_p, s.psi_n, t)[-1].upper, t=t)
        for signal in s.signals:
            if signal > threshold:
                predicted = outlier(s.psi_p, s.psi_n, t, signal)
                yield row("eigenvalue", "theory", predicted.eigenvalue, signal=signal, t=t)
                yield row("overlap", "theory", predicted.overlap, signal=signal, t=t)


def drawn_outlier(
    features: str, model: FeatureModel, signal: float, d: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Return the largest eigenvalue of a draw, and its eigenvector's squared cosine with W m."""
    mean = rng.standard_normal(d)
    mean *= np.sqrt(signal) / np.linalg.norm(mean)
    if features == "equivalent":
        drawn = draw_equivalent(model, d, rng, mean)
        flow = drawn.flow()
        W, values, vectors = drawn.W, flow.values, flow.vectors
    else:
        W = rng.standard_normal((round(model.psi_p * d), d))
        x = TwoGaussians(mean).sample(round(model.psi_n * d), rng)
        values, vectors = np.linalg.eigh(training_moments(W, x, model.t).U)
    direction = W @ mean / np.linalg.norm(W @ mean)
    return float(values[-1]), float((vectors[:, -1] @ direction) ** 2)
