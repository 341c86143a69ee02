"""Every figure is drawn, from the gallery's tables and small arrays, and looked at."""

from importlib import import_module
from pathlib import Path

import matplotlib.style
import numpy as np
import pandas as pd
import pytest
from plots.arrays import arrays, latent_spectra

from memgen.plots.files import LOOK
from memgen.registry import read_registry, table_file
from memgen.tables.read import read_table
from memgen.tables.rows import MEASURED

ROOT = Path(__file__).resolve().parents[2]
REGISTRY = read_registry(ROOT / "workflow/figures")
FIGURES = [(source, figure) for source, entry in REGISTRY.items() for figure in entry.figures]

# Panels with lines of which none is rows of a table as they are: maps, spectra and trajectories of
# array files, ratios and differences of rows, rows shifted or scaled. In all others a line shows
# rows, value against coordinate.
OTHERWISE = {
    "app_a1_toy_data": 3,
    "app_a3_toy_times": 13,
    "app_b4_synthetic_size": 2,
    "fig10_forward_backward": 1,
    "fig10_outlier_timescale": 3,
    "fig11_random_energy": 5,
    "fig11_separation": 2,
    "fig12_jacobian_spectrum": 1,
    "fig13_memorization_order": 4,
    "fig15_amp_mmse": 5,
    "fig16_amp_exact": 3,
    "fig17_network_vs_amp": 1,
    "fig1_concept": 2,
    "fig1_diffusion": 3,
    "fig1_iid_patterns": 2,
    "fig1a_energy_merging": 4,
    "fig2_collapse_time": 3,
    "fig2_condensation": 3,
    "fig2_dynamical_regimes": 4,
    "fig2_manifold_patterns": 8,
    "fig2_toy_landscape": 4,
    "fig3_active_samples": 3,
    "fig3_distance_histograms": 1,
    "fig3_feature_spectrum": 3,
    "fig3_generalization_limit": 2,
    "fig3_nonlinear_collapse": 3,
    "fig4_collapse_numerics": 7,
    "fig4_theory_vs_network": 3,
    "fig4_three_panels": 3,
    "fig4_training_metrics": 2,
    "fig5_attractors": 3,
    "fig5_dataset_size": 1,
    "fig5_generalization_map": 5,
    "fig5_retrieval_maps": 2,
    "fig6_curved_manifold": 2,
    "fig6_error_scaling": 4,
    "fig6_perceptron_capacity": 2,
    "fig7_gap_opening": 1,
    "fig7_time_integrated": 2,
    "fig7_times": 3,
    "fig8_bulk_edges": 1,
    "fig8_mixture_spectrum": 5,
    "fig8_moment_theorem": 2,
    "fig8_potential": 3,
    "fig9_outlier_transition": 2,
    "fig9_storage": 3,
}


@pytest.fixture(scope="module", params=FIGURES, ids=[figure for _, figure in FIGURES])
def drawn(request):
    """A figure as it is drawn, its tables beside it."""
    source, name = request.param
    tables, missing = {}, []
    for table in REGISTRY[source].figures[name].tables:
        owner, file = table_file(source, table)
        path = ROOT / "figures/gallery" / owner / file
        if path.suffix == ".npz":
            missing.append(path.stem)
        else:
            # The gallery has no latent diffusion model.
            made = path.stem == "latent_spectra"
            tables[path.stem] = latent_spectra() if made else read_table(path)
    tables |= {stem: arrays(stem, tables) for stem in missing}
    figure = import_module(f"memgen.plots.{source}.{name}").draw(tables)
    with matplotlib.style.context(LOOK):
        # Where the panels end up is no question here, and finding that out takes half the time.
        figure.set_layout_engine("none")
        figure.draw_without_rendering()
    return name, figure, tables


def panels(figure):
    """The axes of a figure on which something is drawn."""
    return [axes for axes in figure.axes if axes.has_data()]


def lines(axes):
    """Lines through two or more points in the coordinates of the axes: neither marks nor caps."""
    return [
        line
        for line in axes.lines
        if line.get_transform() == axes.transData
        and len(line.get_ydata()) > 1
        and line.get_label() != "_nolegend_"
    ]


