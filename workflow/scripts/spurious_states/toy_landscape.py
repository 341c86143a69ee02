"""Energies, scores and clusters of the circle's networks, and the released code's energy."""

from functools import partial

import numpy as np
import torch
from tqdm import tqdm

from memgen.data.circle import on_circle, published_angles
from memgen.diffusion.circle_score import CircleScore
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.likelihood import (
    empirical_divergence,
    flow_log_density,
    network_divergence,
)
from memgen.job import job
from memgen.measures.energy.minima import find_minima
from memgen.measures.samples.clusters import (
    circle_pair_density,
    first_valley,
    pair_distance_density,
    scaled_threshold,
    ward_tree,
)
from memgen.recurrent.diffusion_energy import DiffusionEnergy
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.read import read_arrays
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.ring_memory import circle_energy, ring_radius
from memgen.training.circle_networks import load_circle_score

SOURCE, TABLE = "spurious_states", "toy_landscape"
REACH = 1.5  # of the published maps
ARROWS = 20  # published, a side
EXACT_T = 0.025  # of the exact panel: beta = 20
SHOWN = 2000  # samples that are drawn
RING = 241  # angles of the energy along the ring
BATCHES, EDGES = 5, 251  # of samples, of the density of their distances
FLOW_END = 1.0
LIKELY = 10.0  # energies above the lowest, in t, where errors of the network count
# Centroids' energies at K = 9, t = .15 in the published Fig. 2, with the angles of the clusters
PUBLISHED = {
    -146: 0.29,
    -139: 0.28,
    -35: 0.06,
    -22: 0.00,
    -3.6: 0.14,
    139: 0.05,
    145: 0.03,
    152: 0.12,
    162: 0.24,
}
PUBLISHED_K, PUBLISHED_T = 9, 0.15


def square(count):
    """Axis and points of the maps."""
    axis = np.linspace(-REACH, REACH, count)
    return axis, np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)


def standard_normal_log_density(x):
    """Log of the density that the released code takes for p_1."""
    return -0.5 * (x**2).sum(axis=1) - np.log(2 * np.pi)


def energy(both, x, t, end, s):
    """-2 t log p_t by the flow."""
    return -2 * t * flow_log_density(both, x, t, FLOW_END, end, s["flow_steps"])


def ring_rows(empirical, both, s):
    """The energy along R = 1 at the published K and t: exact, trained, and as released."""
    K, t = PUBLISHED_K, PUBLISHED_T
    degrees = np.linspace(-180, 180, RING)
    ring = on_circle(np.radians(degrees))
    exact_both = empirical_divergence(empirical)
    curves = {
        "exact": DiffusionEnergy(empirical.points).energy(ring, t),
        "exact_released": 2 * energy(exact_both, ring, t, standard_normal_log_density, s),
        "exact_prior_bias": energy(exact_both, ring, t, standard_normal_log_density, s),
    }
    if both is not None:
        end = partial(empirical.log_density, t=FLOW_END)
        curves["network"] = energy(both, ring, t, end, s)
        curves["network_released"] = 2 * energy(both, ring, t, standard_normal_log_density, s)
    at = {"K": K, "t": t}
    for curve, values in curves.items():
        # the published labels count from the lowest centroid
        values = values - np.interp(list(PUBLISHED), degrees, values).min()
        for angle, value in zip(degrees, values, strict=True):
            yield row("ring_energy", "theory", value, **at, curve=curve, angle=float(angle))
    for angle, value in PUBLISHED.items():
        yield row("ring_energy", "published", value, **at, curve="label", angle=float(angle))


