"""The dimension of a manifold, from the gap in the singular values of a score's Jacobian.

Directions off the manifold have the singular value 1 / t, tangent ones less. In the ordered
spectrum the gap is a spike of the second difference (arXiv:2410.08727, released code): the
published rule takes a spike above c times the median second difference, and as many dimensions as
singular values after it. Where nothing is tangent the differences are noise, whose spikes mean
nothing: a gap also has to be high, a fraction of the largest singular value.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import as_numpy, as_real


@dataclass(frozen=True)
class Detection:
    """What the detector found.

    Attributes
    ----------
    dimension : int
        Number of singular values below the gap; 0 without one.
    height : float
        Height of the gap over the largest singular value; 0 without one.
    second_differences : (N - 2,)
        |SV_{k} - 2 SV_{k+1} + SV_{k+2}| over the largest singular value.
    """

    dimension: int
    height: float
    second_differences: Float[np.ndarray, " inner"]


def detect_dimension(
    values: Any, spike: float = 10.0, height: float = 0.1, skip: int = 0
) -> Detection:
    """Return the dimension at the highest gap that stands out.

    Parameters
    ----------
    values : (N,)
        Singular values, in any order.
    spike : float
        c: how many times the median second difference the spike has to reach.
    height : float
        How high the gap has to be, as a fraction of the largest value.
    skip : int
        Largest values to leave out of the search: 1 for responses that hold score(x) itself.

    Raises
    ------
    ValueError
        If these are no list, fewer than three values are left, or one is negative or not finite.
    TypeError
        If they are no real numbers.
    """
    values = as_real(values, "values")
    if values.ndim != 1 or not np.isfinite(values).all():
        raise ValueError(
            f"values has shape {values.shape}; give one spectrum (N,) of finite numbers."
        )
    ordered = np.sort(values)[::-1][skip:]
    if ordered.size < 3 or not (ordered >= 0).all() or ordered[0] == 0:
        raise ValueError(
            f"{ordered.size} singular values after skip={skip}: give three or more, not negative "
            "and not all 0."
        )
    ordered = ordered / ordered[0]
    second = np.abs(np.diff(ordered, 2))
    drops = -np.diff(ordered)
    k = int(drops.argmax())
    # A drop between values k and k + 1 is seen in the second differences k - 1 and k.
    seen = second[max(k - 1, 0) : k + 1].max()
    floor = np.median(second)
    if drops[k] < height or seen <= spike * floor:
        return Detection(0, 0.0, second)
    return Detection(int(ordered.size - 1 - k), float(drops[k]), second)


def count_below_half(values: Any) -> Float[np.ndarray, " batch"]:
    """Return how many singular values, descending, are below half the largest of each spectrum.

    Along a direction of variance s^2 that is one with t < s^2: the directions that the noise leaves
    visible, where normal ones have the value 1 (arXiv:2410.05898).

    Raises
    ------
    ValueError, TypeError
        If `memgen.diffusion.arrays.as_numpy` refuses the values (batch, N).
    """
    values = as_numpy(values, "values")
    return (values < 0.5 * values[:, :1]).sum(axis=1).astype(float)
