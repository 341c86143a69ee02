"""Spectrum and losses of one network for all times, for one choice of alpha, beta, b and t."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.networks.random_features.flow import GradientFlow, gradient_flow, losses_along
from memgen.networks.random_features.time_integrated import (
    integrated_population,
    integrated_training,
    lowest_loss,
)
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import TimeIntegrated
from memgen.settings.training_dynamics.time_integrated import ChoiceName
from memgen.statistics.late_rise import first_passage
from memgen.studies.made import Made
from memgen.studies.training_dynamics.integrated_network import (
    IntegratedNetwork,
    integrated_network,
)
from memgen.tables.rows import Point, Row, curve_rows, geometric_mean_row, mean_row


def table(s: TimeIntegrated, seeds: Seeds, choice: ChoiceName) -> Made:
    """Return losses above the exact score's for each psi_n, and how the test loss rises.

    The arrays hold the eigenvalues of U of the last draw at each psi_n.
    """
    network = integrated_network(s.protocol, choice)
    rows: list[Row] = []
    values: dict[str, np.ndarray] = {}
    for psi_n in tqdm(s.psi_n, disable=None, desc=f"choice {choice}"):
        point = {"choice": choice, "psi_n": psi_n, "d": s.d}
        draws = [
            losses_of_draw(network, psi_n, s, seeds.generator(point, draw))
            for draw in range(s.draws)
        ]
        trained, fresh = (np.array([draw[k] for draw in draws]) for k in (1, 2))
        rows += loss_rows(
            network,
            trained,
            fresh,
            s,
            {"choice": choice, "psi_n": psi_n, "psi_p": s.psi_p, "d": s.d},
        )
        values[f"psi_n_{psi_n:g}"] = draws[-1][0].values
    return Made(rows, arrays={"values": values})


def losses_of_draw(
    network: IntegratedNetwork, psi_n: float, s: TimeIntegrated, rng: np.random.Generator
) -> tuple[GradientFlow, Float[np.ndarray, " times"], Float[np.ndarray, " times"]]:
    """Return the flow of one draw of features and data, and training and test loss along it."""
    tau, sigma_x = np.geomspace(*s.tau_range, s.points), s.protocol.sigma_x
    W, b = network.draw_weights(round(s.psi_p * s.d), s.d, rng)
    x = sigma_x * rng.standard_normal((round(psi_n * s.d), s.d))
    flow = gradient_flow(integrated_training(W, b, x, network.times, network.scale))
    fresh = integrated_population(W, b, sigma_x**2, network.times, network.scale)
    trained = np.array([flow.training_loss(time) for time in tau])
    return flow, trained, losses_along(flow, fresh, tau)


def loss_rows(
    network: IntegratedNetwork,
    trained: Float[np.ndarray, "draws times"],
    fresh: Float[np.ndarray, "draws times"],
    s: TimeIntegrated,
    point: Point,
) -> Iterator[Row]:
    """Yield both losses above the exact score's, and the rise of the test loss past its minimum.

    `rise_onset` is the first tau at which it has risen by a level, where it does in every draw.
    """
    tau = np.geomspace(*s.tau_range, s.points)
    floor = lowest_loss(s.protocol.sigma_x**2, network.times)
    yield from curve_rows("training_loss", trained - floor, {"tau": tau}, **point)
    yield from curve_rows("test_loss", fresh - floor, {"tau": tau}, **point)
    yield mean_row("rise", fresh[:, -1] - fresh.min(axis=1), **point)
    for level in s.rises:
        rises = [since_minimum(along) for along in fresh]
        if all((rise > level).any() for rise in rises):
            onsets = np.array([first_passage(tau, rise, level) for rise in rises])
            yield geometric_mean_row("rise_onset", onsets, **point, level=level)


def since_minimum(loss: Float[np.ndarray, " times"]) -> Float[np.ndarray, " times"]:
    """Return the loss above its minimum, 0 before it."""
    after = np.arange(loss.size) >= loss.argmin()
    return np.where(after, loss - loss.min(), 0.0)
