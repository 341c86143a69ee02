"""Claims of fig2_retrieve_or_sample: to retrieve or to sample."""

from memgen.claims.rows import of_row, only_row
from memgen.claims.verdict import Tables
from memgen.statistics.combine import worst_of
from memgen.statistics.measurement import Measurement
from memgen.tables.read import select


def retrieved_when_cold(tables: Tables) -> Measurement:
    """Share of chains on a stored digit at the lowest t, few digits stored."""
    rows = select(tables["sampling"], quantity="retrieved", network="retrieving")
    return only_row(rows.sort_values("t").iloc[:1])


def few_are_memorised(tables: Tables) -> Measurement:
    """Overlap with the nearest learnt less nearest unseen digit, few digits learnt, lowest t."""
    rows = select(tables["sampling"], quantity="memorised_gap", network="learnt")
    return only_row(rows.sort_values("t").iloc[:1])


def many_are_not_memorised(tables: Tables) -> Measurement:
    """The same with many digits learnt, at the t at which it is largest."""
    rows = select(tables["sampling"], quantity="memorised_gap", network="generating")
    return worst_of((of_row(row) for _, row in rows.iterrows()), 0.0)


def samples_differ(tables: Tables) -> Measurement:
    """Overlap of a sample with the nearest other less that of true digits, t = 1."""
    return only_row(select(tables["sampling"], quantity="alike", network="generating"))


def hebbian_samples_are_alike(tables: Tables) -> Measurement:
    """The same of Hebb's rule: samples that are all alike lie near to digits too."""
    return only_row(select(tables["sampling"], quantity="alike", network="hebbian"))


def generated_like_digits(tables: Tables) -> Measurement:
    """Where generated states lie between independent pixels (0) and digits (1), t = 1."""
    return only_row(select(tables["sampling"], quantity="likeness"))
