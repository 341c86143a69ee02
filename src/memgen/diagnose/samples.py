"""The samples: which are copies, by a threshold, by two-sample tests, and by types."""

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from scipy.stats import beta

from memgen.diagnose.cloud import Units, nearest_in, neighbours_of
from memgen.diagnose.data import Data
from memgen.diagnose.inputs import Given
from memgen.diagnose.results import (
    NORMAL,
    Control,
    Curves,
    Listing,
    Number,
    Part,
    line,
    unknown,
)
from memgen.diagnose.steps import Arrays, Steps
from memgen.measures.memorization import THRESHOLD
from memgen.measures.samples.copying import LEAST, CopyingTest, authentic, copying_test
from memgen.measures.samples.neighbours import nearest
from memgen.measures.samples.thresholds import Threshold, place_threshold
from memgen.measures.samples.types import TYPES, classify_distances

MOST = 10000  # samples, and held-out points, that are looked at
CELLS = 5
PAIRS = 12
FALSE_RATE, LEAST_CONTRAST = 0.01, 0.2
CONFIDENCE = 0.95
ALIKE = 4.0  # factor between spreads of samples and data beyond which units are asked for
LEFT_OUT = "training points, each left out in turn"
FRESH = "held-out points"


@dataclass(frozen=True)
class Comparison:
    """Distances of samples, or of points that stand in for fresh ones.

    Attributes
    ----------
    says : str
        What they are.
    row : (n,)
        Their rows in the file.
    nearest, next : (n,)
        d_1 and d_2, to the nearest and the next distinct training point, in standard units.
    index : (n,)
        The nearest training point, by its row in the file.
    beside : (n,)
        Distance of that training point to the nearest other one.
    among : (n,)
        Distance to the nearest other one of as many samples as there are points of the control.
    cell : (n,)
        The nearest of a few centres.
    """

    says: str
    row: Int[np.ndarray, " n"]
    nearest: Float[np.ndarray, " n"]
    next: Float[np.ndarray, " n"]
    index: Int[np.ndarray, " n"]
    beside: Float[np.ndarray, " n"]
    among: Float[np.ndarray, " n"]
    cell: Int[np.ndarray, " n"]

    @property
    def ratio(self) -> Float[np.ndarray, " n"]:
        """d_1 / d_2; 1 where both vanish."""
        same = self.next == 0
        return np.where(same, 1.0, self.nearest / np.where(same, 1.0, self.next))


def diagnose_samples(
    samples: Given,
    second: Given | None,
    held_out: Given | None,
    data: Data,
    steps: Steps,
    queries: int,
) -> Part:
    """Return what is found of generated samples.

    Parameters
    ----------
    samples : Given
        Of the model.
    second : Given, optional
        Another set of samples of the same model, among which the first are looked for; without
        it they are looked for among themselves.
    held_out : Given, optional
        Points of the same source that the model never saw; without them training points that are
        left out of the comparison in turn are the control.
    data, steps, queries
        As of `memgen.diagnose.data.diagnose_data`.
    """
    centres = steps.do(
        "cells", ("training",), lambda: _cells(data, steps.rng("cells")), "Cells of the data"
    )["centres"]
    fresh = min(queries, data.every.size) if held_out is None else held_out.size
    count = min(samples.size, fresh, MOST)
    own = _comparison(
        steps.do(
            "samples",
            ("training", "samples", "second_samples", "held_out"),
            lambda: _compare(samples, second, data, centres, count, steps.rng("samples")),
            "Samples beside training points",
        ),
        "samples",
    )
    if held_out is None:
        control = _comparison(
            steps.do(
                "left_out",
                ("training", "samples"),
                lambda: _leave_out(data, centres, queries, count, steps.rng("left_out")),
                "Training points beside each other",
            ),
            LEFT_OUT,
        )
    else:
        control = _comparison(
            steps.do(
                "held_out",
                ("training", "samples", "held_out"),
                lambda: _compare(held_out, None, data, centres, count, steps.rng("held_out")),
                "Held-out points beside training points",
            ),
            FRESH,
        )
    rng = steps.rng("halves")
    types = _types(own, control)
    numbers = [*_copied(own, control), *_tests(own, control, rng), *types.numbers]
    return Part(
        "samples",
        "The samples",
        tuple(numbers),
        (_ratios(own, control), _growth(samples, second, data.units, types.to_samples)),
        (_pairs(own, data.units),),
        _notes(samples, held_out, own, control, data.units),
    )


