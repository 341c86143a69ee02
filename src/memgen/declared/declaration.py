"""What the workflow makes, as data: one declaration is one table, or one family of networks.

A declaration says which study makes a table (`memgen.studies.<source>.<table>`), from which part
of the configuration and which files, in how many jobs and how dearly. The rules in
workflow/rules/tables.smk are made from declarations; nothing here knows Snakemake.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from memgen.settings import Config
from memgen.settings.config import plain
from memgen.settings.share import share

Label = bool | int | float | str | tuple[Any, ...]
Needed = str | Sequence[str] | Mapping[Any, str]


@dataclass(frozen=True, kw_only=True)
class Declaration(ABC):
    """What all declarations say. All paths are relative to the run's results, results/<run>.

    Attributes
    ----------
    source, name : str
        Whose it is, and what it is called: the study is memgen.studies.<source>.<name>.
    says : str
        What its job does, in a few words; may hold {wildcards.<key of each>}.
    section : str, optional
        The section of the source's settings that the study reads, by its dotted name; by default
        the one of the declaration's own name; "" for none.
    shared : mapping of str to str
        Further settings of the source: argument of the study -> dotted name of the field.
    each : mapping of str to sequence, or sequence of mappings
        One job for each combination of these values (or for each of these mappings), which the
        study gets as arguments: a ladder that spreads over jobs.
    spread : sequence of str
        Fields of the section that `each` spreads: no job gets them, so that one more rung of a
        ladder computes that rung alone.
    needs : mapping of str to path, sequence of paths, or mapping of label to path
        Files of the workflow that the study reads: argument of the study -> where they are; may
        hold {<key of each>}. With labels, such as `files` of another declaration gives, the study
        gets a mapping from label to content.
    mem_mb, minutes : int
        Upper limits for the largest size.
    gpu : int
        Accelerators that it can use.
    """

    source: str
    name: str
    says: str
    section: str | None = None
    shared: Mapping[str, str] = field(default_factory=dict)
    each: Mapping[str, Iterable[Any]] | Sequence[Mapping[str, Any]] = ()
    spread: Sequence[str] = ()
    needs: Mapping[str, Needed] = field(default_factory=dict)
    mem_mb: int = 1000
    minutes: int = 60
    gpu: int = 0

    @property
    def study(self) -> str:
        """The module that makes it."""
        return f"memgen.studies.{self.source}.{self.name}"

    @property
    @abstractmethod
    def script(self) -> str:
        """The script of its rule, below workflow/scripts."""

    @property
    def rule(self) -> str:
        """The name of the rule that makes it, or its parts."""
        return f"{self.source}_{self.name}"

    @property
    def jobs(self) -> list[dict[str, Any]]:
        """The values of the wildcards of each job; one empty mapping where nothing is spread."""
        if isinstance(self.each, Mapping):
            return [
                dict(zip(self.each, values, strict=True)) for values in product(*self.each.values())
            ]
        return [dict(values) for values in self.each] or [{}]

    @property
    def keys(self) -> list[str]:
        """The names of the wildcards."""
        return list(self.jobs[0]) if self.jobs else []

    @property
    def constraints(self) -> dict[str, str]:
        """For each wildcard a pattern of just the values that it takes."""
        return {
            key: "|".join(dict.fromkeys(re.escape(str(job[key])) for job in self.jobs))
            for key in self.keys
        }

    @property
    def stem(self) -> str:
        """The path of the whole, without an ending."""
        return f"{self.source}/{self.name}"

    @property
    def place(self) -> str:
        """The path of the first file of one job without its ending, with {<key>} for wildcards."""
        return f"{self.stem}/{self._part}" if self.keys else self.stem

    @property
    def record(self) -> str:
        """Where log and benchmark of one job lie, below their folders, without an ending."""
        return f"{self.source}/{self.rule}" + (f"/{self._part}" if self.keys else "")

    @property
    def _part(self) -> str:
        return "_".join(f"{key}{{{key}}}" for key in self.keys)

    @property
    @abstractmethod
    def outputs(self) -> dict[str, str]:
        """The files of one job by name, with {<key>} for wildcards."""

    def settings(self, config: Config) -> dict[str, Any]:
        """Return all that the study's result depends on besides code and needed files."""
        section = self.name if self.section is None else self.section
        labels = {
            argument: [list(label) if isinstance(label, tuple) else label for label in needed]
            for argument, needed in self.needs.items()
            if isinstance(needed, Mapping)
        }
        about = {"source": self.source, "table": self.name, "labels": labels}
        chosen = share(config, self.source, section, self.spread, self.shared)
        return plain(chosen | {"study": about})

    def inputs(self) -> dict[str, str | list[str]]:
        """Return the paths of the needed files by argument, without their labels."""
        return {
            argument: needed
            if isinstance(needed, str)
            else list(needed.values() if isinstance(needed, Mapping) else needed)
            for argument, needed in self.needs.items()
        }

    def files(self, output: str, **where: Any) -> dict[Label, str]:
        """Return the files of one output name, by the values of the wildcards of their jobs.

        Parameters
        ----------
        output : str
            A name of `outputs`.
        **where
            Values of wildcards: only these jobs' files, labelled by the other wildcards. A label is
            a value, or a tuple of them in the order of `keys`.
        """
        chosen: dict[Label, str] = {}
        for job in self.jobs:
            if all(job[key] == value for key, value in where.items()):
                label = tuple(value for key, value in job.items() if key not in where)
                path = self.outputs[output].format(**job)
                chosen[label[0] if len(label) == 1 else label] = path
        return chosen


