"""The spectrum of the feature matrix: density, bulks with exact edges, masses.

U - s^2 is positive and of rank min(p, n + d): for psi_p > 1 + psi_n the eigenvalue s^2 carries the
mass 1 - (1 + psi_n) / psi_p, and above it lie up to three bulks. Of mass 1 / psi_p, d modes each:
the largest eigenvalues, along the data's linear features, and the smallest ones, just above s^2
(they vanish from the leading order in psi_n of arXiv:2505.17638, theorem 3.2). Between them the
n - d modes of memorization, mass (psi_n - 1) / psi_p.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from jaxtyping import Bool, Float
from scipy.optimize import root

from memgen.errors import ConvergenceError
from memgen.numerics.doors import checked
from memgen.theory.random_features.resolvent import FeatureModel, Resolvent, equations, resolvent

Points = Float[np.ndarray, " points"]

HEIGHT = 1e-7  # Im z over the distance from s^2
SCAN = 2400
BISECTIONS = 45
NODES = 200


@dataclass(frozen=True)
class Bulk:
    """An interval of the spectrum.

    Attributes
    ----------
    lower, upper : float
        Edges.
    mass : float
        Fraction of all p eigenvalues.
    mean : float
        Mean eigenvalue.
    """

    lower: float
    upper: float
    mass: float
    mean: float

    def grid(self, points: int) -> Points:
        """Return points inside the bulk, denser towards the edges (even in theta)."""
        theta = (np.arange(points) + 0.5) * np.pi / points
        return (self.lower + self.upper) / 2 - (self.upper - self.lower) / 2 * np.cos(theta)


@dataclass(frozen=True)
class Quadrature:
    """Nodes inside the bulks for integrals over the spectrum.

    Attributes
    ----------
    x : (nodes,)
        Eigenvalues.
    density : (nodes,)
        rho(x) dx.
    projected : (nodes,)
        nu(x) dx, nu = (psi_p / pi) Im s, of total mass psi_p E_S[1] = psi_p.
    step : (nodes,)
        dx.
    found : Resolvent
        q and D there.
    """

    x: Points
    density: Points
    projected: Points
    step: Points
    found: Resolvent


def feature_density(x: Points, model: FeatureModel) -> Points:
    """Return rho(x) = Im q(x + i0) / pi, without the atom at s^2.

    Parameters
    ----------
    x : (points,)
        Eigenvalues, above s^2.
    model : FeatureModel
        The model.

    Raises
    ------
    ValueError
        If a point is not above s^2.
    """
    found = resolvent(_above(x, model), model)
    rho = np.imag(found.q) / np.pi
    return np.where(_inside(x, model), rho, 0.0)


def atom_mass(model: FeatureModel) -> float:
    """Return the mass of the eigenvalue s^2, max(0, 1 - (1 + psi_n) / psi_p)."""
    return max(0.0, 1 - (1 + model.psi_n) / model.psi_p)


@lru_cache(maxsize=64)
def find_feature_edges(model: FeatureModel) -> Float[np.ndarray, "bulks two"]:
    """Return the edges of all bulks, ascending.

    A scan in log(lambda - s^2) tells inside from outside by how Im q falls with Im z; bisection
    narrows each edge, and Newton's method finds it where the real equations have a double root.
    At large t all but the largest bulk contract onto s^2 (v^2 falls as e^{-6t} for odd sigma): a
    bulk that begins within 1e-8 s^2 of the atom is left out, as part of it.

    Raises
    ------
    ConvergenceError
        If an edge is not found.
    """
    c = model.coefficients
    ratio = model.psi_p / model.psi_n
    largest = (
        c.v2 * (1 + np.sqrt(ratio)) ** 2
        + (c.b**2 + c.signal2 * max(model.variances) * (1 + 1 / np.sqrt(model.psi_n)) ** 2)
        * (1 + np.sqrt(model.psi_p)) ** 2
    )
    # The lowest bulk starts near v^2 (1 - sqrt(psi_p / psi_n))^2, or not far below v^2.
    lowest = 1e-3 * c.v2 * max((1 - np.sqrt(ratio)) ** 2, 1e-2)
    lowest = max(min(lowest, 1e-7 * largest), 1e-8 * c.s2)
    log_gap = np.linspace(np.log(lowest), np.log(4 * largest), SCAN)
    inside = _inside(c.s2 + np.exp(log_gap), model)
    change = np.flatnonzero(inside[1:] != inside[:-1])
    if inside[0]:
        change = change[1:]
    low, high = log_gap[change], log_gap[change + 1]
    opening = inside[change + 1]
    for _ in range(BISECTIONS):
        middle = (low + high) / 2
        beyond = _inside(c.s2 + np.exp(middle), model) == opening
        low, high = np.where(beyond, low, middle), np.where(beyond, middle, high)
        if np.max(high - low, initial=0.0) < 1e-5:
            break
    outer = np.where(opening, low, high)
    edges = [_double_root(c.s2 + np.exp(gap), model) for gap in outer]
    if len(edges) % 2:
        raise ConvergenceError(f"edges of {model}", float(len(edges)), 0.0)
    found = np.array(edges).reshape(-1, 2)
    found.flags.writeable = False  # all callers get the same array
    return found


def find_bulks(model: FeatureModel) -> list[Bulk]:
    """Return the bulks, from the smallest eigenvalues to the largest, with masses and means."""
    edges = find_feature_edges(model)
    nodes = quadrature(model, edges)
    x, rho = (part.reshape(len(edges), -1) for part in (nodes.x, nodes.density))
    return [
        Bulk(float(low), float(high), float(mass.sum()), float(mass @ at / mass.sum()))
        for (low, high), at, mass in zip(edges, x, rho, strict=True)
    ]


@checked
def quadrature(
    model: FeatureModel, edges: Float[np.ndarray, "bulks two"], nodes: int = NODES
) -> Quadrature:
    """Return nodes x = (low + high)/2 - (high - low)/2 cos(theta) in every bulk, even in theta.

    The density vanishes as a square root at the edges, and is then smooth in theta.

    Parameters
    ----------
    model : FeatureModel
        The model.
    edges : (bulks, 2)
        From `find_feature_edges`.
    nodes : int
        In each bulk.
    """
    theta = (np.arange(nodes) + 0.5) * np.pi / nodes
    middle, half = edges.mean(axis=1)[:, None], np.diff(edges, axis=1) / 2
    x = (middle - half * np.cos(theta)).ravel()
    step = (half * np.sin(theta) * np.pi / nodes).ravel()
    found = resolvent(_above(x, model), model)
    return Quadrature(
        x,
        np.imag(found.q) / np.pi * step,
        model.psi_p * np.imag(found.projected(model)) / np.pi * step,
        step,
        found,
    )


def _above(x: Points, model: FeatureModel, height: float = HEIGHT):
    gap = np.asarray(x, dtype=float) - model.coefficients.s2
    if not (gap > 0).all():
        raise ValueError(
            f"x={x} must lie above s^2 = {model.coefficients.s2:.6g}, the smallest eigenvalue."
        )
    return x + 1j * height * gap


def _inside(x: Points, model: FeatureModel) -> Bool[np.ndarray, " points"]:
    """Return where the density is positive: there Im q does not fall with Im z."""
    first = resolvent(_above(x, model, 4 * HEIGHT), model)
    second = resolvent(_above(x, model, HEIGHT), model, start=first)
    return np.imag(second.q) > np.imag(first.q) / 2


def _double_root(x: float, model: FeatureModel) -> float:
    """Return the edge near x, from just outside: F_1 = F_2 = 0 and their Jacobian is singular."""
    near = resolvent(_above(np.array([x]), model), model)
    gap = x - model.coefficients.s2
    q, D = np.real(near.q)[0], np.real(near.D)[0]

    def residuals(u):
        parts = equations(
            np.array([q * u[0]]), np.array([D * u[1]]), np.array([x + gap * u[2]]), model
        )
        F1, F2, F1q, F1D, F2q, F2D = (float(part[0]) for part in parts)
        return [F1 / abs(x), F2 / D, (F1q * F2D - F1D * F2q) * q**2]

    found = root(residuals, [1.0, 1.0, 0.0], method="hybr", tol=1e-13)
    worst = float(np.max(np.abs(residuals(found.x))))
    if not (worst < 1e-8 and abs(found.x[2]) < 0.05):
        raise ConvergenceError(f"edge at {x:.6g} of {model}", worst, 1e-8)
    return float(x + gap * found.x[2])
