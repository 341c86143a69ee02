import matplotlib
import numpy as np
import pandas as pd
import pytest

from memgen.plots.files import new_figure, save
from memgen.plots.manifold_memorization import fig4_collapse_numerics
from memgen.plots.pieces import literal, sequence_colours, simulation_points
from memgen.tables.read import read_table


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


# Settings of a user's matplotlibrc, each of which changes a figure drawn without memgen's look.
MATPLOTLIBRC = {
    "text.usetex": True,
    "axes.facecolor": "0.8",
    "axes.grid": True,
    "axes.labelsize": 20,
    "legend.framealpha": 0.1,
    "figure.constrained_layout.use": False,
    "savefig.bbox": "tight",
    "axes.formatter.use_locale": True,
}


def test_a_matplotlibrc_of_the_user_changes_no_figure(tmp_path):
    before = drawn(tmp_path / "a")
    with matplotlib.rc_context():
        matplotlib.rcParams.update(MATPLOTLIBRC)
        assert drawn(tmp_path / "b") == before


@pytest.mark.parametrize(
    "text", ["cost_$5_to_$9, my set.npy", "a$b", "$x^{", "_hidden$", "ä %.npy"]
)
def test_texts_of_the_user_are_shown_as_they_are(tmp_path, text):
    figure = new_figure()
    title = figure.subplots().set_title(literal(text))
    save(figure, tmp_path / "figure.pdf")
    assert title._preprocess_math(title.get_text()) == (text, False)


def test_a_file_of_the_user_s_with_dollars_in_its_name_is_drawn(root, tmp_path):
    """Its name stands in a panel of fig4."""
    points = read_table(root / "figures/gallery/manifold_memorization/points.csv")
    points = points[points["data"] == "digits"]
    figure = new_figure()
    axes = figure.subplots()
    fig4_collapse_numerics._real_times(axes, points.assign(data="cost_$5_to_$9.npy"), first=True)
    save(figure, tmp_path / "figure.png")
    assert axes.texts[0].get_text() == r"cost_\$5_to_\$9.npy"
