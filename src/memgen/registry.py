"""The registry of figures, workflow/figures/: what exists, from what, and what it claims."""

import re
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from memgen.claims.verdict import Relation

REGISTRY = Path("workflow/figures")
# What `memgen tolerances` has set for the tiny run: source -> figure -> claim -> tolerance.
TOLERANCES = "tolerances.yaml"
TINY = "tiny"
SETTING = re.compile(r"\{\w+(?:\.\w+)+\}")

# libyaml reads the registry ten times faster than Python, and it is read at each start.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Tolerances = dict[str, dict[str, dict[str, float]]]

ORIGIN = {
    "ours": "A figure of our own.",
    "published": "Published figure; its caption or its code is public.",
    "topic": "Reconstruction: subject and formulas are public, the axes are ours.",
    "slide": "Reconstruction from the formulas of a slide; the axes are ours.",
}


class Entry(BaseModel):
    """A closed, immutable part of the registry."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Claim(Entry):
    """A statement that a figure lets a reader verify.

    `measure` is a function of memgen.claims.<source>.<figure>: tables -> Measurement. `kind` is
    "check" for theory against theory, an identity or a closed form, "measurement" for data against
    an expectation that they could miss. `tolerance` holds in every run but the tiny one, which
    measures less sharply: its tolerances are measured ones (tolerances.yaml). `contradicts` names a
    published statement that the evidence refutes, with its source; the claim itself says what is
    true.
    """

    measure: str
    statement: str
    kind: Literal["check", "measurement"]
    expected: float
    relation: Relation = "equal"
    tolerance: Annotated[float, Field(ge=0)] = 0.0
    contradicts: str = ""
    whole: bool = False
    _tiny: float | None = PrivateAttr(None)

    def tolerance_in(self, run: str) -> float:
        """Return the tolerance that holds in a run."""
        return self._tiny if run == TINY and self._tiny is not None else self.tolerance


class Needs(Entry):
    """What a figure cannot do without and most runs do not have, such as a file of the user's.

    `setting` is a field of the source's settings, by its dotted name, which must not be null; `how`
    says to whoever asks for the figure how to give it.
    """

    setting: str
    how: str


class Figure(Entry):
    """One figure: what it shows, the files it is drawn from, the claims it makes.

    `caption` says what is seen and what it means; `note` holds the methods, and is printed by the
    gallery alone. In `sizes` a {section.field} is the source's setting of that name; in `note` too,
    where a name in braces has a dot (others are formulas, N^{-2/3}).
    """

    title: str
    known: Literal["published", "topic", "slide", "ours"]
    caption: str
    note: str = ""
    sizes: str = ""
    tables: Annotated[list[str], Field(min_length=1)]
    claims: list[Claim] = []
    needs: Needs | None = None

    def missing(self, settings: Any) -> str | None:
        """Return the name of the setting that the figure needs and that is null, if so."""
        if self.needs is None:
            return None
        value = settings
        for part in self.needs.setting.split("."):
            value = getattr(value, part)
        return self.needs.setting if value is None else None

    def claims_in(self, run: str) -> list[dict[str, Any]]:
        """Return the claims as they stand in a run, with the tolerance that holds in it."""
        return [
            {**claim.model_dump(), "tolerance": claim.tolerance_in(run)} for claim in self.claims
        ]

    def full_caption(self, settings: Any, run: str) -> str:
        """Return the caption with its origin and the sizes of this run, without the note.

        `sizes` is a template over the source's settings, such as "N = {collapse.N}".
        """
        sizes = self._filled("sizes", self.sizes, settings)
        parts = [
            " ".join(self.caption.split()),
            ORIGIN[self.known],
            f"Sizes of the {run} run: {' '.join(sizes.split())}." if sizes else "",
        ]
        return " ".join(part for part in parts if part)

    def full_note(self, settings: Any) -> str:
        """Return the note with the settings that it names filled in, in one line."""
        filled = SETTING.sub(lambda match: self._filled("note", match[0], settings), self.note)
        return " ".join(filled.split())

    def _filled(self, name: str, template: str, settings: Any) -> str:
        try:
            return template.format(**_namespace(settings.model_dump()).__dict__)
        except (AttributeError, KeyError) as error:
            raise ValueError(
                f"figure {self.title!r}: {name} = {template!r} names no setting of its source "
                f"({error}); write {{section.field}} as in config/config.yaml."
            ) from None


class Source(Entry):
    """A paper or a talk, with its figures."""

    title: str
    reference: str
    figures: Annotated[dict[str, Figure], Field(min_length=1)]


def read_registry(folder: Path = REGISTRY) -> dict[str, Source]:
    """Read and check the registry: <source>.yaml of each source, in the order of their names.

    The tolerances of the tiny run are read from tolerances.yaml; a claim that it does not name has
    its own tolerance there too.

    Raises
    ------
    FileNotFoundError
        If the folder holds no source.
    ValueError
        If an entry is malformed or two figures share an id: an id is a target of the workflow.

    """
    paths = sorted(path for path in folder.glob("*.yaml") if path.name != TOLERANCES)
    if not paths:
        raise FileNotFoundError(f"{folder} holds no <source>.yaml: run in the root of a checkout.")
    registry = {path.stem: _read_source(path) for path in paths}
    ids = Counter(name for source in registry.values() for name in source.figures)
    ids.update(registry.keys())
    repeated = [name for name, count in ids.items() if count > 1]
    if repeated:
        raise ValueError(f"{folder}: {', '.join(repeated)} named twice; ids must be unique.")
    tolerances = read_tolerances(folder)
    for name, source in registry.items():
        for figure, entry in source.figures.items():
            stems = [Path(table_file(name, table)[1]).stem for table in entry.tables]
            if len(set(stems)) < len(stems):
                raise ValueError(
                    f"{folder / name}.yaml: {figure} reads two tables of one name "
                    f"({', '.join(entry.tables)}); a plot knows them by their last part."
                )
            tiny = tolerances.get(name, {}).get(figure, {})
            for claim in entry.claims:
                claim._tiny = tiny.get(claim.measure)
    return registry


def read_tolerances(folder: Path = REGISTRY) -> Tolerances:
    """Return the tolerances of the tiny run: source -> figure -> claim -> tolerance."""
    path = folder / TOLERANCES
    if not path.is_file():
        return {}
    sources = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}
    return {
        source: {
            # YAML reads 1e-05 as a word.
            figure: {claim: float(tolerance) for claim, tolerance in claims.items()}
            for figure, claims in figures.items()
        }
        for source, figures in sources.items()
    }


def _read_source(path: Path) -> Source:
    try:
        return Source.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))
    except (ValidationError, yaml.YAMLError) as error:
        raise ValueError(f"{path}: {error}") from None


def figures_of_run(registry: dict[str, Source], config: Any) -> dict[str, Source]:
    """Return the registry without the figures whose needs the configuration does not give."""
    return {
        name: source.model_copy(
            update={
                "figures": {
                    figure: entry
                    for figure, entry in source.figures.items()
                    if entry.missing(getattr(config, name)) is None
                }
            }
        )
        for name, source in registry.items()
    }


def skipped_figures(registry: dict[str, Source], config: Any) -> dict[str, str]:
    """Return for each figure that the configuration leaves out why, and how to have it."""
    reasons = {}
    for name, source in registry.items():
        for figure, entry in source.figures.items():
            missing = entry.missing(getattr(config, name))
            if missing is not None and entry.needs is not None:
                how = " ".join(entry.needs.how.split())
                reasons[figure] = f"{figure} is skipped: {name}.{missing} is not given. {how}"
    return reasons


def table_file(source: str, name: str) -> tuple[str, str]:
    """Return the source and the file name of a table that a figure of `source` names.

    "times" is the source's own times.csv, "plane.npz" an array file of its own,
    "manifold_memorization/times" the table of another source.
    """
    owner, _, stem = name.rpartition("/")
    return owner or source, stem if stem.endswith(".npz") else f"{stem}.csv"


def _namespace(values: dict[str, Any]) -> SimpleNamespace:
    return SimpleNamespace(
        **{
            key: _namespace(value) if isinstance(value, dict) else _words(value)
            for key, value in values.items()
        }
    )


def _words(value: Any) -> Any:
    return ", ".join(str(item) for item in value) if isinstance(value, list | tuple) else value
