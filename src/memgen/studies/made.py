"""What a study hands over: rows of a table and, where it has them, further tables and arrays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from memgen.tables.files import Arrays
from memgen.tables.rows import Row


@dataclass(frozen=True)
class Made:
    """The results of a study.

    Attributes
    ----------
    rows : iterable of Row
        Of the table that has the study's name.
    tables : mapping of str to iterable of Row
        Of further tables, by name.
    arrays : mapping of str to mapping of str to ndarray
        Of array files, by name.

    """

    rows: Iterable[Row] = ()
    tables: Mapping[str, Iterable[Row]] = field(default_factory=dict)
    arrays: Mapping[str, Arrays] = field(default_factory=dict)
