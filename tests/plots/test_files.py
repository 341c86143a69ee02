import numpy as np
import pandas as pd
import pytest

from memgen.plots.files import new_figure, save
from memgen.plots.pieces import sequence_colours, simulation_points


def drawn(directory, value=1.0):
    figure = new_figure()
    axes = figure.subplots()
    axes.plot([0, value], [0, 1], label="theory")
    axes.set(xlabel=r"$\alpha_D$", ylabel="$t_c$")
    axes.legend()
    paths = [directory / "figure.pdf", directory / "figure.png"]
    save(figure, *paths)
    return [path.read_bytes() for path in paths]


def test_the_same_drawing_gives_the_same_bytes(tmp_path):
    first, again = drawn(tmp_path / "a"), drawn(tmp_path / "b")
    assert first == again
    assert drawn(tmp_path / "c", value=2.0) != first


def test_fonts_are_embedded_as_outlines_that_can_be_edited(tmp_path):
    pdf = drawn(tmp_path)[0]
    assert b"/FontFile2" in pdf or b"/Type /Font" in pdf
    assert b"/Subtype /Type3" not in pdf


def test_a_single_draw_has_no_error_bar():
    frame = pd.DataFrame({"x": [1.0, 2.0], "value": [1.0, 2.0], "stderr": [0.1, np.nan]})
    axes = new_figure().subplots()
    simulation_points(axes, frame, "x")
    hollow = [line for line in axes.lines if line.get_markerfacecolor() == "white"]
    assert [list(line.get_xdata()) for line in hollow] == [[2.0]]


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(KeyError):
        save(new_figure(), tmp_path / "figure.tiff")


def test_ladder_colours_are_distinct():
    assert len(set(sequence_colours(6))) == 6
