"""Networks that store patterns: what must come back does, beside theory, and by its seeds."""

import numpy as np
import pytest

from memgen.data.patterns import corrupt, draw_patterns
from memgen.measures.memories.binary_retrieval import (
    basin_midpoint,
    final_overlap,
    retrieval_map,
    stored,
)
from memgen.measures.memories.dream_couplings import dream_couplings
from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.dense import DenseMemory
from memgen.recurrent.dynamics import descend
from memgen.recurrent.max_margin import max_margin
from memgen.recurrent.published_dream_points import PUBLISHED
from memgen.seeds import Seeds, generator
from memgen.settings.recurrent_networks import (
    Dreams,
    MapProtocol,
    PerceptronCapacity,
    RetrievalMaps,
    Storage,
    Structure,
)
from memgen.studies.memorization_as_generalization import (
    dreams,
    perceptron_capacity,
    retrieval_maps,
    storage,
    structure,
)
from memgen.tables.read import select
from memgen.tables.rows import tidy
from memgen.theory.capacity import retrieval_capacity
from memgen.theory.couplings.perceptron import largest_stability, storage_load
from memgen.theory.couplings.symmetric_capacity import largest_symmetric_stability

SOURCE = "memorization_as_generalization"
DREAMS = Dreams(N=[30], loads=[0.2], ends=[0.6], more_loads=[0.1], networks=3, amounts=25, bins=20)
PROTOCOL = MapProtocol(load=0.2, starts=7)
M0 = np.linspace(0, 1, 7)


@pytest.fixture(scope="module")
def unlearning():
    seeds = Seeds(5, SOURCE, "dreams")
    return tidy(dreams.table(DREAMS, seeds, PROTOCOL, 30, 0.2, 0.6, 3, "densities"))


def drawn_dreams(networks):
    """Patterns, unlearnt couplings and the generator after them, of each network."""
    for draw in range(networks):
        rng = generator(5, SOURCE, "dreams", {"N": 30, "load": 0.2}, draw)
        xi = draw_patterns("binary", 6, 30, rng)
        yield xi, dream_couplings(xi, np.linspace(0, 0.6, 25), rng, 0.01), rng


def test_stabilities_along_unlearning_are_the_networks(unlearning):
    amounts = np.linspace(0, 0.6, 25)
    networks = [network for _, network, _ in drawn_dreams(3)]
    for quantity, field in dreams.CURVES.items():
        curve = select(unlearning, quantity=quantity, N=30, load=0.2)
        np.testing.assert_allclose(curve["amount"], amounts)
        expected = np.mean([getattr(network, field) for network in networks], axis=0)
        np.testing.assert_allclose(curve["value"], expected)
    least, mean, most, saturated = (
        select(unlearning, quantity=quantity)["value"].to_numpy() for quantity in dreams.CURVES
    )
    assert (least <= mean).all()
    assert (mean <= most).all()
    assert ((saturated >= 0) & (saturated <= 1)).all()
    assert least.argmax() > 0


def test_points_lie_in_order_and_maps_belong_to_them(unlearning):
    points = select(unlearning, quantity="dream_point", kind="simulation").set_index("rule")
    assert 0 < points.loc["D_in", "value"] < points.loc["D_opt", "value"]
    assert points.loc["D_opt", "value"] < points.loc["D_fin", "value"] < 0.6
    maps, middles = {rule: [] for rule in ("D_in", "D_opt", "D_fin")}, []
    for xi, network, rng in drawn_dreams(3):
        for rule, J in network.points.items():
            maps[rule].append(retrieval_map(J, xi, M0, rng))
        middles.append(basin_midpoint(M0, maps["D_opt"][-1]))
    for rule, draws in maps.items():
        curve = select(unlearning, quantity="final_overlap", rule=rule)
        np.testing.assert_allclose(curve["m0"], M0)
        np.testing.assert_allclose(curve["value"], np.mean(draws, axis=0))
        assert curve["value"].iloc[-1] > 0.9
    middle = select(unlearning, quantity="basin_midpoint", rule="D_opt")["value"].item()
    assert middle == pytest.approx(np.mean(middles))
    bound = select(unlearning, quantity="largest_margin")["value"].item()
    assert bound == pytest.approx(largest_symmetric_stability(0.2))
    assert "published" not in set(unlearning["kind"])


