"""Gradient flow of drawn features: real ones and their Gaussian equivalent, by one interface."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

from memgen.networks.random_features.equivalent import draw_equivalent
from memgen.networks.random_features.flow import GradientFlow, gradient_flow, losses_along
from memgen.networks.random_features.moments import population_moments, training_moments
from memgen.theory.random_features.resolvent import FeatureModel

Features = Literal["equivalent", "real"]
Times = Float[np.ndarray, " times"]

# The equivalent is the theory's, though drawn: its features and data never existed.
KIND = {"equivalent": "theory", "real": "simulation"}


@dataclass(frozen=True)
class Losses:
    """Losses along the flow of one draw of features and data.

    Attributes
    ----------
    flow : GradientFlow
        On the training loss.
    test : callable
        From tau (times,) to the loss on fresh data (times,).
    """

    flow: GradientFlow
    test: Callable[[Times], Times]

    def training(self, taus: Times) -> list[float]:
        """Return the training loss at each tau."""
        return [self.flow.training_loss(tau) for tau in taus]


def drawn_losses(
    features: Features, model: FeatureModel, d: int, rng: np.random.Generator
) -> Losses:
    """Return the losses of one draw at dimension d, p = psi_p d and n = psi_n d rounded.

    Parameters
    ----------
    features : str
        "real": features of N(0, sigma_x^2) data, their losses averaged exactly over the noise;
        "equivalent": the Gaussian equivalent.
    model : FeatureModel
        psi_p, psi_n, t and the isotropic variance sigma_x^2.
    d : int
        Data dimension.
    rng : numpy.random.Generator
        Source of features and data.
    """
    if features == "equivalent":
        drawn = draw_equivalent(model, d, rng)
        flow = drawn.flow()
        return Losses(flow, lambda taus: drawn.test_losses(flow, taus))
    (variance,) = model.variances
    W = rng.standard_normal((round(model.psi_p * d), d))
    x = np.sqrt(variance) * rng.standard_normal((round(model.psi_n * d), d))
    flow = gradient_flow(training_moments(W, x, model.t))
    fresh = population_moments(W, model.t, variance)
    return Losses(flow, lambda taus: losses_along(flow, fresh, taus))
