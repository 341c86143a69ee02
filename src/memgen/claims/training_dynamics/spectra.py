"""Claims of fig3, fig8 and fig9: the spectrum of U, its bulks and its outlier."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from memgen.statistics.combine import power_law, ratio_to_theory, weighted_mean, worst_ratio
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select

Tables = Mapping[str, Any]


def _bulks(tables: Tables, quantity: str) -> np.ndarray:
    rows = select(tables["spectra"], quantity=quantity, case="one", kind="theory")
    rows = rows.sort_values("bulk")
    return rows["value"].to_numpy()


def modes_of_the_largest_bulk(tables: Tables) -> Measurement:
    """psi_p times the mass of the largest bulk: d modes (theory)."""
    psi_p = float(tables["spectra"]["psi_p"].iloc[0])
    return Measurement(float(psi_p * _bulks(tables, "mass")[-1]))


def modes_of_the_smallest_bulk(tables: Tables) -> Measurement:
    """psi_p times the mass of the bulk just above s^2: d modes (theory)."""
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
    found = []
    for quantity in quantities:
        theory = select(rows, quantity=quantity, kind="theory")
        simulated = select(rows, quantity=quantity, features=features)
        both = simulated.merge(theory, on=["case", "bulk"], suffixes=("", "_theory"))
        if largest:
            both = both[both["bulk"] == both.groupby("case")["bulk"].transform("max")]
        found += [
            Measurement(
                float(row.value / row.value_theory),
                float(row.stderr / row.value_theory),
                int(row.n),
            )
            for row in both.itertuples()
        ]
    return max(found, key=lambda ratio: abs(ratio.value - 1))


def masses_of_the_equivalent(tables: Tables) -> Measurement:
    """Share of the equivalent's eigenvalues between the gaps over the bulk's mass, the worst."""
    return _furthest_in_spectrum(tables, ("mass",), "equivalent", largest=False)


def edges_of_the_equivalent(tables: Tables) -> Measurement:
    """Least and largest of those eigenvalues over the bulk's edges, the worst."""
    return _furthest_in_spectrum(tables, ("lower", "upper"), "equivalent", largest=False)


def mass_of_the_largest_bulk_of_u(tables: Tables) -> Measurement:
    """The same share of the eigenvalues of U itself, the largest bulk, the worst case."""
    return _furthest_in_spectrum(tables, ("mass",), "exact", largest=True)


def edges_of_the_largest_bulk_of_u(tables: Tables) -> Measurement:
    """The edges of the largest bulk of U itself, the worst."""
    return _furthest_in_spectrum(tables, ("lower", "upper"), "exact", largest=True)


def equivalent_spectrum(tables: Tables) -> Measurement:
    """Largest Kolmogorov distance of the equivalent's eigenvalues over bulks and cases."""
    rows = select(tables["spectra"], quantity="kolmogorov_distance")
    worst = rows.loc[rows["value"].idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def outlier_matches_closed_form(tables: Tables) -> Measurement:
    """Outlier of U over the closed form, mean over points with |m|^2 over twice the threshold."""
    return _outlier_ratio(tables, "exact")


def equivalent_outlier_matches_closed_form(tables: Tables) -> Measurement:
    """The same for the Gaussian equivalent."""
    return _outlier_ratio(tables, "equivalent")


def overlap_matches_closed_form(tables: Tables) -> Measurement:
    """Squared overlap of U's outlier over the closed form, over twice the threshold, the mean."""
    return _outlier_ratio(tables, "exact", "overlap")


def _outlier_ratio(tables: Tables, features: str, quantity: str = "eigenvalue") -> Measurement:
    rows = tables["outlier"]
    simulated = select(rows, quantity=quantity, kind="simulation", features=features)
    limits = select(rows, quantity="threshold").sort_values("t")
    threshold = np.interp(simulated["t"], limits["t"], limits["value"])
    simulated = simulated[simulated["signal"] > 2 * threshold]
    theory = select(rows, quantity=f"{quantity}_there")
    return ratio_to_theory(simulated, theory, ["signal", "t", "features"])


def mixture_outlier(tables: Tables) -> Measurement:
    """Outlier of U over theory at the largest d, the worst case."""
    rows = select(tables["mixture_spectrum"], quantity="outlier")
    simulated = select(rows, kind="simulation")
    largest = simulated[simulated["d"] == simulated["d"].max()]
    return worst_ratio(largest, select(rows, kind="theory"), ["case"], "case")


def mixture_outlier_sharpens(tables: Tables) -> Measurement:
    """Exponent of the root mean square deviation from theory against d, mean over the cases."""
    rows = select(tables["mixture_spectrum"], quantity="squared_deviation")
    found = []
    for _, at in rows.groupby("case"):
        root = np.sqrt(at["value"])
        found.append(
            power_law(at["d"], root, root * at["stderr"] / (2 * at["value"]), int(at["n"].sum()))
        )
    errors = np.array([exponent.stderr for exponent in found])
    n = int(rows["n"].sum())
    return weighted_mean(np.array([exponent.value for exponent in found]), errors, n)


def mixture_bulk_unchanged(tables: Tables) -> Measurement:
    """Kolmogorov distance of the largest bulk to that without means, largest d, worst case."""
    rows = select(tables["mixture_spectrum"], quantity="kolmogorov_distance")
    largest = rows[rows["d"] == rows["d"].max()]
    worst = largest.loc[largest["value"].idxmax()]
    return Measurement(float(worst["value"]), float(worst["stderr"]), int(worst["n"]))


def separated_outlier(tables: Tables) -> Measurement:
    """Outlier of the separated mixture over its theory, largest d, the t furthest from 1."""
    rows = select(tables["mixture_spectrum"], quantity="separated_outlier")
    simulated = select(rows, kind="simulation")
    largest = simulated[simulated["d"] == simulated["d"].max()]
    return worst_ratio(largest, select(rows, kind="theory"), ["t"], "t")
