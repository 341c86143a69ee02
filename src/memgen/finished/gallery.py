"""The gallery: copies of a finished run's figures, tables and claims, with a page to read them.

The gallery is committed, and no rule makes it: if tracked files were outputs of the workflow, a
fresh clone would find nothing to be done.
"""

import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import yaml

from memgen.claims.measure import measure_claims
from memgen.declared.requests import stale_files
from memgen.declared.run import Run
from memgen.finished import memory, origins
from memgen.finished.durations import FILE as DURATIONS
from memgen.finished.durations import updated, write_durations
from memgen.finished.page import page
from memgen.settings import Config, load
from memgen.settings.config import known_only
from memgen.settings.files import whole_yaml
from memgen.settings.run_names import SHIPPED, shipped
from memgen.tables.files import atomic
from memgen.tables.read import read_inputs

GALLERY = Path("figures/gallery")
SETTINGS = "settings.yaml"


def finished_run(root: Path, name: str) -> Run:
    """Return a run as its recorded settings define it.

    Raises
    ------
    FileNotFoundError
        If there is no such run.
    ValueError
        If it was made with other settings than there are now.
    """
    path = root / "results" / name / "settings.yaml"
    if not path.is_file():
        raise FileNotFoundError(
            f"results/{name}/settings.yaml is missing: finish the {name} run first "
            f"({made_by(name)})."
        )
    return Run(root, load(yaml.safe_load(path.read_text())))


def made_by(name: str) -> str:
    """Return the command that makes a run."""
    commands = {"laptop": "make figures", "tiny": "make tiny", "paper": "make paper"}
    return commands.get(name, "snakemake --cores all --configfile <its overlay>")


def shown_run(root: Path) -> Run:
    """Return the run that the gallery shows; the default holds for each key that is new since."""
    recorded = yaml.safe_load((root / GALLERY / SETTINGS).read_text())
    return Run(root, load(known_only(recorded)))


