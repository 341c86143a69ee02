"""From a figure's tables to its rows of claims.csv."""

import ast
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pandas as pd

from memgen.claims.verdict import verdict

COLUMNS = [
    "source",
    "figure",
    "claim",
    "statement",
    "kind",
    "relation",
    "expected",
    "measured",
    "stderr",
    "n",
    "tolerance",
    "z",
    "contradicts",
    "verdict",
]


def claims_modules(source: str, figure: str, claims: Sequence[Any]) -> list[str]:
    """Return the name of the module that measures a figure's claims; none if it claims nothing."""
    return [f"memgen.claims.{source}.{figure}"] if claims else []


def require_measures(registry: Mapping[str, Any]) -> None:
    """Check, before any work starts, that each claim of the registry has its function.

    The modules are parsed, not imported: the registry is checked whenever Snakemake starts.

    Raises
    ------
    ValueError
        If not; the message names the claim and where its function belongs.

    """
    root = Path(__file__).parent
    for source, entry in registry.items():
        for figure, about in entry.figures.items():
            wanted = {claim.measure for claim in about.claims}
            missing = sorted(wanted - _functions(root / source / f"{figure}.py"))
            if missing:
                raise ValueError(
                    f"{source}/{figure} claims {missing[0]!r}, and "
                    f"src/memgen/claims/{source}/{figure}.py has no function of that name."
                )


def _functions(path: Path) -> set[str]:
    """Names of the functions that a module defines; none if there is no module."""
    if not path.is_file():
        return set()
    body = ast.parse(path.read_text(encoding="utf-8")).body
    return {node.name for node in body if isinstance(node, ast.FunctionDef)}


def measure_claims(
    source: str, figure: str, claims: Sequence[Mapping[str, Any]], tables: Mapping[str, Any]
) -> pd.DataFrame:
    """Measure the claims of one figure and judge each; without a claim: one illustration row.

    `z` is (measured - expected) / stderr, and empty where there is no error.

    Parameters
    ----------
    source, figure : str
        Where the claims belong: memgen.claims.<source>.<figure> has for each of them a function
        of its name, tables -> Measurement.
    claims : sequence of mapping
        The figure's claims from the registry: measure, statement, kind, relation, expected,
        tolerance, contradicts.
    tables : mapping
        The figure's tables and arrays by name.

    """
    rows = []
    for module in map(import_module, claims_modules(source, figure, claims)):
        for claim in claims:
            measurement = getattr(module, claim["measure"])(tables)
            relation, expected, tolerance = claim["relation"], claim["expected"], claim["tolerance"]
            rows.append(
                {
                    "claim": claim["measure"],
                    "statement": claim["statement"],
                    "kind": claim["kind"],
                    "relation": relation,
                    "expected": expected,
                    "measured": measurement.value,
                    "stderr": measurement.stderr,
                    "n": measurement.n,
                    "tolerance": tolerance,
                    "z": measurement.standard_score(expected),
                    "contradicts": claim["contradicts"],
                    "verdict": verdict(measurement, relation, expected, tolerance),
                }
            )
    if not rows:
        rows = [{"verdict": "illustration"}]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    frame["source"], frame["figure"] = source, figure
    frame["n"] = frame["n"].astype("Int64")
    return frame
