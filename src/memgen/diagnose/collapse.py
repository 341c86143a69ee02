"""The collapse of the empirical score of points, on a grid of t that the points themselves set."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.diagnose.cloud import Cloud, block_rows
from memgen.measures.collapse.curves import Probes, collapse_curves
from memgen.measures.collapse.time_grid import (
    collapse_grid,
    falling_crossing,
    falling_crossings,
)

TIMES, REACH = 24, 20.0
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


def collapse(
    cloud: Cloud, count: int, rng: np.random.Generator, about: float | None = None
) -> Collapse:
    """Return the collapse of a cloud of different points, seen by probes at some of them.

    All probes see the grid that `memgen.measures.collapse.time_grid` finds with a few of them.

    Parameters
    ----------
    cloud : Cloud
        In standard units, three points or more.
    count : int
        Number of probes, at most.
    rng : numpy.random.Generator
        Source of the choice and of the noise.
    about : float, optional
        Where t_c is expected to within a factor 10: the grid runs from 1/20 to 20 times that.

    Raises
    ------
    ValueError
        If `memgen.measures.collapse.time_grid.time_bounds` refuses the points.
    """
    N = cloud.dimension
    index = rng.choice(cloud.size, size=min(count, cloud.size), replace=False)
    probes = Probes(cloud.rows(index), rng.standard_normal((len(index), N)), index)

    def blocks():
        return cloud.blocks(block_rows(cloud))

    if about is None:
        fine = collapse_grid(probes, blocks, TIMES)
    else:
        fine = about * np.geomspace(1 / REACH, REACH, TIMES)
    curves = collapse_curves(probes, blocks(), fine)
    weight = curves.own_weight
    place = falling_crossing(fine, weight.mean(axis=0))
    picks = rng.integers(len(index), size=(RESAMPLES, len(index)))
    places = falling_crossings(fine, weight[picks].mean(axis=1))
    error = float(np.std(np.log(places)))
    return Collapse(fine, weight, 1 / curves.participation, index, place, error)
