import numpy as np

from memgen.measures.geometry.near_copies import near_copies
from memgen.measures.samples.neighbours import nearest


def close(points, ranks=33):
    return near_copies(nearest(points, points, ranks, exclude_self=True).distance)


def test_groups_of_any_size_below_the_ranks_are_found():
    rng = np.random.default_rng(0)
    for size in (2, 3, 8, 20):
        centres = rng.standard_normal((20, 5))
        noise = 1e-5 * rng.standard_normal((20 * size, 5))
        assert close(np.repeat(centres, size, axis=0) + noise).all()


def test_exact_copies_are_near():
    assert near_copies(np.array([[0.0, 1.0], [0.0, 0.0]])).tolist() == [True, False]


def test_points_without_groups_have_none_but_few_on_a_line():
    rng = np.random.default_rng(1)
    assert not close(rng.standard_normal((2000, 3))).any()
    assert close(rng.random((4000, 1))).mean() < 0.03