def test_densities_are_those_of_the_stabilities(unlearning):
    density = select(unlearning, quantity="density")
    assert set(density["rule"]) == {"hebb", "D_in", "D_opt", "D_fin", "perceptron"}
    for rule, curve in density.groupby("rule"):
        assert curve["stability"].iloc[0] == pytest.approx(-3 + 0.2)
        assert curve["value"].sum() * 0.4 == pytest.approx(1, abs=0.02), rule
    bins = np.linspace(-3, 5, 21)
    counted = {"hebb": [], "perceptron": [], "D_fin": []}
    for xi, network, _ in drawn_dreams(3):
        trained = max_margin(xi, tolerance=0.01).J
        for rule, J in (("hebb", hebb(xi)), ("perceptron", trained), ("D_fin", network.D_fin)):
            counted[rule].append(np.histogram(stabilities(J, xi), bins)[0] / xi.size / 0.4)
    for rule, draws in counted.items():
        curve = select(density, rule=rule)
        np.testing.assert_allclose(curve["value"], np.mean(draws, axis=0))


def test_other_extents_leave_out_what_is_not_asked_for():
    seeds = Seeds(5, SOURCE, "dreams")
    curves = tidy(dreams.table(DREAMS, seeds, PROTOCOL, 30, 0.1, 0.6, 2, "curves"))
    assert set(curves["quantity"]) == {*dreams.CURVES, "basin_midpoint", "largest_margin"}
    points = tidy(dreams.table(DREAMS, seeds, PROTOCOL, 30, 0.2, 0.6, 3, "points"))
    assert {"dream_point", "final_overlap"} < set(points["quantity"])
    assert "density" not in set(points["quantity"])


def test_published_points_stand_beside_their_own_n_and_load():
    seeds = Seeds(5, SOURCE, "dreams")
    s = Dreams(N=[100], loads=[0.3], ends=[0.3], amounts=13, networks=2)
    protocol = MapProtocol(load=0.5, starts=5)
    rows = tidy(dreams.table(s, seeds, protocol, 100, 0.3, 0.28, 2, "curves"))
    amounts = select(rows, quantity="saturated")["amount"]
    np.testing.assert_allclose(amounts, np.arange(7) * 0.05)
    published = select(rows, kind="published").set_index("rule")["value"]
    assert dict(published) == dict(
        zip(("D_in", "D_opt", "D_fin"), PUBLISHED[100, 0.3], strict=True)
    )


def test_retrieval_maps_are_of_their_rules():
    s = RetrievalMaps(protocol=PROTOCOL, N=[30], perceptron_loads=[0.4], draws=2, epochs=5)
    rows = tidy(retrieval_maps.table(s, Seeds(5, SOURCE, "retrieval_maps"), 30, 2))
    maps = select(rows, N=30, load=0.2)
    rules = {"hebb", "perceptron", "pseudo_inverse", "daydreaming"}
    assert set(maps["rule"]) == rules
    assert set(select(maps, quantity="basin_midpoint")["rule"]) == rules - {"hebb"}
    hebbian, steps = [], []
    for draw in range(2):
        rng = generator(5, SOURCE, "retrieval_maps", {"N": 30, "load": 0.2}, draw)
        of_rule, first = retrieval_maps.maps_of_draw(s, 30, M0, rng)
        hebbian.append(of_rule["hebb"])
        steps.append(first)
    curve = select(maps, quantity="final_overlap", rule="hebb")
    np.testing.assert_allclose(curve["m0"], M0)
    np.testing.assert_allclose(curve["value"], np.mean(hebbian, axis=0))
    projector = select(maps, quantity="final_overlap", rule="pseudo_inverse")["value"]
    assert projector.iloc[-1] == pytest.approx(1)
    assert projector.iloc[0] < 0.6
    measured = select(maps, quantity="first_step", kind="simulation")
    np.testing.assert_allclose(measured["value"], np.mean(steps, axis=0))
    theory = select(maps, quantity="first_step", kind="theory")
    both = measured.merge(theory, on="m0")
    assert len(both) == 7
    assert np.abs(both["value_x"] - both["value_y"]).max() < 0.15
    further = select(rows, load=0.4)
    assert list(further["rule"]) == ["perceptron"]
    assert 0.2 < further["value"].item() < 0.9


@pytest.fixture(scope="module")
def capacity():
    s = PerceptronCapacity(
        N=[16, 20],
        symmetric_loads=[0.25, 0.8],
        plain_loads=[0.5],
        neighbours=[16, 20],
        diluted_loads=[0.25],
        fit_N=[16, 20],
        fit_loads=[0.5, 1.3],
        diluted_fit_neighbours=[12],
        diluted_fit_loads=[0.25, 1.3],
        draws=2,
        diluted_draws=2,
        fit_draws=2,
        fit_passes=100,
        least_draws=2,
        tolerance=0.02,
        points=9,
        spectral_points=8,
    )
    return tidy(perceptron_capacity.table(s, Seeds(5, SOURCE, "perceptron_capacity")))


