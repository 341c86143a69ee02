"""The empirical score in two dimensions, and when directions of either variance are lost."""

import numpy as np
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.diffusion.empirical import EmpiricalScore
from memgen.job import job
from memgen.seeds import generator
from memgen.statistics.crossing import crossing
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.energies.local_condensation import loss_times

SOURCE, TABLE = "losing_dimensions", "concept"
FIELD = 15


def curves(variances, unit_norm, t, s, label):
    """Y2 at sqrt(t) e_j against t, j of the larger and of the smaller variance."""
    chosen = {"large": 0, "small": int(np.argmin(np.where(variances > 0, variances, np.inf)))}
    found = {name: [] for name in chosen}
    for draw in tqdm(range(s["draws"]), disable=None, desc=label):
        rng = generator(s["seed"], SOURCE, TABLE, {"data": label}, draw)
        empirical = EmpiricalScore(draw_directions(variances, s["loss_P"], rng, unit_norm))
        for name, j in chosen.items():
            x = np.sqrt(t)[:, None] * np.eye(variances.size)[j]
            found[name].append(empirical.participation(x, t))
    return {name: np.array(draws) for name, draws in found.items()}


with job(snakemake) as this:
    s = this.settings
    P, rows = s["loss_P"], []
    few = direction_variances(sum(s["counts"]), s["counts"], s["stds"])
    many = direction_variances(2 * s["many"], (s["many"], s["many"]), s["stds"])
    cases = {
        # points of one norm have effective variances s^2 / E|y|^2
        "few": (few, False, loss_times(few, P, "exact")),
        "many": (many, True, loss_times(many / many.sum(), P, "gaussian", unit_norm=True)),
    }
    for label, (variances, unit_norm, times) in cases.items():
        low, high = 0.02 * times.min(), 10 * times.max()
        t = np.geomspace(low, high, s["times"])
        found = curves(variances, unit_norm, t, s, label)
        for name, j in (("large", 0), ("small", -1)):
            at = {"data": label, "direction": name, "P": P}
            rows.append(row("loss_time", "theory", times[j], **at))
            draws = found[name]
            rows += [mean_row("participation", draws[:, k], **at, t=v) for k, v in enumerate(t)]
            half = crossing(t, draws, 0.5)
            rows.append(row("half_time", "simulation", half.place, half.stderr, half.n, **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())

    rng = generator(s["seed"], SOURCE, f"{TABLE}_picture", {}, 0)
    points = np.array(s["picture_stds"]) * rng.standard_normal((s["P"], 2))
    empirical, axis = EmpiricalScore(points), np.linspace(-2.5, 2.5, FIELD)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    probe = np.array([0.6, 0.15])
    fields, weights = [], []
    for t in s["shown_t"]:
        fields.append(t * empirical.score(grid, t))
        log_w = -((probe - points) ** 2).sum(axis=1) / (2 * t)
        w = np.exp(log_w - log_w.max())
        weights.append(w / w.sum())
    write_arrays(
        snakemake.output[2],
        this.provenance(),
        points=points,
        axis=axis,
        probe=probe,
        t=np.array(s["shown_t"]),
        fields=np.array(fields),
        weights=np.array(weights),
    )
