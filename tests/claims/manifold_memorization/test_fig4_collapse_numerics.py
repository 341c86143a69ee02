"""Claims of fig4_collapse_numerics, on tables made to satisfy them and to break them."""

import numpy as np
import pytest

from memgen.claims.manifold_memorization import fig4_collapse_numerics as claims
from memgen.claims.verdict import verdict
from memgen.tables.rows import row, tidy


def ladder(limit=1.0, slope=8.0, noise=0.01):
    """Collapse times t_c (limit + slope / N) in simulation and theory."""
    collapse = [row("collapse_time", "theory", 1.0, N=np.inf)]
    finite = []
    for N in (20.0, 50.0, 200.0, 1000.0):
        value = limit + slope / N
        collapse.append(row("collapse_time", "simulation", value, noise, 10, N=N))
        finite.append(row("collapse_time", "theory", value, noise, 10, N=N))
        weight = 0.5 + 0.4 / np.sqrt(N)
        collapse.append(row("weight_at_collapse", "simulation", weight, noise, 10, N=N))
        finite.append(row("weight_at_collapse", "theory", weight, noise, 10, N=N))
    return {"collapse": tidy(collapse), "finite_size": tidy(finite)}


def test_crossings_are_extrapolated_to_infinite_size():
    found = claims.crossing_tends_to_collapse_time(ladder())
    assert found.value == pytest.approx(1)
    assert 0 < found.stderr < 0.02
    assert claims.crossing_tends_to_collapse_time(ladder(limit=1.3)).value == pytest.approx(1.3)


def test_one_size_cannot_be_extrapolated():
    tables = ladder()
    tables["finite_size"] = tables["finite_size"][tables["finite_size"]["N"] == 50]
    found = claims.crossing_tends_to_collapse_time(tables)
    assert verdict(found, "equal", 1, 0.1) == "not resolved at this size"


def test_simulation_and_finite_size_theory_are_compared_at_the_same_size():
    tables = ladder()
    assert claims.crossing_matches_finite_size_theory(tables).value == pytest.approx(1)
    tables["collapse"].loc[tables["collapse"]["N"] < 1e9, "value"] *= 1.1
    assert claims.crossing_matches_finite_size_theory(tables).value == pytest.approx(1.1)


def test_the_weight_at_t_c_is_compared_and_continued():
    tables = ladder()
    assert claims.weight_at_collapse(tables).value == pytest.approx(0)
    assert claims.weight_at_collapse_tends_to_half(tables).value == pytest.approx(0.5)
    moved = tables["collapse"]["quantity"] == "weight_at_collapse"
    tables["collapse"].loc[moved, "value"] += 0.05
    assert claims.weight_at_collapse(tables).value == pytest.approx(0.05)


def images(name="digits", collapse=1.0, control=1.0):
    """Dimension 6 from the collapse, 7 and 9 from neighbours, 12 of the control."""
    rows = []
    for P, near in ((50, 7.0), (200, 9.0)):
        rows.append(row("neighbour_dimension", "simulation", near, 0.1, 4, P=P))
        for ending in ("gaussian", "known"):
            quantity = f"collapse_time_{ending}"
            rows.append(row(quantity, "simulation", 2.0 * control, 0.02, 9, P=P))
            rows.append(row(quantity, "theory", 2.0, 0.01, 9, P=P))
    rows.append(row("effective_dimension_gaussian", "theory", 12.0))
    rows.append(row("effective_dimension", "simulation", 6.0 * collapse, 0.6, 1))
    return {"points": tidy([one | {"data": name} for one in rows])}


@pytest.mark.parametrize(
    ("name", "lower"),
    [
        ("digits", claims.digits_are_of_lower_dimension),
        ("mnist_5k", claims.mnist_is_of_lower_dimension),
    ],
)
def test_images_have_a_lower_dimension_than_the_control(name, lower):
    assert lower(images(name)).value == pytest.approx(0.5)
    assert lower(images(name)).stderr == pytest.approx(0.05)
    assert lower(images(name, collapse=2)).value == pytest.approx(1)


def test_controls_are_compared_with_their_theory():
    for claim in (claims.control_matches_theory, claims.known_control_matches_theory):
        found = claim(images(control=1.1))
        assert found.value == pytest.approx(1.1)
        assert found.stderr == pytest.approx(1.1 * np.hypot(0.02 / 2.2, 0.01 / 2) / np.sqrt(2))


def test_points_of_the_users_are_no_images():
    tables = images("mine.npy")
    for claim in (claims.digits_are_of_lower_dimension, claims.mnist_is_of_lower_dimension):
        assert verdict(claim(tables), "equal", 1, 0.1) == "not resolved at this size"
    none = {"points": tables["points"].query("quantity == 'neighbour_dimension'")}
    found = claims.known_control_matches_theory(none)
    assert verdict(found, "equal", 1, 0.1) == "not resolved at this size"
