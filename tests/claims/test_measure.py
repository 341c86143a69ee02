"""From claims of the registry to rows of claims.csv."""

import pandas as pd
import pytest

from memgen.claims.measure import COLUMNS, claims_modules, measure_claims, require_measures
from memgen.registry import read_registry
from memgen.tables.rows import row, tidy

CLAIM = {
    "measure": "radius_vanishes_at_onset",
    "statement": "it is 1",
    "kind": "check",
    "relation": "equal",
    "expected": 1.0,
    "tolerance": 0.01,
    "contradicts": "",
}


def test_the_registry_s_claims_have_functions(root):
    registry = read_registry(root / "workflow/figures")
    require_measures(registry)
    figure = next(iter(registry["manifold_memorization"].figures.values()))
    broken = figure.claims[0].model_copy(update={"measure": "nothing"})
    figures = {"fig1_hidden_manifold": figure.model_copy(update={"claims": [broken]})}
    source = registry["manifold_memorization"].model_copy(update={"figures": figures})
    with pytest.raises(ValueError, match="claims 'nothing'"):
        require_measures({"manifold_memorization": source})
    elsewhere = {"fig": figure.model_copy(update={"claims": [broken]})}
    source = registry["manifold_memorization"].model_copy(update={"figures": elsewhere})
    with pytest.raises(ValueError, match=r"manifold_memorization/fig\.py has no function"):
        require_measures({"manifold_memorization": source})


def test_rows_of_a_figure_s_claims():
    rows = [row("trap_excess", "simulation", 2.5, 0.25, 40, t=0.1)]
    claim = CLAIM | {
        "measure": "traps_at_all_times",
        "kind": "measurement",
        "expected": 3.0,
        "contradicts": "arXiv:1, Fig. 2",
    }
    made = measure_claims(
        "manifold_memorization", "fig8_potential", [claim], {"attractors": tidy(rows)}
    )
    assert list(made.columns) == COLUMNS
    (judged,) = made.to_dict("records")
    assert judged["z"] == pytest.approx(-2)
    assert (judged["kind"], judged["contradicts"]) == ("measurement", "arXiv:1, Fig. 2")
    assert judged["verdict"] == "not resolved at this size"
    assert (judged["figure"], judged["n"]) == ("fig8_potential", 40)


def test_a_figure_without_claims_is_an_illustration():
    made = measure_claims("spurious_states", "app_a1_toy_data", [], {})
    assert made["verdict"].tolist() == ["illustration"]
    assert pd.isna(made["claim"].item())
    assert claims_modules("spurious_states", "app_a1_toy_data", []) == []
