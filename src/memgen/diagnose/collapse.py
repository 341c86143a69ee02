"""The collapse of the empirical score of points, on a grid of t that the points themselves set."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.diagnose.cloud import Cloud, block_rows
from memgen.measures.collapse.curves import Probes, collapse_curves

COARSE, FINE, REACH, FIRST = 40, 17, 20.0, 16
RESAMPLES = 100
LEVEL = 0.5


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

    A coarse pass with few probes brackets t_c between 1e-14 N and 4 N, far beyond what numbers and
    norms allow; a fine one with all probes runs from t_c / 20 to 20 t_c.

    Parameters
    ----------
    cloud : Cloud
        In standard units, three points or more.
    count : int
        Number of probes, at most.
    rng : numpy.random.Generator
        Source of the choice and of the noise.
    about : float, optional
        Where t_c is expected to within a factor 10, which saves the coarse pass.

    Raises
    ------
    ValueError
        If the mean own weight never crosses 1/2.
    """
    N = cloud.dimension
    index = rng.choice(cloud.size, size=min(count, cloud.size), replace=False)
    probes = Probes(cloud.rows(index), rng.standard_normal((len(index), N)), index)
    if about is None:
        first = Probes(probes.own[:FIRST], probes.noise[:FIRST], index[:FIRST])
        coarse = np.geomspace(1e-14 * N, 4.0 * N, COARSE)
        curves = collapse_curves(first, cloud.blocks(block_rows(cloud)), coarse)
        about = falling_crossing(coarse, curves.own_weight.mean(axis=0))
    fine = about * np.geomspace(1 / REACH, REACH, FINE)
    curves = collapse_curves(probes, cloud.blocks(block_rows(cloud)), fine)
    weight = curves.own_weight
    place = falling_crossing(fine, weight.mean(axis=0))
    picks = rng.integers(len(index), size=(RESAMPLES, len(index)))
    places = falling_crossings(fine, weight[picks].mean(axis=1))
    error = float(np.std(np.log(places)))
    return Collapse(fine, weight, 1 / curves.participation, index, place, error)


def falling_crossing(t: Float[np.ndarray, " times"], curve: Float[np.ndarray, " times"]) -> float:
    """Return where one curve falls below 1/2 for good, see `falling_crossings`."""
    return float(falling_crossings(t, curve[None])[0])


def falling_crossings(
    t: Float[np.ndarray, " times"], curves: Float[np.ndarray, "curves times"]
) -> Float[np.ndarray, " curves"]:
    """Return where each curve falls below 1/2 for good, its noise made monotone.

    Between two times it is straight in log t. Where it falls before the grid begins or after it
    ends, the grid's end is returned.
    """
    # the largest of what follows: a curve that falls
    falling = np.maximum.accumulate(curves[:, ::-1], axis=1)[:, ::-1]
    above = (falling > LEVEL).sum(axis=1)
    inner = np.clip(above, 1, len(t) - 1)
    row = np.arange(len(curves))
    before, after = falling[row, inner - 1], falling[row, inner]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = (before - LEVEL) / (before - after)
    share = np.where(above == 0, 0.0, np.where(above == len(t), 1.0, share))
    logs = np.log(t)
    return np.exp((1 - share) * logs[inner - 1] + share * logs[inner])
