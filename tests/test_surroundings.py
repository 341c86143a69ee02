"""The environment of a call of Snakemake, and the folders that a run writes to."""

import os

import pytest

from memgen.surroundings import environment, require_writable


@pytest.mark.parametrize("home", ["/proc/nowhere", "a file"])
def test_caches_have_a_place_where_the_home_cannot_be_written(tmp_path, home):
    (tmp_path / "a file").write_text("no folder")
    given = {"HOME": str(tmp_path / home), "PATH": "/bin"}
    fallback = str(tmp_path / ".snakemake/cache")
    assert environment(tmp_path, given) == given | {
        "XDG_CACHE_HOME": fallback,
        "MPLCONFIGDIR": os.path.join(fallback, "matplotlib"),
    }


def test_a_usual_environment_stays(tmp_path):
    given = {"HOME": str(tmp_path), "SNAKEMAKE_PROFILE": "mine"}
    assert environment(tmp_path, given) == given
    elsewhere = {"HOME": "/proc/nowhere", "XDG_CACHE_HOME": str(tmp_path / "to/be/made")}
    assert environment(tmp_path, elsewhere) == elsewhere


def test_folders_that_are_not_there_yet_can_be_made(tmp_path):
    require_writable([tmp_path, tmp_path / "results/tiny"])


def test_a_folder_that_cannot_be_written_in_is_named(tmp_path):
    (tmp_path / "results").write_text("no folder")
    with pytest.raises(ValueError, match=r"results/tiny cannot be written in\. .* --directory"):
        require_writable([tmp_path, tmp_path / "results/tiny"])
