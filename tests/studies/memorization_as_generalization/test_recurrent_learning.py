"""Learning by moments: residuals fall, the best temperature is the teacher's, free norms agree."""

import numpy as np
import pytest

from memgen.data.patterns import draw_patterns
from memgen.recurrent.couplings import hebb, stabilities
from memgen.recurrent.exact import boltzmann, energies, second_moments
from memgen.recurrent.exact_learning import ExactLearner, divergence
from memgen.seeds import Seeds, generator
from memgen.settings.recurrent_networks import LearningTemperature, MomentMatching
from memgen.studies.memorization_as_generalization import learning_temperature, moment_matching
from memgen.tables.read import select
from memgen.tables.rows import tidy

SOURCE = "memorization_as_generalization"
MATCHING = MomentMatching(
    N=[16],
    loads=[0.125],
    draws=2,
    steps=40,
    records=5,
    starts=100,
    probes=400,
    temperatures=6,
    t=2.0,
)


@pytest.mark.parametrize(("regime", "t"), [("cold", 0.0), ("warm", 2.0)])
def test_matching_begins_with_hebb_and_lowers_the_residual(regime, t):
    seeds = Seeds(5, SOURCE, "moment_matching")
    rows = tidy(moment_matching.table(MATCHING, seeds, regime, 16, 0.125))
    assert (rows["N"] == 16).all()
    assert (rows["t"] == t).all()
    assert (rows["load"] == 0.125).all()
    curves = {
        name: select(rows, quantity=name)["value"].to_numpy()
        for name in ("residual", "smallest_stability", "fraction_on_data", "norm")
    }
    steps = select(rows, quantity="residual")["step"].to_numpy()
    assert steps[0] == 0
    assert steps[-1] == 40
    drawn = [
        draw_patterns(
            "binary",
            2,
            16,
            generator(5, SOURCE, "moment_matching", {"N": 16, "load": 0.125, "t": t}, draw),
        )
        for draw in range(2)
    ]
    least = [stabilities(hebb(xi), xi).min() for xi in drawn]
    assert curves["smallest_stability"][0] == pytest.approx(np.mean(least))
    norms = [np.linalg.norm(hebb(xi)) / 4 for xi in drawn]
    assert curves["norm"][0] == pytest.approx(np.mean(norms))
    assert curves["fraction_on_data"].min() >= 0
    assert curves["fraction_on_data"].max() <= 1
    if regime == "warm":
        assert curves["residual"][-1] < 0.3 * curves["residual"][0]
    else:
        assert curves["residual"].max() < 0.1
        assert curves["fraction_on_data"][-1] > 0.95


def test_the_warm_step_is_in_proportion_to_t():
    """At a rate that changes nothing yet, one step moves J by lam t / N times the gap."""
    patterns = draw_patterns("binary", 2, 16, np.random.default_rng(1))
    norms = {}
    for t in (0.5, 2.0):
        s = MATCHING.model_copy(update={"rate": 4.0, "steps": 1, "starts": 4000})
        measured = moment_matching.course(patterns, t, s, {0, 1}, np.random.default_rng(2))
        norms[t] = measured[1, 3] - measured[0, 3]
    # The gap at t = 2 is the larger one, and its step four times as long.
    assert norms[2.0] > 4 * norms[0.5]


S = LearningTemperature(N=6, P=[8, 200], draws=2, temperatures=7, free_steps=30)


@pytest.fixture(scope="module")
def few():
    seeds = Seeds(5, SOURCE, "learning_temperature")
    return tidy(learning_temperature.table(S, seeds, 8, "fixed"))


@pytest.fixture(scope="module")
def many():
    seeds = Seeds(5, SOURCE, "learning_temperature")
    return tidy(learning_temperature.table(S, seeds, 200, "both"))


