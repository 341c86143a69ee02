"""Claims of fig17_network_vs_amp: networks against the message-passing score."""

import numpy as np

from memgen.claims.rows import of_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import weighted_mean
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def excess_risk_is_the_squared_difference(tables: Tables) -> Measurement:
    """Relative gap between excess risk and direct difference, weighted mean over scores."""
    rows = select(tables["message_passing_networks"], quantity="identity_gap")
    return weighted_mean(rows["value"], rows["stderr"], int(rows["n"].min()))


def network_beats_linear(tables: Tables) -> Measurement:
    """Network's squared difference over the linear denoiser's, less 1, at the best t.

    Most points, widest network; at the same test points, over which the error is.
    """
    rows = select(tables["message_passing_networks"], quantity="excess_over_linear")
    rows = rows[(rows["P"] == rows["P"].max()) & (rows["width"] == rows["width"].max())]
    return of_row(rows.loc[rows["value"].idxmin()])


def network_improves_with_points(tables: Tables) -> Measurement:
    """Log of the network's difference on the most over that on the fewest points, mean over t."""
    rows = select(tables["message_passing_networks"], quantity="score_error", model="network")
    rows = rows[rows["width"] == rows["width"].max()]
    most, fewest = (rows[rows["P"] == P].set_index("t") for P in (rows["P"].max(), rows["P"].min()))
    logs = np.log(most["value"] / fewest["value"])
    errors = np.hypot(most["stderr"] / most["value"], fewest["stderr"] / fewest["value"])
    # the times share the networks and the clean points
    return Measurement(float(logs.mean()), float(errors.mean()), int(rows["n"].min()))
