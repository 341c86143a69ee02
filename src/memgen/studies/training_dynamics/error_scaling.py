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

    At the largest sigma_x and psi_n the least error at smaller d too (`ladder_error`).

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
                        features, model, d, tau, s, seeds.generator(point | {"kind": kind}, draw)
                    )
                    for draw in range(draws)
                ),
                strict=True,
            )
            yield mean_row("least_error", np.array(least), kind=kind, **point)
            yield from curve_rows("score_error", np.array(errors), {"tau": tau}, kind, **point)
    if sigma_x == max(s.sigma_x):
        yield from ladder_rows(s, tau, seeds.stream("error_scaling_ladder"), sigma_x)


def ladder_rows(
    s: ErrorScaling, tau: Float[np.ndarray, " times"], seeds: Seeds, sigma_x: float
) -> Iterator[Row]:
    """Yield the least error of equivalents and of real features against d, at the largest psi_n."""
    model = FeatureModel(s.psi_p, max(s.psi_n), s.t, (sigma_x**2,), (1.0,))
    draws: dict[Features, int] = {"equivalent": s.draws, "real": s.exact_draws}
    for d in tqdm(s.ladder, disable=None, desc="ladder"):
        for features, least_draws in draws.items():
            kind = KIND[features]
            point: Point = {"sigma_x": sigma_x, "psi_n": model.psi_n, "psi_p": s.psi_p, "t": s.t}
            point |= {"d": d}
            # more draws at small d, which cost less and scatter more
            least = [
                errors_of_draw(
                    features, model, d, tau, s, seeds.generator(point | {"kind": kind}, draw)
                )[1]
                for draw in range(round(least_draws * max(s.ladder) / d))
            ]
            yield mean_row("ladder_error", np.array(least), kind=kind, **point)


def errors_of_draw(
    features: Features,
    model: FeatureModel,
    d: int,
    tau: Float[np.ndarray, " times"],
    s: ErrorScaling,
    rng: np.random.Generator,
) -> tuple[list[float], float]:
    """Return the score error at each tau, and the least one, of one draw of features and data."""
    losses = drawn_losses(features, model, d, rng)
    along = losses.test(tau)
    try:
        least = refined_minimum(losses.test, tau, along, s.refined_points)
    except ValueError as problem:
        raise ValueError(
            f"training_dynamics.error_scaling.tau_range = {list(s.tau_range)}: the test loss has "
            f"no minimum inside at psi_n = {model.psi_n}: {problem}"
        ) from problem
    (variance,) = model.variances
    errors = [score_error(float(loss), model.t, variance) for loss in along]
    return errors, score_error(least, model.t, variance)
