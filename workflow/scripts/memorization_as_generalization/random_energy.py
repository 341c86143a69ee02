"""The random energy model at finite N: Gaussian levels, and the energies of a diffusion model."""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.job import job
from memgen.measures.collapse.curves import collapse_curves, draw_probes
from memgen.seeds import generator
from memgen.statistics.crossing import crossing
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.energies import rem
from memgen.theory.energies.extreme_levels import (
    edge_exponent,
    gaussian_law,
    highest_levels,
    partition,
    saddle_law,
)
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.finite_size import energy_law, spectra
from memgen.theory.manifold.linear import linear_cumulant

SOURCE, TABLE = "memorization_as_generalization", "random_energy"
EDGE_LEVELS = 80  # or a tenth of the levels drawn, where these are few
TILTS = 70
BINS = 28


def gaussian_theory(alpha, t):
    """Sigma(eps), phi(t) and Y2(t) in closed form, N to infinity."""
    model = rem.gaussian(1.0)
    t_c = 1 / rem.condensation(model, alpha)
    at = {"energies": "gaussian"}
    level = np.linspace(-1.15, 1.15, 161) * rem.level_edge(model, alpha)
    entropy = rem.entropy(model, alpha, level)
    rows = [row("entropy", "theory", v, **at, level=e) for e, v in zip(level, entropy, strict=True)]
    fine = np.linspace(t[0], t[-1], 200)
    free = fine * rem.free_entropy(model, alpha, 1 / fine)
    share = rem.participation(model, alpha, 1 / fine)
    rows += [row("free_energy", "theory", v, **at, t=x) for x, v in zip(fine, free, strict=True)]
    rows += [row("participation", "theory", v, **at, t=x) for x, v in zip(fine, share, strict=True)]
    return [*rows, row("condensation_time", "theory", t_c, **at)], t_c


def gaussian_drawn(alpha, t, s):
    """All e^{alpha N} levels, drawn."""
    N = s["drawn_N"]
    M = round(np.exp(alpha * N))
    edges = np.linspace(-1.15, 1.15, BINS + 1) * np.sqrt(2 * alpha)
    counts, free, share = [], [], []
    for draw in tqdm(range(s["drawn_draws"]), disable=None, desc=f"N = {N}"):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_drawn", {"N": N}, draw)
        level = rng.standard_normal(M) / np.sqrt(N)
        counts.append(np.histogram(level, edges)[0] / (edges[1] - edges[0]))
        top = level.max()
        sums = []
        for x in t:
            weight = np.exp((N / x) * (level - top))
            sums.append((weight.sum(), (weight @ weight)))
        total, square = np.array(sums).T
        free.append(top + t / N * np.log(total))
        share.append(square / total**2)
    at = {"energies": "gaussian", "N": N, "levels": "all"}
    centres = (edges[1:] + edges[:-1]) / 2
    rows = entropy_rows(np.array(counts), centres, N, at)
    return rows + curve_rows(t, np.array(free), np.array(share), at)


def entropy_rows(counts, centres, N, at):
    """(1/N) log [mean number of levels per unit of eps / sqrt(N / 2 pi)], which tends to Sigma."""
    n = len(counts)
    mean, error = counts.mean(axis=0), counts.std(axis=0, ddof=1) / np.sqrt(n)
    prefactor = np.sqrt(N / (2 * np.pi))
    # An empty bin has no logarithm: it lies past the last level of every draw.
    return [
        row(
            "entropy",
            "simulation",
            np.log(mean[k] / prefactor) / N,
            error[k] / mean[k] / N,
            n,
            **at,
            level=centres[k],
        )
        for k in np.flatnonzero(mean > 0)
    ]


def curve_rows(t, free, share, at):
    """Free energy and participation against t, means over draws."""
    return [
        mean_row(quantity, draws[:, k], **at, t=x)
        for quantity, draws in (("free_energy", free), ("participation", share))
        for k, x in enumerate(t)
    ]


