import numpy as np
import pytest

from memgen.data.circle import on_circle, published_angles


def test_published_points():
    two = on_circle(published_angles(2))
    np.testing.assert_allclose(two, [[-0.882, 0.471], [0.824, -0.566]], atol=6e-4)
    degrees = np.sort(np.degrees((published_angles(9) + np.pi) % (2 * np.pi) - np.pi))
    expected = [-146.2, -139.3, -35.6, -34.5, -3.6, 129.2, 138.9, 151.9, 161.7]
    np.testing.assert_allclose(degrees, expected, atol=0.06)


def test_subsets_are_nested():
    np.testing.assert_array_equal(published_angles(9), published_angles(1000)[:9])


@pytest.mark.parametrize("K", [0, 60001])
def test_sizes_that_are_refused(K):
    with pytest.raises(ValueError, match="60000"):
        published_angles(K)
