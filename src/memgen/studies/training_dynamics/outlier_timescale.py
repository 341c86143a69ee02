"""The gain of the trained score along and across the means, for one |m|^2."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.gain import gains_along
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import OutlierTimescale
from memgen.statistics.steepest_rise import steepest_rise
from memgen.studies.training_dynamics.mixture import mixture_along_first_axis
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.random_features.gain import gain_curve, outlier_time
from memgen.theory.random_features.resolvent import FeatureModel


def table(s: OutlierTimescale, seeds: Seeds, signal: float) -> Iterator[Row]:
    """Yield theory, then real features: gains against tau, and where the one along rises fastest.

    Both directions of the theory come from one closed form, with |m|^2 = 0 across the means.
    """
    tau = np.geomspace(*s.tau_range, s.points)
    point: Point = {"signal": signal, "t": s.t}
    model = FeatureModel(s.psi_p, s.psi_n, s.t)
    yield row("tau_out", "theory", outlier_time(model, signal), **point)
    for direction, of_direction in (("along", signal), ("across", 0.0)):
        curve = gain_curve(tau, model, of_direction)
        yield row("exact_gain", "theory", curve.exact, **point, direction=direction)
        for time, value in zip(tau, curve.value, strict=True):
            yield row("gain", "theory", value, **point, direction=direction, tau=time)
        if direction == "along":
            yield row("rise_time", "theory", steepest_rise(tau, curve.value), **point)
    point |= {"d": s.d}
    gains = [
        gains_of_draw(s, signal, tau, seeds.generator(point, draw))
        for draw in tqdm(range(s.draws), disable=None, desc=f"|m|^2 = {signal}")
    ]
    along, across = np.array([gain[0] for gain in gains]), np.array([gain[1] for gain in gains])
    for direction, draws in (("along", along), ("across", across)):
        yield from curve_rows("gain", draws, {"tau": tau}, **point, direction=direction)
    steepest = np.array([steepest_rise(tau, gain) for gain in along])
    yield mean_row("rise_time", steepest, **point)


def gains_of_draw(
    s: OutlierTimescale,
    signal: float,
    tau: Float[np.ndarray, " times"],
    rng: np.random.Generator,
) -> tuple[Float[np.ndarray, " times"], Float[np.ndarray, " times"]]:
    """Return the gain along the means, and the mean over the directions across them."""
    W = rng.standard_normal((round(s.psi_p * s.d), s.d))
    x = mixture_along_first_axis(signal, s.d).sample(round(s.psi_n * s.d), rng)
    flow, fresh = gradient_flow(training_moments(W, x, s.t)), population_moments(W, s.t)
    gains = gains_along(flow, fresh, np.eye(s.d), tau)
    return gains[0], gains[1:].mean(axis=0)
