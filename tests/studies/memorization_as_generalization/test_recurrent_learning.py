"""Learning a teacher's examples: t = 0 against t > 0, and the best temperature."""

import numpy as np
import pytest

from memgen.recurrent.couplings import hebb, normalise
from memgen.recurrent.exact import all_states, boltzmann, energies, second_moments
from memgen.recurrent.exact_learning import ExactLearner, divergence
from memgen.recurrent.teacher import coupling_overlap, matched_temperature, sherrington_kirkpatrick
from memgen.seeds import Seeds, generator
from memgen.settings.recurrent_networks import LearningTemperature, MomentMatching
from memgen.studies.memorization_as_generalization import learning_temperature, moment_matching
from memgen.tables.read import select, value_of
from memgen.tables.rows import tidy

SOURCE = "memorization_as_generalization"
MATCHING = MomentMatching(
    N=16,
    loads=[0.25, 20.0],
    followed=0.25,
    limited=20.0,
    draws=2,
    steps=40,
    records=8,
    starts=60,
    probes=300,
    slower=2,
    teacher_sweeps=30,
)


def matched(load):
    return tidy(moment_matching.table(MATCHING, Seeds(5, SOURCE, "moment_matching"), load))


@pytest.fixture(scope="module")
def few_examples():
    return matched(0.25)


@pytest.fixture(scope="module")
def many_examples():
    return matched(20.0)


def test_zero_temperature_memorises_few_examples(few_examples):
    at = select(few_examples, quantity="fraction_on_data", P=4)
    cold, warm, teacher = (
        value_of(at, "fraction_on_data", regime=r) for r in ("cold", "warm", "teacher")
    )
    assert cold > 0.6
    assert warm < cold
    assert teacher < 0.1
    assert value_of(few_examples, "stable_examples", regime="cold") == 1


def test_positive_temperature_learns_the_teacher(few_examples, many_examples):
    few, many = (
        select(rows, quantity="overlap", regime="warm") for rows in (few_examples, many_examples)
    )
    assert value_of(many, "overlap", kind="simulation") > 0.8
    assert value_of(few, "overlap", kind="simulation") < 0.6
    theory = value_of(many, "overlap", kind="theory")
    assert value_of(many, "overlap", kind="simulation") == pytest.approx(theory, abs=0.1)
    gain = value_of(many_examples, "overlap_gain")
    cold = value_of(many_examples, "overlap", regime="cold")
    assert value_of(many, "overlap", kind="simulation") - cold == pytest.approx(gain)


def test_fewer_chains_learn_less_and_infinitely_many_more(many_examples):
    fewer, limit = (
        value_of(many_examples, name)
        for name in ("overlap_of_fewer_chains", "overlap_without_noise")
    )
    at = select(many_examples, quantity="overlap", regime="warm")
    assert fewer < value_of(at, "overlap", kind="simulation") < limit
    assert limit == pytest.approx(value_of(at, "overlap", kind="theory"), abs=0.1)


def test_the_residual_is_followed_at_one_load(few_examples, many_examples):
    assert "followed_residual" not in set(many_examples["quantity"])
    rows = select(few_examples, quantity="followed_residual")
    for rate, steps in ((0.2, 40), (0.1, 80)):
        at = select(rows, rate=rate)
        assert at["progress"].iloc[0] == pytest.approx(rate)
        assert at["progress"].iloc[-1] == pytest.approx(rate * (steps + 1))
    assert 0 < value_of(few_examples, "excess_ratio") < 2
    many = select(few_examples, quantity="overlap_of_many")
    assert (np.diff(many["value"]) > 0).all()


def test_a_lesson_is_the_seeds_and_its_learning_begins_with_hebb():
    seeds = Seeds(5, SOURCE, "moment_matching")
    lesson = moment_matching.draw_lesson(MATCHING, 4, seeds, 1)
    rng = generator(5, SOURCE, "moment_matching_teacher", {"N": 16}, 1)
    np.testing.assert_array_equal(lesson.J, sherrington_kirkpatrick(16, rng, 0.7))
    assert lesson.examples.shape == (4, 16)
    assert lesson.fresh.shape == (300, 16)
    s = MATCHING.model_copy(update={"rate": 1e-12})
    learnt = moment_matching.learn(s, lesson, "cold", np.random.default_rng(0))
    assert learnt[3] == pytest.approx(coupling_overlap(normalise(hebb(lesson.examples)), lesson.J))


S = LearningTemperature(N=6, small_N=5, P=[8, 200], draws=2, temperatures=7)


