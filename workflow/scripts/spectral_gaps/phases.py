"""Singular values of the exact score on a plane in three dimensions against t, and its field."""

import numpy as np

from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.jacobian import singular_values
from memgen.job import job
from memgen.seeds import generator
from memgen.tables.files import write_arrays, write_table
from memgen.tables.rows import row, tidy

SOURCE, TABLE = "spectral_gaps", "phases"
FIELD = 13

with job(snakemake) as this:
    s = this.settings
    (s1, s2), threshold = s["stds"], s["threshold"]
    rng = generator(s["seed"], SOURCE, TABLE, {}, 0)
    Q = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    exact = LinearManifoldScore(Q[:, :2] * np.array([s1, s2]))
    t = np.geomspace(*s["t_range"], s["points"])
    rows = []
    for at in t:
        # descending: off the manifold, along s_2, along s_1
        values = singular_values(at * exact.jacobian(np.zeros((1, 3)), float(at)))[0]
        for name, value in zip(("normal", "second", "first"), values, strict=True):
            rows.append(row("singular_value", "theory", value, direction=name, t=at))
        for gap, width in (("final", values[0] - values[1]), ("middle", values[1] - values[2])):
            rows.append(row("gap", "theory", width, direction=gap, t=at))
    rows += [
        row("widest_time", "theory", s1 * s2),
        row("widest_gap", "theory", (s1 - s2) / (s1 + s2)),
        row("opening_time", "theory", s2**2 * (1 - threshold) / threshold, threshold=threshold),
    ]
    write_table(tidy(rows), snakemake.output[0], this.provenance())

    # the field in the planes of either direction and the normal, at three t
    shown = np.array([10 * s1**2, s1 * s2, 0.1 * s2**2])
    extent = np.sqrt(s2**2 + shown)
    axis = np.linspace(-2, 2, FIELD)
    fields = np.empty((2, shown.size, 2, FIELD, FIELD))
    for direction in range(2):
        plane = Q[:, [direction, 2]]
        for k, (at, scale) in enumerate(zip(shown, extent, strict=True)):
            x = scale * np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2) @ plane.T
            score = at * exact.score(x, float(at)) @ plane
            fields[direction, k] = score.T.reshape(2, FIELD, FIELD)
    write_arrays(
        snakemake.output[2],
        this.provenance(),
        t=shown,
        extent=extent,
        axis=axis,
        fields=fields,
    )
