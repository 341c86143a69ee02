"""Replica-symmetric cumulants of the hidden manifold's energies.

The free entropy and its stationarity equations are those of `memgen.theory.replica.saddle`; here
they are solved, from the linearised manifold's order parameters or along the branch that is
continuous with infinite temperature.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from memgen.activations import Activation, get_activation
from memgen.errors import ConvergenceError
from memgen.numerics.domain import non_negative, positive
from memgen.numerics.doors import checked
from memgen.numerics.gaussian_quadrature import FloatArray, Resolution, gaussian_average
from memgen.numerics.roots import hybrid_root
from memgen.theory.field.grid import require_resolved
from memgen.theory.replica.saddle import STANDARD, Saddle, diffusion_saddle, hopfield_saddle
from memgen.theory.replica.tangent import tangent_solution

TOLERANCE = 1e-7
CONTINUATION_FACTOR = 1.6
CONTINUATION_START = 1e-2


@dataclass(frozen=True)
class ReplicaSolution:
    """A replica-symmetric saddle point.

    Attributes
    ----------
    zeta : float
        The cumulant, nats per coordinate.
    energy : float
        d zeta / d lambda: the mean of -|xi^1 - xi + sqrt(R) omega|^2 / (2 t N) or of
        xi^1.xi / N under the tilted weights.
    m, q, r : float
        Overlap with the reference latent vector, overlap between replicas, squared norm.
    variance, spread : float
        V = r - q and p = q - m^2, kept since both cancel at small t.
    stability : float
        Replicon 1 - V^2 E[g''^2] / alpha_D: positive where replica symmetry is locally stable.
    residual : float
        Largest scaled residual of the stationarity equations.
    iterations : int
        Evaluations of the equations.
    """

    zeta: float
    energy: float
    m: float
    q: float
    r: float
    variance: float
    spread: float
    stability: float
    residual: float
    iterations: int


def find_saddle(
    evaluate: Callable[[FloatArray], Saddle], start: FloatArray, what: str
) -> ReplicaSolution:
    """Solve the stationarity equations by Powell's hybrid method from a nearby start.

    Parameters
    ----------
    evaluate : callable
        From (eta, log p, log V) to a Saddle.
    start : ndarray, shape (3,)
        Where to begin.
    what : str
        The problem, for the error message.

    Returns
    -------
    ReplicaSolution

    Raises
    ------
    ConvergenceError
        If a scaled residual stays above `TOLERANCE`.
    """
    found = hybrid_root(lambda order: evaluate(order).residuals, start)
    saddle = evaluate(found.x)
    residual = float(np.max(np.abs(saddle.residuals)))
    if not residual < TOLERANCE:
        raise ConvergenceError(what, residual, TOLERANCE)
    return _solution(saddle, saddle.energy, residual, int(found.nfev) + 1)


def _solution(saddle: Saddle, energy: float, residual: float, iterations: int) -> ReplicaSolution:
    q = saddle.m**2 + saddle.spread
    return ReplicaSolution(
        zeta=saddle.zeta,
        energy=energy,
        m=saddle.m,
        q=q,
        r=q + saddle.variance,
        variance=saddle.variance,
        spread=saddle.spread,
        stability=saddle.stability,
        residual=residual,
        iterations=iterations,
    )


def order_vector(solution: ReplicaSolution) -> FloatArray:
    """Return (eta, log p, log V) of a solution, the solver's unknowns."""
    eta = (1.0 - solution.m) / solution.variance
    return np.array([eta, np.log(solution.spread), np.log(solution.variance)])


@checked
def tangent_order(kappa: float, noise: float, alpha_D: float, activation: Activation) -> FloatArray:
    """Return (eta, log p, log V) of the linearised manifold, where the solver starts."""
    tangent = tangent_solution(kappa, noise, alpha_D, activation)
    return np.array([1.0, np.log(tangent.spread), np.log(tangent.variance)])


