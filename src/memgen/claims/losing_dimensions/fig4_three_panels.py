"""Claims of fig4_three_panels: losing dimensions in theory, network and empirical score."""

import numpy as np

from memgen.claims.rows import largest_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def _dimensions(tables: Tables, panel: str) -> np.ndarray:
    """Detected dimensions, of means over draws rounded, as t falls."""
    rows = select(tables["spectra"], quantity="dimension", panel=panel)
    return np.rint(rows.sort_values("t", ascending=False)["value"].to_numpy(float))


def _first(seen: np.ndarray) -> Measurement:
    """The first dimension above 0, 0 if there is none."""
    return Measurement(float(seen[seen > 0][0]) if (seen > 0).any() else 0.0)


def _after_loss(seen: np.ndarray) -> Measurement:
    """The next dimension after the largest, 0 if there is none."""
    later = seen[int(np.flatnonzero(seen == seen.max())[-1]) + 1 :]
    later = later[later > 0]
    return Measurement(float(later[0]) if later.size else 0.0)


def theory_first_dimension(tables: Tables) -> Measurement:
    """First dimension that the published theory sees as t falls."""
    return _first(_dimensions(tables, "theory_published"))


def theory_full_dimension(tables: Tables) -> Measurement:
    """Largest dimension that the published theory sees at any t."""
    return Measurement(float(_dimensions(tables, "theory_published").max()))


def theory_after_loss(tables: Tables) -> Measurement:
    """Dimension that the published theory sees next below its largest, as t falls."""
    return _after_loss(_dimensions(tables, "theory_published"))


def empirical_first_dimension(tables: Tables) -> Measurement:
    """First dimension that the empirical score sees as t falls, mean over draws rounded."""
    return _first(_dimensions(tables, "empirical"))


def empirical_full_dimension(tables: Tables) -> Measurement:
    """Largest dimension that the empirical score sees, mean over draws rounded."""
    return Measurement(float(_dimensions(tables, "empirical").max()))


def empirical_after_loss(tables: Tables) -> Measurement:
    """Dimension that the empirical score sees next below its largest, as t falls."""
    return _after_loss(_dimensions(tables, "empirical"))


def empirical_sequence(tables: Tables) -> Measurement:
    """Fraction of draws whose empirical score sees 2, all and then 5 directions as t falls."""
    return fraction(single(tables["spectra"], quantity="sequence", panel="empirical"))


def network_sequence(tables: Tables) -> Measurement:
    """Fraction of points at which the network sees 2, all and then 5 directions as t falls."""
    rows = select(tables["spectra"], quantity="sequence", panel="network").sort_values("P")
    return fraction(rows.iloc[1])


def network_full_dimension(tables: Tables) -> Measurement:
    """Largest mean dimension that the network of the second P sees at any t."""
    rows = select(tables["spectra"], quantity="dimension", panel="network")
    return largest_row(rows[rows["P"] == sorted(rows["P"].unique())[1]])