def write_gallery(root: Path, name: str) -> None:
    """Copy a finished run into figures/gallery and write figures/README.md.

    Raises
    ------
    FileNotFoundError
        If the run is not finished: the message names the first missing file.
    ValueError
        If a file was made by other code, settings or files than the run has now: a gallery does not
        mix.
    """
    run = finished_run(root, name)
    files = origins.paths(run)
    claims_file = f"{run.results}/claims.csv"
    _require(run, root, [claims_file, f"{run.results}/{SETTINGS}", *files.values()])
    # Built beside the old one, which goes only when the new one is whole.
    fresh = root / GALLERY.with_name(".gallery-new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _copy(root, fresh, {"claims.csv": claims_file, SETTINGS: f"{run.results}/{SETTINGS}"})
    _copy(root, fresh, files)
    origins.write(fresh, {place: origins.kept(run, path, root) for place, path in files.items()})
    for known, file in ((updated, DURATIONS), (memory.updated, memory.FILE)):
        known(root, run).to_csv(fresh / file.name, index=False, float_format="%.4g")
    shutil.rmtree(root / GALLERY, ignore_errors=True)
    fresh.rename(root / GALLERY)
    write_page(root)


def add_figures(root: Path, name: str, figures: Sequence[str]) -> None:
    """Copy figures of a run into the gallery, with their tables and claims; the others stay.

    The run need not be finished: its settings are those of the shipped run of this name, or what it
    recorded, and just these figures must be there.

    Raises
    ------
    FileNotFoundError, ValueError
        As of `write_gallery`, for the files of these figures; and if there is no such figure, the
        gallery shows another run, or what stays would not fit to what is added.
    """
    shown = shown_run(root)
    if name != shown.name:
        raise ValueError(
            f"the gallery shows the {shown.name} run: add figures of that run, or copy the whole "
            f"{name} run."
        )
    current = (
        Run(root, shipped(name, shown.config.seed)) if name in SHIPPED else finished_run(root, name)
    )
    wanted = places_of(current, figures)
    files: dict[str, str] = {}
    for source, figure in wanted:
        files |= origins.figure_paths(current, source, figure)
    claims = [current.claims(source, figure) for source, figure in wanted]
    _require(current, root, [*claims, *files.values()])
    run = Run(root, _with_sections_of(shown.config, current, files.values()))
    about = {place: origins.kept(run, path, root) for place, path in files.items()}
    _require_fit(shown, run, root / GALLERY, about)

    gallery = root / GALLERY
    _copy(root, gallery, files)
    belongs = origins.paths(run).keys()
    _drop_all_but(gallery, belongs)
    known = {place: kept for place, kept in origins.read(gallery).items() if place in belongs}
    origins.write(gallery, known | about)
    with atomic(gallery / SETTINGS) as temporary:
        temporary.write_text(whole_yaml(run.config.model_dump(mode="json")))
    claimed = pd.read_csv(gallery / "claims.csv")
    stay = [key not in wanted for key in zip(claimed["source"], claimed["figure"], strict=True)]
    _write_claims(run, gallery, [claimed[stay], *[pd.read_csv(root / path) for path in claims]])
    write_durations(root, run)
    memory.write(root, run)
    write_page(root)


def places_of(run: Run, figures: Iterable[str]) -> list[tuple[str, str]]:
    """Return (source, figure) of figures by their ids."""
    sources = {figure: name for name, entry in run.registry.items() for figure in entry.figures}
    for figure in figures:
        if figure not in sources:
            raise ValueError(f"{figure} is no figure of the {run.name} run; see workflow/figures/.")
    return [(sources[figure], figure) for figure in figures]


def _with_sections_of(config: Config, current: Run, paths: Iterable[str]) -> Config:
    """Return a configuration with those sections of another run's that made the given files."""
    values = config.model_dump(mode="json")
    today = current.config.model_dump(mode="json")
    behind = {
        (about["source"], about["table"])
        for path in paths
        for origin in current.ledger.behind(path)
        if (about := origin.settings.get("study"))
    }
    for declared in current.declared:
        if (declared.source, declared.name) in behind:
            section = declared.name if declared.section is None else declared.section
            for field in (section, *declared.shared.values()):
                top = field.split(".")[0]
                if top:
                    values[declared.source][top] = today[declared.source][top]
            # What is no section, as a list of image sets, says which tables there are.
            plain = {k: v for k, v in today[declared.source].items() if not isinstance(v, dict)}
            values[declared.source] |= plain
    return load(values)


def _require_fit(shown: Run, run: Run, gallery: Path, about: Mapping[str, origins.Kept]) -> None:
    """Check that what stays in the gallery fits to what is added.

    No figure that stays may be drawn from a table that is replaced by another, and no setting that
    changes may be one of those that made what stays.
    """
    known = origins.read(gallery)
    replaced = {
        place
        for place, kept in about.items()
        if place in known and known[place].fingerprint != kept.fingerprint
    }
    before = {stale.file: stale.changed for stale in origins.stale(shown, gallery)}
    unfit = {
        stale.file
        for stale in origins.stale(run, gallery)
        if stale.file not in about and before.get(stale.file) != stale.changed
    }
    left = []
    for source, entry in run.registry.items():
        for figure in entry.figures:
            files = origins.figure_paths(run, source, figure)
            if f"{source}/{figure}.png" not in about and not (replaced | unfit).isdisjoint(files):
                left.append(figure)
    if left:
        raise ValueError(
            f"{', '.join(left)} would stay as drawn from other tables or settings than these "
            "figures; the gallery does not mix: add them together."
        )


def rewrite_gallery(root: Path) -> None:
    """Measure the committed gallery's claims again and rewrite its page: no run is needed.

    For claims and captions that changed while the tables did not. Arrays are not committed, and no
    claim reads one.
    """
    gallery, run = root / GALLERY, shown_run(root)
    rows = []
    for source, entry in run.registry.items():
        for figure, about in entry.figures.items():
            tables = origins.figure_paths(run, source, figure)
            inputs = read_inputs(gallery / name for name in tables if name.endswith(".csv"))
            rows.append(measure_claims(source, figure, about.claims_in(run.name), inputs))
    _write_claims(run, gallery, rows)
    write_page(root)


def write_page(root: Path) -> None:
    """Write figures/README.md from what the gallery holds."""
    gallery, run = root / GALLERY, shown_run(root)
    claims = pd.read_csv(gallery / "claims.csv", dtype={"n": "Int64"})
    text = page(run, claims, origins.stale(run, gallery))
    with atomic(root / "figures/README.md") as temporary:
        temporary.write_text(text)


def _write_claims(run: Run, gallery: Path, frames: Iterable[pd.DataFrame]) -> None:
    """Write the gallery's claims in the registry's order of sources and figures."""
    claims = pd.concat(list(frames), ignore_index=True)
    order = {
        key: place
        for place, key in enumerate(
            (source, figure) for source, entry in run.registry.items() for figure in entry.figures
        )
    }
    places = [order[key] for key in zip(claims["source"], claims["figure"], strict=True)]
    claims = claims.iloc[pd.Series(places).argsort(kind="stable")]
    claims["n"] = claims["n"].astype("Int64")
    with atomic(gallery / "claims.csv") as temporary:
        claims.to_csv(temporary, index=False, float_format="%.6g")


def _copy(root: Path, folder: Path, files: Mapping[str, str]) -> None:
    for name, path in files.items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / path, place)


def _drop_all_but(gallery: Path, places: Collection[str]) -> None:
    """Remove what lies in the folders of sources and belongs to no figure of today."""
    for path in gallery.glob("*/*"):
        if path.relative_to(gallery).as_posix() not in places:
            path.unlink()


def _require(run: Run, root: Path, files: Iterable[str]) -> None:
    """Check that files of a run are there and were made from what they ought to be."""
    wanted = list(files)
    for path in wanted:
        if not (root / path).is_file():
            raise FileNotFoundError(
                f"{path} is missing: make it first ({made_by(run.name)}), then the gallery."
            )
    other = sorted(set(stale_files(run.ledger, root)).intersection(wanted))
    if other:
        more = f" and {len(other) - 1} more" if len(other) > 1 else ""
        raise ValueError(
            f"{other[0]}{more}: made from other settings, files or code than the {run.name} run "
            "has now; the gallery does not mix: run it again first."
        )