def test_formulas_of_the_capacity(capacity):
    for couplings, symmetric, loads in (("diluted", True, [0.25]), ("plain", False, [0.5])):
        formula = select(capacity, quantity="storage_load", couplings=couplings)
        np.testing.assert_allclose(formula["kappa"], np.linspace(0, 3.2, 9))
        expected = storage_load(formula["kappa"].to_numpy(), symmetric)
        np.testing.assert_allclose(formula["value"], expected)
        bounds = select(capacity, quantity="theory_stability", couplings=couplings)
        np.testing.assert_allclose(bounds["load"], loads)
        np.testing.assert_allclose(bounds["value"], largest_stability(np.array(loads), symmetric))
    spectral = select(capacity, quantity="theory_stability", couplings="symmetric")
    assert {0.25, 0.8, 0.09, 1.6} <= set(spectral["load"])
    expected = largest_symmetric_stability(spectral["load"].to_numpy())
    np.testing.assert_allclose(spectral["value"], expected)
    excess = select(capacity, quantity="excess")
    assert excess["load"].max() < storage_load(0.0)
    diluted = largest_stability(excess["load"].to_numpy())
    np.testing.assert_allclose(excess["value"], expected[: len(excess)] / diluted)


def test_measured_stabilities_lie_near_the_theories(capacity):
    rows = select(capacity, quantity="largest_stability")
    full = select(rows, couplings="symmetric", load=0.25)
    assert sorted(full["N"]) == [16, 20]
    assert (np.abs(full["value"] - largest_symmetric_stability(0.25)) < 0.4).all()
    low = select(rows, couplings="symmetric", N=20).set_index("load")["value"]
    assert low[0.25] > low[0.8]
    diluted = select(rows, couplings="diluted", load=0.25)
    assert list(diluted["C"]) == [16, 20]
    assert list(diluted["N"]) == [256, 400]
    assert (np.abs(diluted["value"] - largest_stability(0.25)) < 0.3).all()
    fits = select(capacity, quantity="fits")
    full = select(fits, couplings="symmetric")
    assert list(full["N"]) == [16, 20, 16, 20]
    assert (select(full, load=0.5)["value"] == 1).all()
    diluted = select(fits, couplings="diluted").set_index("load")
    assert (diluted["C"] == 12).all()
    assert (diluted["N"] == 144).all()
    assert diluted["value"][0.25] == 1
    assert diluted["value"][1.3] == 0


def test_stored_fractions_fall_with_the_load_and_follow_their_seeds():
    s = Storage(
        N=24,
        loads=[0.125, 1.0],
        draws=2,
        amounts=15,
        times=[1.0, 4.0],
        score_P=[3, 40, 500],
        probes=10,
        score_draws=6,
        theory_draws=40,
        growth_N=[20, 24],
        growth_times=[3.0, 4.0],
        growth_draws=10,
    )
    rows = tidy(storage.table(s, Seeds(5, SOURCE, "storage")))
    networks = rows[rows["rule"] != "score"]
    few, many = (select(networks, N=24, P=P, quantity="stored") for P in (3, 24))
    assert select(few, rule="hebb", load=0.125)["points"].item() == 3
    assert select(few, rule="pseudo_inverse")["value"].item() == 1
    # On N patterns the projector is 1, and without its diagonal nothing.
    assert select(many, rule="pseudo_inverse")["value"].item() < 0.3
    for rule in ("hebb", "unlearning"):
        assert select(few, rule=rule)["value"].item() > select(many, rule=rule)["value"].item()
    score = select(rows, rule="score", quantity="stored", kind="simulation")
    assert select(score, t=1.0, P=40)["points"].item() == 10
    assert select(score, t=1.0, P=40)["load"].item() == pytest.approx(40 / 24)
    for t in (1.0, 4.0):
        at = select(score, t=t)
        most, found = int(at["P"].max()), []
        for draw in range(6):
            rng = generator(5, SOURCE, "storage_score", {"N": 24, "t": t}, draw)
            xi = draw_patterns("binary", most, 24, rng)
            flips = corrupt(np.ones((10, 24)), 0.8, "binary", rng)
            ends = DenseMemory(xi[:40]).retrieve(xi[:10] * flips, 1 / t, 50, 1e-6).state
            found.append(stored(ends, xi[:10]).mean())
        assert select(at, P=40)["value"].item() == pytest.approx(np.mean(found))
    capacity = select(rows, quantity="log_capacity", N=20)
    expected = [20 * retrieval_capacity(1 / t, "binary", overlap=0.8) for t in capacity["t"]]
    np.testing.assert_allclose(capacity["value"], expected)
    growth = select(rows, quantity="log_half", rule="score", t=3.0, N=24).set_index("kind")
    error = np.hypot(growth.loc["simulation", "stderr"], growth.loc["theory", "stderr"])
    gap = growth.loc["simulation", "value"] - growth.loc["theory", "value"]
    assert abs(gap) < 4 * error + 0.2
    half = select(rows, quantity="measured_half_load", t=4.0).set_index("kind")
    error = np.hypot(half.loc["simulation", "stderr"], half.loc["theory", "stderr"])
    gap = half.loc["simulation", "value"] - half.loc["theory", "value"]
    assert abs(gap) < 4 * error + 0.01
    drawn = []
    for draw in range(2):
        rng = generator(5, SOURCE, "storage", {"N": 24, "P": 3}, draw)
        xi = draw_patterns("binary", 3, 24, rng)
        dream_couplings(xi, np.linspace(0, 0.7, 15), rng)
        ends = descend(hebb(xi), corrupt(xi, 0.8, "binary", rng), rng)
        drawn.append(stored(ends, xi).mean())
    assert select(few, rule="hebb")["value"].item() == pytest.approx(np.mean(drawn))


