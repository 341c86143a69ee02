"""Figures of a folder of one's own: what they call it, and words that no line strikes through."""

import matplotlib.pyplot as plt
import pytest

from memgen.plots.spurious_states import fig4a_fractions
from memgen.tables.read import read_table


@pytest.fixture
def panel(root):
    """Panel (a) of a set whose samples are all generalised well before the ladder ends."""
    table = read_table(root / "figures/gallery/spurious_states/image_types.csv")
    table = table.assign(images="folder")
    whole = (table["quantity"] == "fraction") & (table["type"] == "generalised")
    table.loc[whole & (table["K"] >= 98), "value"] = 1.0
    figure = fig4a_fractions.draw({"image_types": table})
    yield figure.axes[0]
    plt.close(figure)


def test_a_folder_is_called_own_pictures(panel):
    assert panel.get_title(loc="right") == "own pictures"


def test_the_name_of_a_level_line_stands_below_it(panel):
    panel.figure.draw_without_rendering()
    (name,) = [text for text in panel.texts if text.get_text() == "generalised"]
    line = panel.transData.transform((98, 1.0))[1]
    assert name.get_window_extent().y1 < line
