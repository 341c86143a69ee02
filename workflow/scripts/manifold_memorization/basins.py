"""Basins of attraction: R(t) in theory, and the measured probability to return."""

import numpy as np
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.job import job
from memgen.measures.basins import return_to_pattern
from memgen.measures.collapse import draw_probes
from memgen.measures.crossing import crossing_with_error
from memgen.seeds import generator
from memgen.tables import mean_row, row, tidy, write_table
from memgen.theory.manifold import basin_radius, collapse_time, onset_time

SOURCE, TABLE = "manifold_memorization", "basins"
TOLERANCE = 1e-4


def theory(alpha, alpha_D, t, along):
    """Rows of R(t) on a grid of t, with t_c and t_o."""
    point = {"alpha": alpha, "alpha_D": alpha_D, "along": along}
    for time, radius in zip(t, basin_radius(t, alpha, alpha_D), strict=True):
        yield row("basin_radius", "theory", radius, **point, t=time)
    yield row("collapse_time", "theory", collapse_time(alpha, alpha_D), **point)
    yield row("onset_time", "theory", onset_time(alpha, alpha_D), **point)


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


def half_return(R, draws, rng):
    """Where the mean return probability falls through 1/2; None if it does not on the grid."""
    try:
        return crossing_with_error(R, draws, 0.5, rng)
    except ValueError:
        return None


with job(snakemake) as this:
    s = this.settings
    alpha = s["alpha"]
    rows = []
    for alpha_D in s["alpha_Ds"]:
        edges = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
        below = np.linspace(edges[0] / 20, edges[0], s["curve_points"] // 4)
        above = np.linspace(*edges, s["curve_points"] - below.size)
        rows += theory(alpha, alpha_D, np.append(below, above[1:]), "curve")
    N = s["N"]
    D, P = max(1, round(s["alpha_D"] * N)), round(np.exp(alpha * N))
    size = {"N": N, "D": D, "P": P}
    t_c, t_o = collapse_time(alpha, s["alpha_D"]), onset_time(alpha, s["alpha_D"])
    t = np.geomspace(t_c / 3, 2 * t_o, s["t_cells"])
    R = np.geomspace(t_c / 30, 6 * t_c, s["R_cells"])
    rows += theory(alpha, s["alpha_D"], np.geomspace(t[0], t[-1], s["curve_points"]), "map")
    draws = [
        returns_of_draw(generator(s["seed"], SOURCE, TABLE, size, k), size, s["probes"], t, R)
        for k in tqdm(range(s["draws"]), disable=None)
    ]
    back, moving = (np.array(part) for part in zip(*draws, strict=True))
    point = {"alpha": alpha, "alpha_D": s["alpha_D"], "along": "map", **size}
    for i, time in enumerate(t):
        rows += [
            mean_row("return_probability", back[:, i, j], **point, t=time, R=R[j])
            for j in range(R.size)
        ]
        rows.append(mean_row("unconverged_fraction", moving[:, i], **point, t=time))
        bootstrap = generator(s["seed"], SOURCE, f"{TABLE}_bootstrap", size, i)
        found = half_return(R, back[:, i], bootstrap)
        rows.append(row("half_return_exists", "theory", float(found is not None), **point, t=time))
        if found is not None:
            rows.append(
                row(
                    "half_return_radius",
                    "simulation",
                    found.time,
                    found.stderr,
                    found.n,
                    **point,
                    t=time,
                )
            )
    write_table(tidy(rows), snakemake.output[0], this.provenance())
