"""The generalization gap at one point (psi_p, psi_n, d)."""

from collections.abc import Iterator, Sequence

import numpy as np

from memgen.seeds import Seeds
from memgen.studies.training_dynamics.features import KIND, Features, drawn_losses
from memgen.tables.rows import Point, Row, mean_row
from memgen.theory.random_features.resolvent import FeatureModel


def gap_rows(
    features: Features,
    model: FeatureModel,
    d: int,
    draws: int,
    taus: Sequence[float],
    seeds: Seeds,
    part: str,
) -> Iterator[Row]:
    """Yield L_test - L_train at each tau, averaged over draws of features and data."""
    kind, tau = KIND[features], np.array(taus)
    point: Point = {"psi_p": model.psi_p, "psi_n": model.psi_n, "d": d}
    gaps = []
    for draw in range(draws):
        losses = drawn_losses(features, model, d, seeds.generator(point | {"kind": kind}, draw))
        gaps.append(losses.test(tau) - losses.training(tau))
    for time, gap in zip(taus, np.array(gaps).T, strict=True):
        yield mean_row(
            "generalization_gap", gap, kind=kind, **point, tau=time, t=model.t, part=part
        )
