"""From a figure's tables to its rows of claims.csv."""

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

import pandas as pd

from memgen.claims.verdict import verdict

COLUMNS = [
    "source",
    "figure",
    "claim",
    "statement",
    "relation",
    "expected",
    "measured",
    "stderr",
    "n",
    "tolerance",
    "verdict",
]


def measure_claims(
    source: str,
    figure: str,
    claims: Sequence[Mapping[str, Any]],
    measures: ModuleType,
    tables: Mapping[str, Any],
) -> pd.DataFrame:
    """Measure the claims of one figure and judge each; without a claim: one illustration row.

    Parameters
    ----------
    source, figure : str
        Where the claims belong.
    claims : sequence of mapping
        The figure's claims from the registry: measure, statement, relation, expected, tolerance.
    measures : module
        memgen.claims.<source>: a function `measure(tables) -> Measurement` for each claim.
    tables : mapping
        The figure's tables and arrays by name.

    """
    rows = []
    for claim in claims:
        function = getattr(measures, claim["measure"], None)
        if function is None:
            raise AttributeError(
                f"{source}/{figure} names the claim {claim['measure']!r}; "
                f"{measures.__name__} has no function of that name."
            )
        measurement = function(tables)
        relation, expected, tolerance = claim["relation"], claim["expected"], claim["tolerance"]
        rows.append(
            {
                "claim": claim["measure"],
                "statement": claim["statement"],
                "relation": relation,
                "expected": expected,
                "measured": measurement.value,
                "stderr": measurement.stderr,
                "n": measurement.n,
                "tolerance": tolerance,
                "verdict": verdict(measurement, relation, expected, tolerance),
            }
        )
    if not rows:
        rows = [{"verdict": "illustration"}]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["source"], frame["figure"] = source, figure
    frame["n"] = frame["n"].astype("Int64")
    return frame
