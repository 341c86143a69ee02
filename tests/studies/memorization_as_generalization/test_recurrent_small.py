"""Small networks: exact averages beside samples, and the seeds of both."""

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns, first_independent
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.exact import (
    boltzmann,
    energies,
    second_moments,
    shannon_entropy,
    strict_minima,
)
from memgen.recurrent.moment_theorem import span_mean
from memgen.seeds import Seeds, generator
from memgen.settings.recurrent_networks import Landscape, MomentTheorem, Sampling
from memgen.studies.call import made
from memgen.studies.memorization_as_generalization import landscape, moment_theorem, sampling
from memgen.studies.memorization_as_generalization.digit_networks import nearest_other
from memgen.tables.read import select, value_of
from memgen.tables.rows import tidy

SOURCE = "memorization_as_generalization"
LANDSCAPE = Landscape(
    N=[10, 12],
    draws=2,
    temperatures=8,
    chains=300,
    sweeps=5,
    peak_N=[20, 40, 80, 160],
    peak_draws=2,
)
SAMPLING = Sampling(
    digits=3,
    draws=2,
    temperatures=9,
    chains=40,
    sweeps=20,
    shown_temperatures=3,
    generating={"digits": 60, "draws": 2, "steps": 40, "chains": 20},
)


@pytest.fixture(scope="module")
def of_landscape():
    result = landscape.table(LANDSCAPE, Seeds(5, SOURCE, "landscape"))
    return tidy(made(result).rows), result.arrays["landscape_cut"]


def landscapes(N):
    """The patterns of both draws."""
    for draw in range(2):
        rng = generator(5, SOURCE, "landscape", {"N": N, "P": 3}, draw)
        yield first_independent(lambda rng=rng: draw_patterns("binary", 3, N, rng))


def test_entropy_and_heat_are_those_of_all_states(of_landscape):
    rows = select(of_landscape[0], N=10)
    exact = select(rows, quantity="entropy", kind="theory")
    np.testing.assert_allclose(exact["t"], np.geomspace(0.3, 10, 15))
    every = [energies(pseudo_inverse(xi)) for xi in landscapes(10)]
    entropies = [[shannon_entropy(boltzmann(E, t)) for t in exact["t"]] for E in every]
    np.testing.assert_allclose(exact["value"], np.mean(entropies, axis=0) / 10)
    heat = select(rows, quantity="specific_heat", kind="theory")
    t = heat["t"].iloc[4]
    p = [boltzmann(E, t) for E in every]
    expected = [one @ (E - one @ E) ** 2 / t**2 for one, E in zip(p, every, strict=True)]
    assert heat["value"].iloc[4] == pytest.approx(np.mean(expected) / 10)
    others = [len(strict_minima(pseudo_inverse(xi))) - 6 for xi in landscapes(10)]
    assert value_of(rows, "minima_not_patterns") == pytest.approx(np.mean(others))


def test_the_chains_of_the_largest_network_are_exact(of_landscape):
    rows = of_landscape[0]
    for quantity, width in (("entropy", 0.05), ("specific_heat", 0.12), ("nearest_overlap", 0.06)):
        chains = select(rows, quantity=quantity, kind="simulation")
        assert set(chains["N"]) == {12}
        exact = select(rows, quantity=quantity, kind="theory", N=12)
        np.testing.assert_allclose(chains["t"], exact["t"][::2])
        np.testing.assert_allclose(chains["value"], exact["value"][::2], atol=width)
    assert abs(value_of(rows, "overlap_gap")) < 0.02
    assert value_of(rows, "ground_states", N=12) == pytest.approx(6)
    # few spins: chains end on minima that are no patterns too
    assert value_of(rows, "ends_spread") == pytest.approx(np.log(6), abs=0.3)
    assert value_of(rows, "peak_heat_over_exact") == pytest.approx(1, abs=0.15)


def test_the_limit_has_its_jump(of_landscape):
    limit = select(of_landscape[0], quantity="specific_heat_limit")
    assert (limit["value"][limit["t"] >= 2] == 0).all()
    assert limit["value"].max() == pytest.approx(1.5, abs=0.05)
    peaks = select(of_landscape[0], quantity="heat_peak").sort_values("N")["value"]
    assert (np.diff(peaks) > 0).all()
    assert value_of(of_landscape[0], "heat_peak_limit", of="all") == pytest.approx(2, abs=0.2)


def test_the_cut_is_the_first_network_s(of_landscape):
    _, cut = of_landscape
    patterns = next(landscapes(12))
    assert cut["cold"].sum() == pytest.approx(1)
    assert cut["hot"].sum() == pytest.approx(1)
    # Colder: more of P_t on the lowest cells.
    assert (cut["cold"] * cut["lowest"]).sum() < (cut["hot"] * cut["lowest"]).sum()
    found = strict_minima(pseudo_inverse(patterns)) @ patterns[:2].T / 12
    assert len(cut["minima"]) == len(found)
    order = np.lexsort(found.T), np.lexsort(cut["minima"].T)
    np.testing.assert_allclose(found[order[0]], cut["minima"][order[1]])
    assert cut["is_pattern"].sum() == 6


