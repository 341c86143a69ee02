"""The checkout: the folder that holds the workflow, and the package that belongs to it."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# What makes a folder a checkout.
MARKS = ("Snakefile", "workflow/figures", "src/memgen")


def is_checkout(folder: Path) -> bool:
    """Return whether a folder is the root of a checkout of memgen."""
    return all((folder / mark).exists() for mark in MARKS)


def checkout_at(folder: Path) -> Path:
    """Return the root of the checkout that holds a folder.

    Raises
    ------
    FileNotFoundError
        If neither the folder nor any above it is a checkout: the message says where the package
        that runs lies, and what to do.
    """
    for place in (folder, *folder.parents):
        if is_checkout(place):
            return place
    where = PACKAGE.parents[1]
    hint = (
        f"cd {where}"
        if is_checkout(where)
        else f"memgen is installed in {PACKAGE}, without the workflow: as a library it works "
        "anywhere, for figures take a checkout (git clone) and run make in it"
    )
    raise FileNotFoundError(f"{folder} lies in no memgen checkout. {hint}.")


def require_package_of(root: Path) -> None:
    """Check that the package that runs is that of a checkout.

    Raises
    ------
    ValueError
        If not: edits of the checkout would change nothing, and what is told of its code be wrong.
    """
    if (root / "src/memgen").resolve() != PACKAGE:
        raise ValueError(
            f"memgen is loaded from {PACKAGE}, and this is the workflow of {root}: edits of its "
            "src/ would change nothing. Use the environment of this checkout (make, or pip install "
            "-e .)."
        )
