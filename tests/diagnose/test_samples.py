import numpy as np
import pytest
from scipy.stats import binomtest

from memgen.diagnose.cloud import GivenCloud, units_of
from memgen.diagnose.data import Data
from memgen.diagnose.inputs import read
from memgen.diagnose.samples import diagnose_samples, excess, proportion
from memgen.diagnose.steps import Steps


def found_of(training, samples, held_out=None, second=None):
    given = {"training": training, "samples": samples}
    given |= {"held_out": held_out, "second_samples": second}
    read_in = {key: read(value, key) for key, value in given.items() if value is not None}
    digests = {key: one.digest for key, one in read_in.items()}
    training = read_in["training"].values
    units = units_of(training, np.ones(len(training), bool), "training")
    cloud = GivenCloud(training, units, np.arange(len(training)))
    data = Data(cloud, cloud, units, np.ones(training.shape[1]), 1.0)
    steps = Steps(None, digests, {"seed": 0}, "code")
    others = (read_in.get("second_samples"), read_in.get("held_out"))
    return diagnose_samples(read_in["samples"], *others, data, steps, 400)


def copier(probability, n, seed=0, D=4, noise=1e-3):
    """Training points, samples of which a share are copies with a little noise, and fresh ones."""
    rng = np.random.default_rng(seed)
    training, fresh, held_out = (rng.standard_normal((size, D)) for size in (500, n, 600))
    copied = rng.random(n) < probability
    copies = training[rng.integers(500, size=n)] + noise * rng.standard_normal((n, D))
    return training, np.where(copied[:, None], copies, fresh), held_out, copied.mean()


@pytest.mark.parametrize("probability", [0.0, 0.1, 1.0])
def test_a_copier_of_known_probability(probability):
    training, samples, held_out, share = copier(probability, 500)
    part = found_of(training, samples, held_out)
    # fresh points of four dimensions look like copies in one case of 3^4
    number = part["memorised_fraction"]
    assert number.lower <= share + (1 - share) / 81 + 0.01
    assert number.upper >= share
    assert number.control.lower < 1 / 81 < number.control.upper
    true = share * (1 - 1 / 81)
    assert part["memorised_excess"].lower <= true <= part["memorised_excess"].upper
    assert part["authentic_fraction"].value == pytest.approx(
        (1 - share) * part["authentic_fraction"].control.value, abs=0.06
    )
    test = part["copying_test"]
    assert test.control.lower < 0 < test.control.upper
    assert (test.upper < -3) == (probability > 0.5)
    assert (test.value > -3) == (probability < 0.5)
    assert part["memorised_type"].value == pytest.approx(share, abs=0.03)
    if probability == 0:
        assert abs(test.value) < 3


def test_without_held_out_points_training_points_stand_in():
    training, samples, _, share = copier(0.3, 300, seed=1)
    part = found_of(training, samples)
    number = part["memorised_fraction"]
    assert number.control.says.startswith("training points, each left out")
    assert number.control.lower < 1 / 81 < number.control.upper
    assert part["memorised_excess"].lower <= share <= part["memorised_excess"].upper
    fresh = found_of(training, copier(0.0, 400, seed=5)[1])
    assert abs(fresh["copying_test"].value) < 3.5


def test_exact_copies_and_the_pairs_that_are_named():
    training, samples, held_out, _ = copier(0.0, 60)
    samples[7], samples[20] = training[3], training[4]
    part = found_of(training, samples, held_out)
    assert part["exact_copies"].value == pytest.approx(2 / 60)
    pairs = part.listing("nearest_pairs").rows
    assert {row[:2] for row in pairs[:2]} == {(7, 3), (20, 4)}
    assert pairs[0][4] == 0
    spoiled = found_of(training, samples, np.concatenate([held_out, training[:5]]))
    assert any("5 held-out points equal" in note for note in spoiled.notes)


def test_samples_that_repeat_each_other_are_spurious():
    rng = np.random.default_rng(3)
    training, held_out = rng.standard_normal((400, 5)), rng.standard_normal((400, 5))
    centres = rng.standard_normal((4, 5))
    samples, others = (
        np.concatenate([rng.standard_normal((200, 5)), np.repeat(centres, 50, axis=0)])
        + 1e-3 * rng.standard_normal((400, 5))
        for _ in range(2)
    )
    for second in (None, others):
        part = found_of(training, samples, held_out, second)
        assert part["spurious_type"].value == pytest.approx(0.5, abs=0.04)
        assert part["spurious_type"].control.upper < 0.1
        assert part["memorised_type"].value < 0.05
        assert part["threshold_to_samples"].note.startswith("set by")
    growth = part.curves[1].lines[0]
    assert growth.y[0] <= growth.y[-1]


def test_samples_in_other_units_are_asked_about():
    training, samples, held_out, _ = copier(0.0, 40)
    assert any("same units" in note for note in found_of(training, samples * 255, held_out).notes)
    assert not any("same units" in note for note in found_of(training, samples, held_out).notes)


def test_few_samples_say_little():
    training, samples, held_out, _ = copier(0.0, 5)
    part = found_of(training, samples, held_out)
    assert part["memorised_fraction"].upper > 0.3
    assert part["copying_test"].note.startswith("not resolved")
    assert part["memorised_type"].note.startswith("not resolved")


@pytest.mark.parametrize(("hits", "n"), [(0, 20), (3, 20), (20, 20)])
def test_intervals_are_exact(hits, n):
    expected = binomtest(hits, n).proportion_ci(method="exact")
    assert proportion(hits, n) == pytest.approx((hits / n, expected.low, expected.high))
    value, low, high = excess(hits, n, 1, 30)
    assert value == pytest.approx(hits / n - 1 / 30)
    assert low < value < high


def test_interval_of_the_excess_covers_it():
    rng = np.random.default_rng(0)
    inside = 0
    for a, b in zip(rng.binomial(80, 0.2, 300), rng.binomial(60, 0.05, 300), strict=True):
        _, low, high = excess(int(a), 80, int(b), 60)
        inside += low <= 0.15 <= high
    assert inside / 300 > 0.93