@pytest.fixture(scope="module")
def of_sampling():
    result = sampling.table(SAMPLING, Seeds(5, SOURCE, "sampling"))
    return tidy(made(result).rows), result.arrays["sampling_images"]


@pytest.mark.parametrize("network", ["retrieving", "learnt"])
def test_networks_of_few_digits_retrieve(of_sampling, network):
    rows = select(of_sampling[0], network=network, P=3)
    known, unseen = (
        select(rows, quantity="nearest_overlap", to=to).set_index("t")["value"]
        for to in ("known", "unseen")
    )
    cold, hot = known.index.min(), known.index.max()
    assert known[cold] > 0.95
    assert unseen[cold] < known[cold] - 0.1
    assert known[hot] < 0.5
    gap = select(rows, quantity="memorised_gap").set_index("t")["value"]
    np.testing.assert_allclose(gap, known - unseen)
    retrieved = select(rows, quantity="retrieved").set_index("t")["value"]
    assert retrieved[cold] > 0.7
    assert retrieved[hot] == 0


def test_the_network_of_many_digits_lies_between_pixels_and_digits(of_sampling):
    rows = select(of_sampling[0], network="generating", P=60)
    digits, pixels = (value_of(rows, "control", of=of) for of in ("digits", "pixels"))
    assert pixels < digits < 1
    assert 0.1 < value_of(rows, "likeness", t=1.0) < 1.2
    gap = select(rows, quantity="memorised_gap", t=1.0)["value"].item()
    assert abs(gap) < 0.1
    near = select(rows, quantity="nearest_sample", t=1.0)["value"].item()
    digits = value_of(rows, "control_sample", of="digits")
    assert value_of(rows, "alike") == pytest.approx(near - digits)
    assert value_of(rows, "control_sample", of="pixels") < digits
    hebbian = select(of_sampling[0], network="hebbian", quantity="memorised_gap")
    assert hebbian["value"].abs().max() < 0.1


def test_the_nearest_other_state_is_found_up_to_a_sign():
    x = np.array([[1.0, 1.0, 1.0, 1.0], [-1.0, -1.0, -1.0, 1.0], [1.0, -1.0, 1.0, -1.0]])
    assert nearest_other(x) == pytest.approx((0.5 + 0.5 + 0.5) / 3)
    assert nearest_other(x[[0, 0]]) == 1


def test_the_pictures_end_on_their_digits(of_sampling):
    _, pictures = of_sampling
    assert (np.diff(pictures["t"]) < 0).all()
    assert pictures["chains"].shape[0] == 3
    ends = (pictures["chains"][-1] * pictures["stored"]).mean(axis=1)
    assert ends.min() > 0.6
    assert len({tuple(x) for x in pictures["stored"]}) == len(pictures["stored"])
    overlaps = (pictures["generated"] * pictures["nearest"]).mean(axis=1)
    assert overlaps.min() > 0


@pytest.fixture(scope="module")
def of_theorem():
    s = MomentTheorem(
        N=[10],
        fractions=[0.2, 0.5],
        draws=60,
        steps=100,
        edge_N=[8, 10],
        rate_draws=200,
        program_N=8,
        program_draws=60,
    )
    result = moment_theorem.table(s, Seeds(5, SOURCE, "moment_theorem"))
    return tidy(made(result).rows), result.arrays["moment_theorem_states"]


def test_generic_data_are_alone_in_their_span(of_theorem):
    rows, _ = of_theorem
    few = select(rows, N=10, P=2)
    assert value_of(few, "others_in_span", kind="simulation") == 0
    curve = select(rows, quantity="others_in_span_curve", N=10)
    assert np.interp(0.5, curve["load"], curve["value"]) == pytest.approx(
        span_mean(5, 10), rel=0.01
    )
    drawn = select(rows, quantity="others_in_span", P=5, kind="simulation")
    mean = value_of(rows, "others_in_span", P=5, kind="theory")
    assert drawn["value"].item() == pytest.approx(mean, abs=4 * drawn["stderr"].item())


def test_moments_that_others_share_are_mostly_exchanges(of_theorem):
    rows, _ = of_theorem
    shared = value_of(rows, "moments_are_shared", N=8)
    otherwise = value_of(rows, "shared_otherwise", N=8)
    assert otherwise <= shared < 0.5
    rate = value_of(rows, "four_are_exchanged", N=10, kind="simulation")
    theory = value_of(rows, "four_are_exchanged", N=10, kind="theory")
    assert rate == pytest.approx(theory, abs=0.12)


def test_the_counterexamples_are_ones(of_theorem):
    rows, states = of_theorem
    for of, P, total in (("random", 9, 18), ("bonds", 4, 16)):
        at = select(rows, of=of)
        assert value_of(at, "moment_difference") == pytest.approx(0, abs=1e-12)
        assert value_of(at, "minima_not_data") == 8
        assert value_of(at, "minima") == total
        data, minima = states[f"{of}_data"], states[f"{of}_minima"]
        assert (len(data), len(minima)) == (P, total // 2)
        np.testing.assert_allclose(second_moments(data), second_moments(minima), atol=1e-12)
    assert np.linalg.matrix_rank(states["random_data"]) == 9
