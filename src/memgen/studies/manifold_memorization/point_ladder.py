"""Collapse of the linear manifold against the number of points at one latent dimension D.

On a linear manifold the own weight depends on the D latent coordinates alone: in the eigenbasis of
F^T F the points are sqrt(a_k) z_k, and so is the noise's part along the manifold. Few points about
x_t count, which a k-d tree finds among millions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.spatial import cKDTree
from scipy.special import psi
from scipy.stats import chi2

from memgen.data.hidden_manifold import draw_matrix
from memgen.seeds import Seeds
from memgen.settings.manifold_memorization import PointLadder
from memgen.statistics.probit_crossing import SharedCrossing, probit_crossing, ratio_of_crossings
from memgen.tables.rows import Point, Row, row
from memgen.theory.manifold import collapse_time
from memgen.theory.manifold.sampled_levels import own_weight_given

# Of the grid of t, in log t about exp(1/D) times the limit's t_c, where finite size puts it about.
STEPS = np.array([-0.45, -0.15, 0.15, 0.45])
NEGLECTED = 1e-4  # of the other points' sum


@dataclass(frozen=True)
class Draw:
    """One F and its points: the linear manifold in its eigenbasis.

    Attributes
    ----------
    F : (N, D)
    basis : (D, D)
        Columns are eigenvectors of F^T F.
    deviations : (D,)
        Square roots of its eigenvalues.
    latents : (P, D)
        Unit normals, in the eigenbasis.
    noise : (probes, N)
        omega of the first points.
    unit : float
        The geometric mean of the eigenvalues over its typical value: the scale of F's own t_c.
    """

    F: Float[np.ndarray, "N D"]
    basis: Float[np.ndarray, "D D"]
    deviations: Float[np.ndarray, " D"]
    latents: Float[np.ndarray, "P D"]
    noise: Float[np.ndarray, "probes N"]
    unit: float


def table(s: PointLadder, seeds: Seeds, D: int) -> Iterator[Row]:
    """Yield t_c for each P, in the limit, by finite-size theory and as simulated; its exponent.

    The ladder of P shares F, the first points and the noise. Times are in units of each F's
    geometric mean eigenvalue, whose fluctuations would only blur the crossing.
    """
    draws = [drawn(s, D, seeds.generator({"N": s.N, "D": D}, k)) for k in range(s.draws)]
    finite, measured = [], []
    for P in s.P:
        point: Point = {"N": s.N, "D": D, "P": P, "alpha_D": D / s.N}
        limit = float(collapse_time(np.log(P) / s.N, D / s.N))
        t = limit * np.exp(1 / D + STEPS)
        finite.append(finite_size(s, D, P, t, draws, seeds))
        measured.append(simulated(P, t, draws))
        yield row("collapse_time", "theory", limit, **point)
        for quantity, kind, crossing in (
            ("collapse_time_finite_size", "theory", finite[-1].crossing()),
            ("collapse_time", "simulation", measured[-1].crossing()),
        ):
            yield row(quantity, kind, crossing.place, crossing.stderr, crossing.n, **point)
    first, last = len(s.P) // 2 - 1, len(s.P) - 1
    decades = np.log(s.P[last] / s.P[first])
    for quantity, kind, crossings in (
        ("exponent_finite_size", "theory", finite),
        ("exponent", "simulation", measured),
    ):
        ratio = ratio_of_crossings(crossings[last], crossings[first])
        exponent, stderr = np.log(ratio.place) / decades, ratio.stderr / ratio.place / decades
        yield row(quantity, kind, exponent, stderr, ratio.n, N=s.N, D=D)


def drawn(s: PointLadder, D: int, rng: np.random.Generator) -> Draw:
    """Return one draw of F, of the largest set of points, and of the probes' noise."""
    F = draw_matrix(s.N, D, rng)
    eigenvalues, basis = np.linalg.eigh(F.T @ F)
    # E log det of a Wishart matrix, D log(1/D) for the variance of F's entries included
    typical = psi((s.N - np.arange(D)) / 2).mean() + np.log(2 / D)
    return Draw(
        F=F,
        basis=basis,
        deviations=np.sqrt(eigenvalues),
        latents=rng.standard_normal((max(s.P), D)),
        noise=rng.standard_normal((min(s.probes, min(s.P)), s.N)),
        unit=float(np.exp(np.log(eigenvalues).mean() - typical)),
    )


def finite_size(
    s: PointLadder, D: int, P: int, t: np.ndarray, draws: list[Draw], seeds: Seeds
) -> SharedCrossing:
    """Return where the mean own weight crosses 1/2 by finite-size theory, for the same F."""
    weights = []
    for k, draw in enumerate(draws):
        rng = seeds.stream("point_ladder_sampling").generator({"D": D}, k)
        latent = draw.latents[: s.theory_probes] @ draw.basis.T
        noise = draw.noise[: s.theory_probes]
        weight = own_weight_given(
            draw.F, latent, noise, draw.unit * t, float(np.log(P)), s.samples, rng
        )
        weights.append(weight.mean(axis=0))
    return probit_crossing(t, np.array(weights), 0.5, of=f"the mean own weight at D={D}, P={P}")


def simulated(P: int, t: np.ndarray, draws: list[Draw]) -> SharedCrossing:
    """Return where the mean own weight of the first points crosses 1/2."""
    weights = np.array([mean_own_weight(draw, P, draw.unit * t) for draw in draws])
    return probit_crossing(t, weights, 0.5, of=f"the mean own weight at P={P}")


def mean_own_weight(
    draw: Draw, P: int, t: Float[np.ndarray, " times"]
) -> Float[np.ndarray, " times"]:
    """Return the own weight, averaged over the probes, from the neighbours that count."""
    points = draw.latents[:P] * draw.deviations
    probes = len(draw.noise)
    # the noise along the manifold: its components along F's left singular vectors
    noise = draw.noise @ (draw.F @ draw.basis / draw.deviations)
    middle = t[len(t) // 2]
    reach = np.sqrt(t[-1] * chi2.isf(NEGLECTED, points.shape[1])) + np.abs(
        np.sqrt(t[[0, -1]]) - np.sqrt(middle)
    ).max() * np.linalg.norm(noise, axis=1)
    tree = cKDTree(points)
    centres = points[:probes] + np.sqrt(middle) * noise
    lists = tree.query_ball_point(centres, reach)
    sizes = np.array([len(indices) for indices in lists])
    owner = np.repeat(np.arange(probes), sizes)
    neighbour = np.concatenate([np.asarray(indices, dtype=int) for indices in lists])
    other = neighbour != owner
    owner, apart = owner[other], points[owner[other]] - points[neighbour[other]]
    square = np.einsum("nd,nd->n", apart, apart)
    overlap = np.einsum("nd,nd->n", noise[owner], apart)
    mean = np.empty(len(t))
    for k, time in enumerate(t):
        logits = -square / (2 * time) - overlap / np.sqrt(time)
        sums = np.bincount(owner, np.exp(np.minimum(logits, 500.0)), probes)
        mean[k] = (1 / (1 + sums)).mean()
    return mean
