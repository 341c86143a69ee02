"""Memorised, spurious and generalised samples (arXiv:2505.21777, Figs. 3 and 4).

With d_S(x) the distance to the nearest of the training set S, and d_S'(x) that to the nearest other
one of the synthetic set S',

    memorised    d_S <= delta_m
    spurious     d_S >  delta_m,  d_S' <= delta_s      the model repeats itself, not the data
    generalised  d_S >  delta_m,  d_S' >  delta_s.

The spurious fraction grows with the size of S', which has to be the same wherever fractions are
compared.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float

from memgen.diffusion.arrays import as_real, check_points
from memgen.measures.samples.neighbours import nearest

TYPES = ("memorised", "spurious", "generalised")


def classify_distances(to_training: Any, to_synthetic: Any, delta_m: float, delta_s: float) -> Any:
    """Return the type of each sample, a word of `TYPES`, from d_S and d_S' of any one shape.

    Numbers give a word, arrays and tensors an array of words. A distance may be infinite, where
    there is no other sample.

    Raises
    ------
    ValueError
        If a threshold is negative or no number, a distance is, or the shapes differ.
    """
    if not (delta_m >= 0 and delta_s >= 0):
        raise ValueError(f"delta_m={delta_m}, delta_s={delta_s}: thresholds are distances >= 0.")
    to_training = _distances(to_training, "to_training")
    to_synthetic = _distances(to_synthetic, "to_synthetic")
    if to_training.shape != to_synthetic.shape:
        raise ValueError(
            f"to_training and to_synthetic have shapes {to_training.shape} and "
            f"{to_synthetic.shape}; give both distances of the same samples."
        )
    repeated = np.where(to_synthetic <= delta_s, TYPES[1], TYPES[2])
    types = np.where(to_training <= delta_m, TYPES[0], repeated)
    return types if types.ndim else str(types)


def _distances(values: Any, name: str) -> np.ndarray:
    values = as_real(values, name)
    if not (values >= 0).all():
        raise ValueError(f"{name} holds a negative number or a NaN; distances are >= 0.")
    return values


def classify(
    samples: Any,
    training: Any,
    synthetic: Any,
    delta_m: float,
    delta_s: float,
    exclude_self: bool = True,
) -> np.ndarray:
    """Return the type of each sample: "memorised", "spurious" or "generalised".

    Parameters
    ----------
    samples : (batch, N)
        Generated samples, or their features where distances are those of features; of any kind
        that `memgen.measures.samples.neighbours.nearest` takes, as the other two.
    training : (K, N)
        S.
    synthetic : (M, N)
        S'; it may hold the samples.
    delta_m, delta_s : float
        Thresholds of d_S and d_S', both inclusive.
    exclude_self : bool
        Whether the one point of S' that equals a sample is the sample itself, and no neighbour.

    Returns
    -------
    (batch,) of str

    Raises
    ------
    ValueError, TypeError
        If a threshold is negative, or an array is refused by `nearest`.
    """
    training = check_points(training, "training")
    synthetic = check_points(synthetic, "synthetic")
    to_training = nearest(samples, training).distance[:, 0]
    to_synthetic = nearest(samples, synthetic, exclude_self=exclude_self).distance[:, 0]
    return classify_distances(to_training, to_synthetic, delta_m, delta_s)


@dataclass(frozen=True)
class TypeFractions:
    """Fractions of the three types, with errors over networks and samples.

    Attributes
    ----------
    value, stderr : (3,)
        Mean over the networks, and its standard error by a bootstrap in two levels: one network
        fewer than there are, with replacement (which makes the variance unbiased, however few),
        and samples within each. Where all agree the bootstrap gives 0; the error is then
        1 / (samples + 2), the resolution of a fraction.
    networks : int
    """

    value: Float[np.ndarray, "3"]
    stderr: Float[np.ndarray, "3"]
    networks: int


def type_fractions(
    types: np.ndarray, rng: np.random.Generator, resamples: int = 400
) -> TypeFractions:
    """Return the fractions of `TYPES` among types (networks, samples).

    Raises
    ------
    ValueError
        If there are fewer than two resamples, or the types are no matrix of `TYPES`.
    """
    if resamples < 2:
        raise ValueError(f"resamples={resamples} must be at least 2.")
    types = np.asarray(types)
    if types.ndim != 2 or 0 in types.shape or not np.isin(types, TYPES).all():
        raise ValueError(f"types, of shape {types.shape}, must be (networks, samples) of {TYPES}.")
    networks, samples = types.shape
    own = np.stack([(types == name).mean(axis=1) for name in TYPES], axis=1)
    chosen = own[rng.integers(networks, size=(resamples, max(networks - 1, 1)))]
    found = rng.multinomial(samples, _probabilities(chosen)).mean(axis=1) / samples
    stderr = np.maximum(found.std(axis=0, ddof=1), 1 / (networks * samples + 2))
    return TypeFractions(own.mean(axis=0), stderr, networks)


def _probabilities(values: np.ndarray) -> np.ndarray:
    """Sums of fractions that differ from 1 by rounding are refused by the generator."""
    values = np.clip(values, 0, 1)
    return values / values.sum(axis=-1, keepdims=True)
