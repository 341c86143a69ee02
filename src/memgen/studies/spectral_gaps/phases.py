"""Singular values of the exact score on a plane in three dimensions against t, and its field."""

import numpy as np
from jaxtyping import Float

from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.jacobian import singular_values
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import Phases
from memgen.studies.made import Made
from memgen.tables.files import Arrays
from memgen.tables.rows import row


def table(s: Phases, seeds: Seeds) -> Made:
    """Return the singular values and gaps of t grad score against t; the field at three t.

    The gap between s^2 = s_1^2 and s_2^2 is t / (t + s_2^2) - t / (t + s_1^2), widest at
    t = s_1 s_2, where it is (s_1 - s_2) / (s_1 + s_2); the final one, s_2^2 / (t + s_2^2), reaches
    Delta at t = s_2^2 (1 - Delta) / Delta.
    """
    (s1, s2), threshold = s.stds, s.threshold
    rng = seeds.generator({})
    axes = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    exact = LinearManifoldScore(axes[:, :2] * np.array([s1, s2]))
    rows = []
    for t in np.geomspace(*s.t_range, s.points):
        # Descending: off the manifold, along s_2, along s_1.
        values = singular_values(t * exact.jacobian(np.zeros((1, 3)), float(t)))[0]
        for name, value in zip(("normal", "second", "first"), values, strict=True):
            rows.append(row("singular_value", "theory", value, direction=name, t=t))
        for gap, width in (("final", values[0] - values[1]), ("middle", values[1] - values[2])):
            rows.append(row("gap", "theory", width, direction=gap, t=t))
    rows += [
        row("widest_time", "theory", s1 * s2),
        row("widest_gap", "theory", (s1 - s2) / (s1 + s2)),
        row("opening_time", "theory", s2**2 * (1 - threshold) / threshold, threshold=threshold),
    ]
    return Made(rows, arrays={"phases_field": field(exact, axes, s)})


def field(exact: LinearManifoldScore, axes: Float[np.ndarray, "3 3"], s: Phases) -> Arrays:
    """Return t times the score in the planes of either direction and the normal, at three t.

    `fields` has the shape (directions 2, t 3, components 2, grid, grid), on `axis` times `extent`.
    """
    s1, s2 = s.stds
    shown = np.array([10 * s1**2, s1 * s2, 0.1 * s2**2])
    extent = np.sqrt(s2**2 + shown)
    axis = np.linspace(-2, 2, s.field_points)
    fields = np.empty((2, shown.size, 2, axis.size, axis.size))
    for direction in range(2):
        plane = axes[:, [direction, 2]]
        for k, (t, scale) in enumerate(zip(shown, extent, strict=True)):
            x = scale * np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2) @ plane.T
            score = t * exact.score(x, float(t)) @ plane
            fields[direction, k] = score.T.reshape(2, axis.size, axis.size)
    return {"t": shown, "extent": extent, "axis": axis, "fields": fields}
