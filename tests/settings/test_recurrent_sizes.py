"""Sizes of the recurrent networks that cannot be are refused, with the remedy."""

import pytest

from memgen.settings import SettingsError, load


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"landscape": {"N": [300]}}, "<= 200"),
        ({"landscape": {"N": [40, 16]}}, "must rise"),
        ({"landscape": {"t_range": [3.0, 1.0]}}, "below the second"),
        ({"landscape": {"peak_N": [20, 40, 80]}}, "4 sizes or more"),
        ({"moment_matching": {"N": 20, "loads": [0.05, 0.2]}}, "fewer than 2 patterns"),
        ({"moment_matching": {"followed": 0.3}}, "must be one of loads"),
        ({"dreams": {"N": [200, 100]}}, "must rise"),
        ({"dreams": {"more_loads": [0.3]}}, "share"),
        ({"dreams": {"networks": 1}}, ">= 2"),
        ({"perceptron_capacity": {"N": [100]}}, "two sizes"),
        ({"perceptron_capacity": {"symmetric_loads": [0.2, 1.25]}}, "below 1.2"),
        ({"perceptron_capacity": {"fit_loads": [1.2]}}, "1.2779"),
        ({"perceptron_capacity": {"plain_loads": [1.9]}}, "below 1.6"),
        ({"learning_temperature": {"P": [300, 6]}}, "rise"),
        ({"learning_temperature": {"N": 18}}, "<= 14"),
        ({"moment_theorem": {"fractions": [1.5]}}, "< 1"),
        ({"moment_theorem": {"N": [14, 10]}}, "must rise"),
        ({"storage": {"loads": [0.1, 0.5]}}, "must reach 1"),
        ({"storage": {"times": [5.0, 1.0]}}, "rise"),
        ({"structure": {"alpha_D": [0.01, 0.1]}}, "alpha_D >= 0.04"),
        ({"structure": {"alpha_D": [0.2, 0.1]}}, "rise"),
        ({"retrieval_maps": {"N": [50, 200]}}, "the same N"),
        ({"retrieval_maps": {"protocol": {"load": 0.25}}}, r"one of dreams\.loads"),
        ({"retrieval_maps": {"protocol": {"lod": 0.5}}}, "'load'"),
        ({"dreams": {"ends": [0.5]}}, "as many as loads"),
        ({"perceptron_capacity": {"neighbours": [32, 16]}}, "that rise"),
        ({"perceptron_capacity": {"diluted_loads": [1.2]}}, "below 1"),
    ],
)
def test_bad_sizes_are_refused(values, words):
    with pytest.raises(SettingsError, match=words):
        load({"memorization_as_generalization": {"recurrent_networks": values}})
