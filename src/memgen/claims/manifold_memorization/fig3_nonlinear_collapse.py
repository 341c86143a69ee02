"""Claims of fig3_nonlinear_collapse: collapse time of curved manifolds."""

from memgen.claims.manifold_memorization._shared import slope
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement


def slope_tanh(tables: Tables) -> Measurement:
    """Slope of log(alpha_D t_c) against log P / D at small alpha_D, tanh manifold (theory)."""
    return slope(tables, "tanh")


def slope_relu(tables: Tables) -> Measurement:
    """Slope of log(alpha_D t_c) against log P / D at small alpha_D, relu manifold (theory)."""
    return slope(tables, "relu")
