"""Basins of attraction at one N: the measured probability to return, on a grid of (t, R)."""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.job import job
from memgen.measures.collapse.basins import return_to_pattern
from memgen.measures.collapse.curves import draw_probes
from memgen.seeds import generator
from memgen.statistics.crossing import crossing
from memgen.tables import mean_row, row, tidy, write_table
from memgen.theory.manifold import collapse_time, onset_time

SOURCE, TABLE = "manifold_memorization", "basins"
TOLERANCE = 1e-4


def returns_of_draw(rng, size, probes, t, R):
    """Return probability on the grid (t, R) in one draw, and the fraction still moving."""
    N, D, P = size["N"], size["D"], size["P"]
    points = HiddenManifold(draw_matrix(N, D, rng)).sample(P, rng)
    empirical = EmpiricalScore(points)
    chosen = draw_probes(points, min(probes, P), rng)
    n = len(chosen.own)
    own, noise = np.tile(chosen.own, (R.size, 1)), np.tile(chosen.noise, (R.size, 1))
    back, moving = np.empty((t.size, R.size)), np.empty(t.size)
    for k, time in enumerate(t):
        seen = return_to_pattern(
            empirical, own, noise, np.repeat(R, n), float(time), tolerance=TOLERANCE
        )
        back[k] = seen.returned.reshape(R.size, n).mean(axis=1)
        moving[k] = seen.unconverged / len(own)
    return back, moving


def half_return(R, draws):
    """Where the mean return probability falls through 1/2; None if it is below from the start."""
    mean = draws.mean(axis=0)
    if mean[0] <= 0.5:
        return None
    # A mean that wavers about 1/2 is read at its first fall: the envelope falls only once.
    return crossing(R, draws + np.minimum.accumulate(mean) - mean, 0.5)


with job(snakemake) as this:
    s = this.settings
    alpha, alpha_D, N = s["alpha"], s["alpha_D"], int(snakemake.wildcards.N)
    size = {"N": N, "D": max(1, round(alpha_D * N)), "P": round(np.exp(alpha * N))}
    t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
    t = np.geomspace(t_c / 3, 2 * t_o, s["t_cells"])
    R = np.geomspace(t_c / 30, 6 * t_c, s["R_cells"])
    draws = [
        returns_of_draw(generator(s["seed"], SOURCE, TABLE, size, k), size, s["probes"], t, R)
        for k in tqdm(range(s["draws"]), disable=None)
    ]
    back, moving = (np.array(part) for part in zip(*draws, strict=True))
    rows = []
    for i, time in enumerate(t):
        point = {"alpha": alpha, "alpha_D": alpha_D, **size, "t": time}
        rows += [
            mean_row("return_probability", back[:, i, j], **point, R=R[j]) for j in range(R.size)
        ]
        rows.append(mean_row("unconverged_fraction", moving[:, i], **point))
        found = half_return(R, back[:, i])
        if found is not None:
            rows.append(
                row("half_return_radius", "simulation", found.place, found.stderr, found.n, **point)
            )
    write_table(tidy(rows), snakemake.output[0], this.provenance())
