"""Claims of fig10_forward_backward: A digit destroyed and regenerated."""

from memgen.claims.rows import difference, of_row, theory_value
from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def exact_score_memorises(tables: Tables) -> Measurement:
    """Fraction of trajectories of the exact score that end on a training digit."""
    return _ends(tables, "empirical")


def classes_do_not_memorise(tables: Tables) -> Measurement:
    """Fraction of trajectories of the score of one Gaussian a class that end on one."""
    return _ends(tables, "classes")


def onset_of_gaussian_points(tables: Tables) -> Measurement:
    """t_o of Gaussian points over its theory."""
    rows = select(tables["forward_backward"], of="gaussian")
    theory = theory_value(rows, "onset_time")
    return of_row(single(rows, quantity="onset_time", kind="simulation"), theory)


def onset_set_by_covariance(tables: Tables) -> Measurement:
    """log(t_o / t_c) of the digits less that of Gaussian points with their covariance."""
    rows = select(tables["forward_backward"], quantity="log_onset_over_collapse")
    return difference(*(of_row(single(rows, of=of)) for of in ("digits", "gaussian")))


def _ends(tables: Tables, score: str) -> Measurement:
    rows = tables["forward_backward"]
    return fraction(single(rows, quantity="ends_on_training_digit", score=score))
