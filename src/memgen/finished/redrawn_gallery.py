"""Figures of the gallery drawn again from its own tables: for captions and looks that changed."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from memgen.finished import origins
from memgen.finished.gallery import GALLERY, places_of, rewrite_gallery, shown_run
from memgen.finished.origins import Kept
from memgen.finished.redraw import redraw
from memgen.provenance import git_state
from memgen.tables.files import atomic


def redraw_figures(root: Path, figures: Sequence[str]) -> None:
    """Draw figures of the gallery again in place, from its tables, and judge its claims again.

    Nothing is computed: a figure whose tables today's code would make otherwise is refused.

    Parameters
    ----------
    root : Path
        The checkout, whose code draws.
    figures : sequence of str
        Their ids.

    Raises
    ------
    ValueError
        If there is no such figure, or one of its tables was made by other code or settings than
        there are now, or is an array, which the gallery does not hold.
    """
    run, gallery = shown_run(root), root / GALLERY
    stale = {one.file: one.changed for one in origins.stale(run, gallery)}
    wanted = places_of(run, figures)
    for source, figure in wanted:
        for path in run.tables(source, figure):
            table = path.removeprefix(f"{run.results}/")
            if path.endswith(".npz"):
                why = "is an array, which the gallery does not hold"
            elif table in stale:
                why = f"was made otherwise than today ({stale[table]})"
            else:
                continue
            raise ValueError(
                f"{figure} is drawn from {table}, which {why}: run `snakemake {figure}`, then "
                f"`memgen gallery --figure {figure}`."
            )
    state, drawn = git_state(root), {}
    for source, figure in wanted:
        with TemporaryDirectory() as folder:
            redraw(root, figure, gallery, Path(folder))
            place = f"{source}/{figure}.png"
            with atomic(gallery / place) as temporary:
                temporary.write_bytes((Path(folder) / f"{figure}.png").read_bytes())
        path = run.png(source, figure)
        code, settings = origins.hashes(run, path)
        drawn[place] = Kept(run.ledger.fingerprint(path), code, settings, state.commit, state.dirty)
    origins.write(gallery, origins.read(gallery) | drawn)
    rewrite_gallery(root)
