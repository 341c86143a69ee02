"""Activations of the hidden manifold xi = sigma(h), by name.

The names "linear", "tanh", "relu" and "sign" are the same everywhere in memgen:
in the data, in the theory and in the configuration.
"""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Literal, get_args

import numpy as np

ActivationName = Literal["linear", "tanh", "relu", "sign"]
ACTIVATION_NAMES: tuple[str, ...] = get_args(ActivationName)


@dataclass(frozen=True)
class Activation:
    """A pointwise non-linearity sigma with what the theory needs to know of it.

    Attributes
    ----------
    name : str
    function, derivative : callable
        sigma(h) and sigma'(h), elementwise on numpy arrays.
    kinks : tuple of float
        Points where sigma or sigma' jumps: quadratures must break there.

    """

    name: str
    function: Callable[[Any], Any]
    derivative: Callable[[Any], Any]
    kinks: tuple[float, ...] = ()

    def second_moment(self) -> float:
        """Return E[sigma(g)^2] for g ~ N(0, 1): the data's variance per coordinate."""
        return self._gaussian_mean(lambda h: self.function(h) ** 2)

    def mean_squared_slope(self) -> float:
        """Return E[sigma'(g)^2] for g ~ N(0, 1): how much tangent vectors shrink."""
        return self._gaussian_mean(lambda h: self.derivative(h) ** 2)

    def _gaussian_mean(self, integrand: Callable[[Any], Any]) -> float:
        # Imported here: the settings know the names, and Snakemake reads them at each start.
        from scipy.integrate import quad

        edges = (-12.0, *self.kinks, 12.0)
        pieces = [
            quad(
                lambda h: integrand(h) * np.exp(-(h**2) / 2) / np.sqrt(2 * np.pi),
                low,
                high,
                epsabs=1e-13,
            )[0]
            for low, high in pairwise(edges)
        ]
        return float(sum(pieces))


_ACTIVATIONS = {
    "linear": Activation("linear", lambda h: h, lambda h: np.ones_like(h, dtype=float)),
    "tanh": Activation("tanh", np.tanh, lambda h: 1.0 / np.cosh(h) ** 2),
    "relu": Activation(
        "relu", lambda h: np.maximum(h, 0.0), lambda h: np.where(h > 0, 1.0, 0.0), kinks=(0.0,)
    ),
    "sign": Activation(
        "sign",
        lambda h: np.where(h >= 0, 1.0, -1.0),
        lambda h: np.zeros_like(h, dtype=float),
        kinks=(0.0,),
    ),
}


def get_activation(name: str) -> Activation:
    """Return the activation called `name`.

    Raises
    ------
    ValueError
        If there is no such activation; the message names the nearest one.

    """
    if name in _ACTIVATIONS:
        return _ACTIVATIONS[name]
    nearest = get_close_matches(str(name), ACTIVATION_NAMES, n=1)
    hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
    raise ValueError(f"activation={name!r} is not one of {', '.join(ACTIVATION_NAMES)}.{hint}")
