"""Where two bulks become one."""

import pytest

from memgen.theory.spectra import bulk_edges, merging_ratio


def test_two_fifths_merge_at_the_published_ratio():
    """Aspect ratios .2 and .2: s_2^2 / s_1^2 = .2564 (arXiv:2410.05898)."""
    ratio = merging_ratio([0.2, 0.2])
    assert ratio == pytest.approx(0.2564, abs=1e-4)
    assert len(bulk_edges([0.2, 0.2], [1.0, ratio - 1e-6])) == 2
    assert len(bulk_edges([0.2, 0.2], [1.0, ratio + 1e-6])) == 1


def test_the_normalization_drops_out():
    assert merging_ratio([0.1, 0.4], "latent") == pytest.approx(merging_ratio([0.1, 0.4]))


def test_bulks_that_never_part_have_no_ratio():
    """With N columns of the larger variance or more the smaller one adds no bulk of its own."""
    assert merging_ratio([1.0, 0.3]) is None
