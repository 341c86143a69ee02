"""Energies, scores and clusters of the circle's networks, and the exact energy of the circle.

Maps of E = -2 t log p_t, by the likelihood of each network's probability flow (`flow_energy`), and
of its score; clusters of its samples (`sample_clusters`); minima of its points' exact energy.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.diffusion.circle_score import CircleScore
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.likelihood import ScoreAndDivergence, network_divergence
from memgen.measures.energy.minima import find_minima
from memgen.measures.samples.clusters import scaled_threshold, ward_tree
from memgen.recurrent.diffusion_energy import DiffusionEnergy
from memgen.seeds import Seeds
from memgen.settings.spurious_circle import ToyLandscape
from memgen.studies.made import Made
from memgen.studies.spurious_states.flow_energy import END, flow_energy
from memgen.studies.spurious_states.sample_clusters import (
    centroid_rows,
    circle_rows,
    distance_rows,
    threshold_rows,
)
from memgen.tables.files import Arrays
from memgen.tables.rows import Point, Row, row
from memgen.theory.ring_memory import circle_energy, ring_radius
from memgen.training.circle_networks import load_circle_scores
from memgen.training.score_matching import NetworkScore

REACH = 1.5  # of the published maps
ARROWS = 20  # published, a side
EXACT_T = 0.025  # of the exact map: beta = 20
LIKELY = 10.0  # energies above the lowest, in t, where errors of the network count


@dataclass(frozen=True)
class Landscape:
    """A network of K points of the circle, as the energy that it takes for theirs.

    Attributes
    ----------
    score : NetworkScore
        In double precision.
    points : (K, 2)
        What it was trained on.
    steps : int
        Of the probability flow.
    """

    score: NetworkScore
    points: Float[np.ndarray, "K 2"]
    steps: int

    @cached_property
    def score_and_divergence(self) -> ScoreAndDivergence:
        """The score and its exact divergence."""
        return network_divergence(self.score)

    def energy(self, x: Float[np.ndarray, "batch 2"], t: float) -> Float[np.ndarray, " batch"]:
        """Return -2 t log p_t(x), from the points' own p_1."""
        end = partial(EmpiricalScore(self.points).log_density, t=END)
        return flow_energy(self.score_and_divergence, x, t, end, self.steps)

    def exact_energy(
        self, x: Float[np.ndarray, "batch 2"], t: float
    ) -> Float[np.ndarray, " batch"]:
        """Return the same of the points' exact p_t."""
        constant = 2 * t * np.log(2 * np.pi * t * len(self.points))
        return DiffusionEnergy(self.points).energy(x, t) + constant


def table(
    s: ToyLandscape,
    seeds: Seeds,
    width: int,
    frequency: float,
    count: int,
    networks: Mapping[int, Path],
    samples: Arrays,
    splits: Mapping[int, Arrays],
) -> Made:
    """Return rows of energies and clusters of the first network of each K, and the array `maps`.

    `networks` and `splits` are what `circle` made, by K, `count` networks each; `samples` what
    `circle_samples` made. Arrays: for each K its maps `energy_K` (times, grid, grid) and `score_K`
    (times, arrows^2, 2), its points `points_K`, and samples `final_K`, `paths_K`; `energy_exact`,
    `score_exact` of the circle at beta = 20; `axis`, `arrows` along a side, and `times`, rising.
    """
    axis, arrows = np.linspace(-REACH, REACH, s.grid), np.linspace(-REACH, REACH, ARROWS)
    grid, nodes = square(axis), square(arrows)
    rows: list[Row] = []
    arrays: dict[str, np.ndarray] = {}
    times = samples["times"][::-1]
    for (K, path), shown, threshold in zip(
        networks.items(), s.shown_times, s.thresholds, strict=True
    ):
        score = load_circle_scores(path, width, frequency, count)[0]
        score.network.double()
        landscape = Landscape(score, splits[K]["points"], s.flow_steps)
        maps = [landscape.energy(grid, t) for t in tqdm(times, disable=None, desc=f"K = {K}")]
        rows += error_rows(landscape, grid, times, maps)
        rows += cluster_rows(landscape, samples[f"final_{K}"], shown, threshold, s, seeds)
        arrays |= {
            f"energy_{K}": np.array(maps).reshape(-1, s.grid, s.grid),
            f"score_{K}": np.array([score(nodes, t) for t in times]),
            f"points_{K}": landscape.points,
            f"final_{K}": samples[f"final_{K}"][: s.drawn],
            f"paths_{K}": samples[f"paths_{K}"][::-1, : s.drawn],
        }
    rows += circle_rows(s.pair_samples)
    rows += exact_rows(nodes)
    arrays |= exact_maps(grid, nodes)
    arrays |= {"axis": axis, "arrows": arrows, "times": times}
    return Made(rows, arrays={"maps": arrays})


def square(axis: Float[np.ndarray, " side"]) -> Float[np.ndarray, "points 2"]:
    """Return the points of the square grid of an axis, the first coordinate running fastest."""
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)


def error_rows(
    landscape: Landscape,
    grid: Float[np.ndarray, "points 2"],
    times: Float[np.ndarray, " times"],
    maps: list[Float[np.ndarray, " points"]],
) -> Iterator[Row]:
    """Yield against t the root mean square error of the network's energy where p_t > e^-5 max."""
    for t, values in zip(times, maps, strict=True):
        exact = landscape.exact_energy(grid, float(t))
        error = (values - exact)[exact - exact.min() < LIKELY * t]
        rms = float(np.sqrt((error**2).mean()))
        yield row("energy_error", "theory", rms, K=len(landscape.points), t=float(t))


def cluster_rows(
    landscape: Landscape,
    final: Float[np.ndarray, "samples 2"],
    t: float,
    threshold: float,
    s: ToyLandscape,
    seeds: Seeds,
) -> Iterator[Row]:
    """Yield clusters of samples with their energies at t, and minima of the exact energy at t."""
    K = len(landscape.points)
    point: Point = {"K": K, "t": float(t)}
    tree, height = ward_tree(final), scaled_threshold(threshold, len(final))
    yield from centroid_rows(tree, height, landscape.points, partial(landscape.energy, t=t), point)
    if s.most_minima >= K:
        minima = find_minima(landscape.points, float(t), seeds.generator(point))
        for x, nearest in zip(minima.x, minima.nearest, strict=True):
            place: Point = {"x1": float(x[0]), "x2": float(x[1])}
            yield row("minimum_nearest", "theory", nearest, **point, **place)
    yield from threshold_rows(tree, height, K)
    yield from distance_rows(final, s.pair_samples, K)


def exact_rows(nodes: Float[np.ndarray, "nodes 2"]) -> Iterator[Row]:
    """Yield range and depth of the exact energy of infinitely many points, on the arrows' grid."""
    values = circle_energy(np.linalg.norm(nodes, axis=1), EXACT_T)
    lowest = float(circle_energy(ring_radius(EXACT_T), EXACT_T))
    yield row("exact_range", "theory", float(values.max() - values.min()), t=EXACT_T)
    yield row("exact_depth", "theory", float(values.max()) - lowest, t=EXACT_T)


def exact_maps(
    grid: Float[np.ndarray, "points 2"], nodes: Float[np.ndarray, "nodes 2"]
) -> dict[str, np.ndarray]:
    """Return energy and score of infinitely many points."""
    energy = circle_energy(np.linalg.norm(grid, axis=1), EXACT_T)
    side = round(np.sqrt(len(grid)))
    return {
        "energy_exact": energy.reshape(side, side),
        "score_exact": CircleScore().score(nodes, EXACT_T),
    }
