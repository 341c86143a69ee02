"""The gallery: copies of a finished run's figures, tables and claims, with a page to read them.

The gallery is committed, and no rule makes it: if tracked files were outputs of the workflow, a
fresh clone would find nothing to be done.
"""

import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
import yaml

from memgen.claims.measure import measure_claims
from memgen.declared.requests import stale_files
from memgen.declared.run import Run
from memgen.finished import origins
from memgen.finished.durations import durations
from memgen.finished.page import page
from memgen.plots.files import read_inputs
from memgen.settings import load
from memgen.tables.files import atomic

GALLERY = Path("figures/gallery")
KEY = ["source", "figure"]


def finished_run(root: Path, name: str) -> Run:
    """Return a run as its recorded settings define it.

    Raises
    ------
    FileNotFoundError
        If there is no such run.
    """
    path = root / "results" / name / "settings.yaml"
    if not path.is_file():
        raise FileNotFoundError(
            f"results/{name}/settings.yaml is missing: finish the {name} run first (make figures), "
            "then make the gallery."
        )
    return Run(root, load(yaml.safe_load(path.read_text())))


def shown_run(root: Path) -> Run:
    """Return the run that the gallery shows."""
    return Run(root, load(yaml.safe_load((root / GALLERY / "settings.yaml").read_text())))


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
    _require(run, root, [claims_file, *files.values()])
    # Built beside the old one, which goes only when the new one is whole.
    fresh = root / GALLERY.with_name(".gallery-new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    _copy(root, fresh, {"claims.csv": claims_file, "settings.yaml": f"{run.results}/settings.yaml"})
    _copy(root, fresh, files)
    origins.write(fresh, {name: origins.kept(run, path, root) for name, path in files.items()})
    durations(root, run).to_csv(fresh / "durations.csv", index=False, float_format="%.4g")
    shutil.rmtree(root / GALLERY, ignore_errors=True)
    fresh.rename(root / GALLERY)
    write_page(root)


def add_figure(root: Path, name: str, figure: str) -> None:
    """Copy one figure of a run into the gallery, with its tables and claims; the rest stays.

    Raises
    ------
    FileNotFoundError, ValueError
        As of `write_gallery`, for the files of this figure; and if the run has other settings for
        it than the gallery, or there is no such figure.
    """
    run = finished_run(root, name)
    source = next((one for one, entry in run.registry.items() if figure in entry.figures), None)
    if source is None:
        raise ValueError(f"{figure} is no figure of the {name} run; see workflow/figures/.")
    files = origins.figure_paths(run, source, figure)
    claims_file = run.claims(source, figure)
    _require(run, root, [claims_file, *files.values()])
    gallery = root / GALLERY
    _copy(root, gallery, files)
    known = origins.read(gallery)
    known |= {name: origins.kept(run, path, root) for name, path in files.items()}
    origins.write(gallery, known)
    claims = pd.read_csv(gallery / "claims.csv")
    others = claims[~((claims["source"] == source) & (claims["figure"] == figure))]
    _write_claims(run, gallery, [others, pd.read_csv(root / claims_file)])
    write_page(root)


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


def _require(run: Run, root: Path, files: Iterable[str]) -> None:
    """Check that files of a run are there and were made from what they ought to be."""
    wanted = list(files)
    for path in wanted:
        if not (root / path).is_file():
            raise FileNotFoundError(
                f"{path} is missing: finish the {run.name} run first (make figures), then make the "
                "gallery."
            )
    other = sorted(set(stale_files(run.ledger, root)).intersection(wanted))
    if other:
        raise ValueError(
            f"{other[0]} and {len(other) - 1} more were made from other settings, files or code "
            f"than the {run.name} run has now; the gallery does not mix: run it again first."
        )
