"""What is a count, and a run with fewer of them."""

import pytest

from memgen.declared import declarations
from memgen.settings.run_names import shipped
from memgen.stepping.counts import UNTRAINED, counts, with_levels
from memgen.stepping.job import behind, named


@pytest.fixture(scope="module")
def small():
    return shipped("tiny", 1)


@pytest.fixture(scope="module")
def paper():
    return shipped("paper", 1)


@pytest.fixture(scope="module")
def declared(paper):
    return declarations(paper)


def test_draws_and_grids_are_counts_and_sizes_are_not(declared, small, paper):
    rule = named(declared, "training_dynamics_outlier")
    found = counts(rule, small, paper)
    section = "training_dynamics.outlier"
    assert found[f"{section}.draws"] == (
        small.training_dynamics.outlier.draws,
        paper.training_dynamics.outlier.draws,
    )
    assert f"{section}.simulated" in found
    assert f"{section}.d" not in found
    assert f"{section}.signals" not in found


def test_a_network_is_as_large_and_hardly_trained(declared, small, paper):
    found = counts(named(declared, "spectral_gaps_networks"), small, paper)
    network = "spectral_gaps.trained_spectra.network"
    steps = paper.spectral_gaps.trained_spectra.network.training.steps
    assert found[f"{network}.training.steps"] == (UNTRAINED, steps)
    assert not any(name.endswith((".networks", ".width", ".batch")) for name in found)


def test_a_ladder_of_steps_counts_as_its_longest(declared, small, paper):
    name = "losing_dimensions.visible.steps"
    found = counts(named(declared, "losing_dimensions_point_networks"), small, paper)
    assert found[name] == (UNTRAINED, max(paper.losing_dimensions.visible.steps))
    assert with_levels(paper, {name: 7}).losing_dimensions.visible.steps == [7]


def test_spread_draws_do_not_count_within_a_job(declared, small, paper):
    found = counts(named(declared, "manifold_memorization_collapse_draws"), small, paper)
    assert "manifold_memorization.collapse.draws_per_job" in found
    assert "manifold_memorization.collapse.draws" not in found


def test_what_others_hand_on_counts_too(declared, small, paper):
    rule = "spurious_states_toy_landscape"
    before = behind(declared, rule)
    assert {one.rule for one in before} == {
        "spurious_states_circle",
        "spurious_states_circle_samples",
    }
    found = counts(named(declared, rule), small, paper, before)
    assert "spurious_states.circle_samples.samples" in found
    assert not any(name.endswith("training.steps") for name in found)
