"""Networks are trained for what they are, not for how they are probed; rungs are jobs."""

import pytest

from memgen.declared import declarations
from memgen.settings import load

OF = {
    "spectral_gaps": {"networks": "trained_spectra", "image_network": "image_spectra"},
}
# Families whose networks one table probes, all of them.
TOGETHER = {"point_networks": "visible", "image_networks": "image_dimension"}


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
        ("losing_dimensions", "point_networks", {"visible": {"sigmas": 7, "probes": 9}}),
        ("losing_dimensions", "point_networks", {"visible": {"trained_P": [50, 500, 1000]}}),
        (
            "losing_dimensions",
            "image_networks",
            {"image_dimension": {"times": [0.02, 0.1], "height": 0.1}},
        ),
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
        ("losing_dimensions", "point_networks", {"stds": [1.0, 0.2]}),
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


@pytest.mark.parametrize(("network", "probe"), list(TOGETHER.items()))
def test_one_table_reads_weights_and_splits_of_all_networks(network, probe):
    """The fewest points at all steps, all points at the last."""
    networks = settings_of("losing_dimensions", network)[1]
    values, probes = settings_of("losing_dimensions", probe)
    for output, argument in (("network", "networks"), ("split", "splits")):
        assert probes.needs[argument] == networks.files(output)
    key = networks.keys[0]
    fewest = min(job[key] for job in networks.jobs)
    steps = {job["steps"] for job in networks.jobs if job[key] == fewest}
    assert len(steps) == 3
    longest = [job[key] for job in networks.jobs if job["steps"] == max(steps)]
    assert len(longest) == len(set(longest)) == 5
    assert "steps" not in values["section"]
    assert "training" not in values["section"]["network"]


def test_a_folder_of_images_is_read_by_content(tmp_path):
    (tmp_path / "a.png").write_bytes(b"first")
    network = {"image_set": "folder", "directory": str(tmp_path), "size": 8, "channels": 192}
    values = {"image_spectra": {"network": network}}
    before = settings_of("spectral_gaps", "image_network", values)[0]
    assert list(before["files"]) == [str(tmp_path)]
    (tmp_path / "a.png").write_bytes(b"second")
    assert settings_of("spectral_gaps", "image_network", values)[0] != before
