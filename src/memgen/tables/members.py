"""Rows of several networks as their mean, with its error over networks."""

import numpy as np
import pandas as pd

from memgen.tables.rows import MEASURED


def over_members(frame: pd.DataFrame, name: str = "member") -> pd.DataFrame:
    """Return one row for all members of a point: their mean, standard error and number.

    Parameters
    ----------
    frame : DataFrame
        A tidy table with a row for each member.
    name : str
        The coordinate that tells the members apart; the rows returned lack it.
    """
    keys = [column for column in frame.columns if column not in {*MEASURED, name}]
    of = frame.groupby([*keys, "quantity", "kind"], dropna=False, sort=False)["value"]
    found = of.agg(["mean", "std", "count"]).reset_index()
    error = found["std"] / np.sqrt(found["count"])
    found = found.assign(value=found["mean"], stderr=error, n=found["count"], unit="")
    return found[[*keys, *MEASURED]]
