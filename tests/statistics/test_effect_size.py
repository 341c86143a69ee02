"""Groups compared within clusters."""

import numpy as np
import pytest

from memgen.statistics.effect_size import compare


def test_one_cluster_has_the_errors_of_its_samples():
    rng = np.random.default_rng(0)
    upper, lower = rng.normal(3, 2, 400), rng.normal(1, 2, 400)
    found = compare([upper], [lower])
    assert found.difference == pytest.approx(upper.mean() - lower.mean())
    assert found.difference_error == pytest.approx(2 * np.sqrt(2 / 400), rel=0.1)
    assert found.effect == pytest.approx(1, abs=0.2)
    assert found.effect_error == pytest.approx(np.sqrt(2 / 400 + 1 / 1600), rel=0.05)
    assert found.n == 799


def test_what_clusters_share_falls_out():
    """Networks far apart, whose types differ by one, and others whose types do not."""
    samples = np.array([-1.0, 0.0, 1.0])
    same = compare([samples + 1, samples + 101], [samples, samples + 100])
    assert same.difference == pytest.approx(1)
    assert same.effect == pytest.approx(1)
    assert same.difference_error == pytest.approx(np.sqrt(2 * 2 / 3) / 2)
    others = [samples + shift for shift in (0, 99, 7, 50)]
    differing = compare([samples + 15, *others], [samples, *others])
    # the clusters' own differences are 15 and four times 0: variance 45
    assert differing.difference_error == pytest.approx(3)
    assert differing.n == 5
    # two tell too little of their scatter
    two = compare([samples + 12, samples + 99], [samples, samples + 99])
    assert two.difference_error == pytest.approx(np.sqrt(2 * 2 / 3) / 2)
    assert two.n == 9


def test_the_error_is_the_scatter_of_repetitions():
    rng = np.random.default_rng(2)
    found = [compare([rng.normal(1, 1, 12)], [rng.normal(0, 1, 9)]) for _ in range(600)]
    effects = np.array([each.effect for each in found])
    assert np.mean([each.effect_error for each in found]) == pytest.approx(effects.std(), rel=0.15)


def test_too_few_samples():
    assert compare([np.ones(3)], [np.ones(1)]) is None
    assert compare([np.ones(3)], [np.zeros(3)]) is None
    with pytest.raises(ValueError, match="least=1"):
        compare([np.ones(3)], [np.zeros(3)], 1)
