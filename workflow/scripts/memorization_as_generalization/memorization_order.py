"""Entries of the smoothed Jacobian of the empirical score against the slide's Gaussian law."""

import numpy as np
from tqdm import tqdm

from memgen.data.directions import direction_variances, draw_directions
from memgen.job import job
from memgen.seeds import generator
from memgen.tables.files import write_table
from memgen.tables.rows import mean_row, row, tidy
from memgen.theory.energies.jacobian_law import jacobian_law

SOURCE, TABLE = "memorization_as_generalization", "memorization_order"
GROUPS = ("large", "small")


def weights(points, x, t):
    """Softmax weights of all points at each x."""
    log_w = -((x[:, None] - points) ** 2).sum(axis=2) / (2 * t)
    w = np.exp(log_w - log_w.max(axis=1, keepdims=True))
    return w / w.sum(axis=1, keepdims=True)


with job(snakemake) as this:
    s = this.settings
    variances = direction_variances(sum(s["counts"]), s["counts"], s["stds"])
    N, P = variances.size, s["P"]
    split = s["counts"][0]
    block = {"large": slice(0, split), "small": slice(split, N)}
    rows = []
    for t in tqdm(np.geomspace(*s["t_range"], s["times"]), disable=None, desc="t"):
        steps = np.concatenate([np.zeros((1, N)), np.sqrt(t) * np.eye(N)])
        means = {name: [] for name in GROUPS}
        spread = {(a, b): [] for a in GROUPS for b in GROUPS}
        active, drop = {name: [] for name in GROUPS}, {name: [] for name in GROUPS}
        for draw in range(s["draws"]):
            rng = generator(s["seed"], SOURCE, TABLE, {"t": t, "P": P}, draw)
            points = draw_directions(variances, P, rng)
            w = weights(points, steps, t)
            score = (w @ points - steps) / t
            J = (score[1:] - score[0]).T / np.sqrt(t)
            exact = -1 / (t + variances)
            off = J - np.diag(np.diag(J))
            Y2 = (w**2).sum(axis=1)
            # Y2_0 + Y2_j less twice the overlap: the same points weigh at both ends
            apart = ((w[1:] - w[0]) ** 2).sum(axis=1)
            for b in GROUPS:
                means[b].append(np.mean(np.diag(J)[block[b]] / exact[block[b]]))
                active[b].append(Y2[1:][block[b]].mean())
                drop[b].append(apart[block[b]].mean())
                for a in GROUPS:
                    entries = off[block[a], block[b]]
                    count = entries.size - (entries.shape[0] if a == b else 0)
                    spread[a, b].append((entries**2).sum() / count)
        for b in GROUPS:
            at = {"t": t, "P": P, "column": b}
            rows.append(mean_row("diagonal", np.array(means[b]), **at))
            rows.append(mean_row("participation", np.array(active[b]), **at))
            rows.append(mean_row("apart", np.array(drop[b]), **at))
            for a in GROUPS:
                rows.append(mean_row("variance", np.array(spread[a, b]), **at, row=a))
        for model in ("gaussian", "exact"):
            law = jacobian_law(float(t), variances, P, model)
            for b in GROUPS:
                for a in GROUPS:
                    value = float(law.variance[block[a], block[b]].mean())
                    at = {"t": t, "P": P, "column": b, "row": a, "model": model}
                    rows.append(row("variance", "theory", value, **at))
        # the law with the participation and the overlap that the same draws have
        own = variances / (t * (t + variances)) / t
        for b in GROUPS:
            for a in GROUPS:
                value = float(own[block[a]].mean() * np.mean(drop[b]))
                at = {"t": t, "P": P, "column": b, "row": a, "model": "overlap"}
                rows.append(row("variance", "theory", value, **at))
    write_table(tidy(rows), snakemake.output[0], this.provenance())
