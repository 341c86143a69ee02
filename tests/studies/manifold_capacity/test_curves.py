"""Capacities for N to infinity against their closed forms and limits."""

import numpy as np
import pytest

from memgen.settings.manifold_capacity import Curves
from memgen.studies.manifold_capacity.curves import table
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.capacity import retrieval_capacity
from memgen.theory.capacity.spherical_manifold import (
    normed_generalization_time,
    normed_onset_time,
)
from memgen.theory.manifold import collapse_time, onset_time

ALPHA = 0.2


@pytest.fixture(scope="module")
def frame():
    s = Curves(points=8, alpha_Ds=[0.25, 1.0], overlap_lams=[0.5, 1.0], overlap_points=5)
    return tidy(table(s, ALPHA, 0.25))


def test_all_is_theory_of_all_ensembles(frame):
    assert (frame["kind"] == "theory").all()
    curves = select(frame, quantity="retrieval_capacity").groupby(["patterns", "alpha_D"])
    assert curves.size().to_dict() == {
        (name, alpha_D): 8 for name in ("linear", "relu", "tanh") for alpha_D in (0.25, 1.0)
    }


@pytest.mark.parametrize(
    ("quantity", "patterns"),
    [("retrieval_capacity", "gaussian"), ("independent_capacity", "linear")],
)
def test_gaussian_levels_have_the_closed_form(frame, quantity, patterns):
    rows = select(frame, quantity=quantity, patterns=patterns)
    rows = rows[rows["alpha_D"].isna()]
    lam = np.minimum(rows["lam"], 1.0)
    np.testing.assert_allclose(rows["value"], lam - lam**2 / 2, rtol=1e-9)


def test_the_largest_capacities_are_known(frame):
    largest = select(frame, quantity="largest_capacity").set_index("patterns")["value"]
    assert largest["gaussian"] == pytest.approx(0.5, rel=1e-6)
    assert largest["binary"] == pytest.approx(np.log(2), rel=1e-6)


def test_storage_ends_at_a_quarter_of_log_two(frame):
    storage = select(frame, quantity="storage_capacity", patterns="gaussian")["value"].to_numpy()
    retrieval = select(frame, quantity="retrieval_capacity", patterns="gaussian")["value"]
    assert storage[-1] == pytest.approx(np.log(2) / 4, rel=1e-9)
    assert (storage < retrieval.to_numpy()).all()


def test_spherical_capacity_is_the_overlap_capacity_at_one(frame):
    overlaps = select(frame, quantity="overlap_capacity", overlap=1.0)
    assert list(overlaps["lam"]) == [0.5, 1.0]
    spherical = select(frame, quantity="retrieval_capacity", patterns="spherical")
    between = np.interp(overlaps["lam"], spherical["lam"], spherical["value"])
    np.testing.assert_allclose(overlaps["value"], between, rtol=0.03)
    for _, curve in select(frame, quantity="overlap_capacity").groupby("lam"):
        assert list(curve["overlap"]) == pytest.approx(list(np.linspace(0.02, 1, 5)))
        assert curve["value"].is_monotonic_increasing


@pytest.mark.parametrize("alpha_D", [0.25, 1.0])
def test_the_linear_manifold_saturates_where_it_should(frame, alpha_D):
    rows = select(frame, patterns="linear", alpha_D=alpha_D)
    lam_s = select(rows, quantity="saturation_lam")["value"].item()
    capacity = select(rows, quantity="saturation_capacity")["value"].item()
    # The variance of an overlap is |F^T xi|^2 / N = 1 + 1 / alpha_D.
    assert lam_s == pytest.approx(1 / (1 + 1 / alpha_D), rel=1e-6)
    assert capacity == pytest.approx(lam_s / 2, rel=1e-6)
    curve = select(rows, quantity="retrieval_capacity")
    assert curve["lam"].iloc[[0, -1]].to_numpy() == pytest.approx([0.02 * lam_s, 2 * lam_s])
    lam = np.minimum(curve["lam"], lam_s)
    np.testing.assert_allclose(curve["value"], lam - lam**2 / lam_s / 2, rtol=1e-6)


def test_curved_manifolds_hold_fewer_than_independent_coordinates(frame):
    for name in ("tanh", "relu"):
        rows = select(frame, patterns=name)
        capacity = select(rows, quantity="saturation_capacity").set_index("alpha_D")["value"]
        independent = select(rows, quantity="independent_capacity")["value"].max()
        assert capacity[0.25] < capacity[1.0] < independent
        stable = select(rows, quantity="smallest_stability")["value"]
        assert ((stable > 0) & (stable < 1)).all()


def test_limits_are_inverse_times(frame):
    for quantity, time in (
        ("generalization_limit", normed_generalization_time),
        ("collapse_limit", collapse_time),
        ("onset_limit", normed_onset_time),
    ):
        rows = select(frame, quantity=quantity)
        assert rows["alpha_D"].iloc[[0, -1]].to_numpy() == pytest.approx([0.05, 2])
        expected = [1 / time(ALPHA, alpha_D) for alpha_D in rows["alpha_D"]]
        np.testing.assert_allclose(rows["value"], expected, rtol=1e-6)


def test_onsets_of_memory_and_diffusion(frame):
    onset = select(frame, quantity="onset")
    memory = select(onset, model="memory")
    capacity = retrieval_capacity(1 / memory["value"].to_numpy(), "manifold", 0.25, "linear")
    np.testing.assert_allclose(memory["alpha"], capacity, rtol=1e-9)
    for model, time in (("diffusion", onset_time), ("sphere", normed_onset_time)):
        rows = select(onset, model=model)
        expected = [time(alpha, 0.25) for alpha in rows["alpha"]]
        np.testing.assert_allclose(rows["value"], expected, rtol=1e-9)
