"""Theory that the explorer's pages cannot compute themselves, on grids: the times, the capacities.

Each grid is a file of docs/assets/grids, written by `memgen site --grids` and read by the pages. It
holds Chebyshev coefficients of the logarithm of each quantity over a reference in closed form,
which takes away what varies over decades, and the largest error that random points showed.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from memgen.site.chebyshev import Axis, coefficients, evaluate
from memgen.theory.capacity import retrieval_capacity, saturation
from memgen.theory.manifold import times
from memgen.theory.random_features import coefficients as feature_coefficients

FOLDER = Path("docs/assets/grids")
TIMES = ("onset", "collapse", "condensation", "generalization")
ACTIVATIONS = ("linear", "tanh", "relu")
CURVED = ("tanh", "relu")
FEATURES = ("a", "b", "v2", "s2")
PROBES = 60  # random points at which the error is measured

Values = dict[str, np.ndarray]


@dataclass(frozen=True)
class Grid:
    """Coefficients of several functions of the same coordinates.

    Attributes
    ----------
    axes : tuple of Axis
    values : dict
        Name of the function -> its coefficients.
    error : float
        Largest error of all functions at random points; they are logarithms, so it is relative.
    """

    axes: tuple[Axis, ...]
    values: Values
    error: float

    def at(self, name: str, *points: np.ndarray) -> np.ndarray:
        """Return one function at points; ValueError outside the ranges of the axes."""
        return evaluate(self.values[name], self.axes, *points)


def small_dimension_time(alpha: np.ndarray, alpha_D: np.ndarray) -> np.ndarray:
    """Return log t_c of the linear manifold at small alpha_D, the reference of the times.

    t = (1 / alpha_D) / (e^{2 alpha / alpha_D} - 1) (arXiv:2502.09578).
    """
    return -np.log(alpha_D) - np.log(np.expm1(2 * alpha / alpha_D))


def logarithms_of_times(alpha: np.ndarray, alpha_D: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield ("tanh.collapse", log t_c - reference), and so on; t_g's reference has alpha_D too."""
    reference = small_dimension_time(alpha, alpha_D)
    for activation in ACTIVATIONS:
        found = times(alpha, alpha_D, activation)
        for name in TIMES:
            own = np.log(alpha_D) if name == "generalization" else 0.0
            yield f"{activation}.{name}", np.log(getattr(found, name)) - reference - own


def logarithms_of_saturation(alpha_D: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the log of lambda_s, and of the capacity from there on over alpha_D / (1 + alpha_D)."""
    share = alpha_D / (1 + alpha_D)
    for activation in CURVED:
        ends = [saturation("manifold", float(one), activation) for one in alpha_D]
        yield f"{activation}.lam", np.log(np.array([end.lam for end in ends]) / share)
        yield f"{activation}.capacity", np.log(np.array([end.capacity for end in ends]) / share)


def logarithms_of_capacity(
    alpha_D: np.ndarray, share: np.ndarray
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield log(alpha_1(lambda) / [alpha_1(lambda_s) x (2 - x)]), x = lambda / lambda_s.

    The denominator is the linear manifold's law.
    """
    alpha_D, share = np.broadcast_arrays(alpha_D, share)
    for activation in CURVED:
        found = np.empty(alpha_D.shape)
        for one in np.unique(alpha_D):
            here = alpha_D == one
            end = saturation("manifold", float(one), activation)
            x = share[here]
            rising = retrieval_capacity(x * end.lam, "manifold", float(one), activation)
            found[here] = np.log(rising / (end.capacity * x * (2 - x)))
        yield activation, found


def logarithms_of_coefficients(
    t: np.ndarray, sigma: np.ndarray
) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the log of the coefficients of tanh features at width sigma of the data.

    Of v^2 over rho^3, its behaviour where the data's share rho of the variance is small.
    """
    t, sigma = np.broadcast_arrays(t, sigma)
    found = [
        feature_coefficients(float(one), variance=float(width) ** 2)
        for one, width in zip(t.ravel(), sigma.ravel(), strict=True)
    ]
    log_rho = -np.log1p(-np.expm1(-2 * t) / (np.exp(-2 * t) * sigma**2))
    for name in FEATURES:
        values = np.log([getattr(one, name) for one in found]).reshape(t.shape)
        yield name, values - 3 * log_rho if name == "v2" else values


Functions = Callable[..., Iterator[tuple[str, np.ndarray]]]

GRIDS: dict[str, tuple[Functions, tuple[Axis, ...]]] = {
    "times": (
        logarithms_of_times,
        (Axis("alpha", 0.02, 1.0, 28), Axis("alpha_D", 0.02, 2.0, 28)),
    ),
    "saturation": (logarithms_of_saturation, (Axis("alpha_D", 0.02, 2.0, 20),)),
    "capacity": (
        logarithms_of_capacity,
        (Axis("alpha_D", 0.02, 2.0, 20), Axis("share", 0.02, 1.0, 12, logarithmic=False)),
    ),
    "features": (
        logarithms_of_coefficients,
        (Axis("t", 1e-3, 3.0, 24), Axis("sigma", 0.3, 3.0, 14)),
    ),
}


def compute(name: str, seed: int = 0) -> Grid:
    """Return one grid, with the error that random points show."""
    function, axes = GRIDS[name]
    nodes = np.meshgrid(*(axis.points() for axis in axes), indexing="ij")
    values = {key: coefficients(found) for key, found in function(*nodes)}
    points = probes(axes, seed)
    exact = dict(function(*points))
    error = max(
        float(np.max(np.abs(evaluate(c, axes, *points) - exact[key]))) for key, c in values.items()
    )
    return Grid(axes, values, error)


def probes(axes: tuple[Axis, ...], seed: int, count: int = PROBES) -> list[np.ndarray]:
    """Return random points, even in the axes' own coordinates."""
    random = np.random.default_rng(seed)
    points = []
    for axis in axes:
        u = random.uniform(size=count)
        ends = (axis.low, axis.high)
        points.append(
            np.exp(np.interp(u, [0, 1], np.log(ends)))
            if axis.logarithmic
            else np.interp(u, [0, 1], ends)
        )
    return points


def write(root: Path) -> list[Path]:
    """Compute all grids and write their files, which takes some minutes."""
    paths = []
    for name in GRIDS:
        path = root / FOLDER / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(_plain(compute(name))) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def read(root: Path, name: str) -> Grid:
    """Return a grid from its file."""
    told = json.loads((root / FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    axes = tuple(Axis(**axis) for axis in told["axes"])
    return Grid(axes, {key: np.array(c) for key, c in told["values"].items()}, told["error"])


def _plain(grid: Grid) -> dict[str, Any]:
    """Return a grid as JSON holds it, coefficients to 8 digits after the point."""
    return {
        "axes": [vars(axis) for axis in grid.axes],
        "error": float(f"{grid.error:.1e}"),
        "values": {key: np.round(c, 8).tolist() for key, c in grid.values.items()},
    }
