"""The spectrum of U: theory, the Gaussian equivalent and U itself at finite d."""

from collections.abc import Iterator

import numpy as np
from jaxtyping import Float
from tqdm import tqdm

from memgen.measures.geometry.spectral_bulks import BulkCounts, bulk_distances, count_in_bulks
from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.moments import training_moments
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Spectra
from memgen.studies.made import Made
from memgen.studies.training_dynamics.bulk_rows import atom_rows, bulk_rows
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.random_features.losses import loss_curve
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import Bulk, find_bulks

# Variances of the data and the share of coordinates that have them.
CASES = {"one": ((1.0,), (1.0,)), "two": ((0.5, 1.5), (0.5, 0.5))}


def table(s: Spectra, seeds: Seeds) -> Made:
    """Return theory, distances and bulks for data of one and of two variances; the last draws.

    The arrays hold all eigenvalues of one draw of the equivalent and of U itself for each case.
    """
    rows: list[Row] = []
    values: dict[str, np.ndarray] = {}
    for case, (variances, weights) in CASES.items():
        model = FeatureModel(s.psi_p, s.psi_n, s.t, variances, weights)
        point = {"case": case, "psi_p": s.psi_p, "psi_n": s.psi_n, "t": s.t}
        bulks = find_bulks(model)
        rows += theory_rows(model, bulks, s.points, point)
        equivalent = [
            draw_equivalent(model, s.equivalent_d, rng).eigenvalues()
            for rng in generators(seeds, case, s.equivalent_d, s.draws)
        ]
        exact = [
            exact_eigenvalues(model, s.exact_d, rng)
            for rng in generators(seeds.stream("spectra_exact"), case, s.exact_d, s.exact_draws)
        ]
        rows += distance_rows(equivalent, model, bulks, point | {"d": s.equivalent_d})
        for features, d, draws in (
            ("equivalent", s.equivalent_d, equivalent),
            ("exact", s.exact_d, exact),
        ):
            counted = [count_in_bulks(drawn, model.coefficients.s2, bulks) for drawn in draws]
            rows += count_rows(counted, point | {"d": d, "features": features})
            values[f"{features}_{case}"] = draws[-1]
    return Made(rows, arrays={"spectra_values": values})


def generators(seeds: Seeds, case: str, d: int, draws: int) -> Iterator[np.random.Generator]:
    """Yield the generator of each draw."""
    for draw in tqdm(range(draws), disable=None, desc=f"{case}, d = {d}"):
        yield seeds.generator({"case": case, "d": d}, draw)


def theory_rows(model: FeatureModel, bulks: list[Bulk], points: int, point: Point) -> Iterator[Row]:
    """Yield densities, bulks and atom, and the share of the loss that each bulk brings."""
    fields = ("lower", "upper", "mass", "mean")
    yield from bulk_rows(model, bulks, points, fields, **point)
    atom, atom_mass = atom_rows(model, **point)
    yield from (atom_mass, atom)
    for number, share in enumerate(loss_curve(np.array([np.inf]), model).shares):
        yield row("loss_share", "theory", share, **point, bulk=number)


def distance_rows(
    draws: list[np.ndarray], model: FeatureModel, bulks: list[Bulk], point: Point
) -> Iterator[Row]:
    """Yield each bulk's Kolmogorov distance to the theory."""
    for number, of_bulk in enumerate(bulk_distances(draws, model, bulks).T):
        yield mean_row("kolmogorov_distance", of_bulk, **point, bulk=number)


def count_rows(counts: list[BulkCounts], point: Point) -> Iterator[Row]:
    """Yield mass and edges of each bulk, from the eigenvalues between the theory's gaps."""
    for quantity in ("mass", "lower", "upper"):
        of_draws = np.array([getattr(count, quantity) for count in counts])
        for number, of_bulk in enumerate(of_draws.T):
            yield mean_row(quantity, of_bulk, **point, bulk=number)


def exact_eigenvalues(
    model: FeatureModel, d: int, rng: np.random.Generator
) -> Float[np.ndarray, " p"]:
    """Return the eigenvalues of U of one draw of features and data, ascending."""
    counts = [d // 2, d - d // 2] if len(model.variances) > 1 else [d]
    W = rng.standard_normal((round(model.psi_p * d), d))
    scales = np.sqrt(np.repeat(model.variances, counts))
    x = scales * rng.standard_normal((round(model.psi_n * d), d))
    return np.linalg.eigvalsh(training_moments(W, x, model.t).U)
