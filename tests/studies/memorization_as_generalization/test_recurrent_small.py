"""Small networks: exact averages beside samples, and the seeds of both."""

import numpy as np
import pytest

from memgen.data.binary_digits import binary_digits, draw_digits
from memgen.data.patterns import draw_patterns
from memgen.measures.memories.binary_retrieval import nearest_overlap
from memgen.recurrent.couplings import pseudo_inverse
from memgen.recurrent.exact import all_states, boltzmann, energies, shannon_entropy, strict_minima
from memgen.seeds import Seeds, generator
from memgen.settings.recurrent_networks import Landscape, MomentTheorem, Sampling
from memgen.studies.call import made
from memgen.studies.memorization_as_generalization import landscape, moment_theorem, sampling
from memgen.tables.read import select
from memgen.tables.rows import tidy

SOURCE = "memorization_as_generalization"
LANDSCAPE = Landscape(N=8, P=2, draws=2, temperatures=30, chains=300, sweeps=5, points=11)
SAMPLING = Sampling(
    N=8,
    P=2,
    digits=3,
    draws=2,
    temperatures=8,
    chains=40,
    sweeps=20,
    points=30,
    random_states=500,
    shown_temperatures=3,
)


def networks_of(source_table, point, draws):
    """The patterns and couplings of each draw."""
    for draw in range(draws):
        rng = generator(5, SOURCE, source_table, point, draw)
        patterns = draw_patterns("binary", 2, 8, rng)
        assert np.linalg.matrix_rank(patterns) == 2
        yield patterns, pseudo_inverse(patterns)


@pytest.fixture(scope="module")
def of_landscape():
    result = landscape.table(LANDSCAPE, Seeds(5, SOURCE, "landscape"))
    return tidy(made(result).rows), result.arrays["landscape_cut"]


def test_the_entropy_is_that_of_the_drawn_networks(of_landscape):
    rows = select(of_landscape[0], N=8, P=2)
    drawn = list(networks_of("landscape", {"N": 8, "P": 2}, 2))
    exact = select(rows, quantity="entropy", kind="theory")
    np.testing.assert_allclose(exact["t"], np.geomspace(0.3, 10, 11))
    entropies = np.array(
        [[shannon_entropy(boltzmann(energies(J), t)) for t in exact["t"]] for _, J in drawn]
    )
    np.testing.assert_allclose(exact["value"], entropies.mean(axis=0) / 8)
    np.testing.assert_allclose(
        exact["stderr"], np.abs(np.diff(entropies, axis=0))[0] / 2 / 8, atol=1e-12
    )
    low = select(rows, quantity="entropy_low_t", t=0.3)["value"].item()
    assert low == pytest.approx(exact["value"].iloc[0] * 8)
    high = select(rows, quantity="entropy_high_t", t=10.0)["value"].item()
    assert high == pytest.approx(exact["value"].iloc[-1] / np.log(2))
    lowest = [np.sum(energies(J) < energies(J).min() + 1e-9) for _, J in drawn]
    assert select(rows, quantity="lowest_states")["value"].item() == pytest.approx(np.mean(lowest))
    ratios = entropies[:, 0] / np.log(lowest)
    over = select(rows, quantity="entropy_over_ground", t=0.3)["value"].item()
    assert over == pytest.approx(ratios.mean())


def test_the_chains_measure_the_entropy(of_landscape):
    rows = of_landscape[0]
    measured = select(rows, quantity="entropy", kind="simulation")
    gaps = select(rows, quantity="entropy_gap")
    np.testing.assert_allclose(gaps["t"], measured["t"])
    assert measured["t"].max() <= 10 * 1.0001
    assert measured["t"].min() == pytest.approx(0.3)
    assert gaps["value"].abs().max() < 0.06
    drawn = list(networks_of("landscape", {"N": 8, "P": 2}, 2))
    coldest = np.mean([shannon_entropy(boltzmann(energies(J), 0.3)) for _, J in drawn]) / 8
    first = measured[measured["t"] == measured["t"].min()]["value"].item()
    gap = gaps[gaps["t"] == gaps["t"].min()]["value"].item()
    assert first - gap == pytest.approx(coldest)


def test_the_cut_is_the_first_network_s(of_landscape):
    _, cut = of_landscape
    patterns, J = next(networks_of("landscape", {"N": 8, "P": 2}, 1))
    np.testing.assert_allclose(cut["patterns"], patterns @ patterns.T / 8)
    np.testing.assert_allclose(cut["minima"], strict_minima(J) @ patterns.T / 8)
    np.testing.assert_allclose(cut["m"], np.linspace(-1, 1, 9))
    assert list(cut["t"]) == [0.3, 10.0]
    assert cut["cold"].sum() == pytest.approx(1)
    assert cut["hot"].sum() == pytest.approx(1)
    # Colder: more of P_t on the lowest cells.
    lowest = np.nan_to_num(cut["lowest"])
    assert (cut["cold"] * lowest).sum() < (cut["hot"] * lowest).sum()


@pytest.fixture(scope="module")
def of_sampling():
    result = sampling.table(SAMPLING, Seeds(5, SOURCE, "sampling"))
    return tidy(made(result).rows), result.arrays["sampling_images"]


