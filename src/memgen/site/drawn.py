"""The gallery's figures drawn again for the site: as PDF, and where each shows which row.

Drawing takes a second or two a figure and is done at once on all cores. What was drawn is kept
beside the site under a digest of the tables and the code that made it, and drawn again only when
these change.
"""

import hashlib
import multiprocessing
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

from memgen.code_hash import CodeHashes
from memgen.plots.files import STYLE
from memgen.site import drawing
from memgen.site.gallery import ShownFigure

KEPT = Path(".site-drawn")


def drawn(
    root: Path, figures: Sequence[ShownFigure], cores: int | None = None
) -> Mapping[str, Path]:
    """Draw what is not there yet, and return for each figure's place its files less their ending.

    What is there of other figures is removed, as of those that have changed.

    <place>.pdf is the figure. <place>.json is what `memgen.site.points.points` tells of it; where a
    figure is drawn from arrays, which the gallery does not hold, it has no points and its PDF
    contains the gallery's picture.

    Raises
    ------
    RuntimeError
        If a figure cannot be drawn from its tables.
    """
    folder = root / KEPT
    folder.mkdir(exist_ok=True)
    hashes = CodeHashes()
    stems = {figure.place: folder / _key(figure, hashes) for figure in figures}
    missing = [one for one in figures if not _there(stems[one.place])]
    if missing:
        # forked, a worker would inherit the threads of torch and BLAS
        context = multiprocessing.get_context("spawn")
        workers = min(cores or os.cpu_count() or 1, len(missing))
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            jobs = {
                one.place: pool.submit(drawing.draw, *_job(one, stems[one.place]))
                for one in missing
            }
            for place, job in jobs.items():
                if error := job.exception():
                    raise RuntimeError(f"{place} cannot be drawn from the gallery.") from error
    for path in folder.iterdir():
        if path.with_suffix("") not in stems.values():
            path.unlink()
    return stems


def _there(stem: Path) -> bool:
    return all(stem.with_suffix(ending).is_file() for ending in (".pdf", ".json"))


def _key(figure: ShownFigure, hashes: CodeHashes) -> str:
    """Return a name that changes with whatever would change the drawing."""
    folder, digest = figure.gallery.folder, hashlib.sha256(version("matplotlib").encode())
    files = [folder / table.csv for table in figure.tables if table.csv]
    for path in [*files, STYLE] if figure.redrawn else [folder / f"{figure.place}.png"]:
        digest.update(path.read_bytes())
    module = f"memgen.plots.{figure.source}.{figure.id}"
    digest.update(hashes(Path(drawing.__file__), [module]).encode())
    return f"{figure.id}-{digest.hexdigest()[:16]}"


def _job(figure: ShownFigure, stem: Path) -> tuple[str, list[Path], Path, Path]:
    """Return what a worker needs: the plot's module, its tables, the gallery's picture, a stem."""
    folder = figure.gallery.folder
    tables = [folder / table.csv for table in figure.plotted if table.csv] if figure.redrawn else []
    module = f"memgen.plots.{figure.source}.{figure.id}"
    return module, tables, folder / f"{figure.place}.png", stem
