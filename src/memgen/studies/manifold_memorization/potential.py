"""The potential on a line and on planes through data points, and the entropy of its energies."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Bool, Float
from scipy.optimize import brentq
from tqdm import tqdm

from memgen.data.hidden_manifold import HiddenManifold, draw_matrix
from memgen.diffusion.empirical import EmpiricalScore
from memgen.measures.collapse.basins import return_to_pattern
from memgen.measures.collapse.landscape import plane_through, potential_on_plane, traps_on_plane
from memgen.measures.energy.levels import level_entropies
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import Potential
from memgen.studies.made import Made
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.energies import rem
from memgen.theory.manifold import collapse_time, onset_time
from memgen.theory.manifold.level_density import level_counts, typical_view
from memgen.theory.manifold.linear import linear_cumulant

LEVEL_BINS = 20
CURVE_POINTS = 300
WITHIN = 41  # levels of a bin over which theory is averaged
TOLERANCE = 1e-4


def table(s: Potential, seeds: Seeds, alpha: float, alpha_D: float) -> Made:
    """Return the potential in three regimes of t, traps in N dimensions and on planes; one map."""
    size: Point = {"N": s.N, "D": max(1, round(alpha_D * s.N)), "P": round(np.exp(alpha * s.N))}
    t_c, t_o = collapse_time(alpha, alpha_D), onset_time(alpha, alpha_D)
    regimes = {
        "above_onset": 3 * t_o,
        "between": float(np.sqrt(t_c * t_o)),
        "below_collapse": t_c / 3,
    }
    rows, arrays = [], {}
    on_plane, in_space = [], []
    for draw in tqdm(range(s.draws), disable=None):
        points = manifold_points(size, seeds.generator(size, draw))
        plane = plane_through(points[:3])
        t = regimes["between"]
        on_plane.append(int(traps_on_plane(points, plane, t).sum()))
        in_space.append(int(traps(EmpiricalScore(points), points[:3], t).sum()))
    between: Point = {"regime": "between", "t": regimes["between"], **size}
    rows.append(mean_row("traps_on_plane", np.array(on_plane) / 3, **between))
    rows.append(mean_row("traps", np.array(in_space) / 3, **between))
    excess = (np.array(on_plane) - np.array(in_space)) / 3
    rows.append(mean_row("traps_on_plane_only", excess, **between))
    points = manifold_points(size, seeds.generator(size, shown_draw(on_plane, in_space)))
    rows += line_rows(EmpiricalScore(points), points[:2], s.line_points, regimes)
    arrays = plane_arrays(points, s, regimes)
    for regime, t in regimes.items():
        rows += level_entropy(alpha, alpha_D, t, size, s, seeds, regime)
    return Made(rows, arrays={"potential_plane": arrays})


def manifold_points(size: Point, rng: np.random.Generator) -> Float[np.ndarray, "P N"]:
    """Return one draw of the data."""
    return HiddenManifold(draw_matrix(size["N"], size["D"], rng)).sample(size["P"], rng)


def traps(
    empirical: EmpiricalScore, own: Float[np.ndarray, "batch N"], t: float
) -> Bool[np.ndarray, " batch"]:
    """Return which data points are traps: fixed points of the mean shift in N dimensions."""
    returns = return_to_pattern(empirical, own, 0 * own, 0.0, t, tolerance=TOLERANCE)
    return returns.returned


def shown_draw(on_plane: list[int], in_space: list[int]) -> int:
    """Return a draw with some traps between t_c and t_o, and one point that is none, if any."""
    mixed = [k for k, n in enumerate(in_space) if n == 2 and on_plane[k] == 2]
    some = [k for k, n in enumerate(in_space) if 0 < n < 3]
    return (mixed or some or [0])[0]


def plane_arrays(
    points: Float[np.ndarray, "P N"], s: Potential, regimes: dict[str, float]
) -> dict[str, np.ndarray]:
    """Return the potential on the plane of three points, in units of 2t, and which are traps."""
    plane, empirical = plane_through(points[:3]), EmpiricalScore(points)
    axis = np.linspace(-1.1, 1.1, s.grid) * np.sqrt(2 * s.N)
    arrays = {"axis": axis / np.sqrt(s.N), "corners": plane.corners / np.sqrt(s.N)}
    for regime, t in regimes.items():
        potential = potential_on_plane(empirical, plane, t, axis)
        arrays[f"height_{regime}"] = 2 * t * (potential - potential.min())
        arrays[f"traps_{regime}"] = traps(empirical, points[:3], t)
    return arrays


def line_rows(
    empirical: EmpiricalScore, ends: np.ndarray, count: int, regimes: dict[str, float]
) -> Iterator[Row]:
    """Yield 2t [U - min U] on the line through two points, at 0 and 1, in each regime.

    U = -(1/N) log p_t^emp: near a data point 2t U is the squared distance per coordinate.
    """
    position = np.linspace(-0.3, 1.3, count)
    line = ends[0] + position[:, None] * (ends[1] - ends[0])
    for regime, t in regimes.items():
        values = -2 * t * empirical.log_density(line, t) / ends.shape[1]
        for place, value in zip(position, values - values.min(), strict=True):
            yield row("height", "simulation", value, None, 1, regime=regime, t=t, position=place)


def level_entropy(
    alpha: float,
    alpha_D: float,
    t: float,
    size: Point,
    s: Potential,
    seeds: Seeds,
    regime: str,
) -> Iterator[Row]:
    """Yield Sigma seen from a typical x_t against the squared distance per coordinate, -2 t eps.

    At finite N: (1/N) log[mean number of levels per unit of eps / sqrt(N / 2 pi zeta'')], the
    square root being the saddle point's, so that it tends to Sigma. F and x_t are the typical ones
    there, and the points are drawn anew. No level lies where Sigma < 0: nothing is drawn.
    """
    N, D, P = size["N"], size["D"], size["P"]
    zeta = linear_cumulant(t, t, alpha_D)
    lam = level_tilts(zeta, alpha)
    level = np.asarray(zeta.slope(lam))
    entropy = rem.canonical_entropy(zeta, alpha, lam)
    curvature = np.gradient(level, lam)
    about: Point = {"regime": regime, "t": t}
    for energy, value in zip(level, np.maximum(entropy, 0.0), strict=True):
        yield row("level_entropy", "theory", value, **about, distance=-2 * t * energy)
    tilt = min(1.0, rem.condensation(zeta, alpha))
    carrying = -2 * t * float(zeta.slope(np.asarray(tilt)))
    yield row("carrying_distance", "theory", carrying, **about)
    rng = seeds.stream("potential_view").generator({"N": N, "D": D})
    view = typical_view(t, N, D, rng)
    prefactor = np.sqrt(N / (2 * np.pi * curvature))
    finite = np.log(level_counts(level, t, view, np.log(P - 1)) / prefactor) / N
    for energy, value in zip(level[finite > 0], finite[finite > 0], strict=True):
        yield row("level_entropy_finite_size", "theory", value, **about, distance=-2 * t * energy)
    edges = np.linspace(level[finite > 0].min(), level[finite > 0].max(), LEVEL_BINS + 1)
    centres = (edges[1:] + edges[:-1]) / 2
    counts = []
    deviation = np.sqrt(view.eigenvalues)
    for draw in range(s.level_draws):
        rng = seeds.stream("potential_levels").generator({**size, "regime": regime}, draw)
        points = deviation * rng.standard_normal((P - 1, deviation.size))
        square = ((points - view.x) ** 2).sum(axis=1) + view.outside
        counts.append(np.histogram(-square / (2 * t * N), edges)[0] / (edges[1] - edges[0]))
    prefactor = np.interp(centres, level, prefactor)
    within = np.linspace(edges[:-1], edges[1:], WITHIN)
    inside = level_counts(within.ravel(), t, view, np.log(P - 1)).reshape(within.shape)
    binned = np.log(inside.mean(axis=0) / prefactor) / N
    for k, value, stderr in level_entropies(np.array(counts), prefactor, N):
        place = {**about, "distance": -2 * t * centres[k]}
        yield row("level_entropy", "simulation", value, stderr, s.level_draws, **place)
        yield row("level_entropy_binned", "theory", binned[k], **place)


def level_tilts(zeta: rem.Cumulant, alpha: float) -> Float[np.ndarray, " tilts"]:
    """Return tilts between the two ends of the spectrum of levels, where Sigma vanishes.

    They are dense at both ends; the lower one lies just above the end of the cumulant's domain.
    """
    lowest, highest = zeta.domain[0], rem.condensation(zeta, alpha)

    def entropy(log_gap: float) -> float:
        lam = np.asarray(lowest * (1 - np.exp(log_gap)))
        return float(rem.canonical_entropy(zeta, alpha, lam))

    # above the gap of 1e-10 of the domain the entropy is surely negative
    gap = np.exp(brentq(entropy, -23.0, -1e-9))
    below = lowest * (1 - np.geomspace(gap, 1, CURVE_POINTS // 2))
    above = highest * np.linspace(0, 1, CURVE_POINTS // 2 + 1)[1:]
    return np.append(below, above)
