import pytest

from memgen.diagnose.results import Control, Number, Part
from memgen.diagnose.samples import excess, proportion
from memgen.diagnose.verdict import verdict


def samples(hits, n, fresh_hits=0, fresh_n=500, copying=0.0):
    control = Control("held-out points", *proportion(fresh_hits, fresh_n))
    numbers = (
        Number("memorised_fraction", *proportion(hits, n), "", control),
        Number("memorised_excess", *excess(hits, n, fresh_hits, fresh_n), ""),
        Number("copying_test", copying, copying - 2, copying + 2, ""),
    )
    return Part("samples", "", numbers)


@pytest.mark.parametrize(
    ("part", "word"),
    [
        (samples(180, 200), "memorises"),
        (samples(20, 200), "partly"),
        (samples(0, 200), "no sign"),
        (samples(0, 10), "not resolved"),
        (samples(0, 200, copying=-6.0), "partly"),
        # on a line one fresh point of three looks like a copy
        (samples(66, 200, 166, 500), "not resolved"),
        (samples(10, 10, 500, 500), "no sign"),
    ],
)
def test_samples_decide(part, word):
    found, why = verdict(part, None)
    assert found == word
    assert "of held-out points" in why


@pytest.mark.parametrize(
    ("value", "low", "high", "word"),
    [
        (0.9, 0.8, 1.0, "memorises"),
        (0.3, 0.2, 0.4, "partly"),
        (0.0, 0.0, 0.03, "no sign"),
        (0.3, 0.0, 0.9, "not resolved"),
    ],
)
def test_without_samples_the_network_does(value, low, high, word):
    part = Part("network", "", (Number("collapse_ratio", value, low, high, ""),))
    assert verdict(None, part)[0] == word


def test_data_alone():
    assert verdict(None, None)[0] == "data alone"
