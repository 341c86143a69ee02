"""A caption or a look that changed needs no run: the gallery draws from its own tables."""

import pytest

from memgen.finished import origins
from memgen.finished.gallery import GALLERY, shown_run
from memgen.finished.origins import Stale, stale
from memgen.finished.redrawn_gallery import redraw_figures

SOURCE = "manifold_memorization"
FIGURE = "fig2_collapse_time"
PLACE = f"{SOURCE}/{FIGURE}.png"


def recaption(source):
    source["figures"][FIGURE]["caption"] = "Other words."


def test_a_changed_caption_makes_a_figure_stale_until_it_is_drawn_again(small):
    gallery = small.root / GALLERY
    small.registry(recaption)
    assert {one.file for one in stale(shown_run(small.root), gallery)} == {PLACE}
    before = (gallery / PLACE).read_bytes()
    redraw_figures(small.root, [FIGURE])
    assert stale(shown_run(small.root), gallery) == []
    assert (gallery / PLACE).read_bytes()[:4] == b"\x89PNG"
    assert (gallery / PLACE).read_bytes() != before
    assert "Other words." in (small.root / "figures/README.md").read_text()
    others = origins.read(gallery)
    assert others[f"{SOURCE}/fig8_potential.png"].commit == "abc1234"


def test_a_table_that_today_s_code_would_make_otherwise_is_not_drawn_from(small, monkeypatch):
    table = f"{SOURCE}/times.csv"
    monkeypatch.setattr(
        "memgen.finished.redrawn_gallery.origins.stale", lambda *_: [Stale(table, "code")]
    )
    before = (small.root / GALLERY / PLACE).read_bytes()
    with pytest.raises(ValueError, match=rf"{table}, which was made otherwise .*snakemake fig2"):
        redraw_figures(small.root, [FIGURE])
    assert (small.root / GALLERY / PLACE).read_bytes() == before


def test_arrays_are_not_there_to_draw_from(small):
    with pytest.raises(ValueError, match=r"potential.*npz, which is an array"):
        redraw_figures(small.root, ["fig8_potential"])


def test_a_figure_that_is_none_is_refused(small):
    with pytest.raises(ValueError, match="fig99 is no figure"):
        redraw_figures(small.root, ["fig99"])
