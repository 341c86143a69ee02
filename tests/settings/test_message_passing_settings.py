import pytest

from memgen.settings import SettingsError, load

SOURCE = "memorization_as_generalization"


@pytest.mark.parametrize(
    ("section", "values", "words"),
    [
        ("errors", {"N": 30, "alpha_Ds": [0.04]}, ["alpha_Ds = [0.04]", "N >= 50"]),
        ("errors", {"activations": ["tahn"]}, ["'tahn'", "'tanh'"]),
        ("errors", {"t_range": [2.0, 1.0]}, ["t_range = [2.0, 1.0]", "below"]),
        ("sampling", {"D": [10, 20]}, ["D = [10, 20]", "three"]),
        ("sampling", {"D": [40, 20, 10]}, ["D = [40, 20, 10]", "rise"]),
        ("sampling", {"chains": 7}, ["chains = 7", "multiple of 2"]),
        ("networks", {"times": [0.001]}, ["times = [0.001]", "t_range = [0.05, 2.5]"]),
        ("networks", {"P": [2000, 200]}, ["P = [2000, 200]", "rise"]),
        ("networks", {"network": {"manifolds": 1}}, ["manifolds", "2"]),
    ],
)
def test_bad_settings_are_explained(section, values, words):
    with pytest.raises(SettingsError) as caught:
        load({SOURCE: {f"message_passing_{section}": values}})
    for word in words:
        assert word in str(caught.value)
