"""What a network that memorizes sees of either variance, beside the exact scores it lies between.

Along a direction of variance s^2 a score sees 1 + t J_jj = Var[y_j | x_t] / t: s^2 / (s^2 + t) for
infinitely many points, 0 where one point has all the weight.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from jaxtyping import Float

from memgen.data.directions import draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.jacobian import network_jacobian
from memgen.seeds import Seeds
from memgen.settings.losing_dimensions import Memorizing
from memgen.studies.losing_dimensions.memorizing_networks import build
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, row
from memgen.training.load import load_score
from memgen.training.schedules import VarianceExploding


def table(
    s: Memorizing,
    seeds: Seeds,
    counts: tuple[int, int],
    P: int,
    steps: int,
    member: int,
    network: Path,
    split: Arrays,
) -> Iterator[Row]:
    """Yield 1 + t J_jj, a mean over directions and noised points, of network and empirical score.

    Both see the same probes: training points, or fresh ones, with noise of variance t. One network
    is one draw: errors are over members.
    """
    variances, points = split["variances"], split["training"]
    schedule = VarianceExploding(*s.network.sigma_range)
    score = load_score(build(s.network, variances.size), network, schedule)
    empirical = EmpiricalScore(points)
    # Networks of all steps see the same probes.
    rng = seeds.stream("memorizing_probes").generator({"P": P}, member)
    probed = {
        "training": points[rng.integers(P, size=s.probes)],
        "fresh": draw_directions(variances, s.probes, rng),
    }
    for t in map(float, np.geomspace(*s.sigma_shown, s.sigmas) ** 2):
        for name, clean in probed.items():
            x = clean + np.sqrt(t) * rng.standard_normal(clean.shape)
            tensor = torch.as_tensor(x)
            jacobians = {
                "network": network_jacobian(score, tensor, t).detach().numpy(),
                "empirical": empirical.jacobian(x, t),
            }
            at: Point = {"probed": name, "P": P, "steps": steps, "member": member, "t": t}
            for of, jacobian in jacobians.items():
                yield from visible_rows(jacobian, t, counts, {"of": of, **at})
            for direction, j in (("large", 0), ("small", counts[0])):
                exact = float(variances[j] / (variances[j] + t))
                yield row("visible", "theory", exact, of="population", **at, direction=direction)


def visible_rows(
    jacobian: Float[np.ndarray, "probes N N"], t: float, counts: tuple[int, int], point: Point
) -> Iterator[Row]:
    """Yield the mean of 1 + t J_jj over the directions of either variance."""
    seen = 1 + t * np.diagonal(jacobian, axis1=1, axis2=2)
    first, manifold = counts[0], sum(counts)
    of = {"large": seen[:, :first], "small": seen[:, first:manifold]}
    for direction, values in of.items():
        value = float(values.mean())
        yield row("visible", "simulation", value, n=1, **point, direction=direction)