@checked
def weak_order(
    attraction: float, precision: float, noise: float, alpha_D: float, activation: Activation
) -> FloatArray:
    """Return (eta, log p, log V) to first order in a weak energy, where continuation starts.

    Parameters
    ----------
    attraction : float
        Coefficient of (sigma(h) + sqrt(R) w) sigma(h'): kappa or lambda.
    precision : float
        Coefficient of -sigma(h')^2 / 2: kappa, or 0 for the Hopfield energy.
    noise, alpha_D, activation
        R, D / N and sigma.
    """
    g, weight = gaussian_average(40, 1.0, symmetric=False)
    sigma = activation.function(g)
    # Stein's lemma: E[f'] = E[g f] and E[f''] = E[(g^2 - 1) f], for f = sigma and sigma^2 / 2.
    slope, square_slope = float(weight @ (g * sigma)), float(weight @ (g * sigma**2)) / 2.0
    bend = float(weight @ ((g**2 - 1.0) * sigma))
    square_bend = float(weight @ ((g**2 - 1.0) * sigma**2)) / 2.0
    m = attraction * slope**2 / alpha_D
    force = attraction * sigma * slope - precision * square_slope
    p = float(weight @ force**2) + attraction**2 * noise * slope**2
    curvature = attraction * float(weight @ sigma) * bend - precision * square_bend
    v = 1.0 / max(1.0 - curvature / alpha_D, 0.5)
    return np.array([(1.0 - m) / v, np.log(p / alpha_D), np.log(v)])


@checked
def diffusion_cumulant(
    lam: float,
    t: float,
    R: float,
    alpha_D: float,
    activation: str = "linear",
    start: ReplicaSolution | None = None,
    resolution: Resolution = STANDARD,
) -> ReplicaSolution:
    """Return zeta_{t,R}(lambda), the cumulant of the squared distances.

    zeta_{t,R}(lambda) = lim (1/N) E log E_xi exp(-(lambda / 2t) |xi^1 - xi + sqrt(R) omega|^2),
    the outer mean over F, the reference pattern xi^1 and omega ~ N(0, I_N).

    Parameters
    ----------
    lam : float
        Inverse temperature lambda > 0 of the random energy model; 1 for the diffusion.
    t : float
        Noise variance, t > 0.
    R : float
        Variance per coordinate of the displacement from xi^1, R >= 0.
    alpha_D : float
        D / N > 0.
    activation : str
        "linear", "tanh", "relu" or "sign".
    start : ReplicaSolution, optional
        A solution nearby, to start from.
    resolution : Resolution
        Quadrature nodes.

    Returns
    -------
    ReplicaSolution
        Its `energy` is d zeta / d lambda.

    Raises
    ------
    ValueError
        If a parameter is outside its domain.
    ConvergenceError
        If no saddle point is found.

    Notes
    -----
    The random energy model of the empirical score is that of arXiv 2502.09578; the replica
    formula and its stability are memgen's derivation. Without `start` the solver begins at the
    linearised manifold's saddle, and if that fails follows the branch continuous with
    lambda -> 0 upwards in lambda; wherever both were tried they met in the same saddle.
    """
    sigma = get_activation(activation)
    positive(lam=lam, t=t, alpha_D=alpha_D)
    non_negative(R=R)
    what = f"diffusion_cumulant(lam={lam}, t={t}, R={R}, alpha_D={alpha_D}, {activation})"

    def solve_at(kappa: float, order: FloatArray) -> ReplicaSolution:
        return find_saddle(
            lambda x: diffusion_saddle(x, kappa, R, alpha_D, sigma, resolution), order, what
        )

    kappa = lam / t
    try:
        if start is not None:
            solution = solve_at(kappa, order_vector(start))
        elif sigma.name == "sign":
            raise ConvergenceError(what, np.inf, TOLERANCE)
        else:
            solution = solve_at(kappa, tangent_order(kappa, R, alpha_D, sigma))
    except ConvergenceError:
        if start is not None:
            raise
        first = min(kappa, CONTINUATION_START * min(1.0, alpha_D))
        weak = weak_order(first, first, R, alpha_D, sigma)
        solution = _continue_upwards(solve_at, first, kappa, weak)
    require_resolved(sigma, kappa, solution.variance)
    return replace(solution, energy=solution.energy / t)


