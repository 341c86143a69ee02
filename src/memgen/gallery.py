"""The gallery: copies of a finished run's figures, tables and claims, with a page to read them.

The gallery is committed, and no rule makes it: if tracked files were outputs of the workflow, a
fresh clone would find nothing to be done.
"""

import json
import shutil
from pathlib import Path

import pandas as pd

from memgen.claims.measure import measure_claims
from memgen.gallery_page import page
from memgen.plots.files import read_inputs
from memgen.registry import REGISTRY, Source, figures_of_run, read_registry, table_file
from memgen.settings import load
from memgen.tables.files import atomic

GALLERY = Path("figures/gallery")
TABLE_MARKS = ("<!-- figures: begin -->", "<!-- figures: end -->")


def write_gallery(root: Path, run: str) -> None:
    """Copy a finished run into figures/gallery and write figures/README.md.

    Raises
    ------
    FileNotFoundError
        If the run is not finished: the message names the first missing file.

    """
    registry = read_registry(root / REGISTRY)
    results = root / "results" / run
    if (results / "settings.json").is_file():
        made = load(json.loads((results / "settings.json").read_text()))
        registry = figures_of_run(registry, made)
    claims_file = results / "claims.csv"
    copies: dict[Path, Path] = {
        claims_file: root / GALLERY / "claims.csv",
        results / "settings.json": root / GALLERY / "settings.json",
    }
    for name, source in registry.items():
        for figure, entry in source.figures.items():
            png = root / "figures" / run / name / f"{figure}.png"
            copies[png] = root / GALLERY / name / png.name
            for owner, file in (table_file(name, table) for table in entry.tables):
                if file.endswith(".csv"):
                    copies[results / owner / file] = root / GALLERY / owner / file
    for path in copies:
        if not path.is_file():
            raise FileNotFoundError(
                f"{path.relative_to(root)} is missing: finish the {run} run first "
                f"(make figures), then make the gallery."
            )
    claims = pd.read_csv(claims_file, dtype={"n": "Int64"})
    config = load(json.loads((results / "settings.json").read_text()))
    text = page(registry, claims, config, run)
    # Built beside the old one, which goes only when the new one is whole.
    fresh = root / GALLERY.with_name(".gallery-new")
    shutil.rmtree(fresh, ignore_errors=True)
    for path, copy in copies.items():
        place = fresh / copy.relative_to(root / GALLERY)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    durations(results).to_csv(fresh / "durations.csv", index=False, float_format="%.4g")
    shutil.rmtree(root / GALLERY, ignore_errors=True)
    fresh.rename(root / GALLERY)
    with atomic(root / "figures/README.md") as temporary:
        temporary.write_text(text)


def rewrite_gallery(root: Path) -> None:
    """Measure the committed gallery's claims again and rewrite its page: no run is needed.

    For claims and captions that changed while the tables did not. Arrays are not committed, and no
    claim reads one.
    """
    gallery = root / GALLERY
    config = load(json.loads((gallery / "settings.json").read_text()))
    registry = figures_of_run(read_registry(root / REGISTRY), config)
    rows = [
        measure_claims(
            name,
            figure,
            entry.claims_in(config.run),
            read_inputs(
                path
                for path in (gallery.joinpath(*table_file(name, table)) for table in entry.tables)
                if path.is_file()
            ),
        )
        for name, source in registry.items()
        for figure, entry in source.figures.items()
    ]
    with atomic(gallery / "claims.csv") as temporary:
        pd.concat(rows, ignore_index=True).to_csv(temporary, index=False, float_format="%.6g")
    claims = pd.read_csv(gallery / "claims.csv", dtype={"n": "Int64"})
    with atomic(root / "figures/README.md") as temporary:
        temporary.write_text(page(registry, claims, config, config.run))


def durations(results: Path) -> pd.DataFrame:
    """Return for each rule of a run its number of jobs and the mean seconds of one job."""
    rows = []
    benchmarks = results / "benchmarks"
    for path in sorted(benchmarks.rglob("*.tsv")):
        # <rule>.tsv, <source>/<rule>.tsv, or <source>/<rule>/<wildcards>.tsv
        parts = path.relative_to(benchmarks).with_suffix("").parts
        rule = parts[min(1, len(parts) - 1)]
        rows.append({"rule": rule, "seconds": pd.read_csv(path, sep="\t")["s"].mean()})
    frame = pd.DataFrame(rows, columns=["rule", "seconds"])
    return frame.groupby("rule")["seconds"].agg(jobs="count", seconds="mean").reset_index()


def write_readme_table(root: Path) -> None:
    """Rewrite the table of figures in README.md from the registry."""
    readme = root / "README.md"
    text = readme.read_text(encoding="utf-8")
    with atomic(readme) as temporary:
        temporary.write_text(with_readme_table(text, read_registry(root / REGISTRY)))


def with_readme_table(text: str, registry: dict[str, Source]) -> str:
    """Return the README's text with its table of figures made anew."""
    begin, end = TABLE_MARKS
    if begin not in text or end not in text:
        raise ValueError(f"README.md has lost its marks {begin} and {end}; put them back.")
    lines = ["| figure | shows | origin |", "|---|---|---|"]
    for name, source in registry.items():
        lines.append(f"| **{name}** | **{source.title}** ({source.reference}) | |")
        lines += [
            f"| `{figure}` | {entry.title} | {entry.known} |"
            for figure, entry in source.figures.items()
        ]
    head, rest = text.split(begin, 1)
    return "\n".join([head + begin, *lines, end]) + rest.split(end, 1)[1]
