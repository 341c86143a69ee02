"""Claims on dimensions of images, on tables made to satisfy them and to break them."""

import pytest

from memgen.claims.losing_dimensions import fig6_image_dimension as fig6
from memgen.claims.losing_dimensions import fig7_spectra_grid as fig7
from memgen.tables.rows import row, tidy

# By images and steps: dimension at fresh and at trained-on images, and of principal components.
SEEN = {
    (10, 5): (20.0, 18.0, None),
    (10, 50): (5.0, 3.0, 9.0),
    (200, 5): (30.0, 29.0, None),
    (100, 50): (26.0, 25.0, 29.0),
    (200, 50): (27.0, 26.0, 30.0),
}


@pytest.fixture
def tables():
    rows = []
    for (size, steps), (fresh, trained, linear) in SEEN.items():
        for t, more in ((0.01, 10.0), (0.1, 0.0)):
            at = {"trained_on": size, "steps": steps, "t": t}
            for probed, value in (("fresh", fresh), ("trained", trained)):
                rows.append(
                    row("dimension", "simulation", value + more, 0.5, 3, **at, probed=probed)
                )
            found = row("detected_dimension", "simulation", fresh, 2.0, 3, **at, probed="fresh")
            rows.append(found)
            for rank in (0, 1):
                value = row(
                    "singular_value", "simulation", 1 - 0.3 * rank, 0.01, 3, **at, rank=rank
                )
                rows.append(value)
                away = (-1) ** rank / (size * (1 + (t > 0.05)))
                exact = value["value"] + away
                rows.append(row("linear_value", "simulation", exact, 0.0, 3, **at, rank=rank))
            if linear is not None:
                rows.append(row("linear_dimension", "simulation", linear + more, 0.5, 3, **at))
    return {"image_dimension": tidy(rows)}


def test_dimensions(tables):
    assert fig6.fewest_images_lie_far_below_linear(tables).value == pytest.approx(15 / 19)
    near = fig6.most_images_lie_near_linear(tables)
    assert near.value == pytest.approx(27 / 30)
    assert fig6.most_images_lie_below_linear(tables).value == pytest.approx(37 / 40)
    assert fig6.dimension_falls_with_training(tables).value == pytest.approx(27 / 30)
    assert fig6.fewest_images_tell_fresh_from_trained(tables).value == pytest.approx(2)
    assert fig6.most_images_do_not(tables).value == pytest.approx(27 / 26)


def test_spectra(tables):
    nears = fig7.spectrum_nears_linear(tables)
    assert nears.value == pytest.approx(10 / 200)
    assert fig7.most_images_are_near_linear(tables).value == pytest.approx(1 / 200)
    assert fig7.dimension_grows(tables).value == pytest.approx(22)
