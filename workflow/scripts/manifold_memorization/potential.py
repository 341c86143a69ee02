"""The potential on a line and on planes through data points, and the entropy of its energies."""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.job import job
from memgen.measures.collapse.landscape import (
    count_traps,
    grid_minima,
    plane_through,
    potential_on_plane,
)
from memgen.seeds import generator
from memgen.tables import mean_row, row, tidy, write_arrays, write_table
from memgen.theory.energies import rem
from memgen.theory.manifold import collapse_time, onset_time
from memgen.theory.manifold.level_density import mean_levels
from memgen.theory.manifold.linear import linear_cumulant

SOURCE, TABLE = "manifold_memorization", "potential"
LEVEL_BINS = 20


def level_entropy(alpha, alpha_D, t, size, s, regime):
    """Rows of Sigma seen from x_t against the squared distance per coordinate, d = -2 t eps.

    At finite N: (1/N) log[mean number of levels per unit of eps / sqrt(N / 2 pi zeta'')], the
    square root being the saddle point's, so that it tends to Sigma.
    """
    N, D, P = size["N"], size["D"], size["P"]
    zeta = linear_cumulant(t, t, alpha_D)
    lam = np.linspace(max(-1.0, 0.95 * zeta.domain[0]), 3.0, 400)
    level, entropy = zeta.slope(lam), rem.canonical_entropy(zeta, alpha, lam)
    curvature = np.gradient(level, lam)
    shown = entropy > -0.02
    about = {"regime": regime, "t": t}
    for at, value in zip(level[shown], entropy[shown], strict=True):
        yield row("level_entropy", "theory", value, **about, distance=-2 * t * at)
    tilt = min(1.0, rem.condensation(zeta, alpha))
    carrying = -2 * t * float(zeta.slope(np.asarray(tilt)))
    yield row("carrying_distance", "theory", carrying, **about)
    edges = np.linspace(level[shown].min(), level[shown].max(), LEVEL_BINS + 1)
    centres = (edges[1:] + edges[:-1]) / 2
    counts = []
    for draw in range(s["level_draws"]):
        rng = generator(s["seed"], SOURCE, f"{TABLE}_levels", {**size, "regime": regime}, draw)
        points = HiddenManifold(draw_matrix(N, D, rng)).sample(P, rng)
        x = points[0] + np.sqrt(t) * rng.standard_normal(N)
        seen = -((points[1:] - x) ** 2).sum(axis=1) / (2 * t * N)
        counts.append(np.histogram(seen, edges)[0] / (edges[1] - edges[0]))
    rng = generator(s["seed"], SOURCE, f"{TABLE}_mean_levels", {**size, "regime": regime}, 0)
    predicted = mean_levels(centres, t, N, D, np.log(P - 1), 20 * s["level_draws"], rng)
    prefactor = np.sqrt(N / (2 * np.pi * np.interp(centres, level, curvature)))
    for quantity, kind, draws in (
        ("level_entropy", "simulation", np.array(counts)),
        ("level_entropy_finite_size", "theory", predicted),
    ):
        n = len(draws)
        mean, error = draws.mean(axis=0), draws.std(axis=0, ddof=1) / np.sqrt(n)
        # An empty bin has no logarithm: it lies past the last level of every draw.
        for k in np.flatnonzero(mean > 0):
            value, stderr = np.log(mean[k] / prefactor[k]) / N, error[k] / mean[k] / N
            yield row(quantity, kind, value, stderr, n, **about, distance=-2 * t * centres[k])


with job(snakemake) as this:
    s = this.settings
    alpha, alpha_D, N = s["alpha"], s["alpha_D"], s["N"]
    size = {"N": N, "D": max(1, round(alpha_D * N)), "P": round(np.exp(alpha * N))}
    t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
    regimes = {
        "above_onset": 3 * t_o,
        "between": np.sqrt(t_c * t_o),
        "below_collapse": t_c / 3,
    }
    rows, arrays = [], {}
    minima = {regime: [] for regime in regimes}
    traps = {regime: [] for regime in regimes}
    axis = np.linspace(-1.1, 1.1, s["grid"]) * np.sqrt(2 * N)
    for draw in tqdm(range(s["draws"]), disable=None):
        rng = generator(s["seed"], SOURCE, TABLE, size, draw)
        points = HiddenManifold(draw_matrix(N, size["D"], rng)).sample(size["P"], rng)
        plane, empirical = plane_through(points[:3]), EmpiricalScore(points)
        for regime, t in regimes.items():
            potential = potential_on_plane(empirical, plane, t, axis)
            found = grid_minima(potential)
            minima[regime].append(len(found))
            traps[regime].append(count_traps(points, plane, t, axis, found))
            if draw == 0:
                arrays |= {f"potential_{regime}": potential, f"minima_{regime}": axis[found]}
        if draw == 0:
            arrays |= {"axis": axis, "corners": plane.corners}
            position = np.linspace(-0.5, 1.5, s["line_points"])
            line = points[0] + position[:, None] * (points[1] - points[0])
            for regime, t in regimes.items():
                values = -empirical.log_density(line, t) / N
                rows += [
                    row("potential", "simulation", value, None, 1, regime=regime, t=t, position=at)
                    for at, value in zip(position, values, strict=True)
                ]
    for regime, t in regimes.items():
        rows.append(mean_row("minima", np.array(minima[regime]), regime=regime, t=t, **size))
        rows.append(mean_row("traps", np.array(traps[regime]), regime=regime, t=t, **size))
        rows += level_entropy(alpha, alpha_D, t, size, s, regime)
    write_table(tidy(rows), snakemake.output[0], this.provenance())
    write_arrays(snakemake.output[2], this.provenance(), **arrays)