@pytest.fixture(scope="module")
def few():
    seeds = Seeds(5, SOURCE, "learning_temperature")
    return tidy(learning_temperature.table(S, seeds, 8))


@pytest.fixture(scope="module")
def many():
    seeds = Seeds(5, SOURCE, "learning_temperature")
    return select(tidy(learning_temperature.table(S, seeds, 200)), N=6)


def teachers(P):
    """The couplings and examples of both draws."""
    for draw in range(2):
        rng = generator(5, SOURCE, "learning_temperature_teacher", {"N": 6}, draw)
        J = sherrington_kirkpatrick(6, rng)
        p = boltzmann(energies(J), 1.0)
        rng = generator(5, SOURCE, "learning_temperature", {"N": 6, "P": P}, draw)
        yield J, p, all_states(6)[rng.choice(64, size=P, p=p)]


def test_the_truth_is_that_of_the_seeds(few):
    rows = select(few, N=6, P=8)
    drawn = list(teachers(8))
    matched = [matched_temperature(J) for J, _, _ in drawn]
    assert value_of(rows, "teacher_t") == pytest.approx(np.mean(matched))
    masses = []
    for _, p, examples in drawn:
        states = {tuple(x) for x in np.concatenate([examples, -examples]).tolist()}
        numbers = [int((np.array(x) > 0) @ (1 << np.arange(6))) for x in states]
        masses.append(p[numbers].sum())
    assert value_of(rows, "true_mass") == pytest.approx(np.mean(masses))
    assert value_of(rows, "memorised_mass") > 0.1
    assert value_of(rows, "least_kl", kind="theory") == pytest.approx(14 / 16)
    assert value_of(rows, "gradient") < 1e-6


def test_the_divergence_is_that_of_the_learnt_couplings(many):
    kl = select(many, quantity="kl", N=6, P=200)
    ratio = kl["ratio"].to_numpy()
    assert ratio[[0, -1]] == pytest.approx([0.15, 5.0])
    # denser about the teacher's temperature
    assert np.diff(np.log(ratio)).argmin() in (3, 4)
    divergences, masses = [], []
    for J, p, examples in teachers(200):
        moments = second_moments(examples)
        t = ratio[3] * matched_temperature(J)
        learned = ExactLearner(6).learn(moments, t, moments - np.eye(6))
        q = boltzmann(energies(learned.J), t)
        divergences.append(divergence(p, q))
        masses.append(learning_temperature.mass(q, examples))
    assert kl["value"].iloc[3] == pytest.approx(np.mean(divergences), rel=1e-3)
    mass = select(many, quantity="mass")
    assert mass["value"].iloc[3] == pytest.approx(np.mean(masses), rel=1e-3)
    assert mass["value"].iloc[0] > mass["value"].iloc[-1]
    fresh = select(many, quantity="fresh_mass")
    # of 32 pairs 200 examples hold nearly all, fresh ones too
    np.testing.assert_allclose(fresh["value"], mass["value"], atol=0.1)


def test_the_best_temperature_is_a_minimum_near_the_teacher_s(many):
    kl = select(many, quantity="kl")
    least = value_of(many, "least_kl", kind="simulation")
    assert least <= kl["value"].min() + 1e-9
    shift = select(many, quantity="log_best_over_teacher")
    assert abs(value_of(shift, "log_best_over_teacher", kind="simulation")) < 0.3
    theory = value_of(shift, "log_best_over_teacher", kind="theory")
    over = value_of(many, "shift_over_theory")
    measured = value_of(shift, "log_best_over_teacher", kind="simulation")
    assert over == pytest.approx(measured / theory)
    assert 0 < theory < 0.3


def test_training_examples_gain_as_theory_says(many):
    gap = select(many, quantity="likelihood_gap").sort_values("ratio")["value"]
    theory = value_of(many, "gap_of_many")
    assert theory == pytest.approx(14 / 200)
    assert value_of(many, "gap_over_theory") == pytest.approx(gap.iloc[3] / theory, rel=1e-6)
    assert 0.3 < value_of(many, "gap_over_theory") < 2


def test_of_the_second_size_the_best_temperature_alone_is_sought(few):
    small = select(few, N=5)
    assert "kl" not in set(small["quantity"])
    assert value_of(small, "least_kl", kind="theory") == pytest.approx(9 / 16)


def test_mass_counts_a_state_and_its_negative_once():
    p = np.arange(1.0, 9.0) / 36
    examples = np.array([[1.0, -1, -1], [1, -1, -1], [-1, 1, 1]])
    # States 1 and 6 of eight.
    assert learning_temperature.mass(p, examples) == pytest.approx((2 + 7) / 36)
