"""Claims of fig2_retrieve_or_sample: to retrieve or to sample."""

import numpy as np

from memgen.claims.rows import of_row, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def sampled_temperature(tables: Tables) -> Measurement:
    """Logarithm of sampled over exact t of the same overlap, small network."""
    return only_row(select(tables["sampling"], quantity="log_level_t_gap"))


def retrieved_when_cold(tables: Tables) -> Measurement:
    """Share of chains on a stored digit at the lowest t, the network of few digits."""
    rows = select(tables["sampling"], quantity="retrieved", network="retrieving")
    return only_row(rows.sort_values("t").iloc[:1])


def generated_not_memorised(tables: Tables) -> Measurement:
    """Overlap with the nearest learnt less the nearest unseen digit, the network of many, t = 1."""
    rows = select(tables["sampling"], quantity="memorised_gap", network="generating")
    return of_row(rows.iloc[int(np.argmin(np.abs(np.log(rows["t"].to_numpy(float)))))])


def generated_like_digits(tables: Tables) -> Measurement:
    """Where generated states lie between independent pixels (0) and digits (1), t = 1."""
    return only_row(select(tables["sampling"], quantity="likeness"))
