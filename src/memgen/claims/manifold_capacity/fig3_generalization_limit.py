"""Claims of fig3_generalization_limit: basins and the generalization limit."""

import numpy as np

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_ratio
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def memory_is_diffusion_on_the_sphere(tables: Tables) -> Measurement:
    """Largest difference of energy and potential, spherical patterns, mean over draws."""
    return of_row(single(tables["limit"], quantity="energy_difference", patterns="spherical"))


def norms_part_memory_from_diffusion(tables: Tables) -> Measurement:
    """Largest difference of energy and potential, Gaussian patterns, whose norms differ."""
    return of_row(single(tables["limit"], quantity="energy_difference", patterns="gaussian"))


def corrupted_start_matches_map(tables: Tables) -> Measurement:
    """Simulated over predicted load, corrupted starts, largest N: the overlap furthest from 1."""
    rows = select(tables["overlaps"], quantity="half_load")
    rows = rows[rows["P"] == rows["P"].max()]
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return worst_ratio(simulated, theory, ["overlap", "N"], by="overlap")


def generalization_beyond_collapse(tables: Tables) -> Measurement:
    """log(lambda_g / lambda_c), smallest over alpha_D (theory)."""
    rows = tables["curves"]
    limit = select(rows, quantity="generalization_limit").set_index("alpha_D")["value"]
    collapse = select(rows, quantity="collapse_limit").set_index("alpha_D")["value"]
    return Measurement(float(np.log(limit / collapse).min()))


def measured_generalization_limit(tables: Tables) -> Measurement:
    """Simulated lambda_g over the estimate with D - 1 dimensions, the alpha_D furthest from 1."""
    rows = tables["limit"]
    simulated = select(rows, quantity="generalization_limit", kind="simulation")
    theory = select(rows, quantity="generalization_limit_finite_size")
    return worst_ratio(simulated, theory, ["alpha_D"], by="alpha_D")
