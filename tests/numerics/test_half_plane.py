"""The root in the upper half plane: the semicircle law, alone and as one of two unknowns."""

import numpy as np

from memgen.numerics.half_plane import newton_in_half_plane

Z = np.linspace(-1.9, 1.9, 21) + 1e-3j


def semicircle(z):
    """m = (-z + sqrt(z^2 - 4)) / 2, which solves m^2 + z m + 1 = 0, on the branch with Im m > 0."""
    root = np.sqrt(z**2 - 4 + 0j)
    both = np.stack([(-z + root) / 2, (-z - root) / 2])
    return np.where(both[0].imag > 0, both[0], both[1])


def test_the_semicircle_from_a_poor_start():
    (m,) = newton_in_half_plane(
        lambda m: (-(m**2 + Z * m + 1) / (2 * m + Z),), (np.full(Z.shape, 5 + 0.1j),), 1e-13, 60
    )
    np.testing.assert_allclose(m, semicircle(Z), rtol=1e-10)


def test_steps_are_halved_until_they_stay_inside():
    """One step, straight down by 3 from i: halved twice it ends at i / 4."""
    (x,) = newton_in_half_plane(lambda x: (np.full(x.shape, -3j),), (np.array([1j]),), 1e-12, 1)
    np.testing.assert_allclose(x, [0.25j])


def test_the_second_unknown_takes_the_share_of_the_first():
    x, y = newton_in_half_plane(
        lambda x, _y: (np.full(x.shape, -3j), np.full(x.shape, 4 + 0j)),
        (np.array([1j]), np.array([0j])),
        1e-12,
        1,
    )
    np.testing.assert_allclose([x[0], y[0]], [0.25j, 1])
