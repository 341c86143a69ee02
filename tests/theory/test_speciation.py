"""Speciation: brute-force integral, the universal value at t_S, limits, and clones."""

import numpy as np
import pytest

from memgen.measures.collapse.speciation import same_class_fraction
from memgen.theory.speciation import (
    class_information,
    excess_entropy,
    mixture_collapse_time,
    same_class_probability,
    speciation_time,
)


@pytest.mark.parametrize(("t", "signal", "variance"), [(1.0, 4.0, 1.0), (2.5, 256.0, 0.3)])
def test_by_the_definition(t, signal, variance):
    gamma = 1 - np.exp(-2 * t) + variance * np.exp(-2 * t)
    mean = np.sqrt(signal) * np.exp(-t)
    u = np.linspace(-mean - 12 * np.sqrt(gamma), mean + 12 * np.sqrt(gamma), 200001)
    plus, minus = (
        np.exp(-((u - s * mean) ** 2) / (2 * gamma)) / np.sqrt(2 * np.pi * gamma) for s in (1, -1)
    )
    expected = 0.5 * np.trapezoid((plus**2 + minus**2) / (plus + minus), u)
    found = same_class_probability(np.array([t]), signal, variance)[0]
    assert found == pytest.approx(expected, abs=1e-8)


@pytest.mark.parametrize("d", [256.0, 16384.0])
def test_the_value_at_the_speciation_time(d):
    """0.775 at t = 1/2 log d for |m|^2 = d and unit variance, whatever d."""
    t = 0.5 * np.log(d)
    assert same_class_probability(np.array([t]), d)[0] == pytest.approx(0.7752, abs=1e-4)
    assert speciation_time(d) == pytest.approx(t, rel=1e-3)


def test_limits():
    early, late = same_class_probability(np.array([1e-3, 30.0]), 100.0)
    assert early == pytest.approx(1, abs=1e-9)
    assert late == pytest.approx(0.5, abs=1e-9)
    assert same_class_probability(np.array([0.5]), 0.0)[0] == pytest.approx(0.5)


@pytest.mark.parametrize(("N", "t_C"), [(256, 1.299), (1024, 1.978), (4096, 2.667)])
def test_published_collapse_times(N, t_C):
    """P = 20000 points of unit variance; and where the excess entropy vanishes."""
    alpha = np.log(20000) / N
    found = mixture_collapse_time(alpha)
    assert found == pytest.approx(t_C, abs=5e-4)
    assert alpha + 0.5 * np.log(1 - np.exp(-2 * found)) == pytest.approx(0, abs=1e-12)


def test_clones_follow_it():
    signal, n = 400.0, 4000
    for t in (2.0, 3.0, 4.0):
        found = same_class_fraction(t, signal, 1.0, n, 300, np.random.default_rng(1)).mean()
        expected = same_class_probability(np.array([t]), signal)[0]
        assert found == pytest.approx(expected, abs=3.5 * 0.5 / np.sqrt(n))


def test_outside_the_domain():
    with pytest.raises(ValueError, match="must be positive"):
        same_class_probability(np.array([0.0]), 4.0)
    with pytest.raises(ValueError, match="Lambda must exceed 1"):
        speciation_time(0.1, 0.2)


@pytest.mark.parametrize(("t", "signal", "variance"), [(0.4, 2.0, 1.0), (1.5, 9.0, 0.3)])
def test_class_information_is_entropy_less_that_of_one_gaussian(t, signal, variance):
    gamma = 1 - np.exp(-2 * t) + variance * np.exp(-2 * t)
    mean = np.sqrt(signal) * np.exp(-t)
    u = np.linspace(-mean - 12 * np.sqrt(gamma), mean + 12 * np.sqrt(gamma), 200001)
    density = sum(
        np.exp(-((u - s * mean) ** 2) / (2 * gamma)) / np.sqrt(8 * np.pi * gamma) for s in (1, -1)
    )
    entropy = -np.trapezoid(density * np.log(density), u)
    expected = entropy - 0.5 * np.log(2 * np.pi * np.e * gamma)
    assert class_information(t, signal, variance) == pytest.approx(expected, abs=1e-9)


def test_excess_entropy_of_separate_classes_is_that_of_half_the_points():
    """And where the classes have merged that of all points; for one Gaussian that of the paper."""
    t, N, alpha = np.array([0.3, 1.0]), 100, 0.1
    published = alpha + 0.5 * np.log(-np.expm1(-2 * t))
    assert excess_entropy(t, N, alpha, 1e4) == pytest.approx(published - np.log(2) / N, abs=1e-12)
    assert excess_entropy(t, N, alpha, 0.0) == pytest.approx(published, abs=1e-12)
    halved = excess_entropy(t, N, alpha - np.log(2) / N, 0.0)
    assert excess_entropy(t, N, alpha, 1e4) == pytest.approx(halved, abs=1e-12)
    assert excess_entropy(mixture_collapse_time(alpha), N, alpha, 0.0) == pytest.approx(
        0, abs=1e-12
    )


@pytest.mark.parametrize(
    ("N", "t", "value", "stderr"),
    # f / alpha, P = 20000, of Fig. 3 of arXiv:2402.18491, |m|^2 = N, as released
    [
        (256, 2.512, 0.86865, 0.0023),
        (256, 2.120, 0.74981, 0.0023),
        (1024, 2.904, 0.7852, 0.0046),
        (1024, 3.296, 0.8869, 0.0046),
    ],
)
def test_published_numbers(N, t, value, stderr):
    alpha = np.log(20000) / N
    assert excess_entropy(t, N, alpha, float(N)) / alpha == pytest.approx(value, abs=2 * stderr)


@pytest.mark.parametrize(
    "wrong", [{"alpha": 0.0}, {"variance": -1.0}, {"t": 0.0}, {"signal": -1.0}]
)
def test_excess_entropy_names_what_is_wrong(wrong):
    given = {"t": 1.0, "N": 10, "alpha": 0.5, "signal": 1.0} | wrong
    with pytest.raises(ValueError, match=next(iter(wrong))):
        excess_entropy(**given)
