"""The score error along training and its minimum against psi_n, at one width of the data."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.networks.random_features.flow import score_error
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import ErrorScaling
from memgen.statistics.minimum import refined_minimum
from memgen.studies.training_dynamics.features import KIND, Features, drawn_losses
from memgen.tables.rows import Point, Row, curve_rows, mean_row
from memgen.theory.random_features.resolvent import FeatureModel


def table(s: ErrorScaling, seeds: Seeds, sigma_x: float) -> Iterator[Row]:
    """Yield the least score error and the error along tau, of equivalents, then of real features.

    The least error of a draw is that on a finer grid about the least point of its curve.
    """
    tau = np.geomspace(*s.tau_range, s.points)
    sizes: dict[Features, tuple[int, int]] = {
        "equivalent": (s.d, s.draws),
        "real": (s.exact_d, s.exact_draws),
    }
    for features, (d, draws) in sizes.items():
        kind = KIND[features]
        for psi_n in tqdm(s.psi_n, disable=None, desc=f"sigma_x = {sigma_x}, {features}"):
            model = FeatureModel(s.psi_p, psi_n, s.t, (sigma_x**2,), (1.0,))
            point: Point = {"sigma_x": sigma_x, "psi_n": psi_n, "psi_p": s.psi_p, "t": s.t, "d": d}
            errors, least = zip(
                *(
                    errors_of_draw(
                        features,
                        model,
                        d,
                        tau,
                        s.refined_points,
                        seeds.generator(point | {"kind": kind}, draw),
                    )
                    for draw in range(draws)
                ),
                strict=True,
            )
            yield mean_row("least_error", np.array(least), kind=kind, **point)
            yield from curve_rows("score_error", np.array(errors), {"tau": tau}, kind, **point)


def errors_of_draw(
    features: Features,
    model: FeatureModel,
    d: int,
    tau: Float[np.ndarray, " times"],
    refined_points: int,
    rng: np.random.Generator,
) -> tuple[list[float], float]:
    """Return the score error at each tau, and the least one, of one draw of features and data."""
    losses = drawn_losses(features, model, d, rng)
    along = losses.test(tau)
    try:
        least = refined_minimum(losses.test, tau, along, refined_points)
    except ValueError as problem:
        raise ValueError(
            f"training_dynamics.error_scaling.tau_range = [{tau[0]:g}, {tau[-1]:g}]: the test loss "
            f"has no minimum inside at psi_n = {model.psi_n}: {problem}"
        ) from problem
    (variance,) = model.variances
    errors = [score_error(float(loss), model.t, variance) for loss in along]
    return errors, score_error(least, model.t, variance)
