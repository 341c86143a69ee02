"""Networks are trained for what they are, not for how they are probed; rungs are jobs."""

import pytest

from memgen.declared import declarations
from memgen.settings import load

OF = {
    "spectral_gaps": {"networks": "trained_spectra", "image_network": "image_spectra"},
    "losing_dimensions": {
        "networks": "spectra",
        "memorizing_networks": "memorizing",
        "image_networks": "image_dimension",
    },
}


def settings_of(source, name, values=None):
    config = load({source: values} if values else {})
    (declared,) = [d for d in declarations(config) if (d.source, d.name) == (source, name)]
    return declared.settings(config), declared


@pytest.mark.parametrize(
    ("source", "network", "values"),
    [
        (
            "spectral_gaps",
            "networks",
            {"trained_spectra": {"probes": 5, "times": [1.0, 0.1, 0.01]}},
        ),
        ("spectral_gaps", "image_network", {"image_spectra": {"times": [1.0]}}),
        (
            "losing_dimensions",
            "networks",
            {"spectra": {"sigmas": 7, "rotations": 2, "spike": 4.0}},
        ),
        ("losing_dimensions", "networks", {"spectra": {"trained_P": [250, 500, 1000]}}),
        ("losing_dimensions", "memorizing_networks", {"memorizing": {"probes": 9}}),
        ("losing_dimensions", "image_networks", {"image_dimension": {"t": 0.02, "height": 0.1}}),
        ("losing_dimensions", "image_networks", {"image_dimension": {"sizes": [30, 100, 200]}}),
    ],
)
def test_another_probe_or_rung_trains_no_network_anew(source, network, values):
    before, after = settings_of(source, network)[0], settings_of(source, network, values)[0]
    assert before == after


@pytest.mark.parametrize(
    ("source", "network", "values"),
    [
        ("spectral_gaps", "networks", {"trained_spectra": {"network": {"training": {"steps": 9}}}}),
        ("spectral_gaps", "networks", {"normalization": "latent"}),
        ("spectral_gaps", "image_network", {"image_spectra": {"network": {"held_out": 9}}}),
        ("losing_dimensions", "networks", {"stds": [1.0, 0.2]}),
        (
            "losing_dimensions",
            "image_networks",
            {"image_dimension": {"network": {"training": {"batch": 9}}}},
        ),
    ],
)
def test_another_training_does(source, network, values):
    before, after = settings_of(source, network)[0], settings_of(source, network, values)[0]
    assert before != after


@pytest.mark.parametrize(
    ("source", "network", "probe"),
    [(source, network, probe) for source, of in OF.items() for network, probe in of.items()],
)
def test_probes_read_weights_and_split_of_their_own_network(source, network, probe):
    networks, probes = settings_of(source, network)[1], settings_of(source, probe)[1]
    for output in ("network", "split"):
        assert probes.inputs()[output] == networks.outputs[output]
    assert probes.jobs == networks.jobs


def test_another_rung_probes_no_other_network_anew():
    for values in ({}, {"image_dimension": {"sizes": [30, 100]}}):
        probe = settings_of("losing_dimensions", "image_dimension", values)[0]
        assert "sizes" not in probe["section"]
        assert "training" not in probe["section"]["network"]


def test_a_folder_of_images_is_read_by_content(tmp_path):
    (tmp_path / "a.png").write_bytes(b"first")
    network = {"image_set": "folder", "directory": str(tmp_path), "size": 8}
    values = {"image_spectra": {"network": network}}
    before = settings_of("spectral_gaps", "image_network", values)[0]
    assert list(before["files"]) == [str(tmp_path)]
    (tmp_path / "a.png").write_bytes(b"second")
    assert settings_of("spectral_gaps", "image_network", values)[0] != before
