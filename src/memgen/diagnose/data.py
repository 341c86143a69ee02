"""The data: duplicates and outliers, dimensions, and when their empirical score collapses."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int

from memgen.data.census import far_out, take_census
from memgen.diagnose import library
from memgen.diagnose.cloud import (
    Cloud,
    GaussianCloud,
    GivenCloud,
    Units,
    eigenvalues,
    neighbours_of,
    units_of,
)
from memgen.diagnose.collapse import collapse
from memgen.diagnose.inputs import Given
from memgen.diagnose.results import (
    NORMAL,
    Control,
    Curves,
    Line,
    Listing,
    Number,
    Part,
    line,
    measured,
    positive_control,
    unknown,
)
from memgen.diagnose.steps import Arrays, Steps
from memgen.measures.geometry.effective_dimension import (
    EffectiveDimension,
    effective_dimension,
    error_of_fit,
)
from memgen.measures.geometry.neighbour_ranks import rank_dimension

LEAST, RUNGS, SUBSETS = 8, 6, 4
RANKS = 64
SHOWN = 50  # rows of a list
GAUSSIAN = "Gaussian points of the same number and covariance"
TRAINING = ("training",)


@dataclass(frozen=True)
class Data:
    """The training points, as the other parts use them.

    Attributes
    ----------
    cloud : GivenCloud
        Distinct points in standard units, outliers left out where they are few.
    every : GivenCloud
        Distinct points, outliers too.
    units : Units
    eigenvalues : (rank,)
        Positive ones of their covariance.
    collapse_time : float
        t_c in standard units.
    """

    cloud: GivenCloud
    every: GivenCloud
    units: Units
    eigenvalues: Float[np.ndarray, " rank"]
    collapse_time: float


def diagnose_data(given: Given, steps: Steps, probes: int, queries: int) -> tuple[Part, Data]:
    """Return what is found of the training points.

    Raises
    ------
    ValueError
        If fewer than `LEAST` of them are different.
    """
    census = steps.do("census", TRAINING, lambda: _census(given), "Duplicates and outliers")
    kept = census["kept"]
    units = units_of(given.values, kept, given.name)
    if len(census["first"]) < LEAST:
        raise ValueError(
            f"{given.name}: {len(census['first'])} of its {given.size} points are different; a "
            f"diagnosis needs {LEAST} different ones."
        )
    every = GivenCloud(given.values, units, census["first"])
    cloud = every.subset(np.flatnonzero(kept[census["first"]]))
    spectrum = steps.do(
        "spectrum",
        TRAINING,
        lambda: {"eigenvalues": eigenvalues(cloud, steps.rng("spectrum"))},
        "Covariance",
    )["eigenvalues"]
    seed = int(steps.rng("gaussian").integers(2**31))
    control = GaussianCloud(np.sqrt(spectrum), cloud.size, seed)
    nearest = {
        name: steps.do(
            f"neighbours_{name}",
            TRAINING,
            lambda one=one, name=name: _neighbours(one, queries, steps.rng(f"neighbours_{name}")),
            f"Neighbours among {says}",
        )
        for name, one, says in (
            ("data", cloud, "the points"),
            ("gaussian", control, GAUSSIAN),
        )
    }
    ladder = sizes(cloud.size)
    rungs = {
        name: [
            steps.do(
                f"collapse_{name}_{P}",
                TRAINING,
                lambda one=one, P=P, name=name: _rung(one, P, probes, steps, name),
                f"Collapse of {P} {says}",
            )
            for P in ladder
        ]
        for name, one, says in (
            ("data", cloud, "points"),
            ("gaussian", control, "Gaussian points"),
        )
    }
    beside = steps.do(
        "library",
        TRAINING,
        lambda: _library(cloud, steps.rng("library")),
        "Dimensions of a library",
    )
    numbers = [
        *_census_numbers(given, census, nearest["data"], units),
        *_collapse_numbers(ladder, rungs, units),
        *_neighbour_numbers(nearest, cloud.size),
        *_library_numbers(beside, cloud.size),
    ]
    part = Part(
        "data",
        "The training data",
        tuple(numbers),
        _curves(ladder, rungs, nearest, cloud.size),
        _listings(census, nearest["data"], cloud, units),
        _notes(given, census, cloud, beside),
    )
    return part, Data(cloud, every, units, spectrum, float(np.exp(rungs["data"][-1]["log_time"])))


def sizes(P: int) -> list[int]:
    """Return the ladder of numbers of points: all, and halves of it down to 32 or three rungs.

    Three points at least: the weight of one of two never falls below 1/2.
    """
    found = [P]
    while len(found) < RUNGS and (found[-1] // 2 >= 32 or len(found) < 3):
        found.append(max(found[-1] // 2, 3))
    return found[::-1]


def _census(given: Given) -> Arrays:
    """Return what `memgen.data.census` counts, by name."""
    return {name: np.asarray(value) for name, value in vars(take_census(given.values)).items()}


def _neighbours(cloud: Cloud, queries: int, rng: np.random.Generator) -> Arrays:
    index = np.sort(rng.choice(cloud.size, size=min(queries, cloud.size), replace=False))
    distance, found = neighbours_of(cloud, index, min(RANKS, cloud.size - 1))
    return {"index": index, "distance": distance, "nearest": found[:, 0]}


def _rung(cloud: Cloud, P: int, probes: int, steps: Steps, name: str) -> Arrays:
    """Measure t_c of disjoint subsets of P points, `SUBSETS` of them at most."""
    rng = steps.rng(f"{name}_{P}")
    count = min(SUBSETS, cloud.size // P)
    order = rng.permutation(cloud.size)
    logs, errors, seen = [], [], None
    for k in range(count):
        chosen = order[k * P : (k + 1) * P]
        part = (
            cloud.subset(chosen)
            if isinstance(cloud, GivenCloud)
            else GaussianCloud(cloud.deviations, P, cloud.seed + 1 + k + SUBSETS * P)
        )
        seen = collapse(part, probes, rng, None if seen is None else seen.time)
        logs.append(np.log(seen.time))
        errors.append(seen.log_stderr)
    assert seen is not None
    within = np.sqrt(np.sum(np.square(errors))) / count
    between = np.std(logs, ddof=1) / np.sqrt(count) if count > 1 else 0.0
    scale = 1 / np.sqrt(len(seen.own_weight))
    return {
        "log_time": np.array(np.mean(logs)),
        "log_stderr": np.array(max(within, between)),
        "t": seen.t,
        "own_weight": seen.own_weight.mean(axis=0),
        "own_weight_stderr": seen.own_weight.std(axis=0) * scale,
        "active": seen.active.mean(axis=0),
        "active_stderr": seen.active.std(axis=0) * scale,
    }


def _library(cloud: GivenCloud, rng: np.random.Generator) -> Arrays:
    chosen = rng.choice(cloud.size, size=min(library.MOST, cloud.size), replace=False)
    found = library.library_dimensions(cloud.rows(np.sort(chosen)))
    return {} if found is None else {name: np.array(value) for name, value in found.items()}


def _census_numbers(given: Given, census: Arrays, nearest: Arrays, units: Units) -> list[Number]:
    count, different = given.size, len(census["first"])
    constant, zero = int(census["constant"].sum()), int(census["zero"].sum())
    outliers = len(_outliers(census))
    lonely = len(_lonely(nearest))
    return [
        _exact("points", count, "Points that were given."),
        _exact(
            "distinct_points",
            different,
            "Points left when each is counted once; all that follows is measured on these.",
            _same("what a set without copies would have", count),
        ),
        _exact(
            "constant_coordinates",
            constant,
            f"Coordinates that never vary, {zero} of them always 0; they change no distance.",
        ),
        _exact(
            "outliers",
            outliers,
            "Points whose distance from the mean is beyond the upper quartile by more than three "
            "interquartile ranges (of its logarithm).",
            _same("Gaussian points: fewer than one in 10^5", 0),
        ),
        _exact(
            "lonely_points",
            lonely,
            f"Points of {len(nearest['index'])} looked at whose nearest neighbour is as far off "
            "by the same rule.",
            _same("Gaussian points: fewer than one in 10^5", 0),
        ),
        _exact(
            "scale", units.scale, "Standard deviation of a coordinate, the unit of all lengths."
        ),
    ]


def _collapse_numbers(
    ladder: Sequence[int], rungs: dict[str, list[Arrays]], units: Units
) -> list[Number]:
    last, beside = rungs["data"][-1], rungs["gaussian"][-1]
    means = (
        "Noise variance, in units of the data's variance per coordinate, below which the exact "
        "score of the points knows one of them alone: a model that follows it further down "
        "memorises."
    )
    number = _of_logarithm("collapse_time", last, means, _of_log_control(beside))
    sigma = np.exp(0.5 * float(last["log_time"])) * units.scale
    reach = NORMAL * 0.5 * float(last["log_stderr"])
    found = [
        number,
        Number(
            "collapse_sigma",
            sigma,
            sigma * np.exp(-reach),
            sigma * np.exp(reach),
            "The same as the standard deviation of the noise in the units of the file.",
            _rooted(number.control, units.scale),
        ),
    ]
    fits = {name: _fits(ladder, some) for name, some in rungs.items()}
    meaning = (
        "Dimension of the isotropic Gaussian points whose t_c falls with their number as that of "
        "these points does: how fast more data push memorization down."
    )
    more = (
        "Times as many points that would be needed to halve t_c, by the fitted law "
        "t_c = v / (P^(2/D) - 1)."
    )
    if isinstance(fits["data"], str):
        return [
            *found,
            unknown("effective_dimension", meaning, fits["data"]),
            unknown("points_to_halve", more, fits["data"]),
        ]
    for k, (name, says) in enumerate((("effective_dimension", meaning), ("points_to_halve", more))):
        value, error = (float(one[k]) for one in fits["data"])
        other = fits["gaussian"]
        control = None
        if not isinstance(other, str):
            control = positive_control(GAUSSIAN, float(other[0][k]), float(other[1][k]))
        found.append(measured(name, value, error, says, control))
    return found


def _fits(ladder: Sequence[int], rungs: list[Arrays]) -> tuple[np.ndarray, np.ndarray] | str:
    """Return D and the factor of points, with errors."""
    P = np.array(ladder, dtype=float)
    times = np.exp([float(one["log_time"]) for one in rungs])
    errors = np.array([float(one["log_stderr"]) for one in rungs])

    def read(fit: EffectiveDimension) -> np.ndarray:
        return _read_off(fit, P[-1])

    try:
        return read(effective_dimension(P, times)), error_of_fit(P, times, errors, read)
    except ValueError as error:
        return str(error)


def _read_off(fit: EffectiveDimension, P: float) -> np.ndarray:
    power = P ** (2 / fit.dimension)
    return np.array([fit.dimension, (1 + 2 * (power - 1)) ** (fit.dimension / 2) / P])


def _neighbour_numbers(nearest: dict[str, Arrays], P: int) -> list[Number]:
    found = []
    for name, first, second, says in (
        (
            "two_nearest_dimension",
            1,
            2,
            "Dimension that the two nearest neighbours of a point see: the smallest scale, noise "
            "included (Facco et al. 2017).",
        ),
        (
            "coarse_dimension",
            16,
            32,
            "Dimension that neighbours 16 and 32 see, a larger scale (Denti et al., "
            "arXiv:2104.13832); far below the first where noise is small beside the structure.",
        ),
    ):
        if second > nearest["data"]["distance"].shape[1]:
            found.append(unknown(name, says, f"{P} points have no {second} neighbours."))
            continue
        try:
            own, other = (
                rank_dimension(one["distance"], first, second, P) for one in nearest.values()
            )
        except ValueError as error:
            found.append(unknown(name, says, str(error)))
            continue
        control = positive_control(GAUSSIAN, other.dimension, other.stderr)
        found.append(measured(name, own.dimension, own.stderr, says, control))
    return found


def _library_numbers(beside: Arrays, P: int) -> list[Number]:
    used = min(P, library.MOST)
    return [
        Number(
            f"scikit_dimension_{name}",
            float(value),
            float("nan"),
            float("nan"),
            f"Dimension by {name} of scikit-dimension on {used} points; it gives no error.",
        )
        for name, value in beside.items()
    ]


def _curves(
    ladder: Sequence[int], rungs: dict[str, list[Arrays]], nearest: dict[str, Arrays], P: int
) -> tuple[Curves, ...]:
    last = {"the data": rungs["data"][-1], GAUSSIAN: rungs["gaussian"][-1]}
    mark = {"t_c": float(np.exp(rungs["data"][-1]["log_time"]))}
    along = [
        Curves(
            name,
            title,
            "t (variance of the noise)",
            label,
            tuple(
                line(who, one["t"], one[name], one[f"{name}_stderr"]) for who, one in last.items()
            ),
            y_log=name == "active",
            marks=mark,
        )
        for name, title, label in (
            ("own_weight", "The collapse", "weight of the own point"),
            ("active", "Active samples", "1 / Y2"),
        )
    ]
    falls = tuple(_fall(who, ladder, rungs[name]) for name, who in _WHO)
    scales = tuple(_scales(nearest[name], who, P) for name, who in _WHO)
    return (
        *along,
        Curves("fall", "Collapse against the number of points", "P", "t_c", falls, y_log=True),
        Curves("scales", "Dimension against scale", "distance of the neighbours", "D", scales),
    )


_WHO = (("data", "the data"), ("gaussian", GAUSSIAN))


def _fall(who: str, ladder: Sequence[int], rungs: list[Arrays]) -> Line:
    logs = np.array([float(one["log_time"]) for one in rungs])
    reach = NORMAL * np.array([float(one["log_stderr"]) for one in rungs])
    y, low, high = (np.exp(logs + sign * reach) for sign in (0, -1, 1))
    return Line(who, *(tuple(float(v) for v in values) for values in (ladder, y, low, high)))


def _scales(nearest: Arrays, who: str, P: int) -> Line:
    found = []
    rank = 1
    while 2 * rank <= nearest["distance"].shape[1]:
        try:
            found.append(rank_dimension(nearest["distance"], rank, 2 * rank, P))
        except ValueError:
            break
        rank *= 2
    return line(
        who,
        [one.scale for one in found],
        [one.dimension for one in found],
        [one.stderr for one in found],
    )


def _listings(
    census: Arrays, nearest: Arrays, cloud: GivenCloud, units: Units
) -> tuple[Listing, ...]:
    rows = [
        (int(row), int(np.flatnonzero(census["group"] == census["group"][row])[0]))
        for row in np.flatnonzero(census["group"] >= 0)
    ]
    copies = [(row, first) for row, first in rows if row != first]
    far = [(int(row), float(census["norms"][row])) for row in _outliers(census)]
    lonely = [
        (
            int(cloud.index[nearest["index"][k]]),
            int(cloud.index[nearest["nearest"][k]]),
            float(nearest["distance"][k, 0] * units.scale),
        )
        for k in _lonely(nearest)
    ]
    return (
        Listing("duplicates", "Rows equal to an earlier one.", ("row", "equals"), _cut(copies)),
        Listing("outliers", "Rows far from the mean.", ("row", "distance"), _cut(far)),
        Listing(
            "lonely_points",
            "Rows far from all others.",
            ("row", "nearest", "distance"),
            _cut(lonely),
        ),
    )


def _cut(rows: list) -> tuple:
    return tuple(rows[:SHOWN])


def _outliers(census: Arrays) -> Int[np.ndarray, " n"]:
    return far_out(census["norms"])


def _lonely(nearest: Arrays) -> Int[np.ndarray, " n"]:
    return far_out(nearest["distance"][:, 0])


def _notes(given: Given, census: Arrays, cloud: GivenCloud, beside: Arrays) -> tuple[str, ...]:
    found = [given.note] if given.note else []
    copies = given.size - len(census["first"])
    if copies:
        found.append(
            f"{copies} rows are copies of others: a model that memorises one point gives it that "
            "much more often. Leave them out before training."
        )
    far = int((~census["kept"]).sum())
    if far:
        found.append(
            f"{far} outliers are left out of scale, dimensions and collapse, which one of them "
            "could decide alone; samples are compared with them too."
        )
    if not beside:
        found.append(library.MISSING)
    if cloud.dimension > cloud.size:
        found.append(
            f"There are fewer points than coordinates, {cloud.size} and {cloud.dimension}: the "
            "Gaussian control lives in the space that the points span."
        )
    return tuple(found)


def _exact(name: str, value: float, meaning: str, control: Control | None = None) -> Number:
    return Number(name, float(value), float(value), float(value), meaning, control)


def _same(says: str, value: float) -> Control:
    return Control(says, float(value), float(value), float(value))


def _of_logarithm(name: str, rung: Arrays, meaning: str, control: Control) -> Number:
    log, reach = float(rung["log_time"]), NORMAL * float(rung["log_stderr"])
    low, value, high = (float(np.exp(log + sign * reach)) for sign in (-1, 0, 1))
    return Number(name, value, low, high, meaning, control)


def _of_log_control(rung: Arrays) -> Control:
    number = _of_logarithm("", rung, "", _same("", 0))
    return Control(GAUSSIAN, number.value, number.lower, number.upper)


def _rooted(control: Control | None, scale: float) -> Control | None:
    if control is None:
        return None
    sizes = (control.value, control.lower, control.upper)
    return Control(control.says, *(float(np.sqrt(size) * scale) for size in sizes))