@pytest.mark.parametrize("alpha_D", [0.25, 0.0])
def test_patterns_of_a_manifold_overlap_more(alpha_D):
    s = Structure(N=[24], load=0.25, alpha_D=[0.25, 1.0], draws=2, amounts=15, epochs=5)
    rows = tidy(structure.table(s, Seeds(5, SOURCE, "structure"), alpha_D, 24, 2))
    rows = select(rows, N=24, load=0.25, alpha_D=alpha_D)
    rules = {"hebb", "unlearning", "perceptron", "pseudo_inverse", "daydreaming"}
    assert set(rows["rule"].dropna()) == rules
    projector = select(rows, rule="pseudo_inverse").set_index("quantity")["value"]
    assert projector["fixed_points"] == 1
    overlaps, ends, margins = [], [], []
    for draw in range(2):
        rng = generator(5, SOURCE, "structure", {"N": 24, "alpha_D": alpha_D}, draw)
        xi = structure.patterns_of(alpha_D, 6, 24, rng)
        overlaps.append(np.abs(xi @ xi.T / 24)[np.triu_indices(6, 1)].mean())
        couplings = structure.couplings_of(xi, s, rng)
        margins.append(stabilities(couplings["perceptron"], xi).min())
        ends.append(final_overlap(couplings["hebb"], xi, 0.6, rng))
    measured = select(rows, quantity="pattern_overlap")["value"].item()
    assert measured == pytest.approx(np.mean(overlaps))
    hebbian = select(rows, rule="hebb").set_index("quantity")["value"]
    assert hebbian["final_overlap"] == pytest.approx(np.mean(ends))
    assert hebbian["retrieved"] == pytest.approx(np.mean(np.array(ends) > 0.975))
    least = select(rows, quantity="smallest_stability").set_index("rule")["value"]
    assert least["perceptron"] == pytest.approx(np.mean(margins))
    # largest but for the rows' norms, which differ at this N
    assert least["perceptron"] > 0.97 * max(least["unlearning"], least["pseudo_inverse"])


def test_a_narrow_manifold_s_patterns_overlap_more_than_independent_ones():
    rng = np.random.default_rng(3)
    narrow, free = (
        np.abs(xi @ xi.T / 100)[np.triu_indices(20, 1)].mean()
        for xi in (structure.patterns_of(alpha_D, 20, 100, rng) for alpha_D in (0.04, 0.0))
    )
    # E|overlap| of independent patterns: sqrt(2 / (pi N)).
    assert free == pytest.approx(np.sqrt(2 / (np.pi * 100)), rel=0.15)
    assert narrow > 2 * free


def test_patterns_that_no_couplings_store_are_drawn_again():
    """Two patterns that differ in one spin only ask opposite things of it."""
    good = draw_patterns("binary", 4, 20, np.random.default_rng(0))
    bad = good.copy()
    bad[1] = bad[0]
    bad[1, 7] *= -1
    drawn = iter([bad, good])
    assert structure.first_storable(lambda: next(drawn)) is good
