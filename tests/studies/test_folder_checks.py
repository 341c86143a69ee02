"""Folders with fewer pictures than settings ask for are refused before any job starts."""

import numpy as np
import pytest
from PIL import Image

from memgen.settings import Config, SettingsError, load
from memgen.studies.checks import check
from memgen.studies.folder_checks import check_folders, pictures_asked


def put(folder, count):
    for k in range(count):
        Image.fromarray(np.zeros((4, 4), np.uint8)).save(folder / f"{k}.png")


def of_folder(folder, least):
    """Settings that ask a folder for `least` pictures, by source."""
    network = {"image_set": "folder", "directory": str(folder), "size": 8}
    stack = {"K": [2, least - 8], "width_K": [2, least - 8]}
    return {
        "spurious_states": {
            "image_sets": ["folder"],
            "image_files": {"directory": str(folder), "size": 8},
            "image_stack": stack,
            "image_energy_gap": {"references": 2},
        },
        "losing_dimensions": {
            "image_dimension": {"sizes": [10, least - 3], "network": {**network, "held_out": 3}}
        },
        "spectral_gaps": {
            "image_spectra": {"network": {**network, "channels": 192, "held_out": least - 2}}
        },
    }


@pytest.mark.parametrize("source", ["spurious_states", "losing_dimensions", "spectral_gaps"])
def test_too_few_pictures_are_refused_by_key(tmp_path, source):
    put(tmp_path, 15)
    check_folders(load({source: of_folder(tmp_path, 15)[source]}))
    few = load({source: of_folder(tmp_path, 16)[source]})
    with pytest.raises(SettingsError, match=rf"{source}\..*directory = .* 15 pictures, .* for 16"):
        check(few)


def test_a_folder_without_pictures_is_refused(tmp_path):
    (tmp_path / ".hidden.png").write_bytes(b"")
    with pytest.raises(SettingsError, match="no picture in it"):
        check_folders(load({"spurious_states": of_folder(tmp_path, 16)["spurious_states"]}))


def test_shipped_runs_ask_no_folder():
    assert list(pictures_asked(Config())) == []
