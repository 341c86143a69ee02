"""The least score error at one point against d, where real features approach their equivalent."""

from collections.abc import Iterator

import numpy as np
from tqdm import tqdm

from memgen.seeds import Seeds
from memgen.settings.training_dynamics import ErrorScalingLadder
from memgen.studies.training_dynamics.error_scaling import errors_of_draw
from memgen.studies.training_dynamics.features import KIND, Features
from memgen.tables.rows import Point, Row, mean_row
from memgen.theory.random_features.resolvent import FeatureModel


def table(
    s: ErrorScalingLadder,
    seeds: Seeds,
    psi_p: float,
    t: float,
    tau_range: tuple[float, float],
    points: int,
    refined_points: int,
) -> Iterator[Row]:
    """Yield the least error of equivalents and of real features at each d."""
    tau = np.geomspace(*tau_range, points)
    model = FeatureModel(psi_p, s.psi_n, t, (s.sigma_x**2,), (1.0,))
    draws: dict[Features, int] = {"equivalent": s.draws, "real": s.exact_draws}
    for d in tqdm(s.d, disable=None, desc="d"):
        point: Point = {"sigma_x": s.sigma_x, "psi_n": s.psi_n, "psi_p": psi_p, "t": t, "d": d}
        for features, fewest in draws.items():
            kind = KIND[features]
            # more draws at small d, which cost less and scatter more
            least = [
                errors_of_draw(
                    features,
                    model,
                    d,
                    tau,
                    refined_points,
                    seeds.generator(point | {"kind": kind}, draw),
                )[1]
                for draw in range(round(fewest * max(s.d) / d))
            ]
            yield mean_row("ladder_error", np.array(least), kind=kind, **point)
