"""Claims of app_a4_cluster_threshold: how many clusters there are, by which threshold."""

import numpy as np

from memgen.claims.verdict import Tables
from memgen.statistics.combine import ratio_to_theory
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select, value_of

FACTOR = 10.0  # by which the published threshold is raised
SMOOTH = (0.4, 1.6)  # distances where a kernel's width does not matter


def two_points_have_two_clusters(tables: Tables) -> Measurement:
    """Clusters at the published threshold over those at ten times it, smallest K."""
    rows = tables["toy_landscape"]
    K = rows["K"].min()
    threshold = value_of(rows, "threshold", K=K)
    found = select(rows, quantity="clusters", K=K).sort_values("height")
    at, above = (
        np.interp(np.log(threshold * factor), np.log(found["height"]), found["value"])
        for factor in (1, FACTOR)
    )
    return Measurement(float(at / above))


def nine_points_are_nine_clusters_nowhere(tables: Tables) -> Measurement:
    """Decades of the threshold over which there are K clusters, second K, to a step of the grid."""
    rows = tables["toy_landscape"]
    K = sorted(select(rows, quantity="threshold")["K"].unique())[1]
    found = select(rows, quantity="clusters", K=K).sort_values("height")
    step = float(np.diff(np.log10(found["height"])).max())
    return Measurement(step * float((found["value"] == K).sum()), step)


def distances_are_those_of_the_circle(tables: Tables) -> Measurement:
    """Density of the distances of samples over the circle's, largest K, mean over .4 to 1.6."""
    rows = tables["toy_landscape"]
    found = select(rows, quantity="pair_density")
    found = found[(found["K"] == found["K"].max()) & found["distance"].between(*SMOOTH)]
    circle = select(rows, quantity="circle_pair_density").sort_values("distance")
    expected = np.interp(found["distance"], circle["distance"], circle["value"])
    theory = found.assign(value=expected, stderr=0.0)
    ratio = ratio_to_theory(found, theory, ["distance"])
    # the same five batches stand behind all distances: no smaller than the mean of their errors
    error = max(ratio.stderr, float((found["stderr"] / expected).mean()))
    return Measurement(ratio.value, error, int(found["n"].iloc[0]))
