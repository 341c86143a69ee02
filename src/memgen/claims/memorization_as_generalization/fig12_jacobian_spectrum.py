"""Claims of fig12_jacobian_spectrum: the spectrum of sub-manifolds."""

from memgen.claims.rows import only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of


def sub_manifold_spectra(tables: Tables) -> Measurement:
    """Kolmogorov distance of the drawn eigenvalues of F F^T to theory."""
    return only_row(select(tables["jacobian_spectrum"], quantity="kolmogorov_distance"))


def intermediate_gaps_are_widest_in_time(tables: Tables) -> Measurement:
    """Drawn t at which a gap is widest over theory's at this N, mean over the two gaps."""
    one, other = (_time_over_theory(tables, gap) for gap in ("0", "1"))
    # both of the same draws: as if they moved together
    error = (one.stderr + other.stderr) / 2
    return Measurement((one.value + other.value) / 2, error, one.n)


def final_gap_opens_last(tables: Tables) -> Measurement:
    """Drawn t at which the final gap is 1/2 wide over theory's at this N."""
    return _time_over_theory(tables, "final")


def _time_over_theory(tables: Tables, gap: str) -> Measurement:
    rows = select(tables["jacobian_spectrum"], quantity="time", gap=gap)
    drawn = only_row(select(rows, kind="simulation"))
    of_size = rows[rows["N"].notna()]
    expected = value_of(of_size, "time", kind="theory")
    return Measurement(drawn.value / expected, drawn.stderr / expected, drawn.n)
