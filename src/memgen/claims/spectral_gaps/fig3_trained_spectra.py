"""Claims of fig3_trained_spectra: spectra of trained networks."""

from memgen.claims.rows import difference, of_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single, value_of


def gap_moves_with_the_order(tables: Tables) -> Measurement:
    """Rank of the largest drop at t = .1, swapped law minus first: m_1 - m_2."""
    rows = select(tables["trained_spectra"], quantity="largest_drop_rank")
    first, swapped = (of_row(single(rows, law=law, t=0.1)) for law in ("descending", "swapped"))
    return difference(swapped, first)


def training_near_its_optimum(tables: Tables) -> Measurement:
    """Last recorded loss over its optimum, the worst law."""
    rows = tables["trained_spectra"]
    ratios = []
    for law in rows["law"].unique():
        at = rows[rows["law"] == law]
        last = select(at, quantity="loss").sort_values("step")["value"].iloc[-1]
        ratios.append(float(last / value_of(at, "optimum")))
    return Measurement(max(ratios), n=1)  # one network of each law


def network_spectrum_matches(tables: Tables) -> Measurement:
    """Largest difference of a network's singular value to the exact score's, all laws and t."""
    rows = select(tables["trained_spectra"], quantity="singular_value")
    both = select(rows, score="network").merge(
        select(rows, score="exact"), on=["law", "t", "rank"], suffixes=("", "_exact")
    )
    worst = both.iloc[int((both["value"] - both["value_exact"]).abs().argmax())]
    gap = abs(float(worst["value"] - worst["value_exact"]))
    return Measurement(gap, float(worst["stderr"]), int(worst["n"]))
