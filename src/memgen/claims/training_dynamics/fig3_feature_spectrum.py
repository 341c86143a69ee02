"""Claims of fig3_feature_spectrum: the spectrum of the feature matrix."""

import numpy as np

from memgen.claims.rows import furthest, largest_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def _bulks(tables: Tables, quantity: str) -> np.ndarray:
    rows = select(tables["spectra"], quantity=quantity, case="one", kind="theory")
    rows = rows.sort_values("bulk")
    return rows["value"].to_numpy()


def modes_of_the_largest_bulk(tables: Tables) -> Measurement:
    """Mass of the largest bulk in units of d modes, psi_p times its share (theory)."""
    psi_p = float(tables["spectra"]["psi_p"].iloc[0])
    return Measurement(float(psi_p * _bulks(tables, "mass")[-1]))


def modes_of_the_smallest_bulk(tables: Tables) -> Measurement:
    """Mass of the bulk just above s^2 in units of d modes, psi_p times its share (theory)."""
    psi_p = float(tables["spectra"]["psi_p"].iloc[0])
    return Measurement(float(psi_p * _bulks(tables, "mass")[0]))


def late_fall_of_the_smallest_bulk(tables: Tables) -> Measurement:
    """Share of the fall of the training loss beyond the largest bulk's that the smallest brings."""
    shares = _bulks(tables, "loss_share")
    if len(shares) < 3:  # it has merged with the bulk of memorization
        return Measurement(float("nan"), float("inf"))
    return Measurement(float(shares[0] / shares[:-1].sum()))


def _furthest_in_spectrum(
    tables: Tables, quantities: tuple[str, ...], features: str, largest: bool
) -> Measurement:
    """Found over predicted mass or edge of a bulk, the case and bulk furthest from 1."""
    rows = tables["spectra"]
    ratios = []
    for quantity in quantities:
        theory = select(rows, quantity=quantity, kind="theory")
        simulated = select(rows, quantity=quantity, features=features)
        both = simulated.merge(theory, on=["case", "bulk"], suffixes=("", "_theory"))
        if largest:
            both = both[both["bulk"] == both.groupby("case")["bulk"].transform("max")]
        ratios += [
            Measurement(
                float(row["value"] / row["value_theory"]),
                float(row["stderr"] / row["value_theory"]),
                int(row["n"]),
            )
            for _, row in both.iterrows()
        ]
    return furthest(ratios)


def masses_of_the_equivalent(tables: Tables) -> Measurement:
    """Share of the equivalent's eigenvalues between the gaps over the bulk's mass, the worst."""
    return _furthest_in_spectrum(tables, ("mass",), "equivalent", largest=False)


def edges_of_the_equivalent(tables: Tables) -> Measurement:
    """Extreme eigenvalues of the equivalent over the edges of the bulk, the worst."""
    return _furthest_in_spectrum(tables, ("lower", "upper"), "equivalent", largest=False)


def mass_of_the_largest_bulk_of_u(tables: Tables) -> Measurement:
    """Share of the eigenvalues of U itself in the largest bulk over its mass, the worst case."""
    return _furthest_in_spectrum(tables, ("mass",), "exact", largest=True)


def edges_of_the_largest_bulk_of_u(tables: Tables) -> Measurement:
    """Edges of the largest bulk of U itself over those of theory, the worst."""
    return _furthest_in_spectrum(tables, ("lower", "upper"), "exact", largest=True)


def equivalent_s_spectrum_matches(tables: Tables) -> Measurement:
    """Largest Kolmogorov distance of the equivalent's eigenvalues over bulks and cases."""
    return largest_row(select(tables["spectra"], quantity="kolmogorov_distance"))
