"""A job on a user's points asks for the memory that their number needs."""

import numpy as np
import pytest

from memgen.declared import manifold_memorization
from memgen.declared.memory import points_mb
from memgen.settings import Config, load


def asked(config):
    """What the job of the points asks for, in MB."""
    declared = {one.name: one for one in manifold_memorization.declare(config)}
    return declared["points"].mem_mb


@pytest.mark.parametrize(
    ("shape", "mb"), [((2000, 64), 4000), ((50000, 3072), 4686), ((100000, 3072), 8372)]
)
def test_it_grows_with_the_file(tmp_path, shape, mb):
    """Numbers count, not bytes: of uint8, they are worked on as float64."""
    path = tmp_path / "points.npy"
    # only the header is written
    np.lib.format.open_memmap(path, mode="w+", dtype=np.uint8, shape=shape)
    config = load({"run": "mine", "manifold_memorization": {"points": {"file": str(path)}}})
    assert asked(config) == mb
    assert asked(Config()) == 4000


@pytest.mark.parametrize("content", [b"", b"half a file", b"\x93NUMPY\x01\x00v"])
def test_a_broken_file_is_refused_elsewhere(tmp_path, content):
    (tmp_path / "points.npy").write_bytes(content)
    assert points_mb(tmp_path / "points.npy", 4000) == 4000
    assert points_mb(tmp_path / "none.npy", 4000) == 4000