def proportion(hits: int, n: int) -> tuple[float, float, float]:
    """Return a fraction with the exact binomial 95 % interval of Clopper and Pearson (1934)."""
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if hits == 0 else float(beta.ppf(tail, hits, n - hits + 1))
    high = 1.0 if hits == n else float(beta.ppf(1 - tail, hits + 1, n - hits))
    return hits / n, low, high


def excess(hits: int, n: int, control_hits: int, control_n: int) -> tuple[float, float, float]:
    """Return the difference of two fractions with Newcombe's 95 % interval.

    From the two intervals (l, u), (l', u') of p and p':
    p - p' - sqrt((p - l)^2 + (u' - p')^2) and p - p' + sqrt((u - p)^2 + (p' - l')^2)
    (Newcombe, Statist. Med. 17, 873 (1998), method 10, here with exact intervals).
    """
    p, low, high = proportion(hits, n)
    q, other_low, other_high = proportion(control_hits, control_n)
    return (
        p - q,
        p - q - float(np.hypot(p - low, other_high - q)),
        p - q + float(np.hypot(high - p, q - other_low)),
    )


def _cells(data: Data, rng: np.random.Generator) -> Arrays:
    """Return centres of a few cells by k-means on at most 5000 training points."""
    from sklearn.cluster import KMeans

    cloud = data.cloud
    chosen = rng.choice(cloud.size, size=min(5000, cloud.size), replace=False)
    count = min(CELLS, max(1, cloud.size // (2 * LEAST)))
    seed = int(rng.integers(2**31))
    means = KMeans(count, n_init="auto", random_state=seed)
    found = means.fit(cloud.rows(np.sort(chosen)))
    return {"centres": found.cluster_centers_}


def _thinned(
    given: Given, units: Units, rng: np.random.Generator
) -> tuple[Int[np.ndarray, " n"], Float[np.ndarray, "n N"]]:
    """Return the rows that are looked at, in random order, and these points."""
    index = rng.permutation(given.size)[:MOST]
    return index, units.standard(np.asarray(given.values[index]))


def _compare(
    given: Given,
    second: Given | None,
    data: Data,
    centres: np.ndarray,
    count: int,
    rng: np.random.Generator,
) -> Arrays:
    row, x = _thinned(given, data.units, rng)
    others = x if second is None else _thinned(second, data.units, rng)[1]
    among = nearest(x, others[:count], exclude_self=second is None)
    distance, index = nearest_in(data.every, x, 2)
    arrays = _arrays(data, distance, index, among.distance[:, 0], nearest(x, centres).index[:, 0])
    return {"row": row, **arrays}


def _leave_out(
    data: Data, centres: np.ndarray, queries: int, count: int, rng: np.random.Generator
) -> Arrays:
    """Return the same of training points, among the others."""
    cloud = data.every
    chosen = rng.choice(cloud.size, size=min(queries, cloud.size), replace=False)
    distance, index = neighbours_of(cloud, chosen, 2)
    x = cloud.rows(chosen)
    among = nearest(x, x[:count], exclude_self=True).distance[:, 0]
    # beside: among the others too, without the point that is left out
    near = neighbours_of(cloud, index[:, 0], 2)
    beside = np.where(near[1][:, 0] == chosen, near[0][:, 1], near[0][:, 0])
    arrays = _arrays(data, distance, index, among, nearest(x, centres).index[:, 0], beside)
    return {"row": cloud.index[chosen], **arrays}


def _arrays(
    data: Data,
    distance: np.ndarray,
    index: np.ndarray,
    among: np.ndarray,
    cell: np.ndarray,
    beside: np.ndarray | None = None,
) -> Arrays:
    if beside is None:
        sources, inverse = np.unique(index[:, 0], return_inverse=True)
        beside = np.asarray(neighbours_of(data.every, sources, 1)[0][inverse, 0])
    return {
        "nearest": distance[:, 0],
        "next": distance[:, 1],
        "index": data.every.index[index[:, 0]],
        "beside": beside,
        "among": among,
        "cell": cell,
    }


def _comparison(arrays: Arrays, says: str) -> Comparison:
    return Comparison(says, **arrays)


def _copied(own: Comparison, control: Comparison) -> list[Number]:
    (hits, n), (others, m) = (
        (int((one.ratio < THRESHOLD).sum()), len(one.nearest)) for one in (own, control)
    )
    beside = Control(control.says, *proportion(others, m))
    exact, known = (int((one.nearest == 0).sum()) for one in (own, control))
    return [
        Number(
            "memorised_fraction",
            *proportion(hits, n),
            "Share of samples that are three times nearer to one training point than to any other "
            "(d1 / d2 < 1/3).",
            beside,
        ),
        Number(
            "memorised_excess",
            *excess(hits, n, others, m),
            "By how much that share exceeds the one of points that cannot be copies.",
        ),
        Number(
            "exact_copies",
            *proportion(exact, n),
            "Share of samples that equal a training point in every digit.",
            Control(control.says, *proportion(known, m)),
        ),
    ]


def _tests(own: Comparison, control: Comparison, rng: np.random.Generator) -> list[Number]:
    found = []
    says = (
        "C_T, in standard deviations: below about -3 samples lie nearer to the training points "
        "than fresh points do, and are copied; above 3 they lie farther, and miss the data "
        "(Meehan et al., arXiv:2004.05675)."
    )
    test = copying_test(own.nearest, control.nearest, own.cell, control.cell)
    if not test.cells:
        why = f"no cell holds {LEAST} samples and as many {control.says}."
        found.append(unknown("copying_test", says, why))
    else:
        found.append(
            Number(
                "copying_test",
                test.value,
                test.value - NORMAL * test.stderr,
                test.value + NORMAL * test.stderr,
                says,
                _half_against_half(control, rng),
            )
        )
    hits, others = (int(authentic(one.nearest, one.beside).sum()) for one in (own, control))
    found.append(
        Number(
            "authentic_fraction",
            *proportion(hits, len(own.nearest)),
            "Share of samples that are farther from their nearest training point than this is from "
            "the other ones; below the control's samples are copied (Alaa et al., "
            "arXiv:2102.08921).",
            Control(control.says, *proportion(others, len(control.nearest))),
        )
    )
    return found


def _half_against_half(control: Comparison, rng: np.random.Generator) -> Control | None:
    """Return C_T of one half of the control against the other: what no copying looks like."""
    order = rng.permutation(len(control.nearest))
    first, second = np.array_split(order, 2)
    test: CopyingTest = copying_test(
        control.nearest[first], control.nearest[second], control.cell[first], control.cell[second]
    )
    if not test.cells:
        return None
    reach = NORMAL * test.stderr
    says = f"one half of the {control.says.split(',')[0]} against the other"
    return Control(says, test.value, test.value - reach, test.value + reach)


@dataclass(frozen=True)
class _Types:
    numbers: list[Number]
    to_samples: float


def _types(own: Comparison, control: Comparison) -> _Types:
    """Return fractions of the types, and of the control among itself with as many points."""
    to_training, to_samples = (
        _threshold(getattr(own, key), getattr(control, key)) for key in ("nearest", "among")
    )
    if to_training is None or to_samples is None:
        why = "a threshold needs ten samples, and ten points of the control, at different places."
        numbers = [unknown(f"{kind}_type", _MEANINGS[kind], why) for kind in TYPES]
        return _Types(numbers, float("nan"))
    numbers = []
    words, others = (
        classify_distances(one.nearest, one.among, to_training.delta, to_samples.delta)
        for one in (own, control)
    )
    for kind in TYPES:
        numbers.append(
            Number(
                f"{kind}_type",
                *proportion(int((words == kind).sum()), len(words)),
                _MEANINGS[kind],
                Control(control.says, *proportion(int((others == kind).sum()), len(others))),
            )
        )
    for name, one, of in (
        ("threshold_to_training", to_training, "training point"),
        ("threshold_to_samples", to_samples, "sample"),
    ):
        how = (
            f"the valley between two peaks of the distances of samples and control together, of "
            f"contrast {one.valley.contrast:.2f}"
            if one.valley.found and one.delta < one.limit
            else f"the distance that {FALSE_RATE:.0%} of the control fall short of"
        )
        says = f"Distance (standard units) to the nearest {of} below which a sample counts as near."
        numbers.append(Number(name, one.delta, one.delta, one.delta, says, None, f"set by {how}."))
    return _Types(numbers, to_samples.delta)


_MEANINGS = {
    "memorised": "Share of samples near a training point.",
    "spurious": "Share near no training point and near another sample: the model repeats itself, "
    "not the data (arXiv:2505.21777); grows with the number of samples.",
    "generalised": "Share near neither.",
}


def _threshold(own: Float[np.ndarray, " n"], control: Float[np.ndarray, " m"]) -> Threshold | None:
    own, control = (values[np.isfinite(values)] for values in (own, control))
    if min(len(own), len(control)) < 10 or len(np.unique(control[control > 0])) < 10:
        return None
    # both together: where most samples are copies, only the control has the other peak
    return place_threshold([np.concatenate([own, control])], [control], FALSE_RATE, LEAST_CONTRAST)


def _ratios(own: Comparison, control: Comparison) -> Curves:
    """Return the cumulative distributions of d1 / d2."""
    x = np.linspace(0, 1, 101)
    lines = tuple(
        line(one.says, x, np.searchsorted(np.sort(one.ratio), x, side="right") / len(one.ratio))
        for one in (own, control)
    )
    title = "Nearest over next training point"
    return Curves(
        "ratios", title, "d1 / d2", "share below", lines, False, False, {"1/3": THRESHOLD}
    )


def _growth(samples: Given, second: Given | None, units: Units, delta: float) -> Curves:
    """Return the fraction near another sample against the number of samples looked among."""
    given, rng = samples if second is None else second, np.random.default_rng(0)
    x = _thinned(samples, units, rng)[1][:500]
    others = _thinned(given, units, np.random.default_rng(0))[1]
    counts = sorted({max(2, len(others) // k) for k in (16, 8, 4, 2, 1)})
    near, error = [], []
    for count in counts:
        distance = nearest(x, others[:count], exclude_self=second is None).distance[:, 0]
        p = float((distance <= delta).mean())
        near.append(p)
        error.append(np.sqrt(max(p * (1 - p), 1 / len(x)) / len(x)))
    shown = (line("near another sample", counts, near, error),)
    title = "Dependence on the number of samples"
    return Curves("growth", title, "number of samples", "share", shown)


def _pairs(own: Comparison, units: Units) -> Listing:
    order = np.argsort(own.ratio, kind="stable")[:PAIRS]
    rows = tuple(
        (
            int(own.row[k]),
            int(own.index[k]),
            float(own.nearest[k] * units.scale),
            float(own.next[k] * units.scale),
            float(own.ratio[k]),
        )
        for k in order
    )
    columns = ("sample", "training", "d1", "d2", "d1 / d2")
    return Listing("nearest_pairs", "The samples most like copies.", columns, rows)


def _notes(
    samples: Given, held_out: Given | None, own: Comparison, control: Comparison, units: Units
) -> tuple[str, ...]:
    found = []
    spread = float(np.sqrt((units.standard(np.asarray(samples.values[:500])) ** 2).mean()))
    if not 1 / ALIKE < spread < ALIKE:
        found.append(
            f"The samples spread about the mean of the training points by {spread:.2g} of their "
            "standard deviation: are both in the same units?"
        )
    if held_out is None:
        found.append(
            "No held-out points were given: training points that are left out of the comparison in "
            "turn stand in for fresh ones."
        )
    elif known := int((control.nearest == 0).sum()):
        found.append(
            f"{known} held-out points equal training points: they are no control. Leave them out."
        )
    if samples.size > MOST:
        found.append(f"{MOST} of the {samples.size} samples, drawn at random, were looked at.")
    if (own.next == 0).any():
        found.append("Some samples lie on two training points: these coincide in rounding.")
    return tuple(found)
