"""Retrieval on curved manifolds: the replica cumulant followed along lambda up to saturation.

The capacity alpha_1(lambda) = max_{l <= lambda} [l c rho - zeta(l)] rises with lambda until
zeta'(lambda_s) = c rho, where the levels that dominate the noise reach the signal's own; from
there on it is constant. One walk up the branch that is continuous with lambda -> 0 brackets
lambda_s, which is then solved for together with the stationarity equations.

memgen's derivation, for the model of arXiv:2503.09518.
"""

from dataclasses import dataclass, replace
from typing import Generic, TypeVar, overload

import numpy as np
from jaxtyping import Float

from memgen.activations import get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.doors import checked
from memgen.numerics.gaussian_quadrature import FloatArray, Resolution
from memgen.numerics.roots import hybrid_root
from memgen.theory.replica.cumulants import (
    TOLERANCE,
    ReplicaSolution,
    find_saddle,
    order_vector,
    weak_hopfield_order,
    weak_level,
)
from memgen.theory.replica.saddle import STANDARD, Saddle, hopfield_saddle

LARGEST_LEVEL = 1e3
STEP = 1.6


@dataclass(frozen=True)
class BranchPoint:
    """A saddle of the Hopfield energy at lambda.

    Attributes
    ----------
    lam : float
    solution : ReplicaSolution
        Its `zeta`, its `energy` zeta'(lambda), its `stability` the replicon.
    """

    lam: float
    solution: ReplicaSolution

    def capacity(self, signal: float) -> float:
        """Return lambda c rho - zeta, with signal = c rho."""
        return self.lam * signal - self.solution.zeta

    def vector(self) -> FloatArray:
        """Return (eta, log p, log V, log lambda)."""
        return np.append(order_vector(self.solution), np.log(self.lam))


End = TypeVar("End", bound=BranchPoint | None)


@dataclass(frozen=True)
class Branch(Generic[End]):
    """The cumulant along lambda, at fixed manifold and overlap.

    Attributes
    ----------
    points : tuple of BranchPoint
        In ascending lambda; all below saturation.
    saturation : BranchPoint or None
        Where zeta' = c rho; None if it lies beyond the last lambda that was asked for.
    signal : float
        c rho.
    """

    points: tuple[BranchPoint, ...]
    saturation: End
    signal: float


@overload
def follow_branch(
    lams: None,
    alpha_D: float,
    activation: str,
    overlap: float = 1.0,
    resolution: Resolution = STANDARD,
) -> Branch[BranchPoint]: ...
@overload
def follow_branch(
    lams: Float[np.ndarray, " lams"],
    alpha_D: float,
    activation: str,
    overlap: float = 1.0,
    resolution: Resolution = STANDARD,
) -> Branch[BranchPoint | None]: ...
@checked
def follow_branch(
    lams: Float[np.ndarray, " lams"] | None,
    alpha_D: float,
    activation: str,
    overlap: float = 1.0,
    resolution: Resolution = STANDARD,
) -> Branch:
    """Return the saddles at `lams` that lie below saturation, and the saturation point.

    Parameters
    ----------
    lams : (lams,) or None
        Positive inverse temperatures; None for the saturation point alone.
    alpha_D : float
        D / N > 0, finite.
    activation : str
        "linear", "tanh", "relu" or "sign".
    overlap : float
        c in (0, 1]: normalised overlap of the starting point with its pattern.
    resolution : Resolution
        Quadrature nodes.

    Returns
    -------
    Branch

    Raises
    ------
    ValueError
        If `lams` is None and there is no saturation up to lambda = 1000 (none at all for sign at
        c = 1).
    ConvergenceError
        If a saddle is not found.
    """
    sigma = get_activation(activation)
    signal = overlap * sigma.second_moment()
    what = f"Hopfield branch at alpha_D={alpha_D}, {activation}, overlap={overlap}"
    # No level of sign patterns exceeds that of the pattern itself: it is approached, not reached.
    bounded = activation == "sign" and overlap == 1.0
    if bounded and lams is None:
        raise ValueError(f"{what}: the capacity still rises at any lambda; there is no saturation.")

    def evaluate(x: FloatArray, lam: float) -> Saddle:
        return hopfield_saddle(x, lam, overlap, alpha_D, sigma, resolution)

    def solve(lam: float, order: FloatArray) -> BranchPoint:
        return BranchPoint(lam, find_saddle(lambda x: evaluate(x, lam), order, f"{what}, {lam}"))

    asked = np.array([]) if lams is None else np.sort(lams)
    highest = LARGEST_LEVEL if lams is None else float(asked[-1])
    level = min(weak_level(alpha_D), highest)
    walked = [solve(level, weak_hopfield_order(level, overlap, alpha_D, sigma))]
    while (bounded or walked[-1].solution.energy < signal) and walked[-1].lam < highest:
        level = min(level * STEP, highest)
        walked.append(solve(level, order_vector(walked[-1].solution)))

    saturation = None
    if walked[-1].solution.energy >= signal and not bounded:
        saturation = _polish(walked, signal, evaluate, what)
    elif lams is None:
        raise ValueError(
            f"{what}: the capacity still rises at lambda={highest:g}; it saturates nowhere below."
        )
    known = list(walked)
    points = []
    for lam in asked[asked < saturation.lam] if saturation else asked:
        below = [point for point in known if point.lam <= lam]
        # Between two known saddles the order parameters are nearly linear in log lambda.
        start = _interpolate(below, known, lam) if below else known[0].vector()[:3]
        points.append(solve(float(lam), start))
        known = sorted([*known, points[-1]], key=lambda point: point.lam)
    return Branch(tuple(points), saturation, signal)


def _interpolate(below: list[BranchPoint], known: list[BranchPoint], lam: float) -> FloatArray:
    left = below[-1].vector()
    if len(below) == len(known):
        return left[:3]
    right = known[len(below)].vector()
    share = (np.log(lam) - left[3]) / (right[3] - left[3])
    return (1.0 - share) * left[:3] + share * right[:3]


def _polish(walked: list[BranchPoint], signal: float, evaluate, what: str) -> BranchPoint:
    """Solve stationarity and zeta' = c rho together, for (eta, log p, log V, log lambda)."""
    start = walked[-1].vector()
    if len(walked) > 1:
        first, last = walked[-2], walked[-1]
        share = (signal - first.solution.energy) / (last.solution.energy - first.solution.energy)
        start = (1.0 - share) * first.vector() + share * last.vector()

    def residuals(x: FloatArray) -> list[float]:
        saddle = evaluate(x[:3], float(np.exp(x[3])))
        return [*saddle.residuals, saddle.energy / signal - 1.0]

    found = hybrid_root(residuals, start)
    worst = float(np.max(np.abs(residuals(found.x))))
    if not worst < TOLERANCE:
        raise ConvergenceError(f"saturation of the {what}", worst, TOLERANCE)
    lam = float(np.exp(found.x[3]))
    solution = find_saddle(lambda x: evaluate(x, lam), found.x[:3], what)
    return BranchPoint(lam, replace(solution, residual=worst))