def points(line):
    x, y = (np.asarray(line.get_data(orig=False)[k], float) for k in (0, 1))
    return np.column_stack([x, y])


def test_nothing_is_empty(drawn):
    name, figure, _ = drawn
    assert panels(figure), name
    for axes in figure.axes:
        empty = not axes.has_data() and axes.axison and axes.get_visible()
        assert not empty or axes.texts, f"{name}: an empty panel {axes.get_title('left')}"


def test_no_line_is_without_numbers(drawn):
    name, figure, _ = drawn
    for axes in panels(figure):
        for line in lines(axes):
            assert np.isfinite(points(line)).all(axis=1).any(), f"{name}: {line.get_label()}"


def test_lines_are_in_sight(drawn):
    """Some point of every line lies inside the limits of its axes."""
    name, figure, _ = drawn
    for axes in panels(figure):
        if axes.name == "3d":
            continue
        for line in lines(axes):
            low, high = np.sort(np.transpose([axes.get_xlim(), axes.get_ylim()]), axis=0)
            slack = 1e-9 * (high - low)
            inside = (points(line) >= low - slack) & (points(line) <= high + slack)
            assert inside.all(axis=1).any(), f"{name}: {line.get_label()} lies outside its axes"


def test_axes_with_ticks_have_labels(drawn):
    """A label of its own, or that of a panel below or to the left in the same column or row."""
    name, figure, _ = drawn
    for axes in panels(figure):
        if axes.name == "3d" or not axes.axison or hasattr(axes, "_colorbar"):
            continue
        for axis, across in ((axes.xaxis, 0), (axes.yaxis, 1)):
            if axis.get_visible() and axis.get_majorticklocs().size:
                labels = [axis.label.get_text(), *_labels_beside(figure, axes, across)]
                assert any(labels), f"{name}: no label of the {'xy'[across]} axis"


def _labels_beside(figure, axes, across):
    """Labels of x axes below (across = 0), or of y axes to the left (1)."""
    mine = axes.get_position(original=True)
    for other in figure.axes:
        its = other.get_position(original=True)
        same_column = its.x0 < mine.x1 and mine.x0 < its.x1
        same_row = its.y0 < mine.y1 and mine.y0 < its.y1
        if across == 0 and same_column and its.y0 < mine.y0:
            yield other.get_xlabel()
        if across == 1 and same_row and its.x0 < mine.x0:
            yield other.get_ylabel()


def test_legends_tell_their_entries_apart(drawn):
    name, figure, _ = drawn
    legends = [*(axes.get_legend() for axes in figure.axes), *figure.legends]
    for subfigure in figure.subfigs:
        legends += subfigure.legends
    for legend in filter(None, legends):
        entries = [text.get_text() for text in legend.get_texts()]
        assert entries, f"{name}: an empty legend"
        assert all(entries), f"{name}: an entry without words among {entries}"
        assert len(set(entries)) == len(entries), f"{name}: {entries}"


def test_lines_show_rows(drawn):
    """In every panel some line is rows of a table: value against a coordinate, to the last bit."""
    name, figure, tables = drawn
    rows = set()
    for table in tables.values():
        if isinstance(table, pd.DataFrame):
            values = table["value"].to_numpy(float)
            for coordinate in table.columns.difference(MEASURED):
                if pd.api.types.is_numeric_dtype(table[coordinate]):
                    x = table[coordinate].to_numpy(float, na_value=np.nan)
                    rows |= set(zip(x, values, strict=True))
    otherwise = 0
    for axes in panels(figure):
        shown = [points(line) for line in lines(axes)]
        as_rows = [
            all((x, y) in rows for x, y in line if np.isfinite(y))
            for line in shown
            if np.isfinite(line).all(axis=1).any()
        ]
        otherwise += bool(as_rows) and not any(as_rows)
    assert otherwise == OTHERWISE.get(name, 0), f"{name}: {otherwise} panels show no row as it is"
