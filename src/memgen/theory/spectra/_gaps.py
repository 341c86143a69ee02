"""Gaps between the directions of a linear manifold in its score's Jacobian, against t.

Between two bulks whose inner edges are g_1 (of the larger variances) and g_2 (of the smaller ones)
the eigenvalues -t / (t + lambda) leave the gap

    Delta(t) = t (g_1 - g_2) / ((t + g_1) (t + g_2)),

widest at t = sqrt(g_1 g_2), where it is (sqrt g_1 - sqrt g_2) / (sqrt g_1 + sqrt g_2). The final
gap, between the manifold and the directions off it, Delta(t) = gamma_- / (t + gamma_-), gamma_- the
smallest edge, is that of g_1 = gamma_-, g_2 = 0: it only grows as t falls. (arXiv:2410.05898,
equations 15 to 25, whose signs of the edges change between sections: the inner ones are meant.)
"""

from typing import Literal

import numpy as np
from jaxtyping import Float

from memgen.numerics.domain import positive
from memgen.numerics.doors import checked
from memgen.theory.spectra._edges import VarianceMixture, find_edges

Gap = int | Literal["final"]
Times = float | Float[np.ndarray, " times"]


def inner_edges(parts: VarianceMixture, gap: Gap) -> tuple[float, float]:
    """Return g_1 > g_2 of a gap: "final", or its number from the largest variances down.

    Raises
    ------
    ValueError
        If there is no such gap: the bulks have merged, or D >= N leaves no direction off the
        manifold.
    """
    edges = find_edges(parts)
    if gap == "final":
        if parts.rank >= 1:
            raise ValueError(
                f"D / N = {parts.rank:.6g}: no direction is off the manifold: no final gap."
            )
        return float(edges[0, 0]), 0.0
    if isinstance(gap, bool) or not isinstance(gap, int) or not 0 <= gap < len(edges) - 1:
        raise ValueError(
            f"gap={gap!r}: {len(edges)} bulk(s) leave the gaps 0 to {len(edges) - 2} and 'final'."
            if len(edges) > 1
            else f"gap={gap!r}: the spectrum is one bulk, and its only gap is 'final'."
        )
    above = len(edges) - 1 - gap
    return float(edges[above, 0]), float(edges[above - 1, 1])


def width(t: Times, parts: VarianceMixture, gap: Gap) -> Times:
    """Return Delta(t), t > 0."""
    positive(t=t)
    g1, g2 = inner_edges(parts, gap)
    return t * (g1 - g2) / ((t + g1) * (t + g2))


def widest(parts: VarianceMixture, gap: Gap) -> tuple[float, float]:
    """Return the t at which an intermediate gap is widest, and its width there."""
    if gap == "final":
        raise ValueError("the final gap only grows as t falls: it is widest at t = 0.")
    g1, g2 = np.sqrt(inner_edges(parts, gap))
    return float(g1 * g2), float((g1 - g2) / (g1 + g2))


@checked
def crossings(parts: VarianceMixture, threshold: float, gap: Gap) -> tuple[float, float]:
    """Return the t at which the gap opens and closes again at a threshold, t_open > t_close.

        t = (b +- sqrt(b^2 - 4 Delta^2 g_1 g_2)) / (2 Delta),   b = (g_1 - g_2) - Delta (g_1 + g_2)

    The final gap opens at gamma_- (1 - Delta) / Delta and closes at 0.

    Raises
    ------
    ValueError
        Unless the threshold is in (0, 1) and below the largest width.
    """
    if not 0 < threshold < 1:
        raise ValueError(f"threshold={threshold} must be in (0, 1).")
    g1, g2 = inner_edges(parts, gap)
    b = (g1 - g2) - threshold * (g1 + g2)
    square = b**2 - 4 * threshold**2 * g1 * g2
    if b < 0 or square < 0:
        largest = (np.sqrt(g1) - np.sqrt(g2)) / (np.sqrt(g1) + np.sqrt(g2))
        raise ValueError(
            f"threshold={threshold} is above the largest width {largest:.6g} of gap {gap!r}."
        )
    opening = (b + np.sqrt(square)) / (2 * threshold)
    return float(opening), float(g1 * g2 / opening)
