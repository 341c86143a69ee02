"""The published labels of nine points' energy landscape, beside the energies at their places.

Fig. 2 of arXiv:2505.21777 writes at each centroid of the samples of a network of nine points its
energy at t = .15 above the lowest centroid's.
"""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.likelihood import (
    ScoreAndDivergence,
    empirical_divergence,
    network_divergence,
)
from memgen.recurrent.diffusion_energy import DiffusionEnergy
from memgen.settings.spurious_circle import ToyLabels
from memgen.studies.spurious_states.flow_energy import DOUBLED, END, flow_energy, standard_normal
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.training.circle_networks import load_circle_scores

PUBLISHED_K, PUBLISHED_T = 9, 0.15
RING = 361  # angles of the energy along the ring
# Label, x1 and x2 of its centroid, read from the picture of Fig. 2 (K = 9) in the authors'
# repository, figures/2d_toy_example.png: labels to .005 as printed, places to about .01.
PUBLISHED = (
    (0.16, -0.609, 0.834),
    (0.08, -0.672, 0.765),
    (0.05, -0.757, 0.667),
    (0.03, -0.823, 0.560),
    (0.12, -0.900, 0.450),
    (0.17, -0.927, 0.381),
    (0.24, -0.947, 0.313),
    (0.14, 0.974, -0.112),
    (0.00, 0.878, -0.326),
    (0.06, 0.798, -0.590),
    (0.29, -0.831, -0.551),
    (0.28, -0.787, -0.628),
)

Energies = Mapping[str, Float[np.ndarray, "estimates batch"]]
"""By curve; several estimates are those of several networks."""


def table(
    s: ToyLabels,
    width: int,
    frequency: float,
    count: int,
    networks: Mapping[int, Path],
) -> Iterator[Row]:
    """Yield labels and energies at their places, and energies along R = 1; all above one level.

    The level of a curve is the lowest of its values at the labels' places, as the labels' own level
    is the lowest label. Curves: `exact` of the nine points; `exact_prior_bias`, the same with
    N(0, 1) for p_1; `exact_released`, doubled besides; `network` and `network_released` of the
    `count` networks of nine points, mean and error over them, where there are such. `networks` is
    what `circle` made, by K. Nothing is drawn at random.
    """
    labels = np.array(PUBLISHED)
    places = labels[:, 1:]
    degrees = np.linspace(-180, 180, RING)
    x = np.concatenate([places, on_circle(np.radians(degrees))])
    members = []
    if PUBLISHED_K in networks:
        members = load_circle_scores(networks[PUBLISHED_K], width, frequency, count)
    for score in members:
        score.network.double()
    divergences = [network_divergence(score) for score in members]
    energies = curves(x, divergences, s.flow_steps)
    point: Point = {"K": PUBLISHED_K, "t": PUBLISHED_T}
    for number, (value, place) in enumerate(zip(labels[:, 0], places, strict=True)):
        where = point | place_of(place)
        yield row("label", "published", float(value), number=number, **where)
        for curve, values in energies.items():
            yield energy_row("energy", values[:, number], number=number, curve=curve, **where)
    for k, angle in enumerate(degrees, start=len(labels)):
        for curve, values in energies.items():
            where = point | {"curve": curve, "angle": float(angle)}
            yield energy_row("ring_energy", values[:, k], **where)


def curves(
    x: Float[np.ndarray, "batch 2"], networks: list[ScoreAndDivergence], steps: int
) -> Energies:
    """Return the energies at x, of which the first are the labels' places, above their levels."""
    points = on_circle(published_angles(PUBLISHED_K))
    empirical = EmpiricalScore(points)
    own = partial(empirical.log_density, t=END)
    biased = flow_energy(empirical_divergence(empirical), x, PUBLISHED_T, standard_normal, steps)
    learnt = [flow_energy(network, x, PUBLISHED_T, own, steps) for network in networks]
    released = [
        flow_energy(network, x, PUBLISHED_T, standard_normal, steps) for network in networks
    ]
    raw = {
        "exact": np.array([DiffusionEnergy(points).energy(x, PUBLISHED_T)]),
        "exact_prior_bias": np.array([biased]),
        "exact_released": DOUBLED * np.array([biased]),
    }
    if networks:
        raw |= {"network": np.array(learnt), "network_released": DOUBLED * np.array(released)}
    level = len(PUBLISHED)
    return {
        curve: values - values[:, :level].min(axis=1, keepdims=True)
        for curve, values in raw.items()
    }


def place_of(x: Float[np.ndarray, " 2"]) -> Point:
    """Return the coordinates of a place of the plane, its angle in degrees."""
    angle, radius = np.degrees(np.arctan2(x[1], x[0])), np.linalg.norm(x)
    return {"x1": float(x[0]), "x2": float(x[1]), "angle": float(angle), "radius": float(radius)}


def energy_row(quantity: str, values: Float[np.ndarray, " estimates"], **where: Any) -> Row:
    """Return the row of an energy: exact where there is one estimate, else a mean of networks."""
    if len(values) == 1:
        return row(quantity, "theory", float(values[0]), **where)
    return mean_row(quantity, values, **where)
