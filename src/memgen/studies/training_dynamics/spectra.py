"""The spectrum of U: theory in the limit and at finite d, and U itself."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.networks.random_features.flow import gradient_flow
from memgen.networks.random_features.moments import Moments, training_moments
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Spectra
from memgen.studies.made import Made
from memgen.studies.training_dynamics.bulk_rows import atom_rows, bulk_rows
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.random_features.finite_size import finite_feature_density
from memgen.theory.random_features.losses import loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import Bulk, atom_mass, find_bulks

# Variances of the data and the share of coordinates that have them.
CASES = {"one": ((1.0,), (1.0,)), "two": ((0.5, 1.5), (0.5, 0.5))}
# Modes of U by rank, the smallest first: p - n - d, d, n - d and d of them. In the limit the first
# are the atom, of which the loss learns nothing.
GROUPS = ("atom", "small", "memorization", "largest")


def table(s: Spectra, seeds: Seeds, case: str) -> Made:
    """Return theory, U's distances to it, and what each group of modes brings of the loss's fall.

    The array holds the eigenvalues of U at the largest d, (draws, p). Of data of one variance alone
    are the falls, at the smaller d too.
    """
    model = FeatureModel(s.psi_p, s.psi_n, s.t, *CASES[case])
    point: Point = {"case": case, "psi_p": s.psi_p, "psi_n": s.psi_n, "t": s.t}
    bulks = find_bulks(model)
    rows = list(theory_rows(model, bulks, s.points, point))
    if case == "one":
        for d in s.d:
            drawn = [
                spectrum_and_falls(moments, round(s.psi_n * d))
                for moments in drawn_moments(model, d, s, seeds, case)
            ]
            values = np.array([of_draw for of_draw, _ in drawn])
            for name, of_draws in zip(
                GROUPS, np.array([falls for _, falls in drawn]).T, strict=True
            ):
                rows.append(mean_row("fall", of_draws, **point, d=d, modes=name))
    else:
        largest = drawn_moments(model, s.d[-1], s, seeds, case)
        values = np.array([np.linalg.eigvalsh(moments.U) for moments in largest])
    rows += finite_rows(model, bulks, values, s, point)
    return Made(rows, arrays={"values": {"eigenvalues": values}})


def drawn_moments(
    model: FeatureModel, d: int, s: Spectra, seeds: Seeds, case: str
) -> Iterator[Moments]:
    """Yield the exact moments of each draw of features and data at dimension d."""
    counts = [d // 2, d - d // 2] if len(model.variances) > 1 else [d]
    scales = np.sqrt(np.repeat(model.variances, counts))
    for draw in tqdm(range(round(s.draws * s.d[-1] / d)), disable=None, desc=f"{case}, d = {d}"):
        rng = seeds.generator({"case": case, "d": d}, draw)
        W = rng.standard_normal((round(s.psi_p * d), d))
        x = scales * rng.standard_normal((round(s.psi_n * d), d))
        yield training_moments(W, x, s.t)


def spectrum_and_falls(
    moments: Moments, n: int
) -> tuple[Float[np.ndarray, " p"], Float[np.ndarray, " groups"]]:
    """Return the eigenvalues of U, and how far each group of modes lowers the loss in the end.

    From A = 0 the flow lowers it by (1/d) sum_k |V_k|^2 / lambda_k (`flow`).
    """
    flow = gradient_flow(moments)
    p, d = moments.V.shape
    falls = (flow.projections**2).sum(axis=1) / flow.values / d
    return flow.values, np.add.reduceat(falls, [0, p - n - d, p - n, p - d])


def theory_rows(model: FeatureModel, bulks: list[Bulk], points: int, point: Point) -> Iterator[Row]:
    """Yield the limit's densities, bulks and atom, and the fall that each group of modes brings."""
    yield from bulk_rows(model, bulks, points, ("lower", "upper", "mass", "mean"), **point)
    yield from atom_rows(model, **point)
    by_group = bulk_groups(model, bulks)
    shares = loss_curve(np.array([np.inf]), model).shares
    for number, name in enumerate(GROUPS):
        yield row("fall", "theory", float(shares[by_group == number].sum()), **point, modes=name)


def finite_rows(
    model: FeatureModel,
    bulks: list[Bulk],
    draws: Float[np.ndarray, "draws p"],
    s: Spectra,
    point: Point,
) -> Iterator[Row]:
    """Yield the density at the largest d, and the distances of U's eigenvalues to it.

    All eigenvalues; those of memorization and the largest ones, cut at the middles of the gaps.
    """
    d = s.d[-1]
    x = np.geomspace(0.1 * model.coefficients.s2, 1.5 * bulks[-1].upper, s.points)
    density = finite_feature_density(x, model, d)
    for place, value in zip(x, density, strict=True):
        yield row("finite_density", "theory", float(value), **point, d=d, x=float(place))
    by_group = bulk_groups(model, bulks)
    borders = [0.0, *(_gap(bulks, by_group, group) for group in (2, 3)), np.inf]
    regions = {"all": (0.0, np.inf), GROUPS[2]: borders[1:3], GROUPS[3]: borders[2:]}
    for name, (low, high) in regions.items():
        inside = (x > low) & (x < high)
        distances = [
            kolmogorov_distance(of[(of > low) & (of < high)], x[inside], density[inside])
            for of in draws
        ]
        yield mean_row("kolmogorov_distance", np.array(distances), **point, d=d, modes=name)


def bulk_groups(model: FeatureModel, bulks: list[Bulk]) -> np.ndarray:
    """Return each bulk's group, an index of `GROUPS` above 0, by the modes above its middle."""
    mass = np.array([bulk.mass for bulk in bulks])
    above = model.psi_p * (1 - atom_mass(model) - np.cumsum(mass) + mass / 2)
    return np.where(above < 1, 3, np.where(above < model.psi_n, 2, 1))


def _gap(bulks: list[Bulk], by_group: np.ndarray, group: int) -> float:
    """Return the middle, in log lambda, of the gap below a group's bulks."""
    first = int(np.flatnonzero(by_group == group)[0])
    return float(np.sqrt(bulks[first - 1].upper * bulks[first].lower))
