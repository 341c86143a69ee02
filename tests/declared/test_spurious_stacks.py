"""Stacks of networks on images: what they depend on, and what reads which of them."""

import pytest

from memgen.declared import declarations
from memgen.settings import load


def declared(values=None):
    config = load({"spurious_states": values} if values else {})
    of_source = [d for d in declarations(config) if d.source == "spurious_states"]
    return config, {declaration.name: declaration for declaration in of_source}


def settings(name, values=None):
    config, of_source = declared(values)
    return of_source[name].settings(config)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("circle", {"circle": {"K": [2, 9, 500]}}),
        (
            "circle",
            {
                "circle_samples": {"times": [0.05, 0.1, 0.25]},
                "toy_landscape": {"shown_times": [0.1, 0.1, 0.1]},
            },
        ),
        ("image_stack", {"image_stack": {"K": [16, 32, 64, 128, 256, 512, 1024]}}),
        ("image_stack", {"image_stack": {"further_widths": [96], "width_K": [[32, 64]]}}),
        ("image_stack", {"image_sets": ["digits"]}),
        ("image_stack", {"image_curvature": {"noise": 0.1}}),
        ("mnist_5k", {"image_stack": {"K": [16, 32, 64, 128]}}),
    ],
)
def test_another_rung_or_probe_trains_nothing_anew(name, values):
    assert settings(name) == settings(name, values)


def test_another_training_or_architecture_does():
    for values in ({"training": {"steps": 9}}, {"architecture": {"blocks": 2}}, {"networks": 2}):
        assert settings("image_stack") != settings("image_stack", {"image_stack": values})
    drawn = [
        settings("blobs", {"image_sets": ["blobs"], "blobs": {"count": count}})
        for count in (4000, 5000)
    ]
    assert drawn[0] != drawn[1]


LADDERS = {
    "K": [8, 16, 32],
    "width": 64,
    "further_widths": [16, 128],
    "width_K": [[4, 8], [16, 64]],
}
RUNGS = [(64, 8), (64, 16), (64, 32), (16, 4), (16, 8), (128, 16), (128, 64)]


def test_each_width_has_its_own_ladder():
    _, of_source = declared({"image_sets": ["digits", "mnist_5k"], "image_stack": LADDERS})
    for name in ("digits", "mnist_5k"):
        jobs = [job for job in of_source["image_stack"].jobs if job["images"] == name]
        assert [(job["width"], job["K"]) for job in jobs] == RUNGS


def test_probes_read_the_stacks_that_they_are_said_to():
    _, of_source = declared({"image_sets": ["digits", "mnist_5k"], "image_stack": LADDERS})
    stack = of_source["image_stack"]
    for output, argument in (("network", "networks"), ("split", "splits")):
        basins = of_source["image_basins"].needs[argument]
        for (width, K), path in basins.items():
            place = {"images": "digits", "width": width, "K": K}
            assert path.format(images="digits") == stack.outputs[output].format(**place)
        assert list(basins) == RUNGS
        gap = of_source["image_energy_gap"].needs[argument]
        assert {label[1] for label in gap} == {64}
        assert len(gap) == 6
        assert gap["digits", 64, 16] == stack.files(output)["digits", 64, 16]
    assert len(of_source["image_types"].needs["splits"]) == 14
    assert list(of_source["toy_basins"].needs["networks"]) == [2, 9]


def test_sets_are_read_from_one_place(tmp_path):
    (tmp_path / "a.png").write_bytes(b"first")
    values = {
        "image_sets": ["digits", "mnist_5k", "mnist", "folder"],
        "image_files": {"directory": str(tmp_path), "size": 8},
    }
    _, of_source = declared(values)
    assert "blobs" not in of_source
    files = [path for name in ("digits", "mnist_5k") for path in of_source[name].outputs.values()]
    files += of_source["image_files"].files("images").values()
    pools = [
        of_source["image_stack"].needs["pool"].format(**job)
        for job in ({"images": name} for name in values["image_sets"])
    ]
    assert files == pools


def test_a_folder_is_read_by_content_and_digits_are_not(tmp_path):
    (tmp_path / "a.png").write_bytes(b"first")
    values = {
        "image_sets": ["digits", "folder"],
        "image_files": {"directory": str(tmp_path), "size": 8},
    }
    before = settings("image_files", values)
    assert list(before["files"]) == [str(tmp_path)]
    (tmp_path / "a.png").write_bytes(b"second")
    assert settings("image_files", values) != before
    assert settings("digits", values) == settings("digits", {"image_sets": ["digits"]})


def test_checkpoint_and_weights_are_read_by_content(tmp_path):
    for name in ("model_index.json", "backbone.pth", "heads.pth"):
        (tmp_path / name).write_text("{}")
    latent = {"latent_spectra": {"checkpoint": str(tmp_path), "prompts": {"a cat": "unknown"}}}
    paths = {"backbone": str(tmp_path / "backbone.pth"), "heads": str(tmp_path / "heads.pth")}
    lpips = {"image_distance": {"name": "lpips", **paths}}
    of_latent, of_types = settings("latent_spectra", latent), settings("image_types", lpips)
    assert set(of_types["files"]) == set(paths.values())
    (tmp_path / "heads.pth").write_text("other")
    assert settings("latent_spectra", latent) != of_latent
    assert settings("image_types", lpips) != of_types
    assert settings("image_basins", lpips)["files"] == settings("image_types", lpips)["files"]
