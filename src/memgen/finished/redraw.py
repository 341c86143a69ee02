"""Drawing figures again from tables that are there, without computing anything."""

from importlib import import_module
from pathlib import Path

from memgen.declared.targets import no_such_target
from memgen.plots.files import save
from memgen.registry import read_registry, table_file
from memgen.tables.read import read_inputs


def redraw(root: Path, figure: str, tables: Path, where: Path) -> list[Path]:
    """Draw a figure from the tables of a gallery or a run, and return the files that it wrote.

    Parameters
    ----------
    root : Path
        The checkout, whose code draws.
    figure : str
        Its id.
    tables : Path
        The folder of a gallery, or of a run's results: <source>/<table>.csv lies below it.
    where : Path
        The folder to write <figure>.pdf and <figure>.png to.

    Raises
    ------
    FileNotFoundError
        If a table is not there: the message names it, and the command that makes it.
    ValueError
        If there is no such figure.
    """
    registry = read_registry(root / "workflow/figures")
    sources = {name: source for source, entry in registry.items() for name in entry.figures}
    if figure not in sources:
        raise ValueError(no_such_target(figure, sources))
    source = sources[figure]
    if not tables.is_dir():
        raise FileNotFoundError(f"{tables}: there is no such folder of tables.")
    paths = []
    for name in registry[source].figures[figure].tables:
        path = tables.joinpath(*table_file(source, name))
        if not path.is_file():
            arrays = ", which a gallery does not hold" if path.suffix == ".npz" else ""
            raise FileNotFoundError(
                f"{figure} is drawn from {path}{arrays}, and there is no such file: compute it, "
                f"snakemake {figure}."
            )
        paths.append(path)
    drawn = import_module(f"memgen.plots.{source}.{figure}").draw(read_inputs(paths))
    files = [where / f"{figure}.{ending}" for ending in ("pdf", "png")]
    save(drawn, *files)
    return files
