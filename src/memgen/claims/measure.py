"""From a figure's tables to its rows of claims.csv."""

from collections.abc import Mapping, Sequence
from importlib import import_module
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


def require_measures(registry: Mapping[str, Any]) -> None:
    """Check, before any work starts, that each claim of the registry has its function.

    Raises
    ------
    ValueError
        If not; the message names the claim and where its function belongs.
    """
    for source, entry in registry.items():
        module = import_module(f"memgen.claims.{source}")
        for figure, about in entry.figures.items():
            for claim in about.claims:
                if not callable(getattr(module, claim.measure, None)):
                    raise ValueError(
                        f"{source}/{figure} claims {claim.measure!r}, and "
                        f"src/memgen/claims/{source}.py has no function of that name."
                    )


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
        measurement = getattr(measures, claim["measure"])(tables)
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
