"""Time and memory scaled from steps: jobs whose laws are known."""

import pytest

from memgen.stepping.growth import Step, estimate


def job(law, memory=lambda _: 300.0):
    """A measure of a job with a law of time, and the levels that it was asked."""
    asked = []

    def measure(levels):
        asked.append(dict(levels))
        return Step(law(**levels), memory(levels))

    return measure, asked


def test_a_product_is_scaled_exactly():
    measure, asked = job(lambda draws, probes: 0.001 * draws * probes)
    found = estimate(measure, {"draws": 2, "probes": 4}, {"draws": 400, "probes": 2000}, 4)
    assert found.seconds == pytest.approx(800, rel=1e-6)
    spent = sum(0.001 * one["draws"] * one["probes"] for one in asked)
    assert spent < 5
    assert found.levels in asked


def test_a_constant_does_not_hide_what_grows_later():
    """0.5 s of a constant beside 0.0002 s of draws and probes: 1000 s in all."""
    measure, _ = job(lambda draws, probes: 0.5 + 1e-4 * draws * probes)
    found = estimate(measure, {"draws": 2, "probes": 4}, {"draws": 1000, "probes": 10000}, 20)
    assert 600 < found.seconds < 1500


def test_terms_of_their_own_are_not_missed():
    measure, _ = job(lambda draws, theory: 0.01 * draws + 0.02 * theory)
    found = estimate(measure, {"draws": 2, "theory": 2}, {"draws": 1000, "theory": 3000}, 4)
    assert found.seconds == pytest.approx(70, rel=0.05)


def test_a_count_that_costs_nothing_adds_nothing():
    measure, _ = job(lambda draws, shown: 0.01 * draws + 0 * shown)
    found = estimate(measure, {"draws": 2, "shown": 2}, {"draws": 500, "shown": 90}, 2)
    assert found.seconds == pytest.approx(5)


def test_a_short_job_is_done_whole():
    measure, _ = job(lambda draws: 0.001 * draws)
    found = estimate(measure, {"draws": 2}, {"draws": 40}, 2)
    assert (found.seconds, found.stepped, found.levels) == (
        pytest.approx(0.04),
        pytest.approx(0.04),
        {"draws": 40},
    )


def test_what_could_not_be_tried_counts_in_full():
    measure, asked = job(lambda draws: 30.0 * draws)
    found = estimate(measure, {"draws": 2}, {"draws": 20}, 10)
    assert len(asked) == 1, "a step that takes more than the time given is not repeated"
    assert found.seconds == pytest.approx(600)
    assert found.untried == ("draws",)


def test_memory_grows_with_a_count():
    measure, _ = job(
        lambda draws, samples: 1e-3 * draws + 1e-5 * samples,
        lambda levels: 300.0 + 0.1 * levels["samples"],
    )
    found = estimate(measure, {"draws": 2, "samples": 100}, {"draws": 9, "samples": 10**6}, 1)
    assert found.mb == pytest.approx(100300, rel=1e-6)
    assert estimate(lambda _: Step(1.0, 250.0), {}, {}, 1).mb == 250


def test_pairs_and_terms_of_their_own_together():
    measure, _ = job(lambda a, b, c, d: 0.001 * (a * b + 2 * c * d + 5 * c) + 0.05)
    full = {"a": 50, "b": 700, "c": 60, "d": 90}
    found = estimate(measure, dict.fromkeys("abcd", 2), full, 6)
    assert found.seconds == pytest.approx(35 + 10.8 + 0.3 + 0.05, rel=0.2)


def test_the_time_given_is_about_kept():
    measure, asked = job(lambda a, b, c: 0.002 * a * (b + 3 * c))
    found = estimate(measure, dict.fromkeys("abc", 3), {"a": 50, "b": 70, "c": 900}, 3)
    assert sum(0.002 * one["a"] * (one["b"] + 3 * one["c"]) for one in asked) < 2 * 3
    assert found.seconds == pytest.approx(0.1 * (70 + 2700), rel=0.2)
