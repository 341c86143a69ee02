import json
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from memgen.plots.files import save
from memgen.site.drawing import pictured
from memgen.site.drawn import KEPT, drawn


def test_a_figure_is_drawn_once_and_kept(gallery, tmp_path):
    figure = gallery.figure("spurious_states", "app_b2_width")
    (tmp_path / KEPT).mkdir()
    (tmp_path / KEPT / "of_older_tables.pdf").touch()
    stem = drawn(tmp_path, [figure], cores=1)[figure.place]
    assert stem.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    points = json.loads(stem.with_suffix(".json").read_text())["points"]
    assert points
    # A point is a row's, or says its place itself: the caps of a spread are between rows.
    assert any(point[3] >= 0 for point in points)
    assert all(point[3] >= 0 or len(point) == 6 for point in points)
    assert inked(gallery.folder / f"{figure.place}.png", points)
    assert {path.suffix for path in (tmp_path / KEPT).iterdir()} == {".pdf", ".json"}
    dates = [path.stat().st_mtime_ns for path in sorted((tmp_path / KEPT).iterdir())]
    assert drawn(tmp_path, [figure])[figure.place] == stem
    assert dates == [path.stat().st_mtime_ns for path in sorted((tmp_path / KEPT).iterdir())]


def inked(picture, points) -> bool:
    """Whether a picture has ink where a drawing has points."""
    with Image.open(picture) as image:
        pixels = np.asarray(image.convert("L"))
    height, width = pixels.shape
    places = [(round(y * height), round(x * width)) for x, y, *_ in points]
    return all(pixels[y - 3 : y + 4, x - 3 : x + 4].min() < 250 for y, x in places)


def test_a_figure_that_cannot_be_drawn_is_named(gallery, tmp_path):
    """Its page's tables are there, but not those that its plot reads."""
    figure = gallery.figure("spurious_states", "app_c2_volume_width")
    entry = figure.entry.model_copy(update={"tables": ["image_types"]})
    with pytest.raises(RuntimeError, match="app_c2_volume_width cannot be drawn"):
        drawn(tmp_path, [replace(figure, entry=entry)], cores=1)


def test_a_picture_keeps_its_pixels_and_its_size(tmp_path):
    pixels = np.random.default_rng(0).integers(0, 256, (50, 75, 3), dtype=np.uint8)
    Image.fromarray(pixels).save(tmp_path / "a.png", dpi=(250, 250))
    figure = pictured(tmp_path / "a.png")
    np.testing.assert_allclose(figure.get_size_inches(), (0.3, 0.2))
    save(figure, tmp_path / "b.pdf")
    figure.savefig(tmp_path / "c.png", dpi=250)
    with Image.open(tmp_path / "c.png") as image:
        np.testing.assert_array_equal(np.asarray(image.convert("RGB")), pixels)
