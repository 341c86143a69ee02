"""Checkpoints' paths: one for each job, settings and code."""

from pathlib import Path

from memgen.training.partial import partial_path


def test_paths():
    one = partial_path("results/tiny/spectra/a.safetensors", "train", {"steps": 3}, "abc")
    assert one.parent == Path("results/tiny/.partial/train")
    assert one == partial_path("results/tiny/spectra/a.safetensors", "train", {"steps": 3}, "abc")
    others = [
        partial_path("results/tiny/spectra/b.safetensors", "train", {"steps": 3}, "abc"),
        partial_path("results/tiny/spectra/a.safetensors", "train", {"steps": 4}, "abc"),
        partial_path("results/tiny/spectra/a.safetensors", "train", {"steps": 3}, "abd"),
    ]
    assert len({one, *others}) == 4
