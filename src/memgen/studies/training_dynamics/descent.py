"""Real gradient descent at one psi_n, and the closed form of the flow on the same matrices."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.networks.random_features.descent import gradient_descent
from memgen.networks.random_features.flow import gradient_flow, losses_along, score_error
from memgen.networks.random_features.moments import (
    Moments,
    population_moments,
    training_moments,
)
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Descent
from memgen.statistics.late_rise import first_passage, half_rise
from memgen.tables.rows import Point, Row, curve_rows, mean_row

QUANTITIES = ("training_loss", "test_loss", "score_error")
Curves = Float[np.ndarray, "3 times"]


def table(
    s: Descent, seeds: Seeds, psi_p: float, t: float, onset_gaps: list[float], psi_n: float
) -> Iterator[Row]:
    """Yield losses and score error of gradient descent, and the flow's (`_flow`) at more tau too.

    With them when the real features memorise, as `metrics` defines it, by either criterion.
    """
    tau = np.geomspace(*s.tau_range, s.points)
    flow_tau = np.unique(np.concatenate([tau, np.geomspace(*s.flow_range, s.flow_points)]))
    descents, flows = [], []
    for draw in tqdm(range(s.draws), disable=None, desc=f"descent, psi_n = {psi_n}"):
        rng = seeds.stream("metrics_descent").generator({"psi_n": psi_n, "d": s.d}, draw)
        W = rng.standard_normal((round(psi_p * s.d), s.d))
        x = rng.standard_normal((round(psi_n * s.d), s.d))
        training, test = training_moments(W, x, t), population_moments(W, t)
        descents.append(descent_curves(training, test, tau, t))
        flows.append(flow_curves(training, test, flow_tau, t))
    point: Point = {"psi_p": psi_p, "psi_n": psi_n, "t": t, "d": s.d}
    for number, quantity in enumerate(QUANTITIES):
        descended, flowed = (np.array(curves)[:, number] for curves in (descents, flows))
        yield from curve_rows(quantity, descended, {"tau": tau}, **point)
        yield from curve_rows(f"{quantity}_flow", flowed, {"tau": flow_tau}, "theory", **point)
    gaps = [test - training for training, test, _ in flows]
    for level in onset_gaps:
        onsets = np.array([first_passage(flow_tau, gap, level) for gap in gaps])
        yield mean_row("gap_onset", onsets, **point, level=level)
    rises = np.array([half_rise(flow_tau, test) for _, test, _ in flows])
    yield mean_row("half_rise", rises, **point)


def descent_curves(training: Moments, test: Moments, tau: np.ndarray, t: float) -> Curves:
    """Return training loss, test loss and score error at each tau of gradient descent."""
    losses = [(training.loss(B), test.loss(B)) for B in gradient_descent(training, tau)]
    trained, fresh = zip(*losses, strict=True)
    return np.array([trained, fresh, [score_error(loss, t) for loss in fresh]])


def flow_curves(training: Moments, test: Moments, tau: np.ndarray, t: float) -> Curves:
    """Return the same of gradient flow on the same matrices, in closed form."""
    flow = gradient_flow(training)
    fresh = losses_along(flow, test, tau)
    trained = [flow.training_loss(time) for time in tau]
    return np.array([trained, fresh, [score_error(float(loss), t) for loss in fresh]])