@checked
def hopfield_cumulant(
    lam: float,
    alpha_D: float,
    activation: str = "linear",
    start: ReplicaSolution | None = None,
    resolution: Resolution = STANDARD,
    overlap: float = 1.0,
) -> ReplicaSolution:
    """Return zeta(lambda), the cumulant of the overlaps of hidden-manifold patterns.

    zeta(lambda) = lim (1/N) E_{F, xi^1, w} log E_xi exp(lambda xi.x),
    x = c xi^1 + sqrt((1 - c^2) rho) w, rho = E[sigma(g)^2], which sets the retrieval capacity
    alpha_1(lambda) = max_{l <= lambda} [l c rho - zeta(l)] (`memgen.theory.capacity`).

    Parameters
    ----------
    lam : float
        Inverse temperature lambda > 0.
    alpha_D : float
        D / N > 0.
    activation : str
        "linear", "tanh", "relu" or "sign".
    start : ReplicaSolution, optional
        A solution nearby, to start from.
    resolution : Resolution
        Quadrature nodes.
    overlap : float
        c in (0, 1], normalised overlap of x with the pattern xi^1; w ~ N(0, I_N).

    Returns
    -------
    ReplicaSolution
        Its `energy` is d zeta / d lambda.

    Raises
    ------
    ValueError
        If a parameter is outside its domain.
    ConvergenceError
        If no saddle point is found.

    Notes
    -----
    The model is that of arXiv 2503.09518 (capacity of modern Hopfield networks on a manifold);
    the formula is memgen's derivation. Without `start` the branch continuous with lambda -> 0 is
    followed upwards in lambda.
    """
    sigma = get_activation(activation)
    positive(lam=lam, alpha_D=alpha_D)
    if not 0.0 < overlap <= 1.0:
        raise ValueError(f"overlap={overlap} must lie in (0, 1].")
    what = f"hopfield_cumulant(lam={lam}, alpha_D={alpha_D}, {activation}, overlap={overlap})"

    def solve_at(level: float, order: FloatArray) -> ReplicaSolution:
        return find_saddle(
            lambda x: hopfield_saddle(x, level, overlap, alpha_D, sigma, resolution), order, what
        )

    if start is not None:
        return solve_at(lam, order_vector(start))
    first = min(lam, weak_level(alpha_D))
    return _continue_upwards(
        solve_at, first, lam, weak_hopfield_order(first, overlap, alpha_D, sigma)
    )


@checked
def weak_level(alpha_D: float) -> float:
    """Return a lambda so small that `weak_hopfield_order` is close to the saddle."""
    return CONTINUATION_START * min(1.0, alpha_D)


@checked
def weak_hopfield_order(
    lam: float, overlap: float, alpha_D: float, activation: Activation
) -> FloatArray:
    """Return (eta, log p, log V) of the Hopfield energy to first order in lambda."""
    noise = (1.0 - overlap**2) * activation.second_moment() / overlap**2
    return weak_order(lam * overlap, 0.0, noise, alpha_D, activation)


def _continue_upwards(
    solve_at: Callable[[float, FloatArray], ReplicaSolution],
    first: float,
    last: float,
    order: FloatArray,
) -> ReplicaSolution:
    """Follow a branch from `first` to `last` in geometric steps; return the last solution."""
    steps = int(np.ceil(np.log(last / first) / np.log(CONTINUATION_FACTOR))) + 1
    iterations = 0
    for level in np.geomspace(first, last, steps):
        solution = solve_at(float(level), order)
        order = order_vector(solution)
        iterations += solution.iterations
    return replace(solution, iterations=iterations)
