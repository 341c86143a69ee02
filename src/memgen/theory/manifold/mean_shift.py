"""The mean shift among P points of the linear manifold at any N, most of them never drawn.

At fixed t the mean shift x -> sum_mu w_mu(x) xi^mu climbs log p_t^emp. From a start x_0 beside the
point xi^1 only the points nearest to either fluctuate: they are drawn, exactly, as a Poisson
process in balls about both. The others are so many that they enter by their mean,

    sum_mu e^{-|x - xi^mu|^2 / 2t} = P e^{K(x)} f(x),     centred at  m = A (A + t)^{-1} x,
    K(x) = -1/2 sum_k log(1 + a_k/t) - 1/2 sum_k x_k^2 / (a_k + t)

with a_k the eigenvalues of F F^T / D and f the fraction of N(m, A t / (A + t)) outside the balls.
Log P alone enters, so that N = 10^4 is as easy as N = 40. Where the others are many

    xi^1 is a trap if and only if S e^{s c} = s has a solution,  S the others' sum over the own
    factor at xi^1,  c = N v(t):      S < 1 / (e N v(t))

to leading order: traps exist below the time at which alpha + zeta_{t,0}(1) = -(1/N) log(e N v).

memgen's derivation, for the model of arXiv:2502.09578.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Bool, Float
from scipy.optimize import brentq
from scipy.special import gammainc

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.theory.manifold.finite_size import spectra
from memgen.theory.manifold.linear import linear_onset_time
from memgen.theory.manifold.linear_information import linear_channel

STEPS = 2000
TOLERANCE = 1e-4
NEGLIGIBLE = 1e-3  # of the mean sum: less than this outside the balls is left out
FEWEST = 4  # below this multiple of the number of neighbours all points are drawn
LARGEST_BATCH = 400_000  # components of x that are iterated together
TIMED = ("t", "x", "noisy", "gain", "spread", "level")  # arrays with an axis of times
Latent = Float[np.ndarray, " rank"]


@dataclass(frozen=True)
class Neighbours:
    """The points in balls about some centres, drawn, in the axes of F.

    Attributes
    ----------
    points : (n, rank)
        Their components x_k along the eigenvectors of F F^T.
    centres : (balls, rank)
        About which.
    squares : (balls,)
        Squared radii; infinite where every point is drawn.
    """

    points: Float[np.ndarray, "n rank"]
    centres: Float[np.ndarray, "balls rank"]
    squares: Float[np.ndarray, " balls"]


@dataclass(frozen=True)
class Case:
    """A start of the mean shift beside a pattern, among its neighbours, in the axes of F.

    Attributes
    ----------
    pattern, start : (rank,)
        xi^1 and x_0.
    eigenvalues : (rank,)
        Of F F^T / D.
    neighbours : Neighbours
        The other points near both.
    """

    pattern: Latent
    start: Latent
    eigenvalues: Latent
    neighbours: Neighbours


@checked
def draw_neighbours(
    centres: Float[np.ndarray, "balls rank"],
    eigenvalues: Latent,
    log_P: float,
    count: int,
    rng: np.random.Generator,
) -> Neighbours:
    """Return the points within balls about the centres, about `count` of them in each.

    Points xi ~ N(0, A) within |xi - c|^2 < d are a Poisson process. Candidates come from the law
    tilted by exp(-kappa |xi - c|^2 / 2), P exp(K + kappa d / 2) of them, and are kept with
    probability exp(kappa (|xi - c|^2 - d) / 2): kappa only sets how many are in vain.

    Parameters
    ----------
    centres : (balls, rank)
        Centres, in the axes of F.
    eigenvalues : (rank,)
        Non-zero eigenvalues of F F^T / D.
    log_P : float
        Logarithm of the number of points.
    count : int
        Mean number in each ball, to the saddle point's accuracy; with fewer than 4 `count` points
        all are drawn.
    rng : numpy.random.Generator
        Their source.

    Raises
    ------
    ValueError
        Unless count >= 1.
    """
    if not count >= 1:
        raise ValueError(f"count={count} must be at least 1.")
    deviation = np.sqrt(eigenvalues)
    if log_P < np.log(FEWEST * count):
        points = deviation * rng.standard_normal((round(np.exp(log_P)), eigenvalues.size))
        return Neighbours(points, centres, np.full(len(centres), np.inf))
    parts, squares = [], []
    for k, centre in enumerate(centres):
        kappa, square = _ball(centre, eigenvalues, log_P - np.log(count))
        shrunk = 1 + kappa * eigenvalues
        log_mean = log_P - np.log(shrunk).sum() / 2
        log_mean += (square - (centre**2 / shrunk).sum()) * kappa / 2
        n = rng.poisson(np.exp(log_mean))
        found = kappa * eigenvalues / shrunk * centre
        found = found + deviation / np.sqrt(shrunk) * rng.standard_normal((n, eigenvalues.size))
        distance = ((found - centre) ** 2).sum(axis=1)
        kept = (distance < square) & (np.log(rng.uniform(size=n)) < kappa / 2 * (distance - square))
        for before, limit in zip(centres[:k], squares, strict=True):
            kept &= ((found - before) ** 2).sum(axis=1) > limit
        parts.append(found[kept])
        squares.append(square)
    return Neighbours(np.concatenate(parts), centres, np.array(squares))


@checked
def shift_returns(
    t: Float[np.ndarray, " times"],
    pattern: Latent,
    start: Latent,
    eigenvalues: Latent,
    neighbours: Neighbours,
    log_P: float,
) -> Bool[np.ndarray, " times"]:
    """Return whether the mean shift from the start ends with over half of the weight on a pattern.

    Parameters
    ----------
    t : (times,)
        Noise variances of the potential, positive.
    pattern, start : (rank,)
        xi^1 and x_0, in the axes of F. What of x_0 lies off the manifold drops out.
    eigenvalues : (rank,)
        Of F F^T / D.
    neighbours : Neighbours
        The other points near the pattern and the start.
    log_P : float
        Logarithm of the number of all others.
    """
    case = Case(pattern, start, eigenvalues, neighbours)
    return returns_of(t, [case], log_P)[0]


@checked
def returns_of(
    t: Float[np.ndarray, " times"], cases: Sequence[Case], log_P: float
) -> Bool[np.ndarray, "cases times"]:
    """Return `shift_returns` of several cases of one rank and one number of points at once."""
    (t,) = positive(t=np.atleast_1d(t))
    held = max(1, int(LARGEST_BATCH / (t.size * len(cases[0].pattern))))
    parts = [cases[first : first + held] for first in range(0, len(cases), held)]
    return np.concatenate([_together(t, part, log_P) for part in parts])


@checked
def trap_fraction(
    t: Float[np.ndarray, " times"],
    N: int,
    D: int,
    log_P: float,
    draws: int,
    count: int,
    rng: np.random.Generator,
) -> Bool[np.ndarray, "draws times"]:
    """Return for each draw of F, of xi^1 and of its neighbours whether xi^1 is a trap.

    A trap is a fixed point of the mean shift, reached from the data point itself, at which that
    point has more than half of the weight.

    Parameters
    ----------
    t : (times,)
        Noise variances.
    N, D : int
        Ambient and latent dimension.
    log_P : float
        Logarithm of the number of points.
    draws : int
        Independent draws.
    count : int
        Neighbours that are drawn.
    rng : numpy.random.Generator
        Source of the draws.
    """
    return return_fraction(t, np.zeros(1), N, D, log_P, draws, count, rng)[:, :, 0]


@checked
def return_fraction(
    t: Float[np.ndarray, " times"],
    R: Float[np.ndarray, " radii"],
    N: int,
    D: int,
    log_P: float,
    draws: int,
    count: int,
    rng: np.random.Generator,
) -> Bool[np.ndarray, "draws times radii"]:
    """Return whether xi^1 + sqrt(R) omega comes back to xi^1, for each draw of all of them.

    Parameters are those of `trap_fraction`, and the variances R >= 0 of the displacement. The noise
    omega is the same for all R of a draw, and the neighbours come from the same random numbers.
    """
    t, R = np.asarray(t, dtype=float), np.asarray(R, dtype=float)
    log_others = log_P + np.log1p(-np.exp(-log_P))
    back = np.empty((draws, t.size, R.size), dtype=bool)
    for rows, spectrum in spectra(N, D, draws, rng):
        cases = []
        for eigenvalues in spectrum:
            pattern = np.sqrt(eigenvalues) * rng.standard_normal(eigenvalues.size)
            noise = rng.standard_normal(eigenvalues.size)
            seed = rng.integers(2**63)
            for radius in R:
                start = pattern + np.sqrt(radius) * noise
                centres = np.stack([pattern, start] if radius > 0 else [pattern])
                again = np.random.default_rng(seed)
                near = draw_neighbours(centres, eigenvalues, log_others, count, again)
                cases.append(Case(pattern, start, eigenvalues, near))
        found = returns_of(t, cases, log_others).reshape(len(spectrum), R.size, t.size)
        back[rows] = found.transpose(0, 2, 1)
    return back


@checked
def finite_onset_time(alpha: float, alpha_D: float, N: float) -> float:
    """Return the time below which a typical data point is a trap at N, to leading order.

    I(t) + g(t)/2 = alpha + log[e N v(t)] / N: `memgen.theory.manifold.linear.linear_onset_time`
    with the loss of signal to the point's own displacement.

    Raises
    ------
    ValueError
        If N v(t) does not exceed 1 at the onset of the limit: N is too small for the formula.
    """
    t_o = linear_onset_time(alpha, alpha_D)

    def excess(log_t: float) -> float:
        information, g, v = linear_channel(np.exp(log_t), alpha_D)
        return float(information + g / 2 - alpha - np.log(np.e * N * v) / N)

    top = np.log(t_o) + 1
    if not N * linear_channel(t_o, alpha_D).response > 1:
        raise ValueError(f"N={N} is too small at alpha={alpha}, alpha_D={alpha_D}.")
    return float(np.exp(brentq(excess, np.log(t_o) - 8, top)))


def _together(t: np.ndarray, cases: Sequence[Case], log_P: float) -> np.ndarray:
    """Return whether each case (rows) comes back at each t, all of them iterated together."""
    bulk = not np.isinf(cases[0].neighbours.squares).any()
    state = _stacked(t, cases, log_P if bulk else None)
    weight = np.zeros((len(cases), t.size))
    # Where in `weight` the entries of the state belong.
    place = np.arange(weight.size).reshape(weight.shape)
    moving = np.ones(weight.shape, dtype=bool)
    for _ in range(STEPS):
        shifted, own = _shift(state, bulk)
        change = ((shifted - state["x"]) ** 2).sum(axis=2) / (state["t"] * shifted.shape[2])
        state["x"] = np.where(moving[:, :, None], shifted, state["x"])
        weight.flat[place[moving]] = own[moving]
        moving = moving & (change > TOLERANCE**2)
        if not moving.any():
            break
        if 2 * moving.sum() < moving.size:
            case, time = np.nonzero(moving)
            for name, array in state.items():
                timed = name in TIMED
                state[name] = array[case, time][:, None] if timed else array[case]
            place, moving = place[case, time][:, None], np.ones((case.size, 1), dtype=bool)
    return weight > 0.5


def _stacked(t: np.ndarray, cases: Sequence[Case], log_P: float | None) -> dict[str, np.ndarray]:
    """Return what a shift needs, cases first; of `TIMED` arrays the times come next."""
    most = max(len(case.neighbours.points) for case in cases)
    pattern = np.array([case.pattern for case in cases])
    points = np.zeros((len(cases), most, pattern.shape[1]))
    # |xi - y|^2 / 2; a place that no neighbour fills is infinitely far
    half = np.full((len(cases), most), np.inf)
    for k, case in enumerate(cases):
        n = len(case.neighbours.points)
        points[k, :n] = case.neighbours.points
        half[k, :n] = ((case.neighbours.points - case.pattern) ** 2).sum(axis=1) / 2
    start = np.array([case.start for case in cases])
    state = {
        "t": np.tile(t, (len(cases), 1)),
        "x": np.repeat(start[:, None], t.size, axis=1),
        "pattern": pattern,
        "points": points,
        "half": half,
    }
    if log_P is not None:
        a = np.array([case.eigenvalues for case in cases])[:, None]
        noisy = a + t[:, None]
        state |= {
            "noisy": noisy,
            "gain": a / noisy,
            "spread": a * t[:, None] / noisy,
            "level": log_P - np.log1p(a / t[:, None]).sum(axis=2) / 2,
            "centres": np.array([case.neighbours.centres for case in cases]),
            "squares": np.array([case.neighbours.squares for case in cases]),
        }
    return state


def _shift(state: dict[str, np.ndarray], bulk: bool) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean shift of x (cases, times, rank) and the weight of the pattern there."""
    t, x, pattern, points = (state[name] for name in ("t", "x", "pattern", "points"))
    away = x - pattern[:, None]
    own = (away**2).sum(axis=2)
    # |x - y|^2 - |x - xi|^2 without the differences of all pairs
    origin = points - pattern[:, None]
    logs = (away @ origin.transpose(0, 2, 1) - state["half"][:, None]) / t[:, :, None]
    rest, mean = np.full(t.shape, -np.inf), x
    if bulk:
        mean = state["gain"] * x
        rest = state["level"] + own / (2 * t) - (x**2 / state["noisy"]).sum(axis=2) / 2
        outside = np.ones(t.shape)
        for k in range(state["squares"].shape[1]):
            offset = mean - state["centres"][:, None, k]
            outside -= _inside(offset, state["spread"], state["squares"][:, k, None])
        # Where the drawn points are condensed their mean tells nothing of what lies outside.
        rest = np.where(
            outside > NEGLIGIBLE, rest + np.log(np.maximum(outside, NEGLIGIBLE)), -np.inf
        )
    top = np.maximum(np.maximum(rest, logs.max(axis=2, initial=-np.inf)), 0.0)
    each, rest, mine = np.exp(logs - top[:, :, None]), np.exp(rest - top), np.exp(-top)
    total = mine + rest + each.sum(axis=2)
    moved = mine[:, :, None] * pattern[:, None] + rest[:, :, None] * mean + each @ points
    return moved / total[:, :, None], mine / total