def teachers(P):
    """The couplings and examples of both draws."""
    for draw in range(2):
        rng = generator(5, SOURCE, "learning_temperature_teacher", {"N": 6}, draw)
        G = np.triu(rng.standard_normal((6, 6)) / np.sqrt(6), 1)
        J = (G + G.T) / 2
        p = boltzmann(energies(J), 1.0)
        rng = generator(5, SOURCE, "learning_temperature", {"N": 6, "P": P}, draw)
        chosen = rng.choice(64, size=P, p=p)
        yield J, p, ((chosen[:, None] >> np.arange(6)) & 1) * 2.0 - 1.0


def test_the_truth_is_that_of_the_seeds(few):
    rows = select(few, N=6, P=8)
    drawn = list(teachers(8))
    matched = [np.sqrt(6) / np.linalg.norm(J) for J, _, _ in drawn]
    assert select(rows, quantity="teacher_t")["value"].item() == pytest.approx(np.mean(matched))
    masses = []
    for _, p, examples in drawn:
        states = {tuple(x) for x in np.concatenate([examples, -examples]).tolist()}
        numbers = [int((np.array(x) > 0) @ (1 << np.arange(6))) for x in states]
        masses.append(p[numbers].sum())
    true = select(rows, quantity="true_mass")["value"].item()
    assert true == pytest.approx(np.mean(masses))
    cold, gain = (
        select(rows, quantity=name)["value"].item() for name in ("cold_mass", "mass_gain")
    )
    assert cold - true == pytest.approx(gain)
    assert gain > 0.1
    assert select(rows, quantity="kl_floor")["value"].item() == pytest.approx(14 / 16)
    assert select(rows, quantity="gradient")["value"].item() < 1e-6
    assert "free" not in set(rows["norm"].dropna())


def test_the_divergence_is_that_of_the_learnt_couplings(many):
    rows = select(many, N=6, P=200, norm="fixed")
    kl = select(rows, quantity="kl")
    np.testing.assert_allclose(kl["t"], np.geomspace(0.3, 10, 7))
    t = kl["t"].iloc[3]
    divergences, masses = [], []
    for _, p, examples in teachers(200):
        moments = second_moments(examples)
        learned = ExactLearner(6).learn(moments, t, moments - np.eye(6))
        q = boltzmann(energies(learned.J), t)
        divergences.append(divergence(p, q))
        masses.append(learning_temperature.mass(q, examples))
    assert kl["value"].iloc[3] == pytest.approx(np.mean(divergences), rel=1e-3)
    mass = select(rows, quantity="mass")
    assert mass["value"].iloc[3] == pytest.approx(np.mean(masses), rel=1e-3)
    assert mass["value"].iloc[0] > mass["value"].iloc[-1]
    cold = select(many, quantity="cold_mass")["value"].item()
    assert cold == pytest.approx(mass["value"].iloc[0])


def test_with_many_examples_the_teacher_s_temperature_is_best(many):
    shift = select(many, quantity="log_best_over_teacher")["value"].item()
    assert abs(shift) < 0.4
    best = select(many, quantity="best_t")["value"].item()
    teacher = select(many, quantity="teacher_t")["value"].item()
    assert best == pytest.approx(teacher, rel=0.5)


def test_the_free_norm_does_not_know_the_temperature(many):
    free = select(many, quantity="kl", norm="free")
    assert free["value"].std() < 1e-8 * free["value"].mean()
    assert select(many, quantity="free_spread")["value"].item() < 1e-8
    assert free["value"].iloc[0] < 0.5


def test_mass_counts_a_state_and_its_negative_once():
    p = np.arange(1.0, 9.0) / 36
    examples = np.array([[1.0, -1, -1], [1, -1, -1], [-1, 1, 1]])
    # States 1 and 6 of eight.
    assert learning_temperature.mass(p, examples) == pytest.approx((2 + 7) / 36)


def test_the_teacher_has_the_variance_of_its_law():
    J = learning_temperature.sherrington_kirkpatrick(200, np.random.default_rng(0))
    np.testing.assert_array_equal(J, J.T)
    assert (np.diag(J) == 0).all()
    assert J[np.triu_indices(200, 1)].var() == pytest.approx(1 / 800, rel=0.03)
