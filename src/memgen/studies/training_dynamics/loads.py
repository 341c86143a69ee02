"""Spectra of U at several psi_n: the limit, theory at finite d, and U itself."""

import numpy as np
from tqdm import tqdm

from memgen.measures.geometry.spectral_distance import kolmogorov_distance
from memgen.networks.random_features.moments import training_moments
from memgen.seeds import Seeds
from memgen.settings.training_dynamics import Loads
from memgen.studies.made import Made
from memgen.studies.training_dynamics.bulk_rows import atom_rows, bulk_rows
from memgen.tables.rows import Point, Row, mean_row, row
from memgen.theory.random_features.finite_size import finite_feature_density
from memgen.theory.random_features.resolvent import FeatureModel
from memgen.theory.random_features.spectrum import find_bulks


def table(s: Loads, seeds: Seeds) -> Made:
    """Return densities in the limit and at d for each psi_n, and the distance of U's to the latter.

    The arrays hold the eigenvalues of U at each psi_n, (draws, p).
    """
    rows: list[Row] = []
    values: dict[str, np.ndarray] = {}
    for psi_n in s.psi_n:
        model = FeatureModel(s.psi_p, psi_n, s.t)
        point: Point = {"psi_p": s.psi_p, "psi_n": psi_n, "t": s.t}
        bulks = find_bulks(model)
        rows += atom_rows(model, **point)
        rows += bulk_rows(model, bulks, s.points, ("mass",), **point)
        point |= {"d": s.d}
        drawn = np.array(
            [
                drawn_spectrum(model, s.d, seeds.generator({"psi_n": psi_n, "d": s.d}, draw))
                for draw in tqdm(range(s.draws), disable=None, desc=f"psi_n = {psi_n}")
            ]
        )
        x = np.geomspace(0.1 * model.coefficients.s2, 1.5 * bulks[-1].upper, s.points)
        density = finite_feature_density(x, model, s.d)
        for place, value in zip(x, density, strict=True):
            rows.append(row("finite_density", "theory", float(value), **point, x=float(place)))
        distances = np.array([kolmogorov_distance(of_draw, x, density) for of_draw in drawn])
        rows.append(mean_row("kolmogorov_distance", distances, **point))
        values[f"psi_n_{psi_n:g}"] = drawn
    return Made(rows, arrays={"loads_values": values})


def drawn_spectrum(model: FeatureModel, d: int, rng: np.random.Generator) -> np.ndarray:
    """Return the eigenvalues of U of one draw of features and data, (p,)."""
    W = rng.standard_normal((round(model.psi_p * d), d))
    x = rng.standard_normal((round(model.psi_n * d), d))
    return np.linalg.eigvalsh(training_moments(W, x, model.t).U)
