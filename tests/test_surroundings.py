"""The environment of a call of Snakemake, its folders, its memory, and a queue's GPUs."""

import os

import psutil
import pytest

from memgen.surroundings import environment, memory_mb, queue_has_gpus, require_writable


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


def test_memory_is_that_of_the_machine_or_its_container(tmp_path):
    machine = psutil.virtual_memory().total // 2**20
    assert memory_mb(tmp_path) == machine
    (tmp_path / "memory.max").write_text("max\n")
    assert memory_mb(tmp_path) == machine
    (tmp_path / "memory.max").write_text(f"{512 * 2**20}\n")
    assert memory_mb(tmp_path) == 512
    (tmp_path / "memory.max").unlink()
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory/memory.limit_in_bytes").write_text(str(256 * 2**20))
    assert memory_mb(tmp_path) == 256
    # no limit, in version 1
    (tmp_path / "memory/memory.limit_in_bytes").write_text(str(2**63 - 4096))
    assert memory_mb(tmp_path) == machine


@pytest.mark.parametrize(
    ("said", "has"),
    [
        ("echo '(null)'", False),
        ("echo '(null)'; echo gpu:a100:4", True),
        ("echo gres/gpu:2", True),
        ("echo 'Unable to contact slurm controller' >&2; exit 1", None),
    ],
)
def test_gpus_of_a_queue(tmp_path, monkeypatch, said, has):
    sinfo = tmp_path / "sinfo"
    sinfo.write_text(f"#!/bin/sh\n{said}\n")
    sinfo.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert queue_has_gpus() is has


def test_a_machine_without_a_queue(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert queue_has_gpus() is None
