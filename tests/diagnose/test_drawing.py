"""The figures of a diagnosis as files."""

import numpy as np

from memgen.diagnose import diagnose
from memgen.diagnose.drawing import draw_all


def test_every_curve_becomes_a_picture(tmp_path):
    points = np.random.default_rng(0).standard_normal((60, 3))
    found = diagnose(points, probes=5, queries=20, out=tmp_path / "out")
    files = draw_all(found, tmp_path / "figures")
    filled = [curves for curves in found.data.curves if any(line.x for line in curves.lines)]
    assert [path.stem for path in files] == [f"data_{curves.name}" for curves in filled]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in files)
    assert all(path.with_suffix(".pdf").is_file() for path in files)
