"""The reference's pages: one a room of the library, with all its public functions."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# Packages whose rooms have a page each; of the others all modules share one.
ROOMS = ("theory", "measures", "studies", "networks", "plots", "claims")
# What calls the library and is called by nobody who uses it.
WORKFLOW = ("declared", "finished", "settings", "tables", "site")
PACKAGE = Path("src/memgen")


@dataclass(frozen=True)
class Room:
    """A page of the reference.

    Attributes
    ----------
    name : str
        Such as "theory.manifold".
    says : str
        The first line of its docstring.
    modules : tuple of str
        Its modules, the face first.
    """

    name: str
    says: str
    modules: tuple[str, ...]

    @property
    def file(self) -> str:
        """The page, without an ending."""
        return self.name.replace(".", "_")


def rooms(root: Path) -> list[Room]:
    """Return the rooms of the library, from its folders.

    A module whose name begins with an underscore is its room's own: what is public in it is shown
    as the face's.
    """
    found: dict[str, list[str]] = {}
    package = root / PACKAGE
    for path in sorted(package.rglob("*.py")):
        parts = list(path.relative_to(package).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        if any(part.startswith("_") for part in parts):
            continue
        found.setdefault(_room(parts, path), []).append(".".join(["memgen", *parts]))
    return [
        Room(name, _says(root, name, modules), tuple(modules)) for name, modules in found.items()
    ]


def places(rooms: list[Room]) -> dict[str, str]:
    """Return for each module the page and anchor of the reference, below reference/."""
    return {module: f"{room.file}.html#{module}" for room in rooms for module in room.modules}


def grouped(rooms: list[Room]) -> Mapping[str, list[Room]]:
    """Return the rooms by what they are for."""
    groups: dict[str, list[Room]] = {
        "The library": [],
        "Studies, plots and claims": [],
        "What makes and judges runs": [],
    }
    for room in rooms:
        top = room.name.split(".")[0]
        if top in ("studies", "plots", "claims"):
            groups["Studies, plots and claims"].append(room)
        elif top in WORKFLOW or top == "memgen":
            groups["What makes and judges runs"].append(room)
        else:
            groups["The library"].append(room)
    return groups


def _room(parts: list[str], path: Path) -> str:
    if len(parts) > 1 and parts[0] in ROOMS and (len(parts) > 2 or path.name == "__init__.py"):
        return ".".join(parts[:2])
    if len(parts) > 1 or path.name == "__init__.py":
        return parts[0] if parts else "memgen"
    return "memgen"


def _says(root: Path, name: str, modules: list[str]) -> str:
    """Return the first line of the docstring of a room's package, or of its first module."""
    inside = name.split(".") if name != "memgen" else []
    path = root.joinpath(PACKAGE, *inside, "__init__.py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.split("\n\n")[0].replace("\n", " ") or ", ".join(modules)
