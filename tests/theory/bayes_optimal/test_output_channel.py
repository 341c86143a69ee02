"""The channel of one coordinate against adaptive quadrature and doubled nodes."""

import numpy as np
import pytest
from scipy.integrate import quad

from memgen.activations import get_activation
from memgen.theory.bayes_optimal._output_channel import output_channel


@pytest.mark.parametrize("activation", ["tanh", "relu", "sign"])
def test_channel_against_adaptive_quadrature(activation):
    sigma, t, v = get_activation(activation), 0.2, 0.4

    def density(x, w):
        def weight(h):
            prior = np.exp(-((h - w) ** 2) / (2 * v)) / np.sqrt(2 * np.pi * v)
            return prior * np.exp(-((x - sigma.function(h)) ** 2) / (2 * t))

        reach = 9.0 * np.sqrt(v)
        inside = [0.0] if abs(w) < reach else None
        return quad(weight, w - reach, w + reach, points=inside, epsabs=1e-9)[0]

    def evidence(w):
        def integrand(x):
            z = density(x, w)
            return z * np.log(max(z, 1e-300)) / np.sqrt(2 * np.pi * t)

        return quad(integrand, -4.0, 6.0 + abs(w), epsabs=1e-6, limit=100)[0]

    # A trapezoid in w is exact to 1e-6 here, the integrand being smooth at the scale sqrt(v).
    w = np.linspace(-4.0, 4.0, 21) * np.sqrt(1.0 - v)
    weight = np.exp(-(w**2) / (2 * (1.0 - v)))
    average = sum(a * evidence(b) for a, b in zip(weight, w, strict=True)) / weight.sum()
    assert output_channel(v, t, sigma).evidence == pytest.approx(average, abs=2e-4)


@pytest.mark.parametrize("activation", ["tanh", "relu", "sign"])
@pytest.mark.parametrize(("variance", "t"), [(0.5, 0.1), (1e-4, 1e-4), (0.9, 30.0)])
def test_doubling_all_nodes_changes_nothing(activation, variance, t):
    sigma = get_activation(activation)
    coarse, fine = (output_channel(variance, t, sigma, nodes) for nodes in (12, 24))
    assert coarse.evidence == pytest.approx(fine.evidence, rel=1e-6)
    assert coarse.fisher == pytest.approx(fine.fisher, rel=1e-5)
