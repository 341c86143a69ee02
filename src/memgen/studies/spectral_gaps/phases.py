"""Singular values of the exact score on a plane in three dimensions against t, and its denoiser."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float

from memgen.diffusion.exact_scores import LinearManifoldScore
from memgen.diffusion.jacobian import singular_values
from memgen.seeds import Seeds
from memgen.settings.spectral_gaps import Phases
from memgen.studies.made import Made
from memgen.tables.files import Arrays
from memgen.tables.rows import Row, mean_row, row

# Descending singular values: off the manifold, along s_2, along s_1.
NAMES = ("normal", "second", "first")
ASIDE = 10.0  # factor of t from the widest gap at which both its sides are compared


def table(s: Phases, seeds: Seeds) -> Made:
    """Return the singular values and gaps of t grad score against t; the denoiser at three t.

    The gap between s^2 = s_1^2 and s_2^2 is t / (t + s_2^2) - t / (t + s_1^2), widest at
    t = s_1 s_2, where it is (s_1 - s_2) / (s_1 + s_2), and even in log t about it; the final one,
    s_2^2 / (t + s_2^2), is 1/2 at t = s_2^2. Measured values are of data alone (`regressed`).
    """
    rng = seeds.generator({})
    axes = np.linalg.qr(rng.standard_normal((3, 3)))[0]
    exact = LinearManifoldScore(axes[:, :2] * np.array(s.stds))
    rows: list[Row] = []
    for t in np.geomspace(*s.t_range, s.points):
        values = singular_values(t * exact.jacobian(np.zeros((1, 3)), float(t)))[0]
        for name, value in zip(NAMES, values, strict=True):
            rows.append(row("singular_value", "theory", value, direction=name, t=t))
        for gap, width in (("final", values[0] - values[1]), ("middle", values[1] - values[2])):
            rows.append(row("gap", "theory", width, direction=gap, t=t))
    rows += measured_rows(s, seeds, axes)
    s1, s2 = s.stds
    rows.append(row("widest_gap", "theory", (s1 - s2) / (s1 + s2), t=s1 * s2))
    return Made(rows, arrays={"phases_field": denoised(exact, axes, s)})


def measured_rows(s: Phases, seeds: Seeds, axes: Float[np.ndarray, "3 3"]) -> Iterator[Row]:
    """Yield singular values and gaps from draws of pairs, at a ladder of t and at named t."""
    s1, s2 = s.stds
    ladder = np.geomspace(*s.t_range, s.simulated)
    named = {
        "at_widest": s1 * s2,
        "above_widest": ASIDE * s1 * s2,
        "below_widest": s1 * s2 / ASIDE,
        "at_half": s2**2,
    }
    for label, t in [*[("", float(t)) for t in ladder], *named.items()]:
        values = np.array(
            [
                regressed(s, axes, t, seeds.stream("pairs").generator({"t": t}, draw))
                for draw in range(s.draws)
            ]
        )
        gaps = {"final": values[:, 0] - values[:, 1], "middle": values[:, 1] - values[:, 2]}
        expected = np.array([1.0, t / (t + s2**2), t / (t + s1**2)])
        if label:
            for gap, width in gaps.items():
                yield mean_row(f"gap_{label}", width, direction=gap, t=t)
            continue
        for k, name in enumerate(NAMES):
            yield mean_row("singular_value", values[:, k], direction=name, t=t)
            yield row("expected_value", "theory", expected[k], direction=name, t=t)
        for gap, width in gaps.items():
            yield mean_row("gap", width, direction=gap, t=t)


def regressed(
    s: Phases, axes: Float[np.ndarray, "3 3"], t: float, rng: np.random.Generator
) -> Float[np.ndarray, " 3"]:
    """Return singular values of t grad score from pairs of a point and its noisy copy alone.

    t grad score = d E[x_0 | x_t] / dx - 1 (Tweedie's formula), and on a Gaussian the mean is the
    regression of x_0 on x_t: 1 minus its slopes off the plane, along s_2 and along s_1.
    """
    clean = rng.standard_normal((s.pairs, 2)) * np.array(s.stds) @ axes[:, :2].T
    noisy = clean + np.sqrt(t) * rng.standard_normal(clean.shape)
    slopes = np.linalg.lstsq(noisy, clean, rcond=None)[0]
    return 1 - np.diag(axes.T @ slopes @ axes)[::-1]


def denoised(exact: LinearManifoldScore, axes: Float[np.ndarray, "3 3"], s: Phases) -> Arrays:
    """Return noisy points and where the score takes them, x + t score(x), at three t.

    `starts` and `ends` have the shape (t 3, points, 3): along s_1, s_2 and the normal, each in
    units of the standard deviation of x_t in its direction.
    """
    s1, s2 = s.stds
    shown = np.array([10 * s1**2, s1 * s2, 0.1 * s2**2])
    grid = np.linspace(-1.5, 1.5, s.field_points)
    starts = np.stack(np.meshgrid(grid, grid, [-1.5, 1.5]), axis=-1).reshape(-1, 3)
    ends = []
    for t in shown:
        scale = np.sqrt(t + np.array([s1, s2, 0.0]) ** 2)
        x = starts * scale @ axes.T
        ends.append((x + t * exact.score(x, float(t))) @ axes / scale)
    return {"t": shown, "starts": np.array([starts] * 3), "ends": np.array(ends)}
