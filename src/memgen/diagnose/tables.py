"""A diagnosis as tables: one row a number, one row a point of a curve."""

import pandas as pd

from memgen.diagnose.results import Diagnosis


def numbers_table(diagnosis: Diagnosis) -> pd.DataFrame:
    """Return all numbers with their intervals, controls, meanings and notes."""
    rows = []
    for part in diagnosis.parts:
        for number in part.numbers:
            row = {
                "part": part.name,
                "quantity": number.name,
                "value": number.value,
                "lower": number.lower,
                "upper": number.upper,
            }
            if number.control is not None:
                told = number.control
                row |= {
                    "control": told.value,
                    "control_lower": told.lower,
                    "control_upper": told.upper,
                    "control_says": told.says,
                }
            rows.append({**row, "meaning": number.meaning, "note": number.note})
    return pd.DataFrame(rows)


def curves_table(diagnosis: Diagnosis) -> pd.DataFrame:
    """Return all points of all curves, with their bands where they have them."""
    rows = []
    for part in diagnosis.parts:
        for curves in part.curves:
            for line in curves.lines:
                for k, (x, y) in enumerate(zip(line.x, line.y, strict=True)):
                    row = {"part": part.name, "curve": curves.name, "line": line.label}
                    row |= {"x": x, "y": y}
                    if line.lower:
                        row |= {"lower": line.lower[k], "upper": line.upper[k]}
                    rows.append(row)
    return pd.DataFrame(rows)