@dataclass(frozen=True, kw_only=True)
class Table(Declaration):
    """A table that `memgen.studies.<source>.<name>.table` makes, and what comes with it.

    Attributes
    ----------
    rows : bool
        Whether it has rows: <name>.csv. Otherwise it is arrays alone.
    tables : sequence of str
        Further tables that the same study makes.
    arrays : sequence of str, or mapping of str to str
        Array files (.npz) that the same study makes: their names; or the study's names for them
        -> file names, which may hold {<key of each>}.
    joined : sequence of str, optional
        What is put together to the whole table where `each` spreads it, in order; by default its
        own parts. An empty sequence leaves the parts as they are.
    """

    rows: bool = True
    tables: Sequence[str] = ()
    arrays: Sequence[str] | Mapping[str, str] = ()
    joined: Sequence[str] | None = None

    @property
    def script(self) -> str:
        """The script of its rule, below workflow/scripts."""
        return "table.py"

    @property
    def rule(self) -> str:
        """The name of the rule that makes it, or its parts."""
        return f"{self.source}_{self.name}" + ("_part" if self.parts else "")

    @property
    def outputs(self) -> dict[str, str]:
        """The files of one job by name: `table` with the rows, further tables, arrays."""
        files = {"table": f"{self.place}.csv"} if self.rows else {}
        files |= {name: self._file(name, "csv") for name in self.tables}
        given = self.arrays
        named = given if isinstance(given, Mapping) else {name: name for name in given}
        return files | {name: self._file(file, "npz") for name, file in named.items()}

    def _file(self, name: str, ending: str) -> str:
        """A further file: beside the table, or in a folder of its own where it has parts."""
        if self.keys and "{" not in name:
            return f"{self.source}/{name}/{self._part}.{ending}"
        return f"{self.source}/{name}.{ending}"

    @property
    def whole(self) -> str:
        """The table with the rows of all jobs."""
        return f"{self.stem}.csv"

    @property
    def parts(self) -> list[str]:
        """What is put together to the whole table; nothing where it is made in one job."""
        if not (self.keys and self.rows):
            return []
        return list(self.files("table").values()) if self.joined is None else list(self.joined)


@dataclass(frozen=True, kw_only=True)
class Network(Declaration):
    """Networks that are trained as `memgen.studies.<source>.<name>.network` says.

    Each job makes the weights (`network`), the losses along training (`losses`), and what who
    probes the network must know of its data (`split`): what it was trained on, what it never saw.
    """

    gpu: int = 1

    @property
    def script(self) -> str:
        """The script of its rule, below workflow/scripts."""
        return "train.py"

    @property
    def outputs(self) -> dict[str, str]:
        """The files of one job by name."""
        return {
            "network": f"{self.place}.safetensors",
            "losses": f"{self.place}_losses.csv",
            "split": f"{self.place}_split.npz",
        }
