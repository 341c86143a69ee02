"""Networks, the linear denoiser and the empirical score against the message-passing score."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch
from jaxtyping import Float
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.exact_scores import fitted_linear_score
from memgen.measures.score_error import NoisyPoints
from memgen.seeds import Seeds
from memgen.settings.message_passing import MessagePassingNetworks
from memgen.studies.memorization_as_generalization.perceptrons import (
    build,
    draw_manifold,
    draw_points,
    schedule_of,
)
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, curve_rows, mean_row, row
from memgen.theory.message_passing import state_evolution
from memgen.training.load import load_score

Size = tuple[int, int]
Model = Literal["linear", "empirical"]
MODELS: tuple[Model, ...] = ("linear", "empirical")
ByPoint = Float[np.ndarray, "times probes"]
ByTime = Float[np.ndarray, "draws times"]


@dataclass(frozen=True)
class Draw:
    """One draw of manifold, data and test points.

    Attributes
    ----------
    test : NoisyPoints
        Fresh points of the manifold, which none of the scores was made from.
    errors : dict
        (model, P) -> |score - exact|^2 / N at each test point, directly and by the excess risk.
    """

    test: NoisyPoints
    errors: dict[tuple[Model, int], tuple[ByPoint, ByPoint]]


def table(
    s: MessagePassingNetworks,
    seeds: Seeds,
    networks: Mapping[Size, Path],
    splits: Mapping[Size, Arrays],
) -> Iterator[Row]:
    """Yield E |score - exact|^2, directly and by the excess risk, of all scores against t.

    `networks` and `splits` are by (P, width). The linear and the empirical score are averaged over
    draws of manifold, data and test points; the networks, of which each is one, have the first
    draw's manifold, and their errors are over its test points.
    """
    for t in s.times:
        fisher = state_evolution(t, s.network.D / s.network.N, "tanh").fisher
        yield row("fisher", "theory", fisher, model="state_evolution", t=t)
    F = manifold_of(splits)
    draws = [draw_errors(s, seeds, F, k) for k in tqdm(range(s.draws), disable=None, desc="draws")]
    for model in MODELS:
        for P in s.P:
            direct, risk = (
                np.array([draw.errors[model, P][k].mean(axis=1) for draw in draws]) for k in (0, 1)
            )
            yield from error_rows(direct, risk, s.times, model=model, P=P)
    fishers = np.array([draw.test.fisher() for draw in draws])
    variances = np.array([draw.test.posterior_variance() for draw in draws])
    for k, t in enumerate(s.times):
        point: Point = {"model": "message_passing", "t": t}
        yield mean_row("fisher", fishers[:, k], **point)
        yield mean_row("posterior_variance", variances[:, k], **point)
    yield from network_rows(networks, draws[0], s)


def manifold_of(splits: Mapping[Size, Arrays]) -> Float[np.ndarray, "N D"]:
    """Return the F that all networks were trained on.

    Raises
    ------
    ValueError
        If they were not trained on one manifold.
    """
    first, *others = (split["F"] for split in splits.values())
    if not all(np.array_equal(first, F) for F in others):
        raise ValueError(
            f"networks of (P, width) = {list(splits)} were trained on different manifolds: train "
            "them anew with one seed and one N and D."
        )
    return first


def draw_errors(
    s: MessagePassingNetworks, seeds: Seeds, F: Float[np.ndarray, "N D"], draw: int
) -> Draw:
    """Return the errors of the linear and of the empirical score of P points in one draw.

    The first draw is on the networks' manifold F.
    """
    matrix = F if draw == 0 else draw_manifold(s.network, seeds, draw)
    points = draw_points(matrix, s.P[-1], seeds, draw)
    rng = seeds.stream("message_passing_networks_test").generator({}, draw)
    fresh = HiddenManifold(matrix, "tanh").sample(s.probes, rng)
    test = NoisyPoints.draw(matrix, "tanh", fresh, tuple(s.times), rng)
    fits = {"linear": fitted_linear_score, "empirical": EmpiricalScore}
    errors: dict[tuple[Model, int], tuple[ByPoint, ByPoint]] = {
        (model, P): test.errors(fits[model](points[:P]).score) for model in MODELS for P in s.P
    }
    return Draw(test, errors)


def error_rows(direct: ByTime, risk: ByTime, times: list[float], **point: Any) -> Iterator[Row]:
    """Yield means over independent draws, and the relative gap that should be 0.

    The gap weighs every t alike; its draws are compared with the mean of the direct values.
    """
    for k, t in enumerate(times):
        yield mean_row("score_error", direct[:, k], **point, t=t)
        yield mean_row("excess_risk", risk[:, k], **point, t=t)
    relative = ((risk - direct) / direct.mean(axis=0)).mean(axis=1)
    yield mean_row("identity_gap", relative, **point)


def network_rows(
    networks: Mapping[Size, Path], first: Draw, s: MessagePassingNetworks
) -> Iterator[Row]:
    """Yield the errors of each network over test points, and in excess of the linear denoiser's.

    That is the linear denoiser of the most points, at the same test points.
    """
    best_linear, _ = first.errors["linear", s.P[-1]]
    for (P, width), path in networks.items():
        score = load_score(build(s.network, width), path, schedule_of(s.network))
        with torch.no_grad():
            direct, risk = first.test.errors(score)
        point: Point = {"model": "network", "P": P, "width": width}
        yield from error_rows(direct.T, risk.T, s.times, **point)
        excess = (direct - best_linear) / best_linear.mean(axis=1, keepdims=True)
        yield from curve_rows("excess_over_linear", excess.T, {"t": np.array(s.times)}, **point)