with job(snakemake) as this:
    s = this.settings
    torch.set_num_threads(snakemake.threads)
    axis, grid = square(s["grid"])
    arrows, nodes = square(ARROWS)
    arrays, rows, ring_network = {}, [], None
    for K, shown_t, threshold, network, samples in zip(
        s["K"],
        s["shown_times"],
        s["thresholds"],
        snakemake.input.networks,
        snakemake.input.samples,
        strict=True,
    ):
        points = on_circle(published_angles(K))
        empirical = EmpiricalScore(points)
        score = load_circle_score(network, s["width"], s["frequency"])
        score.network.double()
        both = network_divergence(score)
        ring_network = both if K == PUBLISHED_K else ring_network
        end = partial(empirical.log_density, t=FLOW_END)
        found = read_arrays(samples)
        maps, fields = [], []
        for t in tqdm(s["times"], disable=None, desc=f"K = {K}"):
            maps.append(energy(both, grid, t, end, s).reshape(len(axis), len(axis)))
            fields.append(score(nodes, t))
            exact = DiffusionEnergy(points).energy(grid, t)
            exact += 2 * t * np.log(2 * np.pi * t * K)
            # what the network takes for the energy against that of its points, where p_t > e^-5 max
            near = exact - exact.min() < LIKELY * t
            wrong = (maps[-1].ravel() - exact)[near]
            error = float(np.sqrt((wrong**2).mean()))
            rows.append(row("energy_error", "theory", error, K=K, t=float(t)))
        tree = ward_tree(found["final"])
        height = scaled_threshold(threshold, len(found["final"]))
        centroids, sizes = tree.centroids(height)
        energies = energy(both, centroids, shown_t, end, s)
        distance = np.linalg.norm(centroids[:, None] - points, axis=2).min(axis=1)
        at = {"K": K, "t": float(shown_t)}
        for k, (x, size) in enumerate(zip(centroids, sizes, strict=True)):
            here = at | {"cluster": k, "x1": float(x[0]), "x2": float(x[1]), "size": int(size)}
            rows.append(row("centroid_energy", "simulation", energies[k], None, 1, **here))
            rows.append(row("centroid_nearest", "simulation", distance[k], None, 1, **here))
        if s["most_minima"] >= K:
            rng = generator(s["seed"], SOURCE, TABLE, at, 0)
            minima = find_minima(points, float(shown_t), rng)
            for x, nearest in zip(minima.x, minima.nearest, strict=True):
                here = at | {"x1": float(x[0]), "x2": float(x[1])}
                rows.append(row("minimum_nearest", "theory", nearest, **here))
        rows.append(row("threshold", "theory", height, K=K))
        for h in np.geomspace(0.05, 100, 61) * np.sqrt(len(found["final"]) / 1e4):
            rows.append(row("clusters", "simulation", tree.count(h), None, 1, K=K, height=float(h)))
        widest = 2 * float(np.linalg.norm(found["final"], axis=1).max())
        edges = np.linspace(0, max(2.5, widest), EDGES)
        centres = (edges[1:] + edges[:-1]) / 2
        parts = np.array_split(found["final"][: s["pair_samples"]], BATCHES)
        density = np.array([pair_distance_density(part, edges) for part in parts])
        rows += [
            mean_row("pair_density", density[:, j], K=K, distance=float(d))
            for j, d in enumerate(centres)
        ]
        valley = first_valley(centres, density.mean(axis=0))
        if np.isfinite(valley):
            rows.append(row("first_valley", "simulation", valley, None, 1, K=K))
        arrays |= {
            f"energy_{K}": np.array(maps),
            f"score_{K}": np.array(fields),
            f"points_{K}": points,
            f"final_{K}": found["final"][:SHOWN],
            f"paths_{K}": found["paths"][::-1, :SHOWN],
        }
    distances = np.linspace(0.005, 1.995, 200)
    rows += [
        row("circle_pair_density", "theory", float(v), distance=float(d))
        for d, v in zip(distances, circle_pair_density(distances), strict=True)
    ]
    nine = EmpiricalScore(on_circle(published_angles(PUBLISHED_K)))
    rows += ring_rows(nine, ring_network, s)
    lowest = float(circle_energy(ring_radius(EXACT_T), EXACT_T))
    radii = np.linalg.norm(nodes, axis=1)
    values = circle_energy(radii, EXACT_T)
    rows.append(row("exact_range", "theory", float(values.max() - values.min()), t=EXACT_T))
    rows.append(row("exact_depth", "theory", float(values.max()) - lowest, t=EXACT_T))
    arrays["energy_exact"] = circle_energy(np.linalg.norm(grid, axis=1), EXACT_T).reshape(
        len(axis), len(axis)
    )
    arrays["score_exact"] = CircleScore().score(nodes, EXACT_T)
    arrays |= {"axis": axis, "arrows": arrows, "times": np.array(s["times"])}
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **arrays)
