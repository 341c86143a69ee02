"""The generalization limit of the dense memory, and its energy beside the diffusion potential.

Points of the linear manifold are brought to |xi|^2 = N, where the memory at lambda is the empirical
diffusion model at t = 1 / lambda. Its cross-entropy with fresh points is least at lambda_g.
"""

import numpy as np
from scipy.special import logsumexp
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.data.patterns import draw_patterns
from memgen.diffusion.empirical import EmpiricalScore
from memgen.job import job
from memgen.measures.collapse.cross_entropy import measured_cross_entropy
from memgen.seeds import generator
from memgen.statistics.minimum import minimum_with_error
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.manifold import collapse_time, finite_size, generalization_time, onset_time

SOURCE, TABLE = "manifold_capacity", "limit"
LANDSCAPE_T = (0.1, 0.5, 2.0)
POSITIONS = np.linspace(-0.3, 1.3, 81)


def on_sphere(points):
    """Points of norm sqrt(N) in the same directions."""
    return points * np.sqrt(points.shape[1] / np.einsum("pn,pn->p", points, points))[:, None]


def simulate(seed, size, draws, probes, t):
    """Cross-entropy of the spherical memory with fresh points, one curve per draw."""
    curves = []
    for draw in tqdm(range(draws), disable=None, desc=f"D = {size['D']}"):
        rng = generator(seed, SOURCE, TABLE, size, draw)
        manifold = HiddenManifold(draw_matrix(size["N"], size["D"], rng))
        points = on_sphere(manifold.sample(size["P"], rng))
        fresh = on_sphere(manifold.sample(probes, rng))
        curves.append(measured_cross_entropy(fresh, points, t).per_coordinate)
    return np.array(curves)


def limit_rows(alpha_D, s):
    """Measured lambda_g, and finite-size theory with the dimensions that the projection leaves."""
    alpha, N = s["alpha"], s["N"]
    size = {"N": N, "D": round(alpha_D * N), "P": round(np.exp(alpha * N))}
    at = {"alpha": alpha, "alpha_D": alpha_D, **size}
    t_g = generalization_time(alpha, alpha_D)
    t = np.geomspace(t_g / 4, 4 * onset_time(alpha, alpha_D), s["times"])
    curves = simulate(s["seed"], size, s["draws"], s["probes"], t)
    rng = generator(s["seed"], SOURCE, f"{TABLE}_finite_size", size, 0)
    predicted = finite_size.finite_cross_entropy(
        t, N, size["D"] - 1, np.log(size["P"]), s["finite_size_draws"], rng
    )
    rows = [
        row("generalization_limit", "theory", 1 / t_g, **at),
        row("collapse_limit", "theory", 1 / collapse_time(alpha, alpha_D), **at),
    ]
    for quantity, kind, draws in (
        ("generalization_limit", "simulation", curves),
        ("generalization_limit_finite_size", "theory", predicted),
    ):
        bootstrap = generator(s["seed"], SOURCE, f"{TABLE}_{quantity}", size, 0)
        found = minimum_with_error(t, draws, bootstrap)
        error = found.stderr / found.place**2
        rows.append(row(quantity, kind, 1 / found.place, error, found.n, **at))
    return rows


def landscape_rows(s):
    """Energy of the memory and potential -t log p_t along the line through two patterns."""
    rows = []
    for patterns in ("spherical", "gaussian"):
        differences = []
        for draw in range(8):
            rng = generator(s["seed"], SOURCE, f"{TABLE}_landscape", {"patterns": patterns}, draw)
            xi = draw_patterns(patterns, 400, 20, rng)
            line = xi[:1] + POSITIONS[:, None] * (xi[1:2] - xi[:1])
            empirical, gap = EmpiricalScore(xi), 0.0
            for t in LANDSCAPE_T:
                # by its definition, and not through the kernel that the two share
                energy = -t * logsumexp(line @ xi.T / t, axis=1) / 20 + (line**2).mean(axis=1) / 2
                potential = -t * empirical.log_density(line, t) / 20
                energy, potential = energy - energy.mean(), potential - potential.mean()
                gap = max(gap, float(np.abs(energy - potential).max()))
                if draw == 0:
                    for position, *values in zip(POSITIONS, energy, potential, strict=True):
                        at = {"patterns": patterns, "t": t, "position": position}
                        rows += [
                            row("memory_energy", "theory", values[0], **at),
                            row("diffusion_potential", "theory", values[1], **at),
                        ]
            differences.append(gap)
        rows.append(mean_row("energy_difference", np.array(differences), patterns=patterns))
    return rows


with job(snakemake) as this:
    s = this.settings
    rows = landscape_rows(s)
    for alpha_D in s["alpha_Ds"]:
        rows += limit_rows(alpha_D, s)
    write_table(tidy(rows), snakemake.output[0], this.provenance())
