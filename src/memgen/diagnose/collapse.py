"""The collapse of the empirical score of points, on a grid of t that the points themselves set."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.diagnose.cloud import Cloud, block_rows
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.statistics.crossing import crossing_place

COARSE, FINE, REACH, FIRST = 64, 25, 30.0, 16
RESAMPLES = 100


@dataclass(frozen=True)
class Collapse:
    """What the probes see.

    Attributes
    ----------
    t : (times,)
        A grid about the collapse.
    own_weight, active : (probes, times)
        Weight of the own point, and active samples 1 / Y2.
    index : (probes,)
        Which points were noised.
    time : float
        t_c, where the mean own weight is 1/2.
    log_stderr : float
        Standard error of log t_c over the probes, by a bootstrap.
    """

    t: Float[np.ndarray, " times"]
    own_weight: Float[np.ndarray, "probes times"]
    active: Float[np.ndarray, "probes times"]
    index: np.ndarray
    time: float
    log_stderr: float


def collapse(cloud: Cloud, count: int, rng: np.random.Generator) -> Collapse:
    """Return the collapse of a cloud of different points, seen by probes at some of them.

    A coarse pass with few probes brackets t_c between 1e-14 N and 4 N, far beyond what numbers and
    norms allow; a fine one with all probes runs from t_c / 30 to 30 t_c.

    Parameters
    ----------
    cloud : Cloud
        In standard units, three points or more.
    count : int
        Number of probes, at most.
    rng : numpy.random.Generator
        Source of the choice and of the noise.

    Raises
    ------
    ValueError
        If the mean own weight never crosses 1/2.
    """
    N = cloud.dimension
    index = rng.choice(cloud.size, size=min(count, cloud.size), replace=False)
    probes = Probes(cloud.rows(index), rng.standard_normal((len(index), N)), index)
    first = Probes(probes.own[:FIRST], probes.noise[:FIRST], index[:FIRST])
    coarse = np.geomspace(1e-14 * N, 4.0 * N, COARSE)
    curves = collapse_curves(first, cloud.blocks(block_rows(cloud)), coarse)
    about = falling_crossing(coarse, curves.own_weight.mean(axis=0))
    fine = about * np.geomspace(1 / REACH, REACH, FINE)
    curves = collapse_curves(probes, cloud.blocks(block_rows(cloud)), fine)
    weight = curves.own_weight
    place = falling_crossing(fine, weight.mean(axis=0))
    picks = rng.integers(len(index), size=(RESAMPLES, len(index)))
    logs = [np.log(falling_crossing(fine, weight[pick].mean(axis=0))) for pick in picks]
    return Collapse(fine, weight, 1 / curves.participation, index, place, float(np.std(logs)))


def falling_crossing(
    t: Float[np.ndarray, " times"], curve: Float[np.ndarray, " times"], level: float = 0.5
) -> float:
    """Return where a curve falls below a level for good, its noise made monotone.

    Where it does so before the grid begins or after it ends, the grid's end is returned.
    """
    # the largest of what follows: a curve that falls
    falling = np.maximum.accumulate(curve[::-1])[::-1]
    if falling[0] <= level:
        return float(t[0])
    if falling[-1] > level:
        return float(t[-1])
    return crossing_place(t, falling, level)