def _inside(offset: np.ndarray, spread: np.ndarray, square: np.ndarray) -> np.ndarray:
    """Return P(|y|^2 < square), y ~ N(offset, diag spread), by the gamma law of its two moments."""
    mean = (offset**2 + spread).sum(axis=-1)
    variance = (2 * spread**2 + 4 * offset**2 * spread).sum(axis=-1)
    return gammainc(mean**2 / variance, square * mean / variance)


def _ball(centre: Latent, eigenvalues: Latent, log_share: float) -> tuple[float, float]:
    """Return kappa and d with P(|xi - c|^2 < d) = exp(-log_share), by Bahadur and Rao."""

    def at(kappa: float) -> tuple[float, float]:
        shrunk = 1 + kappa * eigenvalues
        spread, pull = eigenvalues / shrunk, centre**2 / shrunk**2
        square = float((spread + pull).sum())
        curvature = float((spread**2 / 2 + spread * pull).sum())
        log_tail = -np.log(shrunk).sum() / 2 - kappa / 2 * (centre**2 / shrunk).sum()
        log_tail += kappa * square / 2 - np.log(kappa * np.sqrt(2 * np.pi * curvature) + 1)
        return float(log_tail), square

    def excess(log_kappa: float) -> float:
        return at(np.exp(log_kappa))[0] + log_share

    kappa = float(np.exp(brentq(excess, -25.0, 60.0, xtol=1e-6)))
    return kappa, at(kappa)[1]
