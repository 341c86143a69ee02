"""Claims of fig3_generalization_limit: basins, onset and the generalization limit."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def corrupted_start_matches_theory(tables: Tables) -> Measurement:
    """Load up to which half come back, simulation over theory at its N, mean over overlaps."""
    rows = select(tables["overlaps"], quantity="half_load")
    simulated, theory = select(rows, kind="simulation"), select(rows, kind="theory")
    return ratio_to_theory(simulated, theory, ["overlap", "N"])


def onset_at_one_norm(tables: Tables) -> Measurement:
    """t_o of points of one norm, simulation over exact theory, mean over alpha."""
    return _onset(tables, "sphere")


def onset_of_gaussian_norms(tables: Tables) -> Measurement:
    """t_o of the diffusion model on the Gaussian manifold, simulation over theory."""
    return _onset(tables, "diffusion")


def memory_of_gaussian_norms(tables: Tables) -> Measurement:
    """1 / lambda of the memory's onset on the Gaussian manifold, simulation over theory."""
    return _onset(tables, "memory")


def generalization_beyond_collapse(tables: Tables) -> Measurement:
    """log(lambda_g / lambda_c), smallest over alpha_D (theory)."""
    rows = tables["curves"]
    limit = select(rows, quantity="generalization_limit").set_index("alpha_D")["value"]
    collapse = select(rows, quantity="collapse_limit").set_index("alpha_D")["value"]
    return Measurement(float(np.log(limit / collapse).min()))


def measured_generalization_limit(tables: Tables) -> Measurement:
    """Measured lambda_g over the exact one at this N, mean over alpha_D."""
    rows = tables["limit"]
    simulated = select(rows, quantity="generalization_limit", kind="simulation")
    theory = select(rows, quantity="generalization_limit_finite_size")
    return ratio_to_theory(simulated, theory, ["alpha_D"])


def _onset(tables: Tables, model: str) -> Measurement:
    rows = select(tables["limit"], quantity="onset", model=model)
    return ratio_to_theory(select(rows, kind="simulation"), select(rows, kind="theory"), ["alpha"])
