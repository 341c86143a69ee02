"""The boundary of memorisation in a ladder of K, and the histograms and thresholds there.

The boundary is, of the K with most networks, the one at which the fraction of samples with
d_1 / d_2 < 1/3, the ratio of the distances to the nearest and the next training image, is nearest
to one half: it needs no threshold, and no histogram is searched for. There d_S has two peaks if the
transition moves samples from one to the other, and one if all move together.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float

from memgen.measures.memorization import THRESHOLD
from memgen.measures.samples.distances import RealDistances, SampleDistances
from memgen.measures.samples.thresholds import Threshold, place_threshold
from memgen.settings.spurious_images import ImageTypes
from memgen.statistics.valley import valley
from memgen.studies.spurious_states.stack import Stack
from memgen.tables.rows import Point, Row, row

LOWEST = 1e-6  # contrast that counts as one: no least contrast
FEWEST = 20  # samples that a histogram needs


@dataclass(frozen=True)
class Boundary:
    """The stack at the boundary, and the thresholds that its histograms give.

    Attributes
    ----------
    stack : Stack
        Of the base width.
    memorised, repeated : Threshold
        delta_m from d_S; delta_s from d_S' of the samples with d_S > delta_m, which it divides.
    """

    stack: Stack
    memorised: Threshold
    repeated: Threshold

    @property
    def deltas(self) -> tuple[float, float]:
        """delta_m and delta_s."""
        return self.memorised.delta, self.repeated.delta


def find_boundary(
    samples: Mapping[Stack, SampleDistances], real: Mapping[Stack, RealDistances], s: ImageTypes
) -> Boundary:
    """Return the boundary of the stacks of the base width, those with real images' distances."""
    most = max(len(samples[stack].ratios) for stack in real)
    shares = {
        stack: (samples[stack].ratios < THRESHOLD).mean()
        for stack in real
        if len(samples[stack].ratios) == most
    }
    stack = min(shares, key=lambda stack: abs(shares[stack] - 0.5))
    apart, rule = samples[stack], (s.false_rate, s.least_contrast)
    memorised = place_threshold(
        [apart.to_training.ravel()],
        [np.concatenate(images.to_training) for images in real.values()],
        *rule,
    )
    new = apart.to_synthetic[apart.to_training > memorised.delta]
    repeated = place_threshold(
        [new if len(new) >= FEWEST else apart.to_synthetic.ravel()],
        [np.concatenate(images.to_real) for images in real.values()],
        *rule,
    )
    return Boundary(stack, memorised, repeated)


def boundary_rows(
    boundary: Boundary,
    samples: Mapping[Stack, SampleDistances],
    resamples: int,
    rng: np.random.Generator,
) -> Iterator[Row]:
    """Yield the boundary, its thresholds with their valleys and limits, and their contrasts."""
    stack = boundary.stack
    yield row("boundary", "simulation", stack.K, None, 1, **stack.coordinates)
    apart = samples[stack]
    new = apart.to_training > boundary.memorised.delta
    for which, threshold, values in (
        ("delta_m", boundary.memorised, apart.to_training.ravel()),
        ("delta_s", boundary.repeated, apart.to_synthetic[new]),
    ):
        about = stack.coordinates | {"which": which}
        yield row("threshold", "simulation", threshold.delta, None, 1, **about)
        yield row("real_limit", "simulation", threshold.limit, None, 1, **about)
        loose = contrast_of(values)
        error = bootstrap_error(values, resamples, rng)
        count = len(apart.to_training)
        yield row("contrast", "simulation", loose.contrast, error, count, **about)
        if loose.found:
            yield row("left_peak", "simulation", loose.left, None, 1, **about)
            yield row("right_peak", "simulation", loose.right, None, 1, **about)
        if threshold.valley.found:
            yield row("valley", "simulation", threshold.valley.place, None, 1, **about)


def contrast_of(values: Float[np.ndarray, " n"]):
    """Return the clearest valley of distances however shallow; of few, none."""
    values = values[values > 0]
    return valley(values if len(values) >= FEWEST else np.ones(FEWEST), LOWEST)


def bootstrap_error(
    values: Float[np.ndarray, " n"], resamples: int, rng: np.random.Generator
) -> float | None:
    """Return the standard error of a histogram's contrast, over resamplings of its values."""
    if len(values) < FEWEST:
        return None
    drawn = [contrast_of(rng.choice(values, len(values))).contrast for _ in range(resamples)]
    return max(float(np.std(drawn, ddof=1)), 1e-3)


def network_rows(stack: Stack, apart: SampleDistances, boundary: Boundary) -> Iterator[Row]:
    """Yield of each network by itself the contrasts, and how its types agree with d_1 / d_2 < 1/3.

    `excess`: the fraction memorised by delta_m minus that by the ratio; `disagreement`: the
    fraction of samples of which the two say different things.
    """
    delta_m = boundary.memorised.delta
    for number in range(len(apart.to_training)):
        about: Point = stack.coordinates | {"network": number}
        near, far = apart.to_training[number] <= delta_m, apart.to_training[number] > delta_m
        by_ratio = apart.ratios[number] < THRESHOLD
        for which, values in (
            ("delta_m", apart.to_training[number]),
            ("delta_s", apart.to_synthetic[number][far]),
        ):
            contrast = contrast_of(values).contrast
            yield row("network_contrast", "simulation", contrast, None, 1, **about, which=which)
        yield row("excess", "simulation", near.mean() - by_ratio.mean(), None, 1, **about)
        yield row("disagreement", "simulation", (near != by_ratio).mean(), None, 1, **about)