def gaussian_extreme(alpha, t, N, s):
    """The highest levels, drawn as a Poisson process; the others summed as a whole."""
    law, log_M = gaussian_law(N), alpha * N
    count = min(s["levels"], int(np.exp(min(log_M, 50)) / 4))
    free, share, edge, highest = [], [], [], []
    for draw in tqdm(range(s["draws"]), disable=None, desc=f"N = {N}"):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_extreme", {"N": N}, draw)
        levels = highest_levels(law, log_M, count, rng)
        parts = [
            partition(levels, law, log_M, 1 / x, of_rest(s["seed"], "gaussian", N, x, draw))
            for x in t
        ]
        free.append(t / N * np.array([part.log_sum for part in parts]))
        share.append([part.participation for part in parts])
        edge.append(edge_exponent(levels, min(EDGE_LEVELS, count // 10)))
        highest.append(levels[0] / N)
    at = {"energies": "gaussian", "N": N, "levels": "highest"}
    exponent = np.array(edge)
    mean, stderr = exponent.mean(), exponent.std(ddof=1) / np.sqrt(exponent.size)
    return [
        *curve_rows(t, np.array(free), np.array(share), at),
        mean_row("highest_level", np.array(highest), **at),
        row("condensation_time", "simulation", 1 / mean, stderr / mean**2, exponent.size, **at),
    ]


def of_rest(seed, energies, N, t, draw):
    """The generator of one draw at one temperature, whatever the others."""
    point = {"energies": energies, "N": N, "t": float(t)}
    return generator(seed, SOURCE, f"{TABLE}_levels", point, draw)


def diffusion_theory(alpha, alpha_D, t):
    """Phi and Y2 of the other points' energies at x_t, N to infinity; lambda_*(t)."""
    at, rows = {"energies": "diffusion"}, []
    for x in np.geomspace(t[0], t[-1], 120):
        zeta = linear_cumulant(x, x, alpha_D)
        rows += [
            row("free_energy", "theory", x * rem.free_entropy(zeta, alpha, 1.0), **at, t=x),
            row("participation", "theory", rem.participation(zeta, alpha, 1.0), **at, t=x),
            row("edge_exponent", "theory", rem.condensation(zeta, alpha), **at, t=x),
        ]
    return [*rows, row("condensation_time", "theory", collapse_time(alpha, alpha_D), **at)]


def diffusion_drawn(alpha, alpha_D, t, s):
    """All points drawn, seen from x_t, without the own one."""
    N = s["diffusion_drawn_N"]
    size = {"N": N, "D": round(alpha_D * N), "P": round(np.exp(alpha * N))}
    free, share = [], []
    for draw in tqdm(range(s["diffusion_draws"]), disable=None, desc=f"N = {N}"):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_diffusion_drawn", size, draw)
        points = HiddenManifold(draw_matrix(N, size["D"], rng)).sample(size["P"], rng)
        probe = draw_probes(points, 1, rng)
        seen = collapse_curves(probe, points, t)
        # own weight = 1 / (1 + Z), Z relative to the own term exp(-|w|^2 / 2)
        log_others = np.log(np.expm1(-seen.log_own_weight[0])) - (probe.noise[0] ** 2).sum() / 2
        free.append(t / N * log_others)
        share.append(seen.participation_others[0])
    at = {"energies": "diffusion", "N": N, "levels": "all"}
    return curve_rows(t, np.array(free), np.array(share), at)


def diffusion_extreme(alpha, alpha_D, t, N, s):
    """The highest levels at x_t, from the saddle point of each draw's exact cumulant."""
    D, log_M, draws = round(alpha_D * N), alpha * N, s["diffusion_draws"]
    count = min(s["levels"], int(np.exp(min(log_M, 50)) / 4))
    rng = generator(s["seed"], SOURCE, f"{TABLE}_diffusion_extreme", {"N": N, "D": D}, 0)
    free, share, edge = np.empty((3, draws, t.size))
    for rows, eigenvalues in spectra(N, D, draws, rng):
        shape = eigenvalues.shape
        pattern = np.sqrt(eigenvalues) * rng.standard_normal(shape)
        noise = rng.standard_normal(shape)
        outside = rng.chisquare(N - shape[1], size=shape[0]) if shape[1] < N else np.zeros(shape[0])
        for j, x in enumerate(tqdm(t, disable=None, desc=f"N = {N}")):
            law = energy_law(eigenvalues, pattern + np.sqrt(x) * noise, x, np.zeros(shape[0]))
            star = rem.condensation(linear_cumulant(x, x, alpha_D), alpha)
            tilts = np.geomspace(0.01 * min(star, 1.0), max(6 * star, 2.5), TILTS)
            known = np.array([law.derivatives(np.full(shape[0], tilt)) for tilt in tilts])
            for i in range(shape[0]):
                levels_law = saddle_law(tilts, *known[:, :, i].T)
                at = rows.start + i, j
                own = of_rest(s["seed"], "diffusion", N, x, rows.start + i)
                levels = highest_levels(levels_law, log_M, count, own)
                found = partition(levels, levels_law, log_M, 1.0, own)
                free[at] = x / N * (found.log_sum - outside[i] / 2)
                share[at] = found.participation
                edge[at] = edge_exponent(levels, min(EDGE_LEVELS, count // 10))
    at = {"energies": "diffusion", "N": N, "levels": "highest"}
    crossed = crossing(t, edge, 1.0)
    return [
        *curve_rows(t, free, share, at),
        *(mean_row("edge_exponent", edge[:, j], **at, t=x) for j, x in enumerate(t)),
        row("condensation_time", "simulation", crossed.place, crossed.stderr, crossed.n, **at),
    ]


with job(snakemake) as this:
    s = this.settings
    t_c = 1 / np.sqrt(2 * s["alpha"])
    t = np.linspace(0.1, 2.2, s["temperatures"]) * t_c
    rows, _ = gaussian_theory(s["alpha"], t)
    rows += gaussian_drawn(s["alpha"], t, s)
    for N in s["N"]:
        rows += gaussian_extreme(s["alpha"], t, N, s)
    alpha, alpha_D = s["diffusion_alpha"], s["diffusion_alpha_D"]
    t = collapse_time(alpha, alpha_D) * np.geomspace(0.1, 4.0, s["temperatures"])
    rows += diffusion_theory(alpha, alpha_D, t)
    rows += diffusion_drawn(alpha, alpha_D, t, s)
    for N in s["diffusion_N"]:
        rows += diffusion_extreme(alpha, alpha_D, t, N, s)
    write_table(tidy(rows), snakemake.output[0], this.provenance())
