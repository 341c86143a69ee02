"""Ordered spectra of a trained network at several t, beside theory and the exact score."""

import numpy as np
import torch
from safetensors.torch import load_file
from tqdm import tqdm

from memgen.diffusion.jacobian import network_jacobian, singular_values
from memgen.job import job
from memgen.networks.mlp import ResidualMLP
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.read import read_arrays
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.spectra import jacobian_quantiles
from memgen.training.schedules import VarianceExploding
from memgen.training.score_matching import NetworkScore

SOURCE, TABLE = "spectral_gaps", "trained_spectra"


def laws(law, s):
    """Aspect ratios and variances of a law."""
    counts, N = np.array(s["counts"]), s["N"]
    if law == "continuous":
        D = int(counts.sum())
        return np.full(D, 1 / N), np.geomspace(*s["law_range"], D)
    variances = np.array(s["variances"])
    return counts / N, variances if law == "descending" else variances[::-1]


with job(snakemake) as this:
    s, law = this.settings, snakemake.wildcards.law
    torch.set_num_threads(snakemake.threads)
    N, D = s["N"], sum(s["counts"])
    arrays = read_arrays(snakemake.input.arrays)
    F, scale = arrays["F"], float(arrays["scale"])
    network = ResidualMLP(N, s["width"], s["blocks"], 2 * s["width"])
    network.load_state_dict(load_file(snakemake.input.network))
    network.eval().double()
    score = NetworkScore(network, VarianceExploding(*(sigma / scale for sigma in s["sigma_range"])))
    exact_level = np.zeros(N)
    exact_level[:D] = np.linalg.eigvalsh(F.T @ F)
    ratios, variances = laws(law, s)
    ranks = (np.arange(N) + 0.5) / N
    rng = generator(s["seed"], SOURCE, TABLE, {"law": law}, 0)
    rows = []
    for t in tqdm(s["times"], disable=None, desc=law):
        # the network lives in units of `scale`
        inner = t / scale**2
        clean = rng.standard_normal((s["probes"], D)) @ F.T / scale
        x = clean + np.sqrt(inner) * rng.standard_normal(clean.shape)
        jacobian = network_jacobian(score, torch.as_tensor(x), inner).detach().numpy()
        values = singular_values(inner * jacobian)
        exact = np.sort(t / (t + exact_level))[::-1]
        # eigenvalues rise from -1 where singular values fall from 1
        theory = -jacobian_quantiles(ranks, t, ratios, variances, s["normalization"])
        at = {"law": law, "t": t}
        for k in range(N):
            here = at | {"rank": k}
            rows.append(mean_row("singular_value", values[:, k], **here, score="network"))
            rows.append(row("singular_value", "theory", exact[k], **here, score="exact"))
            rows.append(row("singular_value", "theory", theory[k], **here, score="limit"))
        if law != "continuous":
            small = s["counts"][int(np.argmin(variances))]
            for gap, below in (("final", N - D), ("middle", N - D + small)):
                # ranks count from the spike: the gap is between ranks below - 1 and below
                width = values[:, below - 1] - values[:, below]
                rows.append(mean_row("gap", width, **at, gap=gap, score="network"))
                rows.append(
                    row(
                        "gap",
                        "theory",
                        exact[below - 1] - exact[below],
                        **at,
                        gap=gap,
                        score="exact",
                    )
                )
        drops = -np.diff(values, axis=1)
        rows.append(mean_row("largest_drop_rank", drops.argmax(axis=1) + 1.0, **at))
        spread = values[:, : N - D]
        rows.append(mean_row("spike_width", spread[:, 0] - spread[:, -1], **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
