"""All minima of the energy of a few memories: many starts, descent, Newton's method, Hessians."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.errors import ConvergenceError
from memgen.measures.collapse.basins import descend_potential
from memgen.measures.samples.neighbours import nearest
from memgen.recurrent.diffusion_energy import DiffusionEnergy

MIXTURES = 400  # starts that are random mixtures of the points
SAME = 1e-6  # minima nearer than this, in units of sqrt(t), are one
TOLERANCE = 1e-10  # largest |grad E| / sqrt(t) at a minimum
STEPS = 200


@dataclass(frozen=True)
class Minima:
    """The minima of an energy at one noise variance.

    Attributes
    ----------
    x : (minima, N)
        Where, the lowest first.
    energy : (minima,)
        E there.
    curvature : (minima,)
        Smallest eigenvalue of the Hessian, positive.
    nearest : (minima,)
        Distance to the nearest memory.
    """

    x: Float[np.ndarray, "minima N"]
    energy: Float[np.ndarray, " minima"]
    curvature: Float[np.ndarray, " minima"]
    nearest: Float[np.ndarray, " minima"]

    def spurious(self, distance: float) -> int:
        """Return how many minima are farther than `distance` from every memory."""
        return int((self.nearest > distance).sum())


def find_minima(
    points: Any,
    t: float,
    rng: np.random.Generator,
    mixtures: int = MIXTURES,
) -> Minima:
    """Return the minima of E = -2 t log sum exp(-|x - xi|^2 / 2t).

    Every stationary point is a mixture sum w xi of the memories. The starts are the memories, the
    middles of all pairs and random mixtures; mean shift leads each downhill, and Newton's method
    ends it to rounding. Stationary points with a negative curvature are no minima.

    Parameters
    ----------
    points : (P, N)
        The memories, up to a hundred or so.
    t : float
        Noise variance.
    rng : numpy.random.Generator
        Of the random mixtures.
    mixtures : int
        How many of them.

    Raises
    ------
    ValueError, TypeError
        If `DiffusionEnergy` refuses the points or t.
    ConvergenceError
        If a start does not end on a stationary point.
    """
    memory = DiffusionEnergy(points)
    scale = float(np.sqrt(t))
    x = _starts(memory.empirical.points, rng, mixtures)
    for tolerance, most in ((1e-2, 100), (1e-4, 400)):
        x = descend_potential(memory.empirical, x, t, tolerance=tolerance, max_steps=most).end
        x = _distinct(x, memory.energy(x, t), 1e-4 * scale)
    x = _newton(memory, x, t)
    x = _distinct(x, memory.energy(x, t), SAME * scale)
    curvature = np.linalg.eigvalsh(memory.hessian(x, t))[:, 0]
    x, curvature = x[curvature > 0], curvature[curvature > 0]
    distance = nearest(x, memory.empirical.points).distance[:, 0]
    return Minima(x, memory.energy(x, t), curvature, distance)


def _starts(points: np.ndarray, rng: np.random.Generator, mixtures: int) -> np.ndarray:
    first, second = np.triu_indices(len(points), 1)
    weights = rng.dirichlet(np.full(len(points), 0.3), mixtures)
    return np.concatenate([points, (points[first] + points[second]) / 2, weights @ points])


def _distinct(x: np.ndarray, energy: np.ndarray, distance: float) -> np.ndarray:
    """Keep one of those within `distance`, the lowest, in the order of the energy."""
    left, kept = x[np.argsort(energy, kind="stable")], []
    while len(left):
        kept.append(left[0])
        left = left[np.linalg.norm(left - left[0], axis=1) > distance]
    return np.array(kept)


def _newton(memory: DiffusionEnergy, x: np.ndarray, t: float) -> np.ndarray:
    """Newton's method downhill: along negative curvature it steps as if that were positive."""
    scale = np.sqrt(t)
    moving, x = np.arange(len(x)), x.copy()
    residual = np.zeros(len(x))
    for _ in range(STEPS):
        gradient = memory.gradient(x[moving], t)
        residual[moving] = np.linalg.norm(gradient, axis=1) / scale
        still = residual[moving] > TOLERANCE
        moving, gradient = moving[still], gradient[still]
        if not len(moving):
            return x
        values, vectors = np.linalg.eigh(memory.hessian(x[moving], t))
        along = np.einsum("bij,bi->bj", vectors, gradient) / np.maximum(np.abs(values), 1e-8)
        step = -np.einsum("bij,bj->bi", vectors, along)
        # no farther than the kernel's width, where the quadratic form is worth something
        step /= np.maximum(1, np.linalg.norm(step, axis=1) / scale)[:, None]
        here = memory.energy(x[moving], t)
        for _ in range(30):
            high = memory.energy(x[moving] + step, t) > here + 1e-13 * (1 + np.abs(here))
            if not high.any():
                break
            step[high] /= 2
        x[moving] += step
    raise ConvergenceError(f"minima of the energy at t={t}", float(residual.max()), TOLERANCE)
