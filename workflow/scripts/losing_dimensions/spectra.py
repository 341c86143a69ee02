"""Ordered singular values against t: theory, empirical score, trained networks."""

import numpy as np
import torch
from safetensors.torch import load_file
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.diffusion.jacobian import orthogonal_responses, singular_values
from memgen.job import job
from memgen.measures.geometry.dimension import detect_dimension
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.energies.jacobian_law import jacobian_law
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore

SOURCE, TABLE = "losing_dimensions", "spectra"
BESIDE = 5  # values shown beside the manifold's, as published
SPIKE, HEIGHT = 3.0, 0.2


def measured(score, x, t, s, rng):
    """Singular values of the symmetrised responses to rotations, mean over them."""
    found = [orthogonal_responses(score, x, t, rng) for _ in range(s["rotations"])]
    return singular_values(t * np.array(found)).mean(axis=0)


def seen(values, manifold):
    """Dimension in the window of the smallest values: memorised columns blow the others up."""
    window = values[-(manifold + BESIDE) :]
    return detect_dimension(window, spike=SPIKE, height=HEIGHT).dimension


def sequence_row(dimensions, counts, **at):
    """Fraction of spectra that see, as t falls, the larger variance, all, then the smaller."""
    wanted = (counts[0], sum(counts), counts[1])
    found = []
    for seen_there in dimensions:
        start = 0
        for dimension in wanted:
            later = np.flatnonzero(seen_there[start:] == dimension)
            if not later.size:
                break
            start += int(later[0]) + 1
        else:
            found.append(1.0)
            continue
        found.append(0.0)
    return mean_row("sequence", np.array(found), **at)


def spectrum_rows(values, manifold, **at):
    """Rows of the mean ordered spectrum, its dimension, and the gap at the manifold's."""
    scaled = values / values[:, :1]
    dimension = np.array([seen(one, manifold) for one in values], dtype=float)
    rows = [mean_row("singular_value", scaled[:, k], **at, rank=k) for k in range(scaled.shape[1])]
    # points of one norm lie on a sphere: with the radius resolved the manifold has one less
    drops = scaled[:, :-1] - scaled[:, 1:]
    gap = np.maximum(drops[:, -manifold], drops[:, -manifold + 1])
    return [*rows, mean_row("dimension", dimension, **at), mean_row("gap", gap, **at)]


with job(snakemake) as this:
    s = this.settings
    torch.set_num_threads(snakemake.threads)
    N, P = s["N"], s["P"]
    sigmas = np.geomspace(*s["sigma_range"], s["sigmas"])[::-1]
    variances = direction_variances(N, s["counts"], s["stds"], s["floor"])
    effective = variances / variances.sum()
    rows = []
    for sigma in tqdm(sigmas, disable=None, desc="theory"):
        t = float(sigma**2)
        for form, data in (("published", variances), ("derived", effective)):
            law = jacobian_law(t, data, P, "gaussian", form, unit_norm=True)
            values = np.sort(t * law.singular_values)[::-1]
            at = {"panel": f"theory_{form}", "P": P, "t": t}
            rows += [
                row("singular_value", "theory", v / values[0], **at, rank=k)
                for k, v in enumerate(values)
            ]
            dimension = float(seen(values, sum(s["counts"])))
            rows.append(row("dimension", "theory", dimension, **at))

    draws = []
    for draw in range(s["draws"]):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_empirical", {"P": P}, draw)
        draws.append((EmpiricalScore(draw_directions(variances, P, rng, unit_norm=True)), rng))
    seen_there = []
    for sigma in tqdm(sigmas, disable=None, desc="empirical"):
        t = float(sigma**2)
        values = np.array([measured(e.score, np.zeros(N), t, s, rng) for e, rng in draws])
        rows += spectrum_rows(values, sum(s["counts"]), panel="empirical", P=P, t=t)
        seen_there.append([seen(one, sum(s["counts"])) for one in values])
    rows.append(sequence_row(np.array(seen_there).T, s["counts"], panel="empirical", P=P))

    schedule = VarianceExploding(*s["training_range"])
    for size, path in zip(s["trained_P"], snakemake.input.networks, strict=True):
        network = ResidualMLP(N, s["width"], s["blocks"], 4 * s["width"])
        network.load_state_dict(load_file(path))
        score = NetworkScore(network.eval().double(), schedule)
        rng = generator(s["seed"], SOURCE, f"{TABLE}_network", {"P": size}, 0)
        probes, seen_there = draw_directions(variances, s["draws"], rng, unit_norm=True), []
        with torch.no_grad():
            for sigma in tqdm(sigmas, disable=None, desc=f"network, P = {size}"):
                t = float(sigma**2)
                values = np.array([measured(score, x, t, s, rng) for x in probes])
                rows += spectrum_rows(values, sum(s["counts"]), panel="network", P=size, t=t)
                seen_there.append([seen(one, sum(s["counts"])) for one in values])
        rows.append(sequence_row(np.array(seen_there).T, s["counts"], panel="network", P=size))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
