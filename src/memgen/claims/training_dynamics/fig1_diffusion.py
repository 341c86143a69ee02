"""Claims of fig1_diffusion: diffusion, and what minimises the empirical loss."""

from memgen.claims.verdict import Tables
from memgen.statistics.combine import fraction
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, single


def trajectories_end_on_training_points(tables: Tables) -> Measurement:
    """Largest final d1 / d2 of the empirical score's trajectories."""
    rows = select(tables["diffusion"], quantity="nearest_ratio", score="empirical")
    return Measurement(float(rows["value"].max()), n=len(rows))


def exact_score_generalises(tables: Tables) -> Measurement:
    """Fraction of the exact score's trajectories that end on a training point."""
    return fraction(single(tables["diffusion"], quantity="memorised_fraction", score="exact"))
