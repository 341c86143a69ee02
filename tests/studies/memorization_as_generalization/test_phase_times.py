"""The three times at finite N: simulation against theory, and theory against the limit."""

import numpy as np

from memgen.settings.memorization_as_generalization import PhaseTimes
from memgen.studies.memorization_as_generalization.phase_times import table
from memgen.tables.read import select
from memgen.tables.rows import tidy

S = PhaseTimes(
    N=25,
    D=[6],
    theory_D=[12],
    alphas=[0.16],
    theory_alphas=[0.3],
    draws=8,
    probes=8,
    times=9,
    theory_draws=30,
    neighbours=12,
)


def test_simulation_and_theory_have_the_same_times(seeds_of):
    frame = tidy(table(S, seeds_of("phase_times"), 0.2, 0.25, "alpha_D"))
    assert (frame["alpha"] == 0.2).all()
    for quantity in ("collapse_time", "onset_time", "generalization_time"):
        rows = select(frame, quantity=quantity)
        assert len(rows) == 3
        both = select(rows, D=6).set_index("kind")
        gap = np.log(both["value"]["simulation"] / both["value"]["theory"])
        error = np.hypot(*(both["stderr"] / both["value"]))
        assert abs(gap) < 4 * error + 0.05


def test_along_alpha_the_times_fall(seeds_of):
    frame = tidy(table(S, seeds_of("phase_times"), 0.2, 0.25, "alpha"))
    assert (frame["D"] == 6).all()
    theory = select(frame, kind="theory").pivot(index="alpha", columns="quantity", values="value")
    assert (theory.loc[0.16] > theory.loc[0.3]).all()
    assert (theory["generalization_time"] < theory["collapse_time"]).all()