def test_cooled_chains_sample_the_exact_average(of_sampling):
    rows = select(of_sampling[0], network="random", N=8, P=2)
    exact = select(rows, start="exact")
    np.testing.assert_allclose(exact["t"], np.geomspace(0.1, 30, 30))
    near = []
    for patterns, J in networks_of("sampling", {"network": "random", "N": 8}, 2):
        overlap = nearest_overlap(all_states(8), patterns)
        near.append([boltzmann(energies(J), t) @ overlap for t in exact["t"]])
    np.testing.assert_allclose(exact["value"], np.mean(near, axis=0))
    assert (exact["kind"] == "theory").all()
    gaps = select(rows, quantity="overlap_gap")
    assert gaps["value"].abs().max() < 0.12
    cooled = select(rows, start="cooled", quantity="nearest_overlap")
    assert list(gaps["t"]) == list(cooled["t"])
    theory = np.interp(np.log(cooled["t"]), np.log(exact["t"]), exact["value"])
    np.testing.assert_allclose(cooled["value"] - theory, gaps["value"], atol=1e-12)
    cold, hot = cooled["value"].iloc[-1], cooled["value"].iloc[0]
    assert cold > hot
    assert select(rows, quantity="chance")["value"].item() == pytest.approx(hot, abs=0.12)


def test_chains_from_examples_stay_on_them_when_cold(of_sampling):
    rows = select(of_sampling[0], network="digits", P=3)
    warmed = select(rows, start="from_examples").set_index("t")["value"]
    cooled = select(rows, start="cooled").set_index("t")["value"]
    assert warmed.index.min() == pytest.approx(0.1)
    assert warmed[warmed.index.min()] > 0.97
    assert warmed[warmed.index.max()] < 0.5
    assert cooled[cooled.index.max()] < cooled[cooled.index.min()]
    assert len(warmed) == len(cooled) == 8
    assert "exact" not in set(rows["start"].dropna())


def test_the_pictures_are_of_the_first_digits(of_sampling):
    _, pictures = of_sampling
    images, labels = binary_digits()
    rng = generator(5, SOURCE, "sampling", {"network": "digits", "N": images.shape[1]}, 0)
    np.testing.assert_array_equal(pictures["examples"], draw_digits(images, labels, 3, rng))
    assert pictures["samples"].shape == (3, 4, images.shape[1])
    assert (np.diff(pictures["t"]) > 0).all()
    overlaps = pictures["samples"] @ pictures["examples"].T
    strongest = np.abs(overlaps).argmax(axis=2)
    assert (np.take_along_axis(overlaps, strongest[..., None], axis=2) >= 0).all()
    assert overlaps[0].max(axis=1).min() > 0.8 * images.shape[1]


def test_generic_data_are_their_minima_and_the_counterexample_is_not():
    s = MomentTheorem(N=[9], fractions=[0.2, 0.35], draws=3, steps=150)
    rows = tidy(moment_theorem.table(s, Seeds(5, SOURCE, "moment_theorem")))
    few = select(rows, N=9, P=2)
    assert select(few, quantity="span_is_data")["value"].item() == 1
    assert select(few, quantity="matched")["value"].item() == 1
    assert select(few, quantity="minima_are_data")["value"].item() == 1
    assert sorted(select(rows, quantity="matched")["P"]) == [2, 3]
    moments = select(select(rows, quantity="moment"), N=8)
    data, minima = (select(moments, over=over) for over in ("data", "minima"))
    assert len(data) == len(minima) == 28
    np.testing.assert_allclose(data["value"].to_numpy(), minima["value"].to_numpy(), atol=1e-12)
    paired = select(data, i=0, j=1)["value"].item()
    assert paired == pytest.approx(1)
    assert select(data, i=0, j=2)["value"].item() == pytest.approx(0, abs=1e-12)
    assert select(rows, quantity="moment_difference")["value"].item() == pytest.approx(0, abs=1e-12)
    assert select(rows, quantity="minima")["value"].item() == 16
    assert select(rows, quantity="minima_not_data")["value"].item() == 8


def test_the_theorem_has_the_seeds_of_its_points():
    """At P = N - 1 the span holds more than the data in some draws: which ones, the seeds say."""
    from memgen.recurrent.moment_theorem import match_minima, same_states, states_in_span

    s = MomentTheorem(N=[8], fractions=[0.88], draws=6, steps=20)
    rows = tidy(moment_theorem.table(s, Seeds(5, SOURCE, "moment_theorem")))
    point = {"N": 8, "P": 7}
    drawn = [
        draw_patterns("binary", 7, 8, generator(5, SOURCE, "moment_theorem", point, draw))
        for draw in range(6)
    ]
    alone = [same_states(states_in_span(xi), xi) for xi in drawn]
    matchings = [match_minima(xi, steps=20) for xi in drawn]
    assert select(rows, quantity="span_is_data")["value"].item() == pytest.approx(np.mean(alone))
    matched = [matching.matched for matching in matchings]
    assert select(rows, quantity="matched")["value"].item() == pytest.approx(np.mean(matched))
